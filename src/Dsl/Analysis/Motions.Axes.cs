// Motions through what works along axes: windows, maps, reductions, reshapes, and lines joined cell by cell.
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed partial class Motions
{
    /// <summary>Own axes of several factors as one, where they are one: a moving factor, then its phases.</summary>
    private static Motion Joined(int at, Motion x, Axes? but = null)
    {
        if (x.Own.All(factors => factors.Length == 1)) return x;
        var own = new Factor[x.Own.Length][];
        Fate[]? fates = (Fate[]?)x.Fates?.Clone();
        for (int i = 0; i < own.Length; i++)
        {
            Factor[] factors = x.Own[i];
            int size = factors.Aggregate(1, (n, f) => n * f.Size), inner = factors.Length == 0 ? 1 : size / factors[0].Size;
            own[i] = factors;
            if (factors.Length == 1 || but?.Has(i) == true) continue;
            if (fates is null) own[i] = [factors.All(f => f.Good!.All(g => g)) ? Factor.Even(size) : Uneven(size)];
            else if (factors.Length > 0 && factors[0].Axis >= 0 && factors.Skip(1).All(f => f.Axis < 0))
            {
                own[i] = [new(size, factors[0].Axis, [.. Enumerable.Range(0, size).Select(cell => factors[0].Good![cell / inner])])];
                fates[factors[0].Axis] = fates[factors[0].Axis] with { U = fates[factors[0].Axis].U * inner };
            }
            else
            {
                own[i] = [Factor.Still(size)];
                foreach (Factor f in factors.Where(f => f.Axis >= 0)) fates[f.Axis] = fates[f.Axis].At(at, "it puts the cells of several axes into one row");
            }
        }
        return new(own, fates);
    }

    /// <summary>A movement along every spatial axis of [N, C, …]; the channels are mixed.</summary>
    private Motion Spatially(int at, Motion given, Shape shape, Func<int, AxisMotion?> map)
    {
        Motion x = Joined(at, given);
        Fate[]? fates = (Fate[]?)x.Fates?.Clone();
        Factor[][] own = [x.Own[0], [fates is null ? Uneven(shape[1]) : Factor.Still(shape[1])], .. Enumerable.Range(2, shape.Rank - 2).Select(i => new[] { Moved(at, x.Own[i][0], fates, map(i), shape[i]) })];
        return new(own, fates);
    }

    /// <summary>A factor after a map; its axis is lost where no shift is followed.</summary>
    private Factor Moved(int at, Factor factor, Fate[]? fates, AxisMotion? map, int size)
    {
        if (fates is null || factor.Axis < 0)
            return new(size, -1, factor.Good is { } even ? [.. Enumerable.Range(0, size).Select(o => map?.Rows[o] is { Length: > 0 } row && row.All(i => i >= 0 && i < even.Length && even[i]))] : null);
        Fate fate = fates[factor.Axis];
        if (map is null)
        {
            fates[factor.Axis] = fate.At(at, "its windows differ from place to place");
            return Factor.Still(size);
        }
        bool turn = Whole(input[factor.Axis + 1], fate, factor);
        long times = map.In / Gcd(map.In, fate.U);
        bool Reads(int i) => i >= 0 && i < factor.Size ? factor.Good![i] : map.Around && turn;
        var moved = new Factor(size, factor.Axis, [.. Enumerable.Range(0, size).Select(o => map.Rows[o] is { } row && row.All(Reads))]);
        fate = fate with { V = fate.V * times, U = fate.U * times / map.In * map.Out };
        // A map that is one whole turn again has lost nothing: padding goes around by first making the map longer.
        Cause? blamed = fate.Why is { } early && graph.Lines[early.Line].Path != graph.Lines[at].Path ? early : new(at, Blame(input[factor.Axis + 1], fates[factor.Axis], fate, moved, factor.Size, map.In));
        fates[factor.Axis] = fate with { Why = Whole(input[factor.Axis + 1], fate, moved) ? null : blamed };
        return moved;
    }

    /// <summary>Why a map is no whole turn any more: the cells of a turn before the layer say whether its stride divides them.</summary>
    private static string Blame(int n, Fate before, Fate fate, Factor moved, int cells, int stride) =>
        stride > 1 && n % before.V == 0 && n / before.V * before.U is var turn && turn % stride != 0 ? $"its stride of {stride} does not divide {turn} cells"
        : moved.Good!.All(g => g) ? $"it makes {moved.Size} cells of {cells}, so the map is no whole turn"
        : "its border cells see beyond the map, which does not go around";

    private Motion Along(int at, Motion given, Shape before, Shape shape, AxisMap[] maps)
    {
        Motion x = Joined(at, given);
        int rank = shape.Rank;
        AxisMap Map(int i) => maps[i + 3 - rank];
        var global = new Axes(Enumerable.Range(2, rank - 2).Where(i => AxisMotion.Reduces(Map(i), before[i])).Sum(i => 1 << i));
        Motion moved = Spatially(at, x, shape, i => global.Has(i) ? new AxisMotion(1, 1, [null], false) : AxisMotion.Of(Map(i), before[i]));
        moved.Own[1] = x.Own[1];
        if (x.Fates is null || global.Bits == 0) return moved;
        Motion reduced = Reduced(at, x, global);
        for (int i = 2; i < rank; i++)
        {
            if (!global.Has(i)) continue;
            if (x.Own[i][0].Axis is >= 0 and int axis) moved.Fates![axis] = reduced.Fates![axis];
            moved.Own[i] = [Factor.Still(1)];
        }
        return moved;
    }

    /// <summary>The adjoint of padding: beyond the map it is added to the cells it came from. Around one whole turn nothing breaks.</summary>
    private Motion Folded(int at, Motion given, Shape before, Shape shape, AxisMap[] maps)
    {
        int rank = shape.Rank, below = graph.Lines[at].Inputs[0];
        Motion x = Joined(at, given);
        if (graph.Lines[below].Primitive is Primitive.CorrelateToInput c && found[graph.Lines[below].Inputs[0]] is { Fates: { } fates } source)
        {
            bool Turns(int i) => maps[i + 3 - rank] is AxisMap.Pad { Mode: FillMode.Circular } && source.Own[i] is [{ Axis: >= 0 } f] && Whole(input[f.Axis + 1], fates[f.Axis], f) && f.Size * c.Frame[i + 3 - rank].Stride == shape[i];
            for (int i = 2; i < rank; i++)
                if (Turns(i) && source.Own[i][0] is var factor)
                {
                    x.Own[i] = [Factor.Even(before[i]) with { Axis = factor.Axis }];
                    x.Fates![factor.Axis] = x.Fates![factor.Axis] with { Why = fates[factor.Axis].Why };
                }
        }
        return Spatially(at, x, shape, i => maps[i + 3 - rank] switch
        {
            AxisMap.Pad pad => new(1, 1, [.. Enumerable.Range(0, shape[i]).Select(cell => Sources(pad, cell, shape[i], before[i], x.Own[i][0].Good))], false),
            var map when map == AxisMap.Identity => AxisMotion.Of(map, before[i]),
            _ => null,
        }) is var folded ? folded with { Own = [folded.Own[0], x.Own[1], .. folded.Own[2..]] } : x;
    }

    /// <summary>The cells that are added up in a cell; null where some come from beyond, unless they are all good: then the map goes around.</summary>
    private static int[]? Sources(AxisMap.Pad pad, int cell, int n, int m, bool[]? good)
    {
        int[] all = [.. Enumerable.Range(0, m).Where(o => new Fill(pad.Mode, 0).Source(o - pad.Before, n) == cell)];
        return all.Length == 1 || (pad.Mode == FillMode.Circular && good?.All(g => g) == true) ? all : null;
    }

    private Motion Unpooled(int at, Motion[] x, Shape before, Shape shape, AxisMap[] maps)
    {
        int rank = shape.Rank;
        Motion y = Joined(at, Merged(at, x));
        Motion back = Spatially(at, y, shape, i => maps[i + 3 - rank] switch
        {
            AxisMap.Window { Mode: FillMode.Constant } window => AxisMotion.Back(window.Reach, shape[i]),
            var map when map == AxisMap.Identity => AxisMotion.Of(map, before[i]),
            _ => null,
        });
        back.Own[1] = y.Own[1];
        return back;
    }

    /// <summary>Part of an axis, or an axis within a longer one that holds zeros elsewhere.</summary>
    private Motion Resized(int at, Motion given, int axis, Shape shape, (int Start, int Length) part)
    {
        Motion x = Joined(at, given);
        Fate[]? fates = (Fate[]?)x.Fates?.Clone();
        Factor[][] own = [.. x.Own];
        own[axis] = [x.Own[axis][0] is { Axis: < 0, Good: null } ? Factor.Still(shape[axis])
            : Moved(at, x.Own[axis][0], fates, new(1, 1, [.. Enumerable.Range(part.Start, part.Length).Select(i => new[] { i })], false), shape[axis])];
        return new(own, fates);
    }

    private Motion Normalized(int at, Motion given, int axis)
    {
        Motion x = Joined(at, given);
        if (x.Fates is null || x.Own[axis][0] is not { Axis: >= 0 } factor || Whole(input[factor.Axis + 1], x.Fates[factor.Axis], factor)) return x;
        return x with { Fates = [.. x.Fates.Select((f, i) => i == factor.Axis ? f.At(at, "it divides by a sum over the whole map, borders too") : f)] };
    }

    private Motion Reduced(int at, Motion x, Axes axes)
    {
        Fate[]? fates = (Fate[]?)x.Fates?.Clone();
        for (int i = 0; fates is not null && i < x.Own.Length; i++)
            foreach (Factor factor in axes.Has(i) ? x.Own[i] : [])
                if (factor.Axis >= 0 && fates[factor.Axis].Kind == Fate.Tracked) fates[factor.Axis] = Summed(at, i, factor, fates[factor.Axis]);
        return new([.. x.Own.Where((_, i) => !axes.Has(i))], fates);
    }

    /// <summary>An axis that vanishes: the output stays where it was; under borders only for content that they do not see.</summary>
    private Fate Summed(int at, int axis, Factor factor, Fate fate)
    {
        int n = input[factor.Axis + 1];
        Fate still = fate with { Kind = Fate.Invariant, U = 0, Whole = Whole(n, fate, factor), Begins = at };
        if (still.Whole) return still;
        var (from, to) = Band(factor.Good);
        Trace? trace = traces.Value[graph.Lines[at].Inputs[0]]?[axis];
        if (trace is null || from == to) return fate.At(at, fate.Why?.Text ?? "its map has no interior") with { Why = fate.Why };
        long margin = 0;
        foreach (int cell in Enumerable.Range(-1, from + 1).Concat(Enumerable.Range(to, factor.Size - to + 1)))
            margin = Math.Max(margin, Sees(trace, cell, from, to) is var seen && cell < from ? Math.Max(seen.Hi + 1, -seen.Lo) : Math.Max(n - seen.Lo, seen.Hi + 1 - n));
        return n - (2 * margin) > fate.V ? still with { Margin = (int)margin } : fate with { Kind = Fate.Lost };
    }

    /// <summary>What a cell outside the good ones sees; of one that holds a fill, what the nearest good one does.</summary>
    private static Interval Sees(Trace trace, int cell, int from, int to) => !trace[cell].IsEmpty ? trace[cell] : cell < from ? trace[from] : trace[to - 1];
}
