// Trial: every distinct convolution of a plan's graph alone, by each algorithm that can take it; the quickest of several runs counts.
//   whole    with the reorders between plain maps and the kernel's layout, as where neighbours stand plain
//   kernel   without them, as where neighbours stand in its layout
using System.Diagnostics;
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

internal static class Trial
{
    private const int Rounds = 5;

    /// <summary>The quickest algorithms, with reorders and without them.</summary>
    public static (Choices Whole, Choices Kernel) Of<T>(Graph graph, PlanOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Graph folded = new Plan<T>(graph, options).Graph;
        var site = new Site(folded, options);
        var (whole, kernel) = (Choices.None, Choices.None);
        foreach (var convolution in Enumerable.Range(0, folded.Lines.Length).Where(i => folded.Lines[i].Primitive is Primitive.Correlate).DistinctBy(site.Key<T>))
        {
            string key = site.Key<T>(convolution);
            Candidate<T>[] candidates = [.. Enum.GetValues<ConvolutionAlgorithm>().Where(a => Rules.Worth<T>(site, convolution, a)).Select(a => new Candidate<T>(a, Alone(site, convolution), options with { Choices = Choices.None.With(key, a) }))];
            if (candidates.Length < 2) continue;
            for (int round = 0; round < Rounds; round++)
                foreach (Candidate<T> candidate in candidates) candidate.Time();
            whole = whole.With(key, candidates.MinBy(c => c.Whole)!.Algorithm);
            kernel = kernel.With(key, candidates.MinBy(c => c.Kernel)!.Algorithm);
        }
        return (whole, kernel);
    }

    /// <summary>Of several runs the one that is quickest, all timed in turn after a run that warms up; of equals the first.</summary>
    public static int Quickest(IReadOnlyList<Action> runs)
    {
        var best = new double[runs.Count];
        System.Array.Fill(best, double.PositiveInfinity);
        for (int round = 0; round <= Rounds; round++)
            for (int i = 0; i < best.Length; i++)
            {
                long begun = Stopwatch.GetTimestamp();
                runs[i]();
                if (round > 0) best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        return System.Array.IndexOf(best, best.Min());
    }

    /// <summary>The convolution on a line as a graph of its own, its kernels being weights.</summary>
    private static Graph Alone(Site site, int line)
    {
        var builder = new GraphBuilder();
        Node x = builder.Argument("x", Role.Data, site[site[line].Inputs[0]].Shape), w = builder.Argument("w", Role.Weight, site[site[line].Inputs[1]].Shape);
        return builder.Build([("y", builder.Add(site[line].Primitive, x, w))]);
    }

    private sealed class Candidate<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Plan<T> plan;
        private readonly Arena<T> arena;

        public Candidate(ConvolutionAlgorithm algorithm, Graph graph, PlanOptions options)
        {
            (Algorithm, plan) = (algorithm, new(graph, options));
            arena = plan.Rent();
            foreach (var (argument, _) in plan.Graph.Arguments) arena.Argument(argument.Name).Fill(T.One);
            arena.Run();
        }

        public ConvolutionAlgorithm Algorithm { get; }

        public double Whole { get; private set; } = double.PositiveInfinity;

        public double Kernel { get; private set; } = double.PositiveInfinity;

        public void Time()
        {
            double[] times = arena.Measure(runs: 2);
            Whole = Math.Min(Whole, times.Sum());
            Kernel = Math.Min(Kernel, times.Where((_, i) => !plan.Planner.Steps[i].IsReorder).Sum());
        }
    }
}
