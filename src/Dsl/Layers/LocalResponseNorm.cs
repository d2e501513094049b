// Local response normalization (Krizhevsky, Sutskever and Hinton 2012, section 3.3): a value is damped by its neighbours in the channels around it.
//   input [C, …]   output the same shape      y[c] = x[c] / (k + alpha / size · Σ over j of x[j]²)^beta,   j from c − ⌊size / 2⌋, size channels, those outside count as 0
//   The paper has no division of alpha by the size; PyTorch has, and so has this.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Local response normalization across channels: x / (k + alpha / size · Σ x²)^beta over <paramref name="size"/> neighbouring channels.</summary>
    /// <param name="size">How many channels are summed: ⌊size / 2⌋ before, the rest from the channel itself on.</param>
    /// <param name="alpha">The weight of the mean square.</param>
    /// <param name="beta">The power.</param>
    /// <param name="k">Added to it.</param>
    /// <exception cref="ArgumentException">The size is below 1, or a number is not finite.</exception>
    /// <returns><c>[C, …] → the same</c>, <c>y[c] = x[c] / (k + alpha / size · Σ over j near c of x[j]²)^beta</c>.</returns>
    /// <example><code>LocalResponseNorm(5).On((8, 7, 7))</code></example>
    public static Layer LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        if (size < 1) throw new ArgumentException($"LocalResponseNorm needs a size of at least 1; it was given {size}.", nameof(size));
        if (!double.IsFinite(alpha) || !double.IsFinite(beta) || !double.IsFinite(k))
            throw new ArgumentException($"LocalResponseNorm needs finite numbers; it was given alpha {alpha}, beta {beta}, k {k}.", nameof(alpha));
        return new LocalResponse(size, alpha, beta, k);
    }
}

internal sealed record LocalResponse(int Size, double Alpha, double Beta, double K) : Layer
{
    public override string Kind => "lrn";

    protected override string Code => new Call("LocalResponseNorm").With(Size).With("alpha", Alpha, 1e-4).With("beta", Beta, 0.75).With("k", K, 1).ToString();

    public override Fit Infer(Shape input) => input.Rank >= 1 ? input : Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);

    public override Node Lower(Node x, Scope at)
    {
        // The channels stand as rows, so that the window over them is a map along an axis.
        Shape rows = Shape.Of(x.Shape[0], 1, x.Shape[1], Normalizing.Cells(x.Shape.Tail));
        var window = new AxisMap.Window(new Reach(Size, 1, 1, Size / 2, (Size - 1) / 2));
        Node squares = (x * x).Reshape(rows).Along(AxisMap.Identity, window, AxisMap.Identity).Reshape(x.Shape);
        return x * ((squares * (Alpha / Size)) + K).Map(new Unary.Power(-Beta));
    }
}
