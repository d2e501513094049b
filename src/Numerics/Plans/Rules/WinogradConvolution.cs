// Convolution by minimal filtering of kernels of 3 taps an axis, dilated or not, in float where a bounded error is allowed. Unasked, the rule looks at shapes alone;
// which tiles and filters are added up directly all the same, because the error would have no bound, is decided by their numbers (MicroKernels/Evenness.cs).
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class WinogradConvolution : ConvolutionRule
{
    /// <summary>Channels and filters from which the products outweigh the transforms.</summary>
    private const int LeastChannels = 32, LeastFilters = 24;

    /// <summary>Tiles from which the transformed weights, four times as many as the plain ones, are read often enough.</summary>
    private const int LeastTiles = 12;

    /// <summary>The least share of the blocks' lanes that do useful work.</summary>
    private const double LeastUse = 0.6;

    public override bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm)
    {
        if (algorithm != ConvolutionAlgorithm.Winograd || typeof(T) != typeof(float) || !site.Options.Backend.IsSimd || site.Options.Accuracy == Accuracy.Exact) return false;
        var correlate = (Primitive.Correlate)site[product].Primitive;
        return correlate.Groups == 1 && Form(correlate.Frame, Maps.Of(site[product].Shape)) is not null;
    }

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1, residual: true) is not { } found || !Can<T>(site, found.Product, ConvolutionAlgorithm.Winograd)) return null;
        ConvolutionAlgorithm chosen = Chosen<T>(site, found.Product);
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = Sweeps<T>.Lanes;
        Maps x = Maps.Of(site[input].Shape), y = Maps.Of(site[last].Shape);
        Frame f = correlate.Frame;
        bool asked = chosen == ConvolutionAlgorithm.Winograd;
        if (Form(f, y) is not { } form || (!asked && (chosen != ConvolutionAlgorithm.Automatic || !Pays(form, f, x, y, block)))) return null;
        var ((tileH, tileW), (readsH, readsW)) = (Winograd.Tile(form), Winograd.Reads(form));
        var depth = PhaseAxis.Forward(f.D, y.D).Border(x.D);
        var wanted = new Blocked(block, new(depth.Before, depth.After, f.H.Before, WinogradPlaces.After(f.H, x.H, y.H, tileH, readsH), f.W.Before, WinogradPlaces.After(f.W, x.W, y.W, tileW, readsW)));
        var work = new WinogradTiles(form, f, y, x.C, block, found.Clip.Low, found.Clip.High);
        var weights = new WinogradWeights(block, form, f);
        return new(found.Covers, [(input, wanted)], places =>
        {
            Edge from = new(input, places.Blocked(input, wanted)), to = new(last, places.Wanted(last) ?? new Blocked(block, default));
            Blocked? add = found.Residual is { } residual ? places.Blocked(residual, new(block, default)) : null;
            Edge[] reads = [from, new(weight, weights), .. found.Edges(ChannelLine.Of(y.C, block), add)];
            return new("Convolution (Winograd)", reads, [to], at => Bind(at, site.Crew, work, weights, found, (Blocked)from.Layout, (Blocked)to.Layout, add), work.Scratch(site.Crew.Threads));
        });
    }

    /// <summary>Whether products outweigh transforms.</summary>
    private static bool Pays(WinogradForm form, Frame f, Maps x, Maps y, int block) =>
        x.C * f.D.Extent >= LeastChannels && y.C >= LeastFilters && WinogradPlaces.Count(form, f, y) >= LeastTiles && Blocked.Use(x.C, block) * Blocked.Use(y.C, block) >= LeastUse;

    /// <summary>The tile for a window on outputs of a size; null where the window has no axis for it.</summary>
    private static WinogradForm? Form(Frame f, Maps y) => (Fits(f.H), Fits(f.W)) switch
    {
        (true, true) => WinogradPlaces.Count(WinogradForm.Four, f, y) >= LeastTiles ? WinogradForm.Four : WinogradForm.Two,
        (false, true) when f.H == Reach.One => WinogradForm.FourAcross,
        (true, false) when f.W == Reach.One => WinogradForm.FourDown,
        _ => null,
    };

    private static bool Fits(Reach reach) => reach is { Extent: 3, Stride: 1 };

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, WinogradTiles work, WinogradWeights weights, Epilogue found, Blocked from, Blocked to, Blocked? with)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WinogradOperands operands = default;
        operands.X = (float*)at.In(0);
        operands.Weights = (float*)at.In(1);
        operands.Direct = operands.Weights + weights.DirectAt(at.Shape(1));
        operands.Uneven = operands.Weights + weights.UnevenAt(at.Shape(1));
        operands.Bias = (float*)found.BiasIn(at);
        operands.Add = found.ResidualIn(at) is { } added ? (float*)added.Home : null;
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
                if (index == 0)
                    foreach (int b in new Share(borders, parts, part)) y.ClearBorder((float*)operands.Y, b / y.Blocks, b % y.Blocks);
                var share = new Share(stage.Items, parts, part);
                stage.Run(part, share.From, share.End);
            }
            );
        }
    }
}
