// A transposed copy: to[c · toStride + r] = from[r · fromStride + c].
namespace FunctionalConv.MicroKernels;

internal static unsafe class Transposing
{
    internal static void Copy<T>(T* from, nint fromStride, int rows, int columns, T* to, nint toStride)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++)
        {
            T* source = from + (r * fromStride);
            T* target = to + r;
            for (int c = 0; c < columns; c++, target += toStride) *target = source[c];
        }
    }
}
