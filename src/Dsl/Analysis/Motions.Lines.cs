// Movements of several lines together: repeated over new axes, merged cell by cell, side by side, and grouped anew by a reshape.
namespace FunctionalConv;

internal sealed partial class Motions
{
    private static Motion Repeated(Motion x, Shape shape, Axes added)
    {
        var own = new Factor[shape.Rank][];
        for (int i = 0, from = 0; i < own.Length; i++) own[i] = added.Has(i) ? [Factor.Even(shape[i])] : x.Own[from++];
        return x with { Own = own };
    }

    /// <summary>Lines joined cell by cell.</summary>
    private static Motion Merged(int at, Motion[] given)
    {
        if (given.All(m => m.Fates is null)) return Joined(at, given[0]) with { Own = [.. Joined(at, given[0]).Own.Select((f, i) => new[] { new Factor(f[0].Size, -1, Both(f[0].Good, Joined(at, given[1]).Own[i][0].Good)) })] };
        if (given.Length == 2) given = [given[0] with { Own = Cut(given[0].Own, given[1].Own) }, given[1] with { Own = Cut(given[1].Own, given[0].Own) }];
        bool alike = given.Length == 2 && Enumerable.Range(0, given[0].Own.Length).All(i => given[0].Own[i].Select(f => f.Size).SequenceEqual(given[1].Own[i].Select(f => f.Size)));
        Motion[] x = alike ? given : [.. given.Select(m => Joined(at, m))];
        Motion[] moving = [.. x.Where(m => m.Fates is not null)];
        Fate[] fates = [.. Enumerable.Range(0, moving[0].Fates!.Length).Select(axis => Met(at, [.. moving.Select(m => m.Fates![axis])]))];
        var own = x[0].Own.Select((factors, i) => factors.Select((_, k) => Together(at, [.. x.Select(m => (m.Own[i][k], m.Fates is not null))], fates)).ToArray()).ToArray();
        return new(own, fates);
    }

    /// <summary>Axes along which nothing moves, cut into factors as another line's are.</summary>
    private static Factor[][] Cut(Factor[][] own, Factor[][] other) => [.. own.Select((factors, i) => factors is [{ Axis: < 0 } one] && other[i].Length > 1
        ? [.. other[i].Select(f => one.Good is null ? Factor.Still(f.Size) : one.Good.All(g => g) ? Factor.Even(f.Size) : Uneven(f.Size))] : factors)];

    private static Factor Together(int at, (Factor Factor, bool Moves)[] x, Fate[] fates)
    {
        int[] axes = [.. x.Where(f => f.Factor.Axis >= 0 && fates[f.Factor.Axis].Kind == Fate.Tracked).Select(f => f.Factor.Axis).Distinct()];
        if (axes.Length == 0) return x.All(f => f.Factor.Good is not null) && x.Any(f => f.Factor.Axis < 0) ? new(x[0].Factor.Size, -1, x.Select(f => f.Factor.Good).Aggregate(Both)) : Factor.Still(x[0].Factor.Size);
        if (axes.Length > 1)
        {
            foreach (int axis in axes) fates[axis] = fates[axis].At(at, "it joins axes that move differently");
            return Factor.Still(x[0].Factor.Size);
        }
        bool[]? good = x.Select(f => f.Factor.Good).Aggregate(Both);
        if (good is null) fates[axes[0]] = fates[axes[0]].At(at, "it joins the map with numbers that do not move");
        else if (!good.All(g => g) && fates[axes[0]].Why is null) fates[axes[0]] = fates[axes[0]] with { Why = new(at, "it joins the map with numbers of their own for its cells") };
        return good is null ? Factor.Still(x[0].Factor.Size) : new(x[0].Factor.Size, axes[0], good);
    }

    private static bool[]? Both(bool[]? a, bool[]? b) => a is null || b is null ? null : [.. Enumerable.Range(0, a.Length).Select(i => a[i] && b[i])];

    private static Motion Beside(int at, Motion[] x, Shape shape, int axis)
    {
        Motion[] joined = [.. x.Select(m => Joined(at, m))];
        if (joined.All(m => m.Fates is null)) return new([.. joined[0].Own.Select((f, i) => i == axis ? [Uneven(shape[axis])] : f)], null);
        if (joined.Any(m => m.Own[axis][0].Axis >= 0)) return Gone(at, x, shape, "it puts maps one after the other");
        Motion[] one = [.. joined.Select(m => m with { Own = [.. m.Own.Select((f, i) => i == axis ? [Factor.Still(1)] : f)] })];
        Motion merged = one.Aggregate((a, b) => Merged(at, [a, b]));
        merged.Own[axis] = [Factor.Still(shape[axis])];
        return merged;
    }

    /// <summary>Factors grouped anew; one may be cut into a slower and its phases.</summary>
    private static Motion Reshaped(int at, Motion x, Shape shape)
    {
        var waiting = new LinkedList<Factor>(x.Own.SelectMany(f => f).Where(f => f.Size > 1 || f.Axis >= 0));
        Fate[]? fates = (Fate[]?)x.Fates?.Clone();
        var own = new List<Factor>[shape.Rank];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = [];
            int size = 1;
            while (waiting.First is { } next && ((size < shape[i]) || (shape[i] == 1 && next.Value.Size == 1 && own[i].Count == 0)))
            {
                Factor f = next.Value;
                int wanted = shape[i] / size;
                if (f.Size > wanted && (shape[i] % size != 0 || f.Size % wanted != 0)) return Gone(at, [x], shape, "it cuts the map into rows of another length");
                waiting.RemoveFirst();
                if (f.Size > wanted)
                {
                    int inner = f.Size / wanted;
                    waiting.AddFirst(f.Axis < 0 && f.Good is null ? Factor.Still(inner) : f.Axis < 0 ? f.Good!.All(g => g) ? Factor.Even(inner) : Uneven(inner) : Factor.Still(inner));
                    if (f.Axis >= 0)
                    {
                        Fate fate = fates![f.Axis];
                        long times = inner / Gcd(inner, fate.U);
                        fates[f.Axis] = fate with { V = fate.V * times, U = fate.U * times / inner };
                    }
                    f = new(wanted, f.Axis, f.Good is null ? null : [.. Enumerable.Range(0, wanted).Select(o => Enumerable.Range(o * inner, inner).All(cell => f.Good[cell]))]);
                }
                own[i].Add(f);
                size *= f.Size;
            }
            if (size != shape[i]) return Gone(at, [x], shape, "it cuts the map into rows of another length");
            if (own[i].Count == 0) own[i].Add(fates is null ? Factor.Even(1) : Factor.Still(1));
        }
        return new([.. own.Select(f => f.ToArray())], fates);
    }
}
