// The matrix product, row-major: C [m, n] = alpha · op(A) [m, k] · op(B) [k, n] + beta · C, where op is the identity or the transpose.
// Threads share C by rectangles, never the sum over k, and each element of C is one chain of the same operations in the same order, so
// the bits do not depend on the number of threads. Scheme: Goto & van de Geijn, Anatomy of high-performance matrix multiplication, 2008.
using System.Numerics;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Product
{
    // Work for one thread below which waking another costs more than it brings.
    private const double FlopsPerThread = 250_000;

    /// <summary>C = alpha · op(A) · op(B) + beta · C. A beta of zero does not read C; an alpha of zero does not read A and B.</summary>
    /// <param name="crew">The threads that share the work.</param>
    /// <param name="transposeA">A is stored [k, m] rather than [m, k].</param>
    /// <param name="transposeB">B is stored [n, k] rather than [k, n].</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">The left factor.</param>
    /// <param name="lda">Elements between its stored rows.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="ldb">Elements between its stored rows.</param>
    /// <param name="beta">Factor of what C held.</param>
    /// <param name="c">The result; it overlaps neither A nor B.</param>
    /// <param name="ldc">Elements between its rows.</param>
    internal static void Multiply<T>(
        Crew crew, bool transposeA, bool transposeB, int m, int n, int k, T alpha, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (m <= 0 || n <= 0) return;
        var job = new Job<T>(m, n, k, alpha, new(a, lda, transposeA), new(b, ldb, transposeB), beta, c, ldc);
        if (k <= 0 || alpha == T.Zero) Plain.Scale(job);
        else if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) Plain.Multiply(job);
        else if (m == 1 || n == 1) Share(crew, job, thin: true);
        else Share(crew, job, thin: false);
    }

    private static void Share<T>(Crew crew, in Job<T> job, bool thin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int threads = (int)Math.Clamp(job.Flops / FlopsPerThread, 1, crew.Threads);
        if (threads == 1)
        {
            Compute(job, new(0, job.M, 0, job.N), thin);
            return;
        }
        var grid = Grid(job, threads, 2 * Tiles<T>.Lanes);
        Held<Pieces<T>>.Run(crew, grid.Down * grid.Across, new(job, grid, thin));
    }

    private static void Compute<T>(in Job<T> job, Region region, bool thin)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (thin) Thin.Multiply(job, region);
        else Blocks.Multiply(job, region);
    }

    // How many rectangles down and across: the largest one decides the time, and long edges mean more packing.
    private static (int Down, int Across) Grid<T>(in Job<T> job, int threads, int unit)
        where T : unmanaged
    {
        (int Down, int Across) best = (1, 1);
        double least = double.MaxValue;
        for (int down = 1; down <= Math.Min(threads, job.M); down++)
        {
            int across = Math.Min(threads / down, (job.N + unit - 1) / unit);
            double height = Math.Ceiling((double)job.M / down), width = Math.Ceiling((double)job.N / unit / across) * unit;
            double cost = (height * width) + (8 * (height + width));
            if (cost < least) (best, least) = ((down, across), cost);
        }
        return best;
    }

    // Part i of n in whole units, as even as they allow.
    private static (int From, int To) Cut(int n, int parts, int i, int unit)
    {
        long units = (n + unit - 1) / unit;
        return ((int)Math.Min(n, units * i / parts * unit), (int)Math.Min(n, units * (i + 1) / parts * unit));
    }

    private readonly struct Pieces<T>(Job<T> job, (int Down, int Across) grid, bool thin) : IWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Do(int part)
        {
            (int top, int bottom) = Cut(job.M, grid.Down, part / grid.Across, 1);
            (int left, int right) = Cut(job.N, grid.Across, part % grid.Across, 2 * Tiles<T>.Lanes);
            if (bottom > top && right > left) Compute(job, new(top, bottom, left, right), thin);
        }
    }
}
