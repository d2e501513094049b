// Graphs as they are written, built, differentiated and placed in memory.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Numerics;

public class GraphLaws
{
    [Fact]
    public void Equal_lines_are_one_line_but_not_across_regions()
    {
        var builder = new GraphBuilder();
        Node x = builder.Argument("x", Role.Data, 4);
        Assert.Equal(x.Map(Unary.Tanh), x.Map(Unary.Tanh));
        Assert.Equal(x + x, x + x);
        Assert.NotEqual(x.Map(Unary.Tanh), x.Map(Unary.Relu));
        Node first = x.Map(Unary.Tanh);
        builder.Region = 1;
        Assert.NotEqual(first, x.Map(Unary.Tanh));
        Assert.Equal(x.Map(Unary.Tanh), x.Map(Unary.Tanh));
    }

    [Fact]
    public void Build_keeps_only_what_the_outputs_need_in_the_order_of_writing()
    {
        var builder = new GraphBuilder();
        Node x = builder.Argument("x", Role.Data, 4), unused = builder.Argument("unused", Role.Data, 4);
        _ = unused.Map(Unary.Exp) + x;
        Node y = x.Map(Unary.Tanh) * x;
        Graph graph = builder.Build(("y", y));
        Assert.Equal("%0 = Argument { Element = Real, Name = x, Role = Data, Shape = [4], Kind = Real } () [4]", graph.ToString().Split('\n')[0]);
        Assert.Equal(["Argument ()", "Map (0)", "Zip (1, 0)"], graph.Lines.Select(line => $"{line.Primitive.GetType().Name} ({string.Join(", ", line.Inputs)})"));
        Assert.Equal(["x"], graph.Arguments.Select(a => a.Argument.Name));
    }

    [Fact]
    public void Wrong_use_of_a_builder_has_its_sentence()
    {
        var builder = new GraphBuilder();
        Node x = builder.Argument("x", Role.Data, 4), stranger = new GraphBuilder().Argument("x", Role.Data, 4);
        static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Equal("The graph has an argument 'x' of shape [4]; it cannot have another of shape [5]. (Parameter 'name')", Message(() => builder.Argument("x", Role.Data, 5)));
        Assert.Equal("+ was given a node of another graph. (Parameter 'inputs')", Message(() => x + stranger));
        Assert.Equal("+ cannot take [4] and [3]: it takes two inputs of one shape; repeat one of them, by PerChannel or Broadcast.", Message(() => x + builder.Argument("z", Role.Data, 3)));
        Assert.Equal("The graph has no output 'z'; it has 'y'. (Parameter 'name')", Message(() => Gradient.Of(builder.Build(("y", x)), "z", _ => true)));
        Assert.Equal("Two outputs of the graph have the name 'y'; give one of them another. (Parameter 'outputs')", Message(() => builder.Build(("y", x), ("y", x))));
        Assert.Equal("The argument 'x' of shape [4] was not given.", Message(() => new Plan<double>(builder.Build(("y", x.Map(Unary.Tanh)))).Run(new())));
    }

    [Law(40)]
    public void A_fast_plan_of_a_random_network_and_its_gradient_computes_the_naive_meaning(Fitting network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var trial = new Trial(network.Layer, network.Input, 2, 5);
        Network on = network.Layer.On(network.Input);
        Graph graph = Gradient.Of(on.Graph(2, training: true), "y", _ => true);
        Arguments<double> arguments = new Arguments<double>().Seed(5).Set("x", trial.Draw(trial.Items, 0)).Set("d.y", trial.Draw(on.Output.Under(2), 1));
        Model<double> model = Probe.Weighted(on, 5);
        foreach (Weight weight in on.Weights) arguments.Set(weight.Name, model[weight.Name]);
        Results<double> naive = new Plan<double>(graph, Sheet.Naive).Run(arguments), fast = Poisoned(new Plan<double>(graph, new(Backend.Simd, 2))).Run(arguments);
        foreach (string name in naive.Names) Agree.Within(1e-8, naive[name], fast[name], name);
    }

