// Resampling along one axis: nearest, linear, cubic. Output cell o stands at input position p(o).
//   half-pixel   p = (o + ½) · s − ½,  s = n / m, or 1 / scale when a scale was given       aligned corners   p = o · (n − 1) / (m − 1)
//   cubic: Keys' kernel with a = −0.75 on 4 cells, cells outside repeat the border (Keys 1981)
namespace FunctionalConv;

public abstract partial record AxisMap
{
    /// <summary>The nearest cell: ⌊o · s⌋, or with <paramref name="Exact"/> ⌊(o + ½) · s⌋.</summary>
    /// <param name="Cells">Output cells, m.</param>
    /// <param name="Scale">Input cells per output cell, s; 0 for n / m.</param>
    /// <param name="Exact">Whether the middle of the output cell decides.</param>
    public sealed record Nearest(int Cells, double Scale = 0, bool Exact = false) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => Cells;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            // Without a scale in whole numbers; with one, a product that rounding left just below a whole number counts as it.
            long middle = Exact ? (2L * o) + 1 : 2L * o;
            long cell = Scale > 0 ? (long)Math.Floor((middle * 0.5 * Scale) + 1e-9) : middle * n / (2L * Cells);
            term((int)Math.Min(n - 1, cell), 1);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Nearest), PrintMembers);
    }

    /// <summary>Between the two cells around p.</summary>
    /// <param name="Cells">Output cells, m.</param>
    /// <param name="Scale">Input cells per output cell; 0 for n / m.</param>
    /// <param name="Aligned">Whether the outermost cells' middles coincide.</param>
    public sealed record Linear(int Cells, double Scale = 0, bool Aligned = false) : AxisMap
    {
        /// <inheritdoc/>
        public override int Out(int n) => Cells;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            double p = Math.Max(0, Position(o, n, Cells, Scale, Aligned));
            int cell = Math.Min(n - 1, (int)p);
            double share = Math.Clamp(p - cell, 0, 1);
            term(cell, 1 - share);
            if (share > 0) term(Math.Min(n - 1, cell + 1), share);
        }

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Linear), PrintMembers);
    }

    /// <summary>A cubic through the four cells around p.</summary>
    /// <param name="Cells">Output cells, m.</param>
    /// <param name="Scale">Input cells per output cell; 0 for n / m.</param>
    /// <param name="Aligned">Whether the outermost cells' middles coincide.</param>
    public sealed record Cubic(int Cells, double Scale = 0, bool Aligned = false) : AxisMap
    {
        private const double A = -0.75;

        /// <inheritdoc/>
        public override int Out(int n) => Cells;

        internal override void Row(int o, int n, Action<int, double> term)
        {
            double p = Position(o, n, Cells, Scale, Aligned);
            int cell = (int)Math.Floor(p);
            for (int i = -1; i <= 2; i++)
                if (Kernel(Math.Abs(p - cell - i)) is not 0 and var weight) term(Math.Clamp(cell + i, 0, n - 1), weight);
        }

        private static double Kernel(double d) => d <= 1
            ? ((((A + 2) * d) - (A + 3)) * d * d) + 1
            : d < 2 ? ((((((d - 5) * d) + 8) * d) - 4) * A) : 0;

        /// <inheritdoc/>
        public override string ToString() => RecordText.Of(nameof(Cubic), PrintMembers);
    }

    private static double Position(int o, int n, int m, double scale, bool aligned) => aligned
        ? m > 1 ? o * ((double)(n - 1) / (m - 1)) : 0
        : ((o + 0.5) * (scale > 0 ? scale : (double)n / m)) - 0.5;
}
