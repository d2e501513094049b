// Blur pooling: subsampling that does not alias. A binomial blur, then every stride-th cell.      input [C, …]    output [C, …'],  n' = ⌈n / stride⌉
//   weights per axis  w[t] = (taps − 1 over t) / 2^(taps − 1):  taps 2 ½ ½    3 ¼ ½ ¼    5 1 4 6 4 1 / 16;   every channel by itself, no weights to learn
//   Zhang 2019, "Making convolutional networks shift-invariant again", arXiv:1904.11486
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>
    /// Blurs with binomial weights and keeps every stride-th cell, so that a shift of the input moves the output little. In place of MaxPool(2) write
    /// MaxPool(2, stride: 1).Then(BlurPool()); in place of a strided convolution, the convolution with stride 1 and BlurPool after it.
    /// </summary>
    /// <param name="taps">Cells that the blur spans on every axis.</param>
    /// <param name="stride">Cells between windows; by default 2.</param>
    /// <param name="padding">By default taps − 1 cells in all, the odd one after, reflected: ⌈n / stride⌉ cells come out.</param>
    /// <exception cref="ArgumentException">A number is below 1, or there are more than 1,000 taps.</exception>
    /// <returns><c>[C, n…] → [C, ⌈n / stride⌉…]</c>, <c>y[c, o] = Σ over t of binomial(t) / 2^(taps − 1) · x[c, o·stride + t − before]</c> on every axis.</returns>
    /// <example><code>BlurPool().On((8, 28, 28))</code></example>
    public static Layer BlurPool(int taps = 3, Extent? stride = null, Padding? padding = null) =>
        new BlurPooled(Window.Of("BlurPool", ((Extent)taps).Within(1, 1000, "BlurPool", "taps"), stride ?? 2, null, padding ?? BlurPooled.Around(taps)));
}

internal sealed record BlurPooled(Window Window) : Layer
{
    private int Taps => Window.Extent.Least;

    public override string Kind => "blurpool";

    protected override string Code => new Call("BlurPool").Leading("taps", Taps, 3).With("stride", Window.Stride, 2).With("padding", Window.Padding, Around(Taps)).ToString();

    /// <summary>Padding that centres the window on the cells that stay.</summary>
    public static Padding Around(int taps) => Padding.Sides(((taps - 1) / 2, taps / 2)).Filled(Fill.Reflect);

    public override Fit Infer(Shape input) => Pools.Infer(this, Window, input);

    public override Node Lower(Node x, Scope at) => x.WeightedPool(Window, Binomial(Taps));

    /// <summary>The row of Pascal's triangle that sums to 1: each row is the mean of the one before and its shift.</summary>
    private static Weights Binomial(int taps)
    {
        var row = new double[taps];
        row[0] = 1;
        for (int n = 1; n < taps; n++)
            for (int t = n; t >= 0; t--) row[t] = (row[t] + (t > 0 ? row[t - 1] : 0)) / 2;
        return new(row);
    }
}
