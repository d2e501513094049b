// Convolution by F(4×4, 3×3), in float where a bounded error is allowed. The rule looks at shapes alone.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class WinogradConvolution : Fusion
{
    /// <summary>Channels and filters from which the products outweigh the transforms.</summary>
    private const int LeastChannels = 32;

    /// <summary>Tiles from which the transformed weights, four times as many as the plain ones, are read often enough.</summary>
    private const int LeastTiles = 16;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (typeof(T) != typeof(float) || !site.Options.Backend.IsSimd || site.Options.Accuracy == Accuracy.Exact) return null;
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1, residual: true) is not { } found) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = Sweeps<T>.Lanes;
        if (correlate.Groups != 1 || correlate.Frame.D != Reach.One || !Fits(correlate.Frame.H) || !Fits(correlate.Frame.W)) return null;
        Maps x = Maps.Of(site[input].Shape), y = Maps.Of(site[last].Shape);
        if (x.C < LeastChannels || y.C < LeastChannels || x.C % block != 0 || y.C % block != 0 || y.N * WinogradTiles.Along(y.H) * WinogradTiles.Along(y.W) < LeastTiles) return null;
        Frame f = correlate.Frame;
        var wanted = new Blocked(block, new(0, 0, f.H.Before, After(f.H, x.H, y.H), f.W.Before, After(f.W, x.W, y.W)));
        var work = new WinogradTiles(f, y, x.C, block, found.Clip.Low, found.Clip.High);
        return new(found.Covers, [(input, wanted)], places =>
        {
            Edge from = new(input, places.Blocked(input, wanted)), to = new(last, places.Wanted(last) ?? new Blocked(block, default));
            Edge? add = found.Residual is { } residual ? new(residual, places.Blocked(residual, new(block, default))) : null;
            Edge[] reads = [from, new(weight, new WinogradWeights(block)), .. found.Bias is { } bias ? [Edge.Plain(bias)] : System.Array.Empty<Edge>(), .. add is { } edge ? [edge] : System.Array.Empty<Edge>()];
            return new("Convolution (Winograd)", reads, [to], at => Bind(at, site.Crew, work, found, (Blocked)from.Layout, (Blocked)to.Layout, (Blocked?)add?.Layout), work.Scratch(site.Crew.Threads));
        });
    }

    private static bool Fits(Reach reach) => reach is { Extent: 3, Stride: 1, Dilation: 1 };

    /// <summary>Cells after the map that the last tile reads.</summary>
    private static int After(Reach reach, int n, int outputs) => Math.Max(reach.After, (WinogradTiles.Along(outputs) * Winograd.Tile) + 2 - reach.Before - n);

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, WinogradTiles work, Epilogue found, Blocked from, Blocked to, Blocked? with)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WinogradOperands operands = default;
        operands.X = (float*)at.In(0);
        operands.Weights = (float*)at.In(1);
        operands.Bias = found.Bias is null ? null : (float*)at.In(2);
        operands.Add = with is null ? null : (float*)at.In(found.Bias is null ? 2 : 3);
        operands.Y = (float*)at.Out();
        operands.Scratch = (float*)at.Scratch;
        (operands.From, operands.Added, operands.To) = (from.Of(at.Shape(0)), (with ?? to).Of(at.ShapeOut()), to.Of(at.ShapeOut()));
        BlockedMaps y = operands.To;
        int borders = Maps.Of(at.ShapeOut()).N * y.Blocks;
        (int Parts, Action<int> Body)[] stages = [.. work.Stages(operands).Select(Stage)];
        return () =>
        {
            foreach (var (parts, body) in stages) crew.Run(parts, body);
        };

        (int Parts, Action<int> Body) Stage((int Items, Action<int, int, int> Run) stage, int index)
        {
            int parts = Math.Min(stage.Items, crew.Threads);
            return (parts, part =>
            {
                for (int b = (int)((long)part * borders / parts); index == 0 && b < (int)((long)(part + 1) * borders / parts); b++) y.ClearBorder((float*)operands.Y, b / y.Blocks, b % y.Blocks);
                stage.Run(part, (int)((long)part * stage.Items / parts), (int)((long)(part + 1) * stage.Items / parts));
            }
            );
        }
    }
}
