// Learning curves: two panels over the epochs, the loss above and, of labels, the error below; in both the training set and the test set, so that overfitting is seen.
using System.Numerics;

namespace FunctionalConv;

internal static class LearningCurves
{
    private const double Width = 460, Height = 150, Below = 196;

    /// <summary>What an epoch gave; NaN where it is not known.</summary>
    internal readonly record struct Moment(int Number, double Loss, double TestLoss, double Error, double TestError);

    public static Moment Of<T>(Epoch<T> epoch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(epoch.Number, epoch.Loss, epoch.TestLoss, 1 - epoch.TrainAccuracy, 1 - epoch.Accuracy);

    public static Picture Draw(IReadOnlyList<Moment> epochs, string title)
    {
        if (epochs.Count == 0) throw new ArgumentException("Learning curves need at least one epoch.", nameof(epochs));
        string loss = Panel(epochs, "loss", e => e.Loss, e => e.TestLoss), error = Panel(epochs, "share that is wrong", e => e.Error, e => e.TestError);
        bool tested = epochs.Any(e => double.IsFinite(e.TestLoss) || double.IsFinite(e.TestError));
        var whole = new Plot(title, Width, Height + (error.Length > 0 ? Below : 0) + 24, (0, 1), (0, 1));
        string body = Mark.Of("g", [("transform", $"translate(0 {Mark.Number(whole.Y(1) - 4)})")], loss, Mark.Of("g", [("transform", $"translate(0 {Mark.Number(Below)})")], error));
        return whole.Picture(Said(epochs), body, Notes(epochs), tested ? ["training set", "test set"] : ["training set"]);
    }

    private static string Panel(IReadOnlyList<Moment> epochs, string name, Func<Moment, double> train, Func<Moment, double> test)
    {
        Func<Moment, double>[] sets = [train, test];
        double[] values = [.. epochs.SelectMany(e => sets.Select(of => of(e))).Where(double.IsFinite)];
        if (values.Length == 0) return "";
        double first = epochs.Min(e => e.Number), last = epochs.Max(e => e.Number);
        var plot = new Plot("", Width, Height, (first, Math.Max(last, first + 1e-9)), Chart.Round([0, .. values]));
        string curves = string.Concat(sets.Select((of, i) => epochs.Any(e => double.IsFinite(of(e))) ? Chart.Draw(plot, new("", [.. epochs.Select(e => ((double)e.Number, of(e)))]), i) : ""));
        return Mark.Of("g", [("data-panel", name)], Mark.Label(16, plot.Y(double.PositiveInfinity) - 12, name, "s"), plot.Frame(whole: true, label: "epoch"), curves);
    }

    private static string Said(IReadOnlyList<Moment> epochs)
    {
        Moment first = epochs[0], last = epochs[^1];
        static string From(string what, double a, double b) => double.IsFinite(a) && double.IsFinite(b) ? $", {what} from {Mark.Figure(a)} to {Mark.Figure(b)}" : "";
        string parts = From("the loss", first.Loss, last.Loss) + From("the loss of the test set", first.TestLoss, last.TestLoss) + From("the error", first.Error, last.Error) + From("the error of the test set", first.TestError, last.TestError);
        return FormattableString.Invariant($"{epochs.Count} {(epochs.Count == 1 ? "epoch" : "epochs")}{parts}.");
    }

    /// <summary>Where the test loss turned, if it did while the training loss went on falling.</summary>
    private static IEnumerable<string> Notes(IReadOnlyList<Moment> epochs)
    {
        Moment best = epochs.MinBy(e => double.IsFinite(e.TestLoss) ? e.TestLoss : double.PositiveInfinity), last = epochs[^1];
        if (double.IsFinite(best.TestLoss) && last.TestLoss > 1.05 * best.TestLoss && last.Loss < best.Loss)
            yield return FormattableString.Invariant($"Overfitting: the loss of the test set was least after epoch {best.Number} and has risen since, while that of the training set falls.");
    }
}
