// Epoch: what one pass over the training set gave. Immutable: a model that can be run, saved, or trained on.
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>What one pass over the training set gave.</summary>
/// <typeparam name="T">The precision.</typeparam>
/// <param name="Number">1 for the first.</param>
/// <param name="Loss">The mean of the loss over the training images, each at the weights that met it.</param>
/// <param name="Accuracy">The share of the test set that the model now gets right, 0 to 1; NaN without a test set, and where items have numbers to give.</param>
/// <param name="Time">How long the pass over the training set took; testing is not counted.</param>
/// <param name="ImagesPerSecond">Training images per second of <paramref name="Time"/>.</param>
/// <param name="Model">The model after the epoch.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Epoch<T>(int Number, double Loss, double Accuracy, TimeSpan Time, double ImagesPerSecond, Model<T> Model) : IShown
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The mean loss over a test set whose items have numbers to give; NaN without one, and for labels.</summary>
    public double TestLoss { get; internal init; } = double.NaN;

    /// <summary>How many updates the weights have had since training began.</summary>
    public long Updates { get; internal init; }

    /// <summary>The optimizer's state tensors after the epoch, in the order of its declarations.</summary>
    public ImmutableArray<Tensor<T>> OptimizerState { get; internal init; } = [];

    string IShown.Html() => Showing.Table($"epoch {Number}", ("loss", Mark.Figure(Loss)), ("test accuracy", double.IsNaN(Accuracy) ? "–" : Accuracy.ToString("F4", CultureInfo.InvariantCulture)),
        ("time", string.Create(CultureInfo.InvariantCulture, $"{Time.TotalSeconds:F2} s")), ("images per second", ImagesPerSecond.ToString("N0", CultureInfo.InvariantCulture)));

    /// <summary>One line: <c>epoch 2: loss 0.0712, test accuracy 0.9853, 4.31 s, 13,921 images/s</c>.</summary>
    public override string ToString()
    {
        string accuracy = !double.IsNaN(Accuracy) ? string.Create(CultureInfo.InvariantCulture, $"test accuracy {Accuracy:F4}, ")
            : double.IsNaN(TestLoss) ? "" : string.Create(CultureInfo.InvariantCulture, $"test loss {TestLoss:F4}, ");
        return string.Create(CultureInfo.InvariantCulture, $"epoch {Number}: loss {Loss:F4}, {accuracy}{Time.TotalSeconds:F2} s, {ImagesPerSecond:N0} images/s");
    }
}

/// <summary>Where training stands, after a batch.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Batch">Batches of this epoch that are done.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
public readonly record struct Pace(int Epoch, int Epochs, int Batch, int Batches, double Loss)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Pace), PrintMembers);
}
