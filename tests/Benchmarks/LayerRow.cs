// One layer of layers.json, forward or with its gradients.
//   forward   the compiled model: plain values in, plain values out, weights packed before
//   train     output, and gradients with respect to input, weight and bias; input, cotangent and weights are given anew for every run
using System.Text.Json;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Benchmarks;

internal static class LayerRow
{
    public static Work Of(JsonElement row, bool train, PlanOptions options)
    {
        var (model, x) = Made(row);
        return train ? Train(model, x, options) : Forward(model, x, options);
    }

    /// <summary>The layer with the protocol's weights, and its input.</summary>
    public static (Model<float> Model, Tensor<float> Input) Made(JsonElement row)
    {
        int batch = row.GetProperty("batch").GetInt32();
        Shape item = Shape.Of(Protocol.List(row, "x", 0, 0));
        Network network = Describe(row, item.Rank - 1).On(item);
        Model<float> model = network.Init<float>();
        foreach (Weight weight in network.Weights)
            model = model.With(weight.Name, weight.Shape.Rank > 1
                ? Protocol.Values(1, weight.Shape, 1 / Math.Sqrt(weight.Shape.Count / weight.Shape[0]))
                : Protocol.Values(2, weight.Shape));
        return (model, Protocol.Values(0, item.Under(batch)));
    }

    public static Work Forward(Model<float> model, Tensor<float> x, PlanOptions options)
    {
        Compiled<float> compiled = model.Compile(options);
        float[] y = new float[model.Network.Output.Count * x.Shape[0]];
        return new(() => compiled.Run(x.Values, y), () => [y]);
    }

    private static Work Train(Model<float> model, Tensor<float> x, PlanOptions options)
    {
        Graph forward = model.Network.Graph(x.Shape[0]);
        var plan = new Plan<float>(Gradient.Of(forward, "y", a => a.Role is Role.Data or Role.Weight), options);
        Tensor<float> dy = Protocol.Values(3, forward.Lines[forward.Output("y")].Shape);
        var given = plan.Graph.Arguments.Select(a => (a.Argument.Name, Value: a.Argument.Name switch { "x" => x, "d.y" => dy, var name => model[name] })).ToArray();
        string[] wanted = ["y", "d.x", .. model.Network.Weights.OrderByDescending(w => w.Shape.Rank).Select(w => $"d.{w.Name}")];
        float[][] results = [.. wanted.Select(name => new float[plan.Graph.Lines[plan.Graph.Output(name)].Shape.Count])];
        Arena<float> arena = plan.Rent();
        return new(Run, () => results);

        void Run()
        {
            foreach (var (name, value) in given) value.Values.CopyTo(arena.Argument(name));
            arena.Run();
            for (int i = 0; i < wanted.Length; i++) arena.Output(wanted[i]).CopyTo(results[i]);
        }
    }

    private static Layer Describe(JsonElement row, int axes)
    {
        int[] kernel = Protocol.List(row, "kernel", 1, axes);
        Extent k = Extents(kernel), stride = Extents(Protocol.List(row, "stride", 1, axes)), dilation = Extents(Protocol.List(row, "dilation", 1, axes));
        Padding padding = Padding.By(Extents(Protocol.List(row, "pad", 0, axes)));
        int groups = row.TryGetProperty("groups", out JsonElement g) ? g.GetInt32() : 1;
        int filters = row.TryGetProperty("filters", out JsonElement f) ? f.GetInt32() : 0;
        return row.GetProperty("op").GetString() switch
        {
            "conv" => Conv(filters, k, stride, padding, dilation, groups),
            "convT" => ConvTransposed(filters, k, stride, padding, dilation: dilation, groups: groups),
            "maxpool" => MaxPool(k, stride, padding),
            "avgpool" => AveragePool(k, stride, padding),
            var other => throw new NotSupportedException($"There is no layer for the operation '{other}'."),
        };
    }

    private static Extent Extents(int[] numbers) => numbers switch
    {
        [var w] => w,
        [var h, var w] => (h, w),
        [var d, var h, var w] => (d, h, w),
        _ => throw new NotSupportedException($"There are windows over 1 to 3 axes, not over {numbers.Length}."),
    };
}
