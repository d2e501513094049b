// The sizes of matrices: what an array and this machine's memory hold, and the sentence when they do not.
using System.Globalization;

namespace FunctionalConv;

internal static class MatrixSize
{
    /// <summary>Bytes of a sparse entry: its number and its column.</summary>
    private const int Entry = sizeof(double) + sizeof(int);

    /// <summary>Throws when a dense matrix is larger than an array, or than half of the memory.</summary>
    /// <param name="what">Whose matrix: the beginning of the sentence.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="entries">Entries that are not zero, as far as known.</param>
    public static void Check(string what, long rows, long columns, long? entries = null)
    {
        if (Holds(rows * (double)columns, sizeof(double))) return;
        string sparse = entries is { } n ? $"{Count(n)} entries, about {Bytes(n * (double)Entry)}" : "only entries that are not zero";
        throw new InvalidOperationException($"{what} has {Count(rows)} rows and {Count(columns)} columns, {Bytes(rows * (double)columns * sizeof(double))} in double, more than memory holds; "
            + $"use ToSparseMatrix ({sparse}), or the operator, which keeps the kernel alone and multiplies without a matrix.");
    }

    /// <summary>Throws when a sparse matrix does not fit.</summary>
    public static void CheckSparse(string what, long rows, long columns, long entries)
    {
        if (Holds(entries, Entry) && rows < Array.MaxLength) return;
        throw new InvalidOperationException($"{what} has {Count(rows)} rows, {Count(columns)} columns and {Count(entries)} entries that are not zero, about {Bytes(entries * (double)Entry)}, "
            + "more than memory holds; use the operator, which keeps the kernel alone and multiplies without a matrix.");
    }

    private static bool Holds(double elements, int bytes) => elements <= Array.MaxLength && elements * bytes <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2.0;

    private static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(double n) => n >= 1e9 ? $"{(n / 1e9).ToString("N1", CultureInfo.InvariantCulture)} GB" : $"{(n / 1e6).ToString("N1", CultureInfo.InvariantCulture)} MB";
}
