// Functions of elements, vectorised, in pieces over threads. Where the derivative's unit step meets the cotangent, both are one pass.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class Elementwise : Fusion
{
    private const int PerThread = 1 << 14;

    public override Draft<T>? Match<T>(Site site, int last)
    {
        Line line = site[last];
        if (line.Primitive is Primitive.Map map) return Draft<T>.Plain([last], map.F.ToString(), [.. line.Inputs], [last], at => Bind(at, site.Crew, map.F));
        if (line.Primitive is not Primitive.Zip zip) return null;
        if (zip.F == Binary.Multiply && site.Swallow<Primitive.Map>(last, 1) is { } step && site[step].Primitive is Primitive.Map { F: var f } && f == Unary.UnitStep)
            return Draft<T>.Plain([last, step], "Pass where positive", [line.Inputs[0], site[step].Inputs[0]], [last], at => BindGate(at, site.Crew));
        return Draft<T>.Plain([last], zip.F.ToString(), [.. line.Inputs], [last], at => Bind(at, site.Crew, zip.F));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Unary f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint x = at.In(0), y = at.Out();
        return Split(at.ShapeOut().Count, crew, (from, n) => f.Apply(new ReadOnlySpan<T>((T*)x + from, n), new Span<T>((T*)y + from, n)));
    }

    private static unsafe Action Bind<T>(Buffers<T> at, Crew crew, Binary f)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint a = at.In(0), b = at.In(1), y = at.Out();
        return Split(at.ShapeOut().Count, crew, (from, n) => f.Apply(new ReadOnlySpan<T>((T*)a + from, n), new ReadOnlySpan<T>((T*)b + from, n), new Span<T>((T*)y + from, n)));
    }

    private static unsafe Action BindGate<T>(Buffers<T> at, Crew crew)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint dy = at.In(0), x = at.In(1), dx = at.Out();
        return Split(at.ShapeOut().Count, crew, (from, n) => Gate((T*)dy + from, (T*)x + from, (T*)dx + from, n));
    }

    /// <summary>dy · unit step of x, where a not-a-number cotangent stays one: 0 · NaN is NaN, as in the two passes.</summary>
    private static unsafe void Gate<T>(T* dy, T* x, T* dx, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> one = Vector.ConditionalSelect(Vector.GreaterThan(Vector.Load(x + i), Vector<T>.Zero), Vector<T>.One, Vector<T>.Zero);
            Vector.Store(Vector.Load(dy + i) * one, dx + i);
        }
        for (; i < n; i++) dx[i] = dy[i] * (x[i] > T.Zero ? T.One : T.Zero);
    }

    /// <summary>A pass over all elements, in as many pieces as there is work for.</summary>
    private static Action Split(int count, Crew crew, Action<int, int> piece)
    {
        int parts = Math.Clamp(count / PerThread, 1, crew.Threads);
        if (parts == 1) return () => piece(0, count);
        Action<int> body = part =>
        {
            int from = (int)((long)part * count / parts), to = (int)((long)(part + 1) * count / parts);
            piece(from, to - from);
        };
        return () => crew.Run(parts, body);
    }
}
