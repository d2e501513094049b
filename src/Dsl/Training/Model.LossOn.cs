// The loss of a model on a data set, in inference, and whether a loss and a set fit.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>The mean of a loss over the items of a set; layers behave as in inference.</summary>
    /// <param name="set">Items of the network's input shape, with labels or with numbers to give.</param>
    /// <param name="loss">A loss that is one number; by default cross-entropy for labels and the mean squared error for numbers. A sum is divided by the number of items too.</param>
    /// <param name="batch">Items per run.</param>
    /// <exception cref="ArgumentException">The set does not fit the network or the loss.</exception>
    public double LossOn(DataSet set, Loss? loss = null, int batch = 250)
    {
        Takes(set);
        if (batch < 1) throw new ArgumentException($"LossOn needs at least 1 item per batch; it was given {batch}.", nameof(batch));
        loss ??= Usual(set);
        Aims(set, loss);
        bool sums = loss is TermLoss { Reduction: LossReduction.Sum };
        int[] items = [.. Enumerable.Range(0, set.Count)];
        double sum = 0;
        for (int at = 0; at < items.Length; at += batch)
        {
            int n = Math.Min(batch, items.Length - at);
            sum += LossOn(set, items.AsSpan(at, n), loss) * (sums ? 1 : n);
        }
        return sum / items.Length;
    }

    /// <summary>What is minimised when no loss is named.</summary>
    private static Loss Usual(DataSet set) => set.Targets is not null ? Losses.MeanSquared : set.Ignored is { } ignored ? Losses.CrossEntropy.Ignoring(ignored) : Losses.CrossEntropy;

    /// <exception cref="ArgumentException">The loss takes other targets than the set has.</exception>
    internal void Aims(DataSet set, Loss loss)
    {
        bool labels = loss.TargetElement == Element.Index;
        Shape wanted = loss.Target(Network.Output.Under(1)).Tail;
        if (labels != set.Targets is null)
            throw new ArgumentException($"{loss} takes {(labels ? "labels" : "numbers")} {wanted} for every item, and {set.Name} has {(labels ? "numbers" : "labels")}; use a loss of {(labels ? "numbers, as MeanSquared" : "labels, as CrossEntropy")}, or make the set with {(labels ? "labels" : "numbers")}.");
        if (wanted != set.Target)
            throw new ArgumentException($"{loss} takes {(labels ? "labels" : "numbers")} {wanted} for every item of this network; {set.Name} has {set.Target}. {(labels ? "Use another loss, or label every item alike" : $"End the network in {set.Target}, or make the set with targets {wanted}")}.");
    }

    private double LossOn(DataSet set, ReadOnlySpan<int> items, Loss loss)
    {
        int n = items.Length;
        Plan<T> plan = Plan(("loss", n, loss), () =>
        {
            Lowering lowering = Network.Lower(n, training: false, out Node y);
            return lowering.Builder.Build([("loss", loss.Scalar(y, lowering.Builder.Argument("target", Role.Data, loss.Target(y.Shape), loss.TargetElement)))]);
        });
        Arena<T> arena = plan.Rent();
        try
        {
            Bind(plan, arena);
            set.Copy(items, arena.Argument("x"));
            if (set.Targets is null) set.CopyLabels(items, arena.IndexArgument("target"));
            else set.CopyTargets(items, arena.Argument("target"));
            arena.Run();
            return double.CreateTruncating(arena.Output("loss")[0]);
        }
        finally
        {
            plan.Return(arena);
        }
    }
}
