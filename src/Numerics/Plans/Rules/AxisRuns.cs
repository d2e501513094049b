// The rows of a linear map along one axis as runs of three kinds: cells that no row names (cleared), neighbours moved together (one copy), and weighted sums.
//   Padding is two runs and a copy, a shift two copies, resampling one run of sums.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

/// <summary>The rows of one axis, transposed or not, applied to the middle axis of [outer, n, inner].</summary>
internal sealed class AxisRuns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int n, m;
    private readonly int[] starts, cells;
    private readonly T[] weights;
    private readonly List<Run> runs = [];

    public AxisRuns(AxisTable table, int inputs, bool transposed)
    {
        (n, m) = transposed ? (table.Count, inputs) : (inputs, table.Count);
        var rows = Enumerable.Range(0, m).Select(_ => new List<(int Cell, double Weight)>()).ToArray();
        for (int o = 0; o < table.Count; o++)
            for (int i = table.Starts[o]; i < table.Starts[o + 1]; i++) rows[transposed ? table.Cells[i] : o].Add((transposed ? o : table.Cells[i], table.Weights[i]));
        starts = new int[m + 1];
        for (int o = 0; o < m; o++) starts[o + 1] = starts[o] + rows[o].Count;
        cells = [.. rows.SelectMany(r => r.Select(t => t.Cell))];
        weights = [.. rows.SelectMany(r => r.Select(t => T.CreateTruncating(t.Weight)))];
        for (int o = 0; o < m; o++)
        {
            Run next = rows[o] is [] ? new(Kind.Clear, o, 0, 1, 0) : rows[o] is [(int cell, 1)] ? new(Kind.Copy, o, cell, 1, 1) : new(Kind.Sum, o, 0, 1, 0);
            if (runs.Count > 0 && Joined(runs[^1], next) is { } joined) runs[^1] = joined;
            else runs.Add(next);
        }
    }

    private enum Kind
    {
        Clear,
        Copy,
        Sum,
    }

    /// <summary>Whether every cell stays where it is.</summary>
    public bool IsIdentity => n == m && runs is [{ Kind: Kind.Copy, Cell: 0 }];

    /// <summary>y[outer, m, inner] from x[outer, n, inner].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Apply(T* x, T* y, int outer, int inner)
    {
        for (int b = 0; b < outer; b++, x += (nint)n * inner, y += (nint)m * inner)
            foreach (Run run in runs)
            {
                var target = new Span<T>(y + ((nint)run.Start * inner), run.Count * inner);
                if (target.IsEmpty) continue;
                if (run.Kind == Kind.Clear) target.Clear();
                else if (run.Kind == Kind.Copy) new ReadOnlySpan<T>(x + ((nint)run.Cell * inner), target.Length).CopyTo(target);
                else if (inner > 1) Rows(x, target, run.Start, inner);
                else
                {
                    Range terms = starts[run.Start]..starts[run.Start + 1];
                    fixed (T* to = target) WeightedRows<T>.Across(cells.AsSpan(terms), weights.AsSpan(terms), x, run.Step, to, run.Count);
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Rows(T* x, Span<T> y, int start, int inner)
    {
        fixed (T* to = y)
            for (int o = 0; o < y.Length / inner; o++)
            {
                Range terms = starts[start + o]..starts[start + o + 1];
                WeightedRows<T>.Down(cells.AsSpan(terms), weights.AsSpan(terms), x, to + ((nint)o * inner), inner);
            }
    }

    /// <summary>A run with the row after it; null where that does not go on with it. Sums go on while their weights stay and their cells move by one step.</summary>
    private Run? Joined(Run run, Run next)
    {
        if (run.Kind != next.Kind || (run.Kind == Kind.Copy && next.Cell != run.Cell + run.Count)) return null;
        if (run.Kind != Kind.Sum) return run with { Count = run.Count + 1 };
        Range last = starts[next.Start - 1]..starts[next.Start], own = starts[next.Start]..starts[next.Start + 1];
        int step = cells[own.Start] - cells[last.Start];
        bool same = weights.AsSpan(last).SequenceEqual(weights.AsSpan(own)) && (run.Count == 1 ? step > 0 : step == run.Step);
        for (int i = 0; same && i < own.End.Value - own.Start.Value; i++) same = cells[own.Start.Value + i] - cells[last.Start.Value + i] == step;
        return same ? run with { Count = run.Count + 1, Step = step } : null;
    }

    private readonly record struct Run(Kind Kind, int Start, int Cell, int Count, int Step);
}
