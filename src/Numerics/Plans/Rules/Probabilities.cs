// Logarithms of probabilities and labels as ones, over [outer, n, inner]: rows of n where the axis is the last, otherwise pieces of the inner axis, vectorised across.
// Rows or pieces are split over threads; each is whole, so the bits do not depend on their number.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Probabilities : Fusion
{
    private const int PerThread = 1 << 13;

    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive switch
    {
        Primitive.LogSoftmax soft => Draft<T>.Plain([last], "LogSoftmax", [.. site[last].Inputs], [last], at => BindSoftmax(at, site.Crew, soft.Axis)),
        Primitive.OneHot hot => Draft<T>.Plain([last], "One hot", [.. site[last].Inputs], [last], at => BindOnes(at, site.Crew, hot)),
        _ => null,
    };

    private static unsafe Action BindSoftmax<T>(Buffers<T> at, Crew crew, int axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint x = at.In(0), y = at.Out();
        Cut cut = Cut.Of(at.ShapeOut(), axis);
        int parts = cut.Parts(crew);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(cut.Items, parts, part))
            {
                nint from = cut.From(item);
                if (cut.Inner == 1) LogSoftmaxRows<T>.Along((T*)x + from, (T*)y + from, cut.N);
                else LogSoftmaxRows<T>.Down((T*)x + from, (T*)y + from, cut.N, cut.Inner, cut.Lanes(item));
            }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe Action BindOnes<T>(Buffers<T> at, Crew crew, Primitive.OneHot hot)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint labels = at.In(0), y = at.Out();
        int count = at.Shape(0).Count, ignored = hot.Ignored ?? -1;
        Cut cut = Cut.Of(at.ShapeOut(), 1);
        int parts = cut.Parts(crew);
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(cut.Items, parts, part))
            {
                int lanes = cut.Lanes(item);
                int* own = (int*)labels + ((nint)(item / cut.Pieces) * cut.Inner) + (item % cut.Pieces * Cut.Piece);
                T* to = (T*)y + cut.From(item);
                if (cut.Inner == 1) new Span<T>(to, cut.N).Clear();
                else
                    for (int c = 0; c < cut.N; c++) new Span<T>(to + ((nint)c * cut.Inner), lanes).Clear();
                for (int i = 0; i < lanes; i++)
                    if (own[i] != ignored) to[((nint)own[i] * cut.Inner) + i] = T.One;
            }
        };
        return () =>
        {
            hot.Check(new((int*)labels, count));
            crew.Run(parts, body);
        };
    }

    /// <summary>A shape as [outer, n, inner], with the inner axis in pieces.</summary>
    private readonly record struct Cut(int Outer, int N, int Inner)
    {
        public const int Piece = LogSoftmaxRows<double>.Most;

        public int Pieces => (Inner + Piece - 1) / Piece;

        public int Items => Outer * Pieces;

        public static Cut Of(Shape shape, int axis)
        {
            int outer = 1, inner = 1;
            for (int i = 0; i < axis; i++) outer *= shape[i];
            for (int i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
            return new(outer, shape[axis], inner);
        }

        /// <summary>Where an item starts.</summary>
        public nint From(int item) => ((nint)(item / Pieces) * N * Inner) + (item % Pieces * Piece);

        /// <summary>Cells of the inner axis of an item.</summary>
        public int Lanes(int item) => Math.Min(Piece, Inner - (item % Pieces * Piece));

        public int Parts(Crew crew) => Math.Clamp((int)((long)Outer * N * Inner / PerThread), 1, Math.Max(1, Math.Min(Items, crew.Threads)));
    }
}
