// MatMul: the product of two matrices, each transposed or not.      y = op(a) · op(b)

namespace FunctionalConv.Graphs;

public abstract partial record Primitive
{
    /// <summary>The product of two matrices, each transposed or not.</summary>
    public sealed record MatMul(bool TransposeA, bool TransposeB) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x)
        {
            if (x.Length != 2 || x[0].Rank != 2 || x[1].Rank != 2) throw Unfit(x, "it multiplies two matrices");
            var (m, k) = Op(x[0], TransposeA);
            var (l, n) = Op(x[1], TransposeB);
            return k == l ? Shape.Of(m, n) : throw Unfit(x, $"the inner sizes {k} and {l} differ");
        }

        /// <inheritdoc/>
        public override long Macs(ReadOnlySpan<Shape> x, Shape y) => y.LongCount * Op(x[0], TransposeA).Columns;

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) =>
        [
            TransposeA ? x[1].MatMul(dy, TransposeB, true) : dy.MatMul(x[1], false, !TransposeB),
            TransposeB ? dy.MatMul(x[0], true, TransposeA) : x[0].MatMul(dy, !TransposeA),
        ];

        internal override void Run<T>(Operands<T> at)
        {
            var (m, k) = Op(at.Of(0), TransposeA);
            int n = at.Shape[1];
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    T sum = T.Zero;
                    for (int l = 0; l < k; l++) sum += at[0][TransposeA ? (l * m) + i : (i * k) + l] * at[1][TransposeB ? (j * k) + l : (l * n) + j];
                    at.Out[(i * n) + j] = sum;
                }
        }

        internal static (int Rows, int Columns) Op(Shape matrix, bool transposed) => transposed ? (matrix[1], matrix[0]) : (matrix[0], matrix[1]);
    }
}
