// Resizing: the map on a finer or coarser grid, by nearest cells, linear or cubic interpolation, or means of areas. Each axis is resampled by itself.
//   input [C, n…]    output [C, m…],  m given, or m = ⌊n · scale⌋
//   Output cell o stands at input position (o + ½) · s − ½ with s = n / m (1 / scale when a scale is given), or with aligned corners at o · (n − 1) / (m − 1).
//   The positions are PyTorch's (its interpolate, with recompute_scale_factor unset); cubic is Keys' kernel with a = −0.75, on data of any rank.

namespace FunctionalConv;

/// <summary>How a resized map finds its values.</summary>
public enum Resampling
{
    /// <summary>The cell at ⌊o · s⌋.</summary>
    Nearest,

    /// <summary>The cell under the middle of the output cell, ⌊(o + ½) · s⌋.</summary>
    NearestExact,

    /// <summary>Between the two nearest cells of every axis: linear, bilinear, trilinear.</summary>
    Linear,

    /// <summary>A cubic through four cells of every axis (Keys 1981, a = −0.75).</summary>
    Cubic,

    /// <summary>The mean of the cells that the output cell covers.</summary>
    Area,
}

public static partial class Layers
{
    /// <summary>The map on a grid of a given size.</summary>
    /// <param name="size">Cells per spatial axis; one number serves every axis.</param>
    /// <param name="mode">How values are found.</param>
    /// <param name="alignCorners">Whether the outermost cells' middles coincide instead of the borders; for linear and cubic.</param>
    /// <exception cref="ArgumentException">A size is below 1, or corners are to be aligned in a mode that has none.</exception>
    /// <returns><c>[C, n…] → [C, m…]</c>, <c>y[c, o] = x[c, (o + ½) · n / m − ½]</c>, interpolated between cells.</returns>
    /// <example><code>ResizeTo((20, 30)).On((3, 8, 8))</code></example>
    public static Layer ResizeTo(Extent size, Resampling mode = Resampling.Linear, bool alignCorners = false) =>
        new Resized(size.AtLeast(1, "ResizeTo", "sizes"), null, mode, Resized.Aligned("ResizeTo", mode, alignCorners));

    /// <summary>The map on a grid of ⌊n · scale⌋ cells.</summary>
    /// <param name="scale">Output cells per input cell, per spatial axis; one number serves every axis.</param>
    /// <param name="mode">How values are found.</param>
    /// <param name="alignCorners">Whether the outermost cells' middles coincide instead of the borders; for linear and cubic.</param>
    /// <exception cref="ArgumentException">A scale is not positive and finite, or corners are to be aligned in a mode that has none.</exception>
    /// <returns><c>[C, n…] → [C, ⌊n · scale⌋…]</c>, <c>y[c, o] = x[c, (o + ½) / scale − ½]</c>, interpolated between cells.</returns>
    /// <example><code>ResizeBy(1.5).On((3, 8, 8))</code></example>
    public static Layer ResizeBy(Scale scale, Resampling mode = Resampling.Linear, bool alignCorners = false) => scale.IsPositive
        ? new Resized(null, scale, mode, Resized.Aligned("ResizeBy", mode, alignCorners))
        : throw new ArgumentException($"ResizeBy needs a finite scale above 0; it was given {scale}.", nameof(scale));

    /// <summary>A map larger by a whole factor: <see cref="ResizeBy"/>, by default repeating cells.</summary>
    /// <param name="factor">Output cells per input cell, per spatial axis; one number serves every axis.</param>
    /// <param name="mode">How values are found.</param>
    /// <exception cref="ArgumentException">A factor is below 1.</exception>
    /// <returns><c>[C, n…] → [C, n · factor…]</c>, <c>y[c, o] = x[c, ⌊o / factor⌋]</c>, or interpolated.</returns>
    /// <example><code>Upsample(2).On((3, 8, 8))</code></example>
    public static Layer Upsample(Extent factor, Resampling mode = Resampling.Nearest) => ResizeBy(factor.AtLeast(1, "Upsample", "factors"), mode);
}

internal sealed record Resized(Extent? Size, Scale? By, Resampling Mode, bool AlignCorners) : Mapped
{
    public override string Kind => "resize";

    protected override string Code => new Call(Size is null ? "ResizeBy" : "ResizeTo").With(Size is { } size ? size : By!)
        .Leading("mode", Mode is Resampling.Linear ? default : new Literal($"Resampling.{Mode}"), default).With("alignCorners", AlignCorners, false).ToString();

    public static bool Aligned(string owner, Resampling mode, bool aligned)
    {
        if (!Enum.IsDefined(mode)) throw new ArgumentException($"{owner} has no mode {(int)mode}.", nameof(mode));
        return !aligned || mode is Resampling.Linear or Resampling.Cubic
            ? aligned
            : throw new ArgumentException($"{owner} aligns corners in the modes Linear and Cubic; {mode} has none to align.", nameof(aligned));
    }

    protected override AxisMap Map(int axis, int rank, int n)
    {
        int m = Size?.On(axis, rank, 1) ?? By!.Value.Out(axis, rank, n);
        double step = By is { } scale ? 1 / scale.On(axis, rank) : 0;
        if (m == n && (AlignCorners || step is 0 or 1 || Mode == Resampling.Area)) return AxisMap.Identity;
        return Mode switch
        {
            Resampling.Nearest => new AxisMap.Nearest(m, step),
            Resampling.NearestExact => new AxisMap.Nearest(m, step, Exact: true),
            Resampling.Linear => new AxisMap.Linear(m, step, AlignCorners),
            Resampling.Cubic => new AxisMap.Cubic(m, step, AlignCorners),
            _ => new AxisMap.Adaptive(m),
        };
    }

    protected override int Blind(int axis, int rank) => Size?.On(axis, rank, 1) ?? Shape.Unknown;

    protected override (string Needs, string Cure)? Refuses(int rank)
    {
        int axes = Size?.Axes ?? By!.Value.Axes;
        return axes == 0 || axes == rank ? null
            : ($"its {(Size is { } size ? $"size {size}" : $"scale {By}")} is made for {axes}-D data", "give one number, or one per spatial axis");
    }

    protected override (string Needs, string Cure)? Refuses(int axis, int rank, int n) => By is { } scale && scale.Out(axis, rank, n) < 1
        ? ($"a scale of {scale} leaves nothing of {n} {Window.Cells(axis)}", $"scale by 1/{n} or more, or use ResizeTo")
        : null;
}
