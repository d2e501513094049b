// Diagnosis: where a training broke. The batch is run again, forward, with the weights that met it, and the layers' outputs are searched in order.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>Training met an infinite number or one that is none. The message names the epoch, the batch, the first layer that gave one, and what to do.</summary>
public sealed class DivergedException : Exception
{
    internal DivergedException(string message, int epoch, int batch, double loss, string layer)
        : base(message) => (Epoch, Batch, Loss, Layer) = (epoch, batch, loss, layer);

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, from 1.</summary>
    public int Batch { get; }

    /// <summary>The loss of the batch; NaN or infinite, or finite when the update broke a weight.</summary>
    public double Loss { get; }

    /// <summary>The path of the first layer whose output is not finite; empty when it is none.</summary>
    public string Layer { get; }
}

internal static class Diagnosis
{
    private const string Cure = "lower the learning rate, or scale the input to about 0..1";

    public static DivergedException Of<T>(double loss, int epoch, int batch, DataSet set, ReadOnlySpan<int> items, Model<T> model, long seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string what = $"Epoch {epoch}, batch {batch}: the loss is {(double.IsNaN(loss) ? "NaN" : "infinite")}";
        Tensor<T> x = set.Images<T>(items);
        for (int i = 0; i < items.Length; i++)
            if (!Finite(x.Pick(i))) return new($"{what}, because item {items[i]} of {set.Name} holds a number that is not finite; take it out or mend it.", epoch, batch, loss, "");
        if (set.Targets is { } targets)
            foreach (int i in items)
                if (!Finite(targets.Pick(i))) return new($"{what}, because what item {i} of {set.Name} is to give holds a number that is not finite; take it out or mend it.", epoch, batch, loss, "");
        if (FirstBroken(model, x, seed) is not { } row) return new($"{what}, though every layer's output is finite; {Cure}.", epoch, batch, loss, "");
        return new($"{what}, and the first layer whose output is not finite is {row.Place}, {row.Layer.Said} ({row.Path}); {Cure}.", epoch, batch, loss, row.Path);
    }

    public static DivergedException OfWeight(int epoch, int batch, string weight) =>
        new($"Epoch {epoch}, batch {batch}: the loss is finite, but the update made the weight {weight} infinite or NaN; {Cure}.", epoch, batch, double.NaN, "");

    /// <summary>The innermost layer that comes first among those whose output is not finite.</summary>
    private static Row? FirstBroken<T>(Model<T> model, Tensor<T> x, long seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Lowering lowering = model.Network.Lower(x.Shape[0], training: true, out _);
        Row[] rows = [.. lowering.Rows];
        Graph graph = lowering.Builder.Build([.. rows.Select((row, i) => ($"row {i}", lowering.Builder[row.Line]))]);
        var plan = new Plan<T>(graph, model.Options);
        Results<T> results = plan.Run(model.Bind(plan, new Arguments<T>().Set("x", x)).Seed(seed));
        return rows.Where((_, i) => !Finite(results[$"row {i}"])).OrderBy(row => row.Line).ThenByDescending(row => row.Depth).FirstOrDefault();
    }

    public static bool Finite<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in tensor.Values)
            if (!T.IsFinite(value)) return false;
        return true;
    }
}
