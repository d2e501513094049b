// The sum of all pixels of a block of channels, row after row.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalConv.MicroKernels;

internal static unsafe class BlockSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>y[c] = Σ over rows and pixels of x[row · step + pixel · block + c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* x, int rows, int step, int pixels, int block, T* y)
    {
        if (Capabilities.Current == Capability.Avx512) Run<Lanes512<T>>(x, rows, step, pixels, block, y);
        else Run<LanesAny<T>>(x, rows, step, pixels, block, y);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Run<V>(T* x, int rows, int step, int pixels, int block, T* y)
        where V : unmanaged, ILanes<V, T>
    {
        for (int v = 0; v < block; v += V.Count)
        {
            V a = V.Of(T.Zero), b = a;
            for (int row = 0; row < rows; row++)
            {
                T* p = x + ((nint)row * step) + v;
                int i = 0;
                for (; i <= pixels - 2; i += 2, p += 2 * block)
                {
                    a += V.Load(p);
                    b += V.Load(p + block);
                }
                if (i < pixels) a += V.Load(p);
            }
            V.Store(a + b, y + v);
        }
    }
}
