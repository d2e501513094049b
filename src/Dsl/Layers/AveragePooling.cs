// Average and power pooling: slide a window over every channel and keep its mean, or the p-norm of its cells.      input [C, …]    output [C, …']
//   average   y[o] = Σ x / count: the window's cells within map and padding, or within the map, or a divisor of one's own
//   power     y[o] = (Σ xᵖ)^(1/p), as mean · taps: a partial window counts as a whole one        p = 1 the sum, p → ∞ the largest
// Sizes as MaxPool's. Power pooling: Sermanet, Chintala & LeCun 2012, arXiv:1204.3968.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Keeps the mean under the window.</summary>
    /// <remarks>A partial window of <paramref name="ceil"/> divides by the cells that it has. Cells of the padding take part with the value of its fill.</remarks>
    /// <param name="window">Cells per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between windows; by default windows tile (stride = window).</param>
    /// <param name="padding">Cells added around the map.</param>
    /// <param name="ceil">Whether a last, partial window counts; it starts inside the map or the leading padding.</param>
    /// <param name="countPadding">Whether the padding takes part in sum and count; if not, the mean is over the cells of the map alone.</param>
    /// <param name="divisor">What the sum is divided by, instead of the count.</param>
    /// <exception cref="ArgumentException">A number is below 1, the divisor is 0, or padding that does not count has a fill.</exception>
    /// <returns><c>[C, n…] → [C, n'…], n' = ⌊(n + before + after − span) / stride⌋ + 1</c>, <c>y[c, o] = Σ over t of x[c, o·stride + t − before] / count</c>.</returns>
    /// <example><code>AveragePool(2).On((8, 28, 28))</code></example>
    public static Layer AveragePool(Extent window, Extent? stride = null, Padding? padding = null, bool ceil = false, bool countPadding = true, int? divisor = null)
    {
        if (divisor == 0) throw new ArgumentException("AveragePool cannot divide by a divisor of 0.", nameof(divisor));
        if (!countPadding && padding is not null && padding.Fill != Fill.Zeros)
            throw new ArgumentException($"AveragePool without countPadding leaves its padding out, so the fill {padding.Fill} has no meaning; leave one of the two.", nameof(countPadding));
        return new AveragePooled(Window.Of("AveragePool", window, stride ?? window, null, padding, ceil), countPadding, divisor);
    }

    /// <summary>
    /// Keeps (Σ xᵖ)^(1/p) under the window: the sum at p = 1, the Euclidean norm at p = 2, near the largest value for large p.
    /// </summary>
    /// <remarks>
    /// As in PyTorch, xᵖ keeps its sign: with an odd p a window whose sum is negative gives NaN (but for p = 1), and so does a negative x with a broken p. Where
    /// the sum is 0 the root has no derivative; the gradient there is 0.
    /// </remarks>
    /// <param name="p">The power, above 0.</param>
    /// <param name="window">Cells per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between windows; by default windows tile (stride = window).</param>
    /// <param name="ceil">Whether a last, partial window counts; its mean is taken for a whole window.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the power is not a finite number above 0.</exception>
    /// <returns><c>[C, n…] → [C, n'…], n' = ⌊(n − window) / stride⌋ + 1</c>, <c>y[c, o] = (Σ over t of x[c, o·stride + t]ᵖ)^(1/p)</c>.</returns>
    /// <example><code>LpPool(2, 3, stride: 1).On((8, 28, 28))</code></example>
    public static Layer LpPool(double p, Extent window, Extent? stride = null, bool ceil = false) => double.IsFinite(p) && p > 0
        ? new PowerPooled(p, Window.Of("LpPool", window, stride ?? window, ceil: ceil))
        : throw new ArgumentException($"LpPool needs a finite power above 0; it was given {p.ToString(System.Globalization.CultureInfo.InvariantCulture)}. For an infinite one, use MaxPool.", nameof(p));
}

internal sealed record AveragePooled(Window Window, bool CountPadding, int? Divisor) : Layer
{
    public override string Kind => "averagepool";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Along(Sweeping.Mean, Window, input) with { Pads = CountPadding };

    protected override string Code => new Call("AveragePool").With(Window.Extent)
        .With("stride", Window.Stride, Window.Extent).With("padding", Window.Padding, Padding.Valid).With("ceil", Window.Ceil, false)
        .With("countPadding", CountPadding, true).With("divisor", Divisor, null).ToString();

    public override Fit Infer(Shape input) => Pools.Infer(this, Window, input);

    public override Node Lower(Node x, Scope at) => x.AveragePool(Window, CountPadding, Divisor);
}

internal sealed record PowerPooled(double P, Window Window) : Layer
{
    public override string Kind => "lppool";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Along(Sweeping.Norm, Window, input);

    protected override string Code => new Call("LpPool").With(P).With(Window.Extent).With("stride", Window.Stride, Window.Extent).With("ceil", Window.Ceil, false).ToString();

    public override Fit Infer(Shape input) => Pools.Infer(this, Window, input);

    public override Node Lower(Node x, Scope at) => x.PowerPool(P, Window);
}
