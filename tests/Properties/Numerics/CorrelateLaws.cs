// Correlate against a meaning written here, which shares no size formula with the library: the map is padded cell by cell, the kernel is spread out by its
// dilation, and stops are found by trying positions.
using FunctionalConv.Graphs;

namespace FunctionalConv.Properties.Numerics;

public class CorrelateLaws
{
    [Law(200)]
    public void Correlate_is_what_a_padded_map_and_a_spread_kernel_give(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var sheet = new Sheet(x.Seed);
        Graph graph = sheet.Builder.Build(("y", sheet.Real("x", x.Maps).Correlate(sheet.Real("w", x.Kernels), x.Frame, x.Groups)));
        Tensor<double> expected = Independent(x, sheet["x"], sheet["w"]);
        Agree.Within(1e-10, expected, sheet.Run<double>(graph, Sheet.Naive)["y"], "naive");
        Agree.Within(1e-10, expected, sheet.Run<double>(graph, new(Backend.Simd, 1))["y"], "simd");
        Agree.Within(1e-10, expected, sheet.Run<double>(graph, new(Backend.Managed, 1))["y"], "managed");
    }

    [Law(100)]
    public void The_transposed_correlation_stamps_every_kernel_onto_the_padded_map(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var sheet = new Sheet(x.Seed);
        Graph graph = sheet.Builder.Build(("y", sheet.Builder.Add(new Primitive.CorrelateToInput(x.Frame, x.Groups, x.Maps), sheet.Real("dy", x.Outputs), sheet.Real("w", x.Kernels))));
        var stamped = new double[x.Maps.Count];
        Walk(x, (at, kernel, output) => stamped[at] += sheet["w"].Values[kernel] * sheet["dy"].Values[output]);
        Agree.Within(1e-10, Tensor.Of(x.Maps, stamped), sheet.Run<double>(graph, new(Backend.Simd, 2))["y"]);
    }

    private static Tensor<double> Independent(MapsCase x, Tensor<double> maps, Tensor<double> kernels)
    {
        var y = new SortedDictionary<int, double>();
        Walk(x, (at, kernel, output) => y[output] = y.GetValueOrDefault(output) + (kernels.Values[kernel] * maps.Values[at]), output => y[output] = 0);
        return Tensor.Of(x.Outputs, [.. y.Values]);
    }

    /// <summary>Every product (cell of the map, tap of the kernel, output) of a correlation. Positions are row-major in [N, C, …].</summary>
    private static void Walk(MapsCase x, Action<int, int, int> product, Action<int>? begin = null)
    {
        Axis[] axes = x.Axes;
        int[][] padded = [.. axes.Select(a => Enumerable.Repeat(-1, a.Reach.Before).Concat(Enumerable.Range(0, a.Size)).Concat(Enumerable.Repeat(-1, a.Reach.After)).ToArray())];
        int[][] stops = [.. axes.Select((a, i) => Enumerable.Range(0, padded[i].Length).Where(p => p % a.Reach.Stride == 0 && p + ((a.Reach.Extent - 1) * a.Reach.Dilation) < padded[i].Length).ToArray())];
        int output = 0, plane = axes.Aggregate(1, (n, a) => n * a.Size), taps = axes.Aggregate(1, (n, a) => n * a.Reach.Extent);
        for (int n = 0; n < x.N; n++)
            for (int group = 0; group < x.Groups; group++)
                for (int m = 0; m < x.M; m++)
                    foreach (int[] stop in Product(stops))
                    {
                        begin?.Invoke(output);
                        for (int c = 0; c < x.C; c++)
                        {
                            int kernel = (((group * x.M) + m) * x.C + c) * taps;
                            foreach (int[] tap in Product([.. axes.Select(a => Enumerable.Range(0, a.Reach.Extent).ToArray())]))
                            {
                                int cell = 0;
                                for (int i = 0; i < axes.Length; i++)
                                    cell = cell < 0 || padded[i][stop[i] + (tap[i] * axes[i].Reach.Dilation)] is var p && p < 0 ? -1 : (cell * axes[i].Size) + padded[i][stop[i] + (tap[i] * axes[i].Reach.Dilation)];
                                if (cell >= 0) product((((n * x.Groups) + group) * x.C + c) * plane + cell, kernel, output);
                                kernel++;
                            }
                        }
                        output++;
                    }
    }

    private static IEnumerable<int[]> Product(int[][] axes) =>
        axes.Aggregate<int[], IEnumerable<int[]>>([[]], (all, axis) => all.SelectMany(before => axis.Select(n => (int[])[.. before, n])));
}
