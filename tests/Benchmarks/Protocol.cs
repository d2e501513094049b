// The numbers of the protocol.
//   values   element i of tensor t (0 input, 1 weight, 2 bias, 3 cotangent) is ((2654435761 · i + 40503 · t) mod 2³²) / 2³¹ − 1, weights times 1/√(elements / first extent)
//   check    for each result its mean, its root mean square and 14 elements, at ⌊j · (n − 1) / 13⌋
using System.Text.Json;

namespace FunctionalConv.Benchmarks;

internal static class Protocol
{
    public static Tensor<float> Values(int t, Shape shape, double scale = 1)
    {
        var values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(((((2654435761UL * (ulong)i) + (40503UL * (ulong)t)) & 0xFFFFFFFF) / 2147483648.0 - 1) * scale);
        return new(shape, values);
    }

    public static double[] Check(float[][] results) => [.. results.SelectMany(Check)];

    /// <summary>The numbers of a list; where the row has none, one number per spatial axis.</summary>
    public static int[] List(JsonElement row, string name, int otherwise, int axes) => row.TryGetProperty(name, out JsonElement list)
        ? [.. list.EnumerateArray().Select(e => e.GetInt32())]
        : [.. Enumerable.Repeat(otherwise, axes)];

    private static IEnumerable<double> Check(float[] r) =>
        [r.Average(v => (double)v), Math.Sqrt(r.Average(v => (double)v * v)), .. Enumerable.Range(0, 14).Select(j => (double)r[(long)j * (r.Length - 1) / 13])];
}
