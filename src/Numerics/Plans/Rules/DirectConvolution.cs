// The direct convolution, with bias, residual and clip at the store: in blocks of channels where its neighbours stand so, on plain maps otherwise.
//   blocks   sweeps: the whole reduction in registers over a table of (tap, block of channels); strides of 1 and 2 along the row, one group
//   plain    strips: filters × neighbouring pixels over a table of (channel, tap); any window, any groups
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class DirectConvolution : ConvolutionRule
{
    /// <summary>The least share of lanes that do useful work in blocks.</summary>
    private const double LeastUse = 0.7;

    private const int ShortReduction = 512;

    public override bool Can<T>(Site site, int product, ConvolutionAlgorithm algorithm)
    {
        if (!site.Options.Backend.IsSimd || !Sweeps<T>.Supported) return false;
        return algorithm == ConvolutionAlgorithm.Strips || (algorithm == ConvolutionAlgorithm.Blocks && site[product].Primitive is Primitive.Correlate { Groups: 1, Frame.W.Stride: <= 2 });
    }

    public override Draft<T>? Match<T>(Site site, int last)
    {
        if (Epilogue.Find<Primitive.Correlate>(site, last, 1, residual: true) is not { } found || !Can<T>(site, found.Product, ConvolutionAlgorithm.Strips)) return null;
        ConvolutionAlgorithm chosen = Chosen<T>(site, found.Product);
        if (chosen is not (ConvolutionAlgorithm.Automatic or ConvolutionAlgorithm.Blocks or ConvolutionAlgorithm.Strips)) return null;
        var correlate = (Primitive.Correlate)site[found.Product].Primitive;
        int input = site[found.Product].Inputs[0], block = Sweeps<T>.Lanes;
        Shape x = site[input].Shape, y = site[last].Shape;
        // Few channels: into blocks of filters where they are wanted, or where they fill vectors better than the pixels of a row do.
        double use = Blocked.Use(y[1], block);
        int row = Maps.Of(y).W;
        bool full = Can<T>(site, found.Product, ConvolutionAlgorithm.Blocks) && Blocked.Use(x[1], block) * use >= LeastUse;
        bool few = chosen == ConvolutionAlgorithm.Automatic && correlate.Groups == 1 && found.Residual is null && use >= LeastUse && row > 1;
        if (chosen == ConvolutionAlgorithm.Strips || (chosen == ConvolutionAlgorithm.Automatic && !full))
            return new(found.Covers, [], places => few && (places.Wanted(last) is not null || (row < block && use > Blocked.Use(row, block)))
                ? PlainSweeps<T>(site, last, found, correlate, places.Wanted(last) ?? new(block, default))
                : Strips<T>(site, last, found, correlate));
        IReadOnlyList<Phase> phases = Phase.Forward(correlate.Frame, Maps.Of(y));
        // Between plain neighbours, a short reduction over single cells is over before the maps would be reordered.
        bool plainer = chosen == ConvolutionAlgorithm.Automatic && correlate.Frame.Taps == 1 && x[1] <= ShortReduction;
        var wanted = new Blocked(block, Phase.Border(phases, Maps.Of(x)));
        return new(found.Covers, [(input, wanted)], places => plainer && places.Wanted(last) is null && !places.Stands(input).OfType<Blocked>().Any()
            ? Strips<T>(site, last, found, correlate)
            : SweepStep<T>.Of(site, places, found, last, wanted, phases, new SweepWeights(block, correlate.Frame, false), "Convolution (blocked)"));
    }

    private static Step<T> PlainSweeps<T>(Site site, int last, Epilogue found, Primitive.Correlate correlate, Blocked to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1];
        Shape x = site[input].Shape, y = site[last].Shape;
        Halo halo = Phase.Border(Phase.Forward(correlate.Frame, Maps.Of(y)), Maps.Of(x));
        PaddedRows? rows = halo == default && correlate.Frame.W.Stride == 1 ? null : new(halo, correlate.Frame.W.Stride);
        var sweep = new PlainSweep<T>(correlate.Frame, x, y, rows, to, found.Clip.Low, found.Clip.High);
        Edge[] reads = [new(input, rows ?? Layout.Plain), new(weight, new PlainSweepWeights(to.Block)), .. found.Edges(ChannelLine.Of(y[1], to.Block))];
        return new("Convolution (plain to blocks)", reads, [new(last, to)], at => Bind(at, site.Crew, sweep, found));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, PlainSweep<T> sweep, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SweepOperands<T> operands = default;
        operands.X = (T*)at.In(0);
        operands.Weights = (T*)at.In(1);
        operands.Bias = (T*)found.BiasIn(at);
        operands.Y = (T*)at.Out();
        int parts = Math.Min(sweep.Items, crew.Threads);
        Action<int> body = part => sweep.Run(new Share(sweep.Items, parts, part), operands);
        return () => crew.Run(parts, body);
    }

    private static Step<T> Strips<T>(Site site, int last, Epilogue found, Primitive.Correlate correlate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1];
        Frame f = correlate.Frame;
        Maps x = Maps.Of(site[input].Shape), y = Maps.Of(site[last].Shape);
        Halo halo = Phase.Border(Phase.Forward(f, y), x);
        PaddedRows? rows = halo == default && f.W.Stride == 1 && (f.Taps > 1 || f == new Frame(Reach.One, Reach.One, Reach.One)) ? null : new(halo, f.W.Stride);
        var strip = new Strip<T>(f, correlate.Groups, site[input].Shape, site[last].Shape, rows, found.Clip.Low, found.Clip.High);
        Edge[] reads = [new(input, rows ?? Layout.Plain), new(weight, new StripWeights(correlate.Groups)), .. found.Edges(Layout.Plain)];
        // Of rows narrower than a vector whole vectors are read: of padded rows that is the arena's memory, of plain maps and of a residual it may be a caller's.
        bool plain = rows is null || found.Residual is not null;
        return new("Convolution (strips)", reads, [Edge.Plain(last)], at => Bind(at, site.Crew, strip, found), Strip<T>.Whole * site.Crew.Threads) { Movable = strip.ReadsWithin || !plain };
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Strip<T> strip, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StripOperands<T> operands = default;
        Place x = at.Source(0), y = at.Target();
        Place? add = found.ResidualIn(at);
        operands.Weights = (T*)at.In(1);
        operands.Bias = (T*)found.BiasIn(at);
        nint whole = at.Scratch;
        int parts = Math.Min(strip.Items, crew.Threads);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            StripOperands<T> own = operands;
            own.X = (T*)x.At;
            own.Add = add is null ? null : (T*)add.At;
            own.Y = (T*)y.At;
            own.Whole = (T*)whole + ((nint)part * Strip<T>.Whole);
            foreach (int item in new Share(strip.Items, parts, part)) strip.Run(item, own);
        };
        return () => crew.Run(parts, body);
    }
}
