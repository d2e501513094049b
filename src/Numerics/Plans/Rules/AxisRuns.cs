// The rows of a linear map along one axis as runs of three kinds: cells that no row names (cleared), neighbours moved together (one copy), and weighted sums.
//   Padding is two runs and a copy, a shift two copies, resampling one run of sums.
using System.Numerics;
using System.Numerics.Tensors;

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
            Run next = rows[o] is [] ? new(Kind.Clear, o, 0, 1) : rows[o] is [(int cell, 1)] ? new(Kind.Copy, o, cell, 1) : new(Kind.Sum, o, 0, 1);
            if (runs.Count > 0 && runs[^1].Joins(next)) runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
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
    public unsafe void Apply(T* x, T* y, int outer, int inner)
    {
        for (int b = 0; b < outer; b++, x += (nint)n * inner, y += (nint)m * inner)
            foreach (Run run in runs)
            {
                var target = new Span<T>(y + ((nint)run.Start * inner), run.Count * inner);
                if (run.Kind == Kind.Clear) target.Clear();
                else if (run.Kind == Kind.Copy) new ReadOnlySpan<T>(x + ((nint)run.Cell * inner), target.Length).CopyTo(target);
                else if (inner == 1) Cells(x, target, run.Start);
                else Rows(x, target, run.Start, inner);
            }
    }

    private unsafe void Cells(T* x, Span<T> y, int start)
    {
        for (int o = 0; o < y.Length; o++)
        {
            T sum = T.Zero;
            for (int i = starts[start + o]; i < starts[start + o + 1]; i++) sum += weights[i] * x[cells[i]];
            y[o] = sum;
        }
    }

    private unsafe void Rows(T* x, Span<T> y, int start, int inner)
    {
        for (int o = start; y.Length > 0; o++, y = y[inner..])
        {
            Span<T> row = y[..inner];
            int first = starts[o];
            TensorPrimitives.Multiply(new ReadOnlySpan<T>(x + ((nint)cells[first] * inner), inner), weights[first], row);
            for (int i = first + 1; i < starts[o + 1]; i++) TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(x + ((nint)cells[i] * inner), inner), weights[i], row, row);
        }
    }

    private readonly record struct Run(Kind Kind, int Start, int Cell, int Count)
    {
        /// <summary>Whether the next row goes on with this run.</summary>
        public bool Joins(Run next) => Kind == next.Kind && (Kind != Kind.Copy || next.Cell == Cell + Count);
    }
}
