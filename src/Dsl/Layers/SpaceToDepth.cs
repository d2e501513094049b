// Space to depth and back: every block of neighbouring cells becomes channels, or channels become blocks of cells. Nothing is computed, numbers only move.
//   depth to space   input [C · Πb, n…]   output [C, n · b…]        space to depth   the inverse      b a block's cells per spatial axis, on data of any rank
//   The order of the channels: Crd  c · Πb + block cell  (PixelShuffle: Shi et al. 2016, arXiv:1609.05158)       Dcr  block cell · C + c  (ONNX's default)
using FunctionalConv.Graphs;

namespace FunctionalConv;

/// <summary>Where the cells of a block stand among the channels.</summary>
public enum DepthOrder
{
    /// <summary>Depth, column, row: the block's cells vary slowest. ONNX's default; its SpaceToDepth has only this.</summary>
    Dcr,

    /// <summary>Column, row, depth: the block's cells vary fastest. PyTorch's pixel shuffle.</summary>
    Crd,
}

public static partial class Layers
{
    /// <summary>Channels become blocks of cells, block cells varying fastest among the channels: [C · r², H, W] → [C, H · r, W · r], and alike in 1-D and 3-D.</summary>
    /// <param name="factor">Cells of a block per spatial axis.</param>
    /// <exception cref="ArgumentException">A factor is below 1.</exception>
    /// <returns><c>[C · Πr, n…] → [C, n · r…]</c>, <c>y[c, p · r + q] = x[c · Πr + q, p]</c>.</returns>
    /// <example><code>PixelShuffle(2).On((12, 4, 4))</code></example>
    public static Layer PixelShuffle(Extent factor) => new Blocked(factor.AtLeast(1, "PixelShuffle", "factors"), true, DepthOrder.Crd);

    /// <summary>The inverse of <see cref="PixelShuffle"/>: blocks of cells become channels, [C, H · r, W · r] → [C · r², H, W].</summary>
    /// <param name="factor">Cells of a block per spatial axis.</param>
    /// <exception cref="ArgumentException">A factor is below 1.</exception>
    /// <returns><c>[C, n · r…] → [C · Πr, n…]</c>, <c>y[c · Πr + q, p] = x[c, p · r + q]</c>.</returns>
    /// <example><code>PixelUnshuffle(2).On((3, 8, 8))</code></example>
    public static Layer PixelUnshuffle(Extent factor) => new Blocked(factor.AtLeast(1, "PixelUnshuffle", "factors"), false, DepthOrder.Crd);

    /// <summary>Channels become blocks of cells: ONNX's DepthToSpace.</summary>
    /// <param name="block">Cells of a block per spatial axis.</param>
    /// <param name="order">Where the cells of a block stand among the channels.</param>
    /// <exception cref="ArgumentException">A block is below 1.</exception>
    /// <returns><c>[C · Πb, n…] → [C, n · b…]</c>, <c>y[c, p · b + q] = x[q · C + c, p]</c> in the order Dcr.</returns>
    /// <example><code>DepthToSpace(2).On((12, 4, 4))</code></example>
    public static Layer DepthToSpace(Extent block, DepthOrder order = DepthOrder.Dcr) => new Blocked(block.AtLeast(1, "DepthToSpace", "blocks"), true, order);

    /// <summary>Blocks of cells become channels: ONNX's SpaceToDepth, the inverse of <see cref="DepthToSpace"/>.</summary>
    /// <param name="block">Cells of a block per spatial axis.</param>
    /// <param name="order">Where the cells of a block stand among the channels.</param>
    /// <exception cref="ArgumentException">A block is below 1.</exception>
    /// <returns><c>[C, n · b…] → [C · Πb, n…]</c>, <c>y[q · C + c, p] = x[c, p · b + q]</c> in the order Dcr.</returns>
    /// <example><code>SpaceToDepth(2).On((3, 8, 8))</code></example>
    public static Layer SpaceToDepth(Extent block, DepthOrder order = DepthOrder.Dcr) => new Blocked(block.AtLeast(1, "SpaceToDepth", "blocks"), false, order);
}

