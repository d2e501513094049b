// AxisMap: a linear map along one axis, as a value. Row o says which input cells an output cell is a weighted sum of.
//   Padding in every fill, cropping, shifting, reversing, zero-stuffing, window sums, blurring, adaptive means and resampling are all maps of this kind,
//   applied along each spatial axis by one primitive (Along), whose adjoint is the transposed map. A pooling maximum runs over the cells that a row names.
namespace FunctionalConv;

/// <summary>A linear map along one axis: every output cell is a weighted sum of input cells.</summary>
public abstract partial record AxisMap
{
    /// <summary>Leaves the axis as it is.</summary>
    public static AxisMap Identity { get; } = new IdentityCase();

    /// <summary>The cells in reverse order.</summary>
    public static AxisMap Reverse { get; } = new ReverseCase();

    /// <summary>The number of output cells for n input cells.</summary>
    public abstract int Out(int n);

    /// <summary>The input cells of an output cell and their weights, given to <paramref name="term"/> in ascending order of the window.</summary>
    internal abstract void Row(int o, int n, Action<int, double> term);

    /// <summary>All rows for n input cells.</summary>
    internal AxisTable Table(int n) => new(this, n);

    private sealed record IdentityCase : AxisMap
    {
        public override int Out(int n) => n;

        internal override void Row(int o, int n, Action<int, double> term) => term(o, 1);

        public override string ToString() => "Identity";
    }

    private sealed record ReverseCase : AxisMap
    {
        public override int Out(int n) => n;

        internal override void Row(int o, int n, Action<int, double> term) => term(n - 1 - o, 1);

        public override string ToString() => "Reverse";
    }

    /// <summary>Cells added before and after; a negative amount crops. Cells of a constant fill count as 0.</summary>
    public sealed record Pad(int Before, int After, FillMode Mode = FillMode.Constant) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => n + Before + After;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            int source = new Fill(Mode, 0).Source(o - Before, n);
            if (source >= 0) term(source, 1);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Pad), PrintMembers);
    }

    /// <summary>The cells moved by an amount to higher positions; what enters follows the fill.</summary>
    public sealed record Shift(int By, FillMode Mode = FillMode.Circular) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => n;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            int by = Mode == FillMode.Circular ? By % n : By;
            int source = new Fill(Mode, 0).Source(o - by, n);
            if (source >= 0) term(source, 1);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Shift), PrintMembers);
    }

    /// <summary>The sum under a sliding window. With weights, a weighted sum, one weight per tap.</summary>
    /// <param name="Reach">The window.</param>
    /// <param name="Weights">One weight per tap; none for ones.</param>
    /// <param name="Mode">What the cells of the padding read; those of a constant fill count as 0.</param>
    public sealed record Window(Reach Reach, Weights? Weights = null, FillMode Mode = FillMode.Constant) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => Reach.Out(n);

        internal override void Row(int o, int n, Action<int, double> term)
        {
            for (int t = 0; t < Reach.Extent; t++)
                if (Reach.Reads(o, t, n, Mode) is >= 0 and int cell) term(cell, Weights?[t] ?? 1);
        }
    }

    /// <summary>The mean under a sliding window, which is separable: every axis divides by its own count of cells.</summary>
    /// <param name="Reach">The window.</param>
    /// <param name="CountPadding">Whether cells of the padding count, or only those of the map.</param>
    /// <param name="Mode">What the cells of the padding read; those of a constant fill count as 0.</param>
    public sealed record Mean(Reach Reach, bool CountPadding, FillMode Mode = FillMode.Constant) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => Reach.Out(n);

        internal override void Row(int o, int n, Action<int, double> term)
        {
            int count = 0;
            for (int t = 0; t < Reach.Extent; t++)
                if (CountPadding ? Reach.Covers(o, t, n) : Reach.Reads(o, t, n) >= 0) count++;
            for (int t = 0; t < Reach.Extent; t++)
                if (Reach.Reads(o, t, n, CountPadding ? Mode : FillMode.Constant) is >= 0 and int cell) term(cell, 1.0 / count);
        }
    }

    /// <summary>Zeros between the cells: factor − 1 of them, as the transposed convolution's input is often drawn.</summary>
    public sealed record Stuff(int Factor) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => ((n - 1) * Factor) + 1;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            if (o % Factor == 0) term(o / Factor, 1);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Stuff), PrintMembers);
    }

    /// <summary>The mean over ⌊o·n/m⌋ … ⌈(o+1)·n/m⌉ − 1: m output cells for any n. Area resampling is the same map.</summary>
    public sealed record Adaptive(int Cells) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => Cells;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            int from = (int)((long)o * n / Cells), to = (int)((((long)(o + 1) * n) + Cells - 1) / Cells);
            for (int cell = from; cell < to; cell++) term(cell, 1.0 / (to - from));
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Adaptive), PrintMembers);
    }
}

/// <summary>A few numbers as a value.</summary>
public sealed class Weights(params double[] values) : IEquatable<Weights>
{
    private readonly double[] values = (double[])values.Clone();

    /// <summary>How many there are.</summary>
    public int Count => values.Length;

    /// <summary>The number at a place.</summary>
    public double this[int i] => values[i];

    /// <inheritdoc/>
    public bool Equals(Weights? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Weights);

    /// <inheritdoc/>
    public override int GetHashCode() => values.Aggregate(values.Length, HashCode.Combine);

    /// <summary>The numbers in parentheses.</summary>
    public override string ToString() => $"({string.Join(", ", values.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)))})";
}

/// <summary>All rows of an axis map for one size: row o is terms Starts[o] … Starts[o + 1] − 1.</summary>
internal sealed class AxisTable
{
    public AxisTable(AxisMap map, int n)
    {
        int m = map.Out(n);
        var cells = new List<int>();
        var weights = new List<double>();
        Starts = new int[m + 1];
        for (int o = 0; o < m; o++)
        {
            map.Row(o, n, (cell, weight) =>
            {
                cells.Add(cell);
                weights.Add(weight);
            });
            Starts[o + 1] = cells.Count;
        }
        (Cells, Weights) = ([.. cells], [.. weights]);
    }

    public int Count => Starts.Length - 1;

    public int[] Starts { get; }

    public int[] Cells { get; }

    public double[] Weights { get; }

    /// <summary>The cells that an output cell reads.</summary>
    public ReadOnlySpan<int> Row(int o) => Cells.AsSpan(Starts[o]..Starts[o + 1]);
}
