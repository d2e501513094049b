// Pooling: slide a window over every channel and keep one number per stop.
//   input [C, …]    output [C, …'],  n' = ⌊(n + before + after − span) / stride⌋ + 1
// Sizes: relationships 5–7 of Dumoulin & Visin, arXiv:1603.07285.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Keeps the largest value under the window; its gradient goes to where that value stood, on ties to the first. Padding does not take part.</summary>
    /// <param name="window">Cells per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between windows; by default windows tile (stride = window).</param>
    /// <param name="padding">Cells added around the map, which never win.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public static Layer MaxPool(Extent window, Extent? stride = null, Padding? padding = null, Extent? dilation = null) =>
        new MaxPooled(Window.Of("MaxPool", window, stride ?? window, dilation, padding));
}

internal sealed record MaxPooled(Window Window) : Layer
{
    public override string Kind => "maxpool";

    protected override string Code => new Call("MaxPool").With(Window.Extent)
        .With("stride", Window.Stride, Window.Extent).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1).ToString();

    public override Fit Infer(Shape input) => Window.Refuses(input) is { } refusal
        ? Fit.Refuse(this, input, refusal.Needs, refusal.Cure, WindowShapes.After(Window, input, input.Rank == 0 ? 1 : input[0]))
        : Window.Out(input, input[0]);

    public override Node Lower(Node x, Scope at)
    {
        Node positions = x.Builder.Add(new Primitive.MaxPositions(Window.On(x.Shape.Tail)), x);
        return x.Builder.Add(new Primitive.Gather(double.NegativeInfinity), x, positions);
    }
}
