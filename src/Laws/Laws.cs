// Laws: what every layer owes, as values. Each is an FsCheck property over shapes, batches, weights and data; its label says what was compared and where it
// differs. Return one from a [Property] method, or check it by hand: `Laws.Gradient(layer).QuickCheckThrowOnFailure()`.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

/// <summary>Laws of layers as FsCheck properties. Without input shapes, shapes of every rank that the layer takes are tried.</summary>
public static partial class Laws
{
    /// <summary>What every layer owes: <see cref="Shape"/>, <see cref="Gradient"/> (in inference and in training), <see cref="BatchIsPointwise"/> and <see cref="Deterministic"/>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of items to try.</param>
    public static Property All(Layer layer, Inputs? inputs = null) =>
        Shape(layer, inputs).And(Gradient(layer, inputs)).And(Gradient(layer, inputs, training: true)).And(BatchIsPointwise(layer, inputs)).And(Deterministic(layer, inputs));

    private static Property Try(Layer layer, Inputs? inputs, Func<Trial, string?> law)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Trial.ForAll(layer, inputs ?? Inputs.Fitting(layer), law);
    }

    /// <summary>In training a normalization needs more than one value per channel.</summary>
    private static Trial ForTraining(Trial trial, bool training) => training ? trial with { Batch = trial.Batch + 1 } : trial;
}
