// Max-pooling: slide a window over every channel and keep the largest value.      input [C, …]    output [C, …']
//   n' = ⌊(n + before + after − span) / stride⌋ + 1, or ⌈…⌉ + 1 with ceil: then a last window may reach over the end, if it starts inside the map or the leading padding
//   Unpooling: pool, run a body, put every value back where its largest stood: max-unpooling of SegNet (Badrinarayanan et al. 2015, arXiv:1511.00561)
// Sizes: relationships 5–7 of Dumoulin & Visin, arXiv:1603.07285.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>
    /// Keeps the largest value under the window; its gradient goes to where that value stood, on ties to the first in row-major order. NaN wins over numbers.
    /// </summary>
    /// <remarks>
    /// Padding by zeros does not take part: it counts as −∞, and a window that sees nothing else gives −∞. Padding that reflects, replicates or goes around takes
    /// part with the values that it repeats. For cells of another number, pad in a layer of its own before pooling.
    /// </remarks>
    /// <param name="window">Cells per spatial axis; one number serves every axis.</param>
    /// <param name="stride">Cells between windows; by default windows tile (stride = window).</param>
    /// <param name="padding">Cells added around the map.</param>
    /// <param name="dilation">Cells between neighbouring taps.</param>
    /// <param name="ceil">Whether a last, partial window counts; it starts inside the map or the leading padding.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding is filled with a constant other than zero.</exception>
    /// <returns><c>[C, n…] → [C, n'…], n' = ⌊(n + before + after − span) / stride⌋ + 1</c>, <c>y[c, o] = max over t of x[c, o·stride + t·dilation − before]</c>.</returns>
    /// <example><code>MaxPool(2).On((6, 28, 28))</code></example>
    public static MaxPoolLayer MaxPool(Extent window, Extent? stride = null, Padding? padding = null, Extent? dilation = null, bool ceil = false)
    {
        if (padding?.Fill is { Mode: FillMode.Constant, Value: not 0 } fill)
            throw new ArgumentException($"MaxPool's padding never wins, so the fill {fill} has no meaning; pad in a layer of its own before it for cells that take part.", nameof(padding));
        return new(Window.Of("MaxPool", window, stride ?? window, dilation, padding, ceil));
    }
}

/// <summary>A max-pooling layer. Made by <see cref="Layers.MaxPool"/>.</summary>
public sealed record MaxPoolLayer : Layer
{
    internal MaxPoolLayer(Window window) => Window = window;

    /// <summary>The sliding window.</summary>
    public Window Window { get; }

    /// <inheritdoc/>
    public override string Kind => "maxpool";

    internal override Sweep? Sweep(Shape input) => FunctionalConv.Sweep.Along(Sweeping.Max, Window, input) with { Pads = Window.Padding.Fill.Mode != FillMode.Constant };

    /// <inheritdoc/>
    protected override string Code => new Call("MaxPool").With(Window.Extent)
        .With("stride", Window.Stride, Window.Extent).With("padding", Window.Padding, Padding.Valid).With("dilation", Window.Dilation, 1).With("ceil", Window.Ceil, false).ToString();

    /// <summary>
    /// Pools, runs the body on the pooled maps, and puts every value back where the largest of its window stood, zeros elsewhere: an encoder and its decoder
    /// around what lies between them. Input and output have one shape. Where windows overlap, values of one position add up.
    /// </summary>
    /// <param name="body">Ends in the shape it is given, [C, …'].</param>
    /// <exception cref="ArgumentException">Layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[C, n…] → the same</c>, <c>y[where the largest of window o stood] = body(pooled)[o]</c>, zeros elsewhere.</returns>
    /// <example><code>MaxPool(2).Unpooling(Conv(4, 3, padding: Same)).On((4, 8, 8))</code></example>
    public Layer Unpooling(Layer body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new Unpooling(this, Nesting.Inside(body));
    }

    /// <inheritdoc/>
    public override Fit Infer(Shape input) => Pools.Infer(this, Window, input);

    /// <inheritdoc/>
    public override Node Lower(Node x, Scope at) => x.MaxPool(Window).Values;
}

internal sealed record Unpooling(MaxPoolLayer Pool, Layer Body) : Layer
{
    public override string Kind => "unpooling";

    public override IReadOnlyList<Layer> Inner => [Body];

    internal override Layer Around(IReadOnlyList<Layer> inner) => this with { Body = inner[0] };

    internal override Layer Final => this;

    protected override string Code => $"{Pool}.Unpooling({Body})";

    public override Fit Infer(Shape input)
    {
        Fit pooled = new Fit(input, []).Then(Pool, "pooling"), fit = pooled.Then(Body, "body");
        Fit back = fit.Shape.Meets(pooled.Shape) ? input
            : Fit.Refuse(this, input, $"its body makes {fit.Shape} of the pooled {pooled.Shape}", $"end the body in {pooled.Shape}, whose positions are remembered", input);
        return new(input, fit.Misfits.AddRange(back.Misfits));
    }

    public override Node Lower(Node x, Scope at)
    {
        var (values, positions) = x.MaxPool(Pool.Window);
        return at.Enter("body", Body, values).Unpool(positions, x.Shape);
    }
}

/// <summary>What poolings share.</summary>
internal static class Pools
{
    /// <summary>The shape after a sliding window that keeps the channels, or its misfit.</summary>
    public static Fit Infer(Layer layer, Window window, Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return window.Refuses(input) is { } refusal
            ? Fit.Refuse(layer, input, refusal.Needs, refusal.Cure, WindowShapes.After(window, input, input.Rank == 0 ? 1 : input[0]))
            : window.Out(input, input[0]);
    }
}
