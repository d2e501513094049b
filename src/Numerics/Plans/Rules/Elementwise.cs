// Functions of elements, vectorised, a chain of them in one pass over pieces that stay in the nearest cache, split over threads; in blocks of channels where
// their inputs stand so. Where the derivative's unit step meets the cotangent, both are one pass.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Elementwise : Fusion
{
    private const int PerThread = 1 << 14;

    /// <summary>Elements of a piece: a few rows of it lie in the first-level cache.</summary>
    private const int Piece = 1024;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        Line line = site[last];
        if (line.Primitive is not (Primitive.Map or Primitive.Zip)) return null;
        if (line.Primitive is Primitive.Zip zip && zip.F == Binary.Multiply && site.Swallow<Primitive.Map>(last, 1) is { } step && site[step].Primitive is Primitive.Map { F: var f } && f == Unary.UnitStep)
            return Draft<T>.Plain([last, step], "Pass where positive", [line.Inputs[0], site[step].Inputs[0]], [last], at => BindGate(at, site.Crew));
        var chain = Chain.At(site, last);
        int[] maps = [.. chain.Operands.Where(o => o.Spread == Spread.Elements).Select(o => o.Line)];
        int block = Sweeps<T>.Supported ? Sweeps<T>.Lanes : 0;
        bool blocks = block > 0 && line.Shape.Rank is >= 3 and <= 5 && line.Shape[1] % block == 0 && site.When(last) == Changes.EveryRun;
        return new(chain.Covers, [], places =>
        {
            Blocked? to = blocks && maps.Any(i => places.Stands(i).OfType<Blocked>().Any()) ? places.Wanted(last) ?? new(block, default) : null;
            Edge[] reads = [.. chain.Operands.Select(o => to is null || o.Spread != Spread.Elements ? Edge.Plain(o.Line) : new(o.Line, places.Blocked(o.Line, new(block, default))))];
            return new(chain.Name, reads, [new(last, to ?? Layout.Plain)], at => Bind(at, site.Crew, chain, reads, to), (chain.Rows + chain.Operands.Length) * Piece * site.Crew.Threads) { Movable = true };
        })
        { Through = blocks ? maps : [] };
    }

    /// <summary>
    /// Rows of elements that stand side by side in every operand, cut into pieces. Maps without a border and without channel operands are one row.
    /// </summary>
    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Chain chain, Edge[] reads, Blocked? to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape shape = at.ShapeOut();
        int count = shape.Count, operands = reads.Length;
        if (count == 0) return () => { };
        bool channels = chain.Operands.Any(o => o.Spread == Spread.Channels), border = to is not null && (to.Halo != default || reads.Any(r => r.Layout is Blocked { Halo: var h } && h != default));
        Maps maps = channels || border ? Maps.Of(shape) : default;
        int block = to?.Block ?? 1, blocks = channels || border ? maps.C / block : 1;
        int perMap = border ? maps.D * maps.H : 1, length = border ? maps.W * block : channels ? maps.Plane * block : count, rows = channels || border ? maps.N * blocks * perMap : 1;
        BlockedMaps[] at0 = border ? [.. reads.Select((r, i) => chain.Operands[i].Spread == Spread.Elements ? ((Blocked)r.Layout).Of(shape) : default)] : [];
        BlockedMaps target = border ? to!.Of(shape) : default;
        Place output = at.Target();
        nint scratch = at.Scratch;
        Place[] inputs = [.. Enumerable.Range(0, operands).Select(at.Source)];
        int pieces = (length + Piece - 1) / Piece, items = rows * pieces, parts = Math.Clamp(count / PerThread, 1, Math.Min(items, crew.Threads)), memory = (chain.Rows + operands) * Piece;
        var runs = new ChainRun<T>[parts];
        for (int i = 0; i < parts; i++) runs[i] = new(chain, (T*)scratch + ((nint)i * memory), Piece);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            ChainRun<T> run = runs[part];
            T* own = (T*)scratch + ((nint)part * memory) + (chain.Rows * Piece);
            int filled = -1;
            foreach (int item in new Share(items, parts, part))
            {
                int row = item / pieces, from = item % pieces * Piece, n = Math.Min(Piece, length - from), map = row / perMap, image = map / blocks, b = map % blocks, d = 0, h = 0;
                if (border) (d, h) = (row % perMap / maps.H, row % maps.H);
                for (int i = 0; i < operands; i++)
                {
                    T* x = (T*)inputs[i].At, repeated = own + (i * Piece);
                    Spread spread = chain.Operands[i].Spread;
                    if (spread == Spread.Elements) run.Point(i, border ? x + at0[i].Cell(image, b, d, h, 0) + from : x + ((nint)row * length) + from);
                    else
                    {
                        if (filled != map) Fill(spread == Spread.Single ? x : x + (b * block), spread == Spread.Single ? 1 : block, repeated);
                        run.Point(i, repeated);
                    }
                }
                filled = map;
                if (border && from == 0 && row % perMap == 0) target.ClearBorder((T*)output.At, image, b);
                run.Run(border ? (T*)output.At + target.Cell(image, b, d, h, 0) + from : (T*)output.At + ((nint)row * length) + from, n);
            }
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>Fills a piece with a few numbers over and over.</summary>
    private static unsafe void Fill<T>(T* numbers, int n, T* piece)
        where T : unmanaged
    {
        if (n == 1) new Span<T>(piece, Piece).Fill(*numbers);
        else
            for (int i = 0; i < Piece; i += n) new ReadOnlySpan<T>(numbers, n).CopyTo(new Span<T>(piece + i, n));
    }

    private static unsafe Action BindGate<T>(Buffers<T> at, Crew crew)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint dy = at.In(0), x = at.In(1), dx = at.Out();
        int count = at.ShapeOut().Count, parts = Math.Clamp(count / PerThread, 1, crew.Threads);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            var share = new Share(count, parts, part);
            Gate((T*)dy + share.From, (T*)x + share.From, (T*)dx + share.From, share.End - share.From);
        };
        return () => crew.Run(parts, body);
    }

    /// <summary>dy · unit step of x, where what is not a number stays so, in either: 0 · NaN is NaN, as in the two passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Gate<T>(T* dy, T* x, T* dx, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count) Vector.Store(Vector.Load(dy + i) * VectorFunction.UnitStep(Vector.Load(x + i)), dx + i);
        for (; i < n; i++) dx[i] = dy[i] * Unary.UnitStep.Eval(x[i]);
    }
}