    [Law(60)]
    public void Buffers_that_live_at_the_same_time_never_share_memory(int seed)
    {
        var stream = new RandomStream((ulong)seed, 0);
        var buffers = Enumerable.Range(0, 30).Select(i => new { From = stream.Below(3 * i, 20), Long = stream.Below((3 * i) + 1, 6), Count = 1 + stream.Below((3 * i) + 2, 100) })
            .Select(b => new FunctionalConv.Plans.Buffer(b.Count, b.From, b.From + b.Long)).ToArray();
        long total = FunctionalConv.Plans.Buffer.Place(buffers);
        foreach (var a in buffers)
        {
            Assert.True(a.Start >= 0 && a.Start % 16 == 0 && a.Start + a.Count <= total);
            foreach (var b in buffers)
                if (!ReferenceEquals(a, b) && a.From <= b.To && b.From <= a.To) Assert.True(a.Start + a.Count <= b.Start || b.Start + b.Count <= a.Start, $"{a} and {b} share memory");
        }
        Assert.True(total <= buffers.Sum(b => b.Size));
    }

    [Fact]
    public void The_second_derivative_of_conv_tanh_dense_agrees_with_central_differences_of_the_gradient()
    {
        Network network = Conv(3, (3, 2), stride: (2, 1), padding: Padding.Sides((1, 0), (0, 2))).Then(Tanh).Then(Flatten).Then(Dense(4)).On((2, 5, 6));
        Model<double> model = Probe.Weighted(network, 4);
        Graph first = Gradient.Of(network.Graph(2), "y", a => a.Role == Role.Weight || a.Name == "x");
        Tensor<double> X(int purpose, Shape shape) => Tensor.Normal<double>(shape, purpose);
        Tensor<double> x = X(1, (2, 2, 5, 6)), dy = X(2, (2, 4));
        foreach (string name in new[] { "x", "conv1.weight", "conv1.bias", "dense1.weight" })
        {
            Graph second = Gradient.Of(first, $"d.{name}", a => a.Role == Role.Weight || a.Name is "x" or "d.y");
            Shape shape = first.Lines[first.Output($"d.{name}")].Shape;
            Tensor<double> cotangent = X(3, shape);
            Arguments<double> At(string moved, Tensor<double> direction, double step)
            {
                var arguments = new Arguments<double>().Set($"d.d.{name}", cotangent);
                foreach (var (argument, value) in model.Network.Weights.Select(w => (w.Name, model[w.Name])).Append(("x", x)).Append(("d.y", dy)))
                    arguments.Set(argument, argument == moved ? Tensor.Make(value.Shape, i => value.Values[i] + (step * direction.Values[i])) : value);
                return arguments;
            }
            var plan = new Plan<double>(first);
            Results<double> found = new Plan<double>(second).Run(At("", x, 0));
            foreach (string toward in new[] { "x", "d.y", "conv1.weight", "conv1.bias", "dense1.weight" })
            {
                Tensor<double> direction = X(9, toward == "x" ? x.Shape : toward == "d.y" ? dy.Shape : model[toward].Shape);
                double difference = (Probe.Dot(plan.Run(At(toward, direction, 1e-4))[$"d.{name}"], cotangent) - Probe.Dot(plan.Run(At(toward, direction, -1e-4))[$"d.{name}"], cotangent)) / 2e-4;
                Agree.Within(1e-5, difference, Probe.Dot(found[$"d.{toward}"], direction), $"{name}, then {toward}");
            }
        }
    }

    [Fact]
    public void An_opaque_layer_is_pulled_back_by_its_own_pullback_and_has_no_second_derivative()
    {
        int pulled = 0;
        Layer cube = Layer.Of("cube", shape => shape, x => Tensor.Make(x.Shape, i => x.Values[i] * x.Values[i] * x.Values[i]), (x, dy) =>
        {
            pulled++;
            return Tensor.Make(x.Shape, i => 3 * dy.Values[i] * x.Values[i] * x.Values[i]);
        });
        Network network = Conv(2, 3).Then(cube).On((1, 6));
        Tensor<double> x = Tensor.Normal<double>((3, 1, 6), 1);
        network.Init<double>().Pullback(x, Tensor.Normal<double>((3, 2, 4), 2));
        Assert.Equal(3, pulled);
        Graph gradient = Gradient.Of(network.Graph(3), "y", a => a.Name == "x");
        Assert.Equal(
            "The pullback of 'cube' is opaque, so its second derivative is not known; write the layer with nodes (Layer.Of with a Func<Node, Node>) to have it.",
            Assert.Throws<NotSupportedException>(() => Gradient.Of(gradient, "d.x", a => a.Name == "x")).Message);
    }

    private static Plan<double> Poisoned(Plan<double> plan)
    {
        Arena<double> arena = plan.Rent();
        arena.Poison();
        plan.Return(arena);
        return plan;
    }
}
