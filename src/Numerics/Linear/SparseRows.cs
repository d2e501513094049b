// Sparse matrices row by row (CSR) from entries in any order, which may come more than once and then add up.
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

internal static class SparseRows
{
    /// <summary>The matrix; entries are read twice, so that memory holds each once.</summary>
    public static Matrix<double> Of(int rows, int columns, IEnumerable<(int Row, int Column, double Value)> entries)
    {
        var starts = new int[rows + 1];
        foreach (var (row, _, _) in entries) starts[row + 1]++;
        for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        int[] places = new int[starts[rows]], next = starts[..rows];
        var values = new double[starts[rows]];
        foreach (var (row, column, value) in entries) (places[next[row]], values[next[row]++]) = (column, value);
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            int from = starts[row], to = next[row];
            Array.Sort(places, values, from, to - from);
            starts[row] = kept;
            for (int i = from; i < to; i++)
                if (kept > starts[row] && places[kept - 1] == places[i]) values[kept - 1] += values[i];
                else (places[kept], values[kept++]) = (places[i], values[i]);
        }
        starts[rows] = kept;
        return Matrix<double>.Build.SparseFromCompressedSparseRowFormat(rows, columns, kept, starts, places[..kept], values[..kept]);
    }
}