internal sealed record Blocked(Extent Block, bool ToSpace, DepthOrder Order) : Layer
{
    public override string Kind => Name.ToLowerInvariant();

    protected override string Code => new Call(Name).With(Block).ToString();

    private string Name => (ToSpace, Order) switch
    {
        (true, DepthOrder.Crd) => "PixelShuffle",
        (false, DepthOrder.Crd) => "PixelUnshuffle",
        (true, _) => "DepthToSpace",
        _ => "SpaceToDepth",
    };

    public override Fit Infer(Shape input)
    {
        int rank = input.Rank - 1;
        if (rank is < 1 or > 3) return Fit.Refuse(this, input, "it moves cells of 1 to 3 spatial axes", rank < 1 ? "put it before Flatten, or reshape" : "reshape to [C, W], [C, H, W] or [C, D, H, W]", input);
        if (!Block.Fits(rank)) return Fit.Refuse(this, input, $"its block {Block} is made for {Block.Axes}-D data", "give one number, or one per spatial axis", Shape.Of([.. Enumerable.Repeat(Shape.Unknown, rank + 1)]));
        int cells = Sizes(rank).Aggregate(1, Times);
        (string Needs, string Cure)? first = null;
        Shape y = input.With(0, ToSpace ? Divided(input[0], cells, "channels", ref first) : Times(input[0], cells));
        for (int i = 1; i <= rank; i++)
        {
            int axis = i + 2 - rank, b = Sizes(rank)[i - 1];
            y = y.With(i, ToSpace ? Times(input[i], b) : Divided(input[i], b, Window.Cells(axis), ref first));
        }
        return first is { } refusal ? Fit.Refuse(this, input, refusal.Needs, refusal.Cure, y) : y;
    }

    public override Node Lower(Node x, Scope at)
    {
        int rank = x.Shape.Rank - 2;
        int[] blocks = Sizes(rank), axes = [.. Enumerable.Range(0, rank)];
        Shape deep = ToSpace ? x.Shape : Infer(x.Shape.Tail).Shape.Under(x.Shape[0]), wide = ToSpace ? Infer(x.Shape.Tail).Shape.Under(x.Shape[0]) : x.Shape;
        // The channels as [C, b…] or [b…, C], then the axes; [N, C, n₁, b₁, n₂, b₂ …] on the other side.
        bool crd = Order == DepthOrder.Crd;
        int channel = crd ? 1 : rank + 1, block = crd ? 2 : 1;
        Shape split = Shape.Of([deep[0], .. crd ? [wide[1], .. blocks] : (int[])[.. blocks, wide[1]], .. deep.Sizes[2..]]);
        int[] woven = [0, channel, .. axes.SelectMany(i => new[] { rank + 2 + i, block + i })];
        if (ToSpace) return x.Reshape(split).Permute(woven).Reshape(wide);
        Shape weave = Shape.Of([wide[0], wide[1], .. axes.SelectMany(i => new[] { deep[i + 2], blocks[i] })]);
        return x.Reshape(weave).Permute(new AxisOrder(woven).Inverse).Reshape(deep);
    }

    private int[] Sizes(int rank) => [.. Enumerable.Range(3 - rank, rank).Select(axis => Block.On(axis, rank, 1))];

    private static int Times(int n, int b) => n == Shape.Unknown ? n : (int)Math.Min(int.MaxValue, (long)n * b);

    private static int Divided(int n, int b, string what, ref (string, string)? first)
    {
        if (n == Shape.Unknown) return n;
        if (n % b == 0 && n > 0) return n / b;
        first ??= ($"its blocks need a number of {what} that {b} divides", $"use {((n / b) + 1) * b} {what}{(n > b ? $" or {n / b * b}" : "")}, or another block");
        return Shape.Unknown;
    }
}
