// The axes in another order. Axes of size 1 vanish and axes that stay together are one, so that few remain; then whole rows are copied where the last axis
// stays last, and where it does not, squares of the two axes that run fastest before and after are transposed. The outer positions are split over threads.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Permutation : Fusion
{
    /// <summary>Columns of one strip of a transposition: as many cache lines are open at once.</summary>
    private const int Strip = 64;

    public override Draft<T>? Match<T>(Site site, int last) => site[last].Primitive is Primitive.Permute permute
        ? Draft<T>.Plain([last], "Permute", [.. site[last].Inputs], [last], at => Bind(at, site.Crew, Axis.Of(at.Shape(0), permute.Order)))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, List<Axis> axes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint x = at.In(0), y = at.Out();
        int count = at.ShapeOut().Count;
        if (count == 0) return () => { };
        // Every axis but those of the innermost loops, as positions (from, to); a square's rows run along the output's last axis, its columns along the input's.
        Axis row = axes[^1], column = axes.Find(a => a.From == 1)!;
        bool copies = row == column;
        Axis[] outer = [.. axes.Where(a => a != row && a != column)];
        int blocks = outer.Aggregate(1, (product, a) => product * a.Size), strips = copies ? 1 : (column.Size + Strip - 1) / Strip, items = blocks * strips;
        int parts = Math.Clamp(count >> 14, 1, Math.Min(crew.Threads, items));
        Action<int> body = [MethodImpl(MethodImplOptions.AggressiveOptimization)] (part) =>
        {
            foreach (int item in new Share(items, parts, part))
            {
                T* from = (T*)x, to = (T*)y;
                for (int i = outer.Length - 1, rest = item / strips; i >= 0; rest /= outer[i].Size, i--)
                {
                    from += (nint)(rest % outer[i].Size) * outer[i].From;
                    to += (nint)(rest % outer[i].Size) * outer[i].To;
                }
                int first = item % strips * Strip;
                if (copies) new ReadOnlySpan<T>(from, row.Size).CopyTo(new Span<T>(to, row.Size));
                else Transpose(from + first, row, Math.Min(Strip, column.Size - first), to + ((nint)first * column.To), column.To);
            }
        };
        return () => crew.Run(parts, body);
    }

    private static unsafe void Transpose<T>(T* from, Axis row, int columns, T* to, nint toStride)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            Transposing.Copy(from, row.From, row.Size, columns, to, toStride);
            return;
        }
        for (int r = 0; r < row.Size; r++)
            for (int c = 0; c < columns; c++) to[(c * toStride) + r] = from[((nint)r * row.From) + c];
    }

    /// <summary>An axis of the output: its size, and its strides in the input and in the output.</summary>
    private sealed record Axis(int Size, int From, int To)
    {
        /// <summary>The axes of the output in order, without those of size 1; those that also lie side by side in the input are one.</summary>
        public static List<Axis> Of(Shape from, AxisOrder order)
        {
            var merged = new List<Axis>();
            for (int place = order.Count - 1, stride = 1; place >= 0; place--)
            {
                int axis = order[place], size = from[axis], inside = 1;
                for (int i = axis + 1; i < from.Rank; i++) inside *= from[i];
                if (size == 1) continue;
                if (merged.Count > 0 && merged[0].From * merged[0].Size == inside) merged[0] = merged[0] with { Size = merged[0].Size * size };
                else merged.Insert(0, new(size, inside, stride));
                stride *= size;
            }
            return merged.Count > 0 ? merged : [new(1, 1, 1)];
        }
    }
}
