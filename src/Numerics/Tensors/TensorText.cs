// How a tensor prints: its shape, then its numbers in rows of the last axis, maps separated by blank lines; long axes are shortened.
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FunctionalConv;

internal static class TensorText
{
    private const int Edge = 3;
    private const int Longest = 8;

    public static string Print<T>(Tensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string kind = typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;
        var text = new StringBuilder($"Tensor<{kind}> {tensor.Shape}");
        if (tensor.Count == 0) return text.ToString();
        text.Append(tensor.Shape.Rank == 0 ? ": " : "\n");
        Part(text, tensor, 0, 0, tensor.Count);
        return text.ToString().TrimEnd();
    }

    private static void Part<T>(StringBuilder text, Tensor<T> tensor, int axis, int start, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (axis == tensor.Shape.Rank)
        {
            text.Append(tensor.Values[start].ToString("G4", CultureInfo.InvariantCulture).PadLeft(11));
            return;
        }
        int n = tensor.Shape[axis];
        bool last = axis == tensor.Shape.Rank - 1;
        for (int i = 0; i < n; i++)
        {
            if (n > Longest && i == Edge)
            {
                text.Append(last ? "          …" : "          …\n");
                i = n - Edge;
            }
            Part(text, tensor, axis + 1, start + (i * (length / n)), length / n);
        }
        if (last || axis < tensor.Shape.Rank - 2) text.Append('\n');
    }
}
