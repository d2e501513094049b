// The loss of a model on a data set, in inference, with the share that it gets right; and whether a loss and a set fit.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>
    /// The mean of a loss over a set; layers behave as in inference. With class weights or an ignored label it is the sum of all terms divided by the sum of all weights that
    /// count, and NaN when none does.
    /// </summary>
    /// <param name="set">Items of the network's input shape, with labels or with numbers to give.</param>
    /// <param name="loss">A loss that is one number; by default cross-entropy for labels and the mean squared error for numbers. A sum is divided by the number of items too.</param>
    /// <param name="batch">Items per run; the loss does not depend on it.</param>
    /// <exception cref="ArgumentException">The set does not fit the network or the loss.</exception>
    public double LossOn(DataSet set, Loss? loss = null, int batch = 250)
    {
        Takes(set);
        if (batch < 1) throw new ArgumentException($"LossOn needs at least 1 item per batch; it was given {batch}.", nameof(batch));
        loss ??= Usual(set);
        Aims(set, loss);
        return Test(set, loss, batch).Loss;
    }

    /// <summary>The loss on a set and, of labels, the share of right guesses, both from the same scores.</summary>
    internal Tally Test(DataSet set, Loss loss, int batch = 250)
    {
        var tally = new Tally(loss);
        int[] items = [.. Enumerable.Range(0, set.Count)], guesses = set.Targets is null ? new int[Math.Min(batch, set.Count) * set.Target.Count] : [];
        for (int at = 0; at < items.Length; at += batch) Test(set, items.AsSpan(at, Math.Min(batch, items.Length - at)), loss, tally, guesses);
        return tally;
    }

    /// <summary>What is minimised when no loss is named.</summary>
    internal static Loss Usual(DataSet set) => set.Targets is not null ? Losses.MeanSquared : set.Ignored is { } ignored ? Losses.CrossEntropy.Ignoring(ignored) : Losses.CrossEntropy;

    /// <summary>The loss by which a set is tested: one that ignores the label that the set ignores; null where the loss knows no such label and would take it for a class.</summary>
    private static Loss? Testing(DataSet test, Loss loss) => loss switch
    {
        _ when test.Ignored is null => loss,
        CrossEntropyLoss { Ignored: null } plain => plain.Ignoring(test.Ignored.Value),
        LikelihoodLoss { Ignored: null } plain => plain.Ignoring(test.Ignored.Value),
        CrossEntropyLoss { Ignored: { } own } when own == test.Ignored => loss,
        LikelihoodLoss { Ignored: { } own } when own == test.Ignored => loss,
        _ => null,
    };

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

    private void Test(DataSet set, ReadOnlySpan<int> items, Loss loss, Tally tally, Span<int> guesses)
    {
        int n = items.Length;
        Plan<T> plan = Plan(("loss", n, loss), () =>
        {
            Lowering lowering = Network.Lower(n, training: false, out Node y);
            return lowering.Builder.Build([.. loss.Scalar(y, lowering.Builder.Argument("target", Role.Data, loss.Target(y.Shape), loss.TargetElement)).Outputs, ("y", y)]);
        });
        Arena<T> arena = plan.Rent();
        try
        {
            Bind(plan, arena);
            set.Copy(items, arena.Argument("x"));
            if (set.Targets is null) set.CopyLabels(items, arena.IndexArgument("target"));
            else set.CopyTargets(items, arena.Argument("target"));
            arena.Run();
            bool counts = plan.Graph.Outputs.Any(o => o.Name == "counted");
            tally.Add(double.CreateTruncating(arena.Output("loss")[0]), n, counts ? double.CreateTruncating(arena.Output("counted")[0]) : null);
            if (set.Targets is not null) return;
            Span<int> own = guesses[..(n * set.Target.Count)];
            Greatest(arena.Output("y"), own);
            tally.Guessed(arena.IndexArgument("target"), own, set.Ignored);
        }
        finally
        {
            plan.Return(arena);
        }
    }
}
