// StepPlan: one step of training for one size of batch, as one graph: forward, loss, gradient, update, next weights and states.
//   arguments  x [n, …item], target [n, …], seed, every weight and state, every slot of the optimizer, its scalars
//   outputs    loss, counted where the loss divides by what counts, y where targets are labels, and NAME' for everything that is carried to the next step
using System.Collections.Immutable;
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

internal sealed class StepPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private StepPlan(Plan<T> plan, int batch, ImmutableArray<string> carried, Steps.Declared declared)
    {
        (Plan, Batch, Slots, Scalars) = (plan, batch, [.. declared.Slots], [.. declared.Scalars]);
        Carried = [.. carried.Select(name => ($"{name}'", name))];
        Given = [.. plan.Graph.Arguments.Select(a => a.Argument.Name)];
        Counts = plan.Graph.Outputs.Any(o => o.Name == "counted");
        Scores = plan.Graph.Outputs.Any(o => o.Name == "y");
    }

    public Plan<T> Plan { get; }

    public int Batch { get; }

    /// <summary>Outputs and the arguments that they become.</summary>
    public ImmutableArray<(string Output, string Argument)> Carried { get; }

    /// <summary>The optimizer's state tensors.</summary>
    public ImmutableArray<(string Name, Shape Shape)> Slots { get; }

    /// <summary>The numbers that the host computes for every update.</summary>
    public ImmutableArray<(string Name, Func<long, double> OfUpdate)> Scalars { get; }

    /// <summary>Whether the loss divides by what counts, so that a batch can count nothing.</summary>
    public bool Counts { get; }

    /// <summary>Whether the outputs are scores of classes.</summary>
    public bool Scores { get; }

    /// <summary>The names of all arguments.</summary>
    public ImmutableHashSet<string> Given { get; }

    /// <exception cref="MisfitException">A layer cannot take a batch of this size.</exception>
    /// <exception cref="ArgumentException">The loss does not fit the labels, or there is nothing to train.</exception>
    public static StepPlan<T> Of(Model<T> model, int batch, Loss loss, Optimizer optimizer)
    {
        PlanOptions options = model.Options;
        return model.Network.Plans.Get(("step", batch, loss, optimizer, options, typeof(T)), () => Make(model.Network, batch, loss, optimizer, options));
    }

    private static StepPlan<T> Make(Network network, int batch, Loss loss, Optimizer optimizer, PlanOptions options)
    {
        Lowering lowering = network.Lower(batch, training: true, out Node y);
        Node target = lowering.Builder.Argument("target", Role.Data, loss.Target(y.Shape), loss.TargetElement);
        var states = lowering.Next.ToList();
        Graph forward = lowering.Builder.Build([.. Seen(loss, y, target), .. states]);
        var trainable = network.Weights.Where(w => w.Trainable).ToDictionary(w => w.Name);
        Graph both = Gradient.Of(forward, "loss", a => trainable.ContainsKey(a.Name));
        var builder = new GraphBuilder(both) { Path = optimizer.GetType().Name };
        ImmutableArray<Weight> trained = [.. network.Weights.Where(w => both.Outputs.Any(o => o.Name == $"d.{w.Name}"))];
        if (trained.IsEmpty) throw new ArgumentException($"There is nothing to train: {network.Layer.Said} has no weight that its loss depends on and that is not frozen.");
        Node[] weights = [.. trained.Select(w => builder.Argument(w.Name, w.Role, w.Shape))];
        Node[] gradients = [.. trained.Select(w => builder[both.Output($"d.{w.Name}")])];
        var declared = new Steps.Declared([], [], []);
        Node[] updates = Checked(optimizer.Update(gradients, weights, new(builder, trained, declared)), weights, optimizer);
        List<(string Name, Node Node)> next = [.. trained.Select((w, i) => (w.Name, weights[i] - updates[i])), .. declared.Next];
        next = [.. next.Select(n => (n.Name, Fresh(n.Node)))];
        next.AddRange(states.Select(s => (s.Name[..^1], builder[both.Output(s.Name)])));
        Graph graph = builder.Build([.. both.Outputs.Where(o => o.Name is "loss" or "counted" or "y").Select(o => (o.Name, builder[o.Line])), .. next.Select(n => ($"{n.Name}'", n.Node))]);
        return new(new Plan<T>(graph, options), batch, [.. next.Select(n => n.Name)], declared);
    }

    /// <summary>What a step shows: the loss and what it counts; of labels the scores too, from which the error is read.</summary>
    private static IEnumerable<(string Name, Node Node)> Seen(Loss loss, Node y, Node target) =>
        [.. loss.Scalar(y, target).Outputs, .. loss.TargetElement == Element.Index ? new[] { ("y", y) } : []];

    private static Node[] Checked(Node[] updates, Node[] weights, Optimizer optimizer)
    {
        if (updates.Length != weights.Length) throw new ArgumentException($"{optimizer} gave {Amount.Of(updates.Length, "updates")} for {Amount.Of(weights.Length, "weights")}.");
        for (int i = 0; i < updates.Length; i++)
            if (updates[i].Shape != weights[i].Shape) throw new ArgumentException($"{optimizer} gave an update {updates[i].Shape} for a weight {weights[i].Shape}.");
        return updates;
    }

    /// <summary>A value of its own: an argument that is carried as it stands would be overwritten before it is read.</summary>
    private static Node Fresh(Node node) => node.Builder.Lines[node.Id].Primitive is Primitive.Argument or Primitive.Reshape ? node.Map(new Unary.Affine(1, 0)) : node;
}
