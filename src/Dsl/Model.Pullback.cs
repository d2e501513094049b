// The pullback of a model: cotangents of outputs to cotangents of inputs and weights.      f(x) → y,   dy ↦ f′(x)ᵀ dy
using FunctionalConv.Graphs;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>
    /// Pulls a cotangent of the output back to the input <c>x</c> and to every trained weight: the gradient of ⟨y, dy⟩, which is the result's loss.
    /// </summary>
    /// <param name="x">A batch [N, …item] or an item; the gradient for <c>x</c> is always a batch.</param>
    /// <param name="dy">The cotangent of the output for that batch or item.</param>
    /// <param name="training">Whether layers behave as in training (statistics of the batch, dropout).</param>
    /// <param name="seed">The seed of the randomness.</param>
    /// <exception cref="ArgumentException">A tensor does not have the network's shape.</exception>
    public Gradients<T> Pullback(Tensor<T> x, Tensor<T> dy, bool training = false, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dy);
        Tensor<T> batch = AsBatch(x);
        Shape output = Network.Output.Under(batch.Shape[0]);
        bool item = ReferenceEquals(x, batch) == false && dy.Shape == Network.Output;
        if (!item && dy.Shape != output) throw new ArgumentException($"The outputs of this batch have shape {output}; their cotangent was given as {dy.Shape}.", nameof(dy));
        return Differentiate(batch, dy.Reshape(output), PairingLoss.Instance, training, seed);
    }
}

/// <summary>⟨output, target⟩: the loss whose gradient is the pullback of the target.</summary>
internal sealed record PairingLoss : Loss
{
    public static PairingLoss Instance { get; } = new();

    public override Element TargetElement => Element.Real;

    public override Shape Target(Shape output) => output;

    public override Node Of(Node output, Node target) => (output * target).Sum(Axes.All(output.Shape.Rank));
}
