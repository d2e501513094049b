// The product in plain loops, for types without vector kernels, and C = beta · C.
using System.Numerics;

namespace FunctionalConv.MicroKernels;

internal static unsafe class Plain
{
    internal static void Multiply<T>(in Job<T> job)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < job.M; i++)
            for (int j = 0; j < job.N; j++)
            {
                T sum = T.Zero;
                for (int k = 0; k < job.K; k++) sum += *job.A.At(i, k) * *job.B.At(k, j);
                T* c = job.C + (i * job.Row) + j;
                *c = job.Beta == T.Zero ? job.Alpha * sum : (job.Alpha * sum) + (job.Beta * *c);
            }
    }

    /// <summary>What is left of the product when its sums are empty or alpha is zero; a beta of zero clears C whatever it held.</summary>
    internal static void Scale<T>(in Job<T> job)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < job.M; i++)
        {
            var line = new Span<T>(job.C + (i * job.Row), job.N);
            if (job.Beta == T.Zero) line.Clear();
            else foreach (ref T c in line) c *= job.Beta;
        }
    }
}
