// Motions: walks a graph in inference and notes for every line how it moves when the input does: see Motion. What it cannot follow it calls lost, and says why.
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed partial class Motions
{
    private readonly Graph graph;
    private readonly Shape input;
    private readonly Motion[] found;
    private readonly Lazy<Trace?[]?[]> traces;

    public Motions(Graph graph, Shape input)
    {
        (this.graph, this.input) = (graph, input);
        traces = new(() => Tracing.Of(graph, "x"));
        found = new Motion[graph.Lines.Length];
        for (int i = 0; i < found.Length; i++) found[i] = At(i);
    }

    /// <summary>What becomes of an axis of the input at a line, and the factor along which it moves.</summary>
    public (Fate Fate, Factor? Factor) Output(int line, int axis)
    {
        Motion motion = Joined(line, found[line]);
        return motion.Fates is { } fates ? (fates[axis], motion.Of(axis)) : (new Fate(Fate.Invariant, 1, 0, true, 0, line, null), null);
    }

    /// <summary>Whether a line is one whole turn: all its cells are good, and a shift by the whole input is a shift by the whole line.</summary>
    public static bool Whole(int n, Fate fate, Factor own) => own.Good!.All(g => g) && n % fate.V == 0 && n / fate.V * fate.U == own.Size && (fate.V < n || n == 1);

    /// <summary>The longest run of good cells, [from, to).</summary>
    public static (int From, int To) Band(bool[]? good)
    {
        (int From, int To) best = (0, 0);
        for (int i = 0, from = 0; good is not null && i < good.Length; i++)
        {
            if (!good[i]) from = i + 1;
            else if (i + 1 - from > best.To - best.From) best = (from, i + 1);
        }
        return best;
    }

    private Motion At(int at)
    {
        Line line = graph.Lines[at];
        int rank = line.Shape.Rank;
        Motion[] x = [.. line.Inputs.Select(i => found[i])];
        Shape before = line.Inputs.IsEmpty ? line.Shape : graph.Lines[line.Inputs[0]].Shape;
        bool second = x.Length > 1 && x[1].Fates is not null;
        return line.Primitive switch
        {
            Primitive.Argument { Name: "x", Role: Role.Data } => new([.. Enumerable.Range(0, rank).Select(a => new[] { a < 2 ? Factor.Still(line.Shape[a]) : Factor.Even(line.Shape[a]) with { Axis = a - 2 } })],
                [.. Enumerable.Range(0, rank - 2).Select(_ => new Fate(Fate.Tracked, 1, 1, false, 0, -1, null))]),
            Primitive.Constant => new([.. line.Shape.Sizes.ToArray().Select(n => new[] { Factor.Even(n) })], null),
            Primitive.Argument or Primitive.RandomMask => new([.. line.Shape.Sizes.ToArray().Select(n => new[] { n == 1 ? Factor.Even(1) : Uneven(n) })], null),
            Primitive.Map or Primitive.WithPullback => x[0],
            Primitive.Zip => Merged(at, x),
            Primitive.Correlate c when !second => Spatially(at, x[0], line.Shape, a => AxisMotion.Of(c.Frame[a + 3 - rank], before[a], false)),
            Primitive.CorrelateToInput c when !second => Spatially(at, x[0], line.Shape, a => AxisMotion.Back(c.Frame[a + 3 - rank], c.To[a])),
            Primitive.Along a => Along(at, x[0], before, line.Shape, [a.D, a.H, a.W]),
            Primitive.MaxPositions p => Along(at, x[0], before, line.Shape, [p.D, p.H, p.W]),
            Primitive.AlongBack a => Folded(at, x[0], before, line.Shape, [a.D, a.H, a.W]),
            Primitive.Gather => second ? x[1] : x[0],
            Primitive.Scatter when second && graph.Lines[line.Inputs[1]].Primitive is Primitive.MaxPositions p => Unpooled(at, x, before, line.Shape, [p.D, p.H, p.W]),
            Primitive.Concat c => Beside(at, x, line.Shape, c.Axis),
            Primitive.Slice s => Resized(at, x[0], s.Axis, line.Shape, (s.Start, s.Length)),
            Primitive.Embed e => Resized(at, x[0], e.Axis, line.Shape, (-e.Start, e.Total)),
            Primitive.LogSoftmax l => Normalized(at, x[0], l.Axis),
            Primitive.Reduce r => Reduced(at, Joined(at, x[0], r.Axes), r.Axes),
            Primitive.Broadcast b => Repeated(x[0], line.Shape, b.Axes),
            Primitive.Permute p => x[0] with { Own = [.. Enumerable.Range(0, rank).Select(place => x[0].Own[p.Order[place]])] },
            Primitive.Reshape => Reshaped(at, x[0], line.Shape),
            _ => Gone(at, x, line.Shape, line.Primitive is Primitive.MatMul ? "it gives every position weights of its own" : "what it does to positions is not known"),
        };
    }

    private static Factor Uneven(int n) => new(n, -1, new bool[n]);

    /// <summary>Nothing is followed any more.</summary>
    private static Motion Gone(int at, Motion[] x, Shape shape, string why)
    {
        Fate[][] fates = [.. x.Select(m => m.Fates).OfType<Fate[]>()];
        Factor[][] own = [.. shape.Sizes.ToArray().Select(n => new[] { fates.Length > 0 ? Factor.Still(n) : Uneven(n) })];
        return fates.Length == 0 ? new(own, null) : new(own, [.. Enumerable.Range(0, fates[0].Length).Select(axis => Met(at, [.. fates.Select(f => f[axis].Kind == Fate.Tracked ? f[axis].At(at, why) : f[axis])]))]);
    }

    /// <summary>The fate of an axis that several lines bring.</summary>
    private static Fate Met(int at, Fate[] fates)
    {
        Fate met = fates[0];
        foreach (Fate next in fates.Skip(1))
        {
            if (met.Kind == Fate.Lost || next.Kind == Fate.Lost)
            {
                met = met.Kind != Fate.Lost || (next.Kind == Fate.Lost && next.Why!.Line < met.Why!.Line) ? next : met;
                continue;
            }
            long v = Lcm(met.V, next.V);
            Fate slow = met.Kind == Fate.Invariant ? next : met;
            bool both = met.Kind == next.Kind;
            if (both && met.Kind == Fate.Tracked && met.U * next.V != next.U * met.V) met = met.At(at, "its branches move by different steps");
            else if (!both && !(met.Kind == Fate.Invariant ? met : next).Whole)
                met = (met.Kind == Fate.Invariant ? met : next) is var mean ? mean with { Kind = Fate.Lost, Why = mean.Why ?? new(at, "it mixes the whole map, borders too, into every cell") } : met;
            else met = slow with { V = v, U = slow.U * (v / slow.V), Whole = met.Whole && next.Whole, Margin = Math.Max(met.Margin, next.Margin), Begins = Math.Max(met.Begins, next.Begins), Why = First(met.Why, next.Why) };
        }
        return met;
    }

    private static Cause? First(Cause? a, Cause? b) => a is null ? b : b is null || a.Line <= b.Line ? a : b;

    private static long Lcm(long a, long b) => a / Gcd(a, b) * b;

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
