// What every primitive owes: its pullback is its derivative, a linear one's is its exact adjoint, and every fast plan computes its naive meaning.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Numerics;

public class PrimitiveLaws
{
    [Law(8)]
    public void A_pullback_agrees_with_central_differences(MapsCase x)
    {
        foreach (Entry entry in PrimitiveTable.All)
        {
            Graph graph = entry.Graph(x, out Sheet sheet), back = sheet.Differentiated(graph);
            var pulled = sheet.Run<double>(back, Sheet.Naive);
            foreach (string name in sheet.Reals.Where(n => n != "d.y").ToArray())
            {
                Tensor<double> direction = Tensor.Normal<double>(sheet[name].Shape, x.Seed + 5);
                Agree.Within(1e-6, sheet.Slope(graph, name, direction), Probe.Dot(pulled[$"d.{name}"], direction), $"{entry}, toward {name}");
            }
        }
    }

    [Law(12)]
    public void The_pullback_of_a_linear_primitive_is_its_exact_adjoint(MapsCase x)
    {
        foreach (Entry entry in PrimitiveTable.All.Where(e => e.Linear))
        {
            Graph graph = entry.Graph(x, out Sheet sheet), back = sheet.Differentiated(graph);
            foreach (string name in sheet.Reals.Where(n => n is not "d.y" and not "z").ToArray())
            {
                Tensor<double> at = sheet[name];
                var pulled = sheet.Run<double>(back, Sheet.Naive);
                Tensor<double> image = sheet.Run<double>(graph, Sheet.Naive)["y"];
                sheet[name] = Tensor.Filled(at.Shape, 0.0);
                Tensor<double> zero = sheet.Run<double>(graph, Sheet.Naive)["y"];
                sheet[name] = at;
                Tensor<double> dy = image.Shape.Rank == 0 ? Tensor.Filled(Shape.Scalar, 1.0) : sheet["d.y"];
                double left = Probe.Dot(image, dy) - Probe.Dot(zero, dy);
                Agree.Within(1e-11, left, Probe.Dot(at, pulled[$"d.{name}"]), $"{entry}, toward {name}");
            }
        }
    }

    [Law(20)]
    public void A_fast_plan_computes_the_naive_meaning_forward_and_backward(MapsCase x)
    {
        foreach (Entry entry in PrimitiveTable.All) Same(entry.Graph(x, out Sheet sheet), sheet, entry.Name);
    }

    [Law(5)]
    public void Convolutions_of_many_channels_compute_the_naive_meaning_forward_and_backward(MapsCase x)
    {
        ArgumentNullException.ThrowIfNull(x);
        MapsCase wide = x with { N = 2, Groups = 1, C = 32, M = 32 + (16 * (x.Seed % 3)), Third = null };
        foreach (Entry entry in PrimitiveTable.All.Where(e => e.Name.StartsWith("Correlate", StringComparison.Ordinal))) Same(entry.Graph(wide, out Sheet sheet), sheet, entry.Name);
    }

    [Theory]
    [InlineData(5, 1, 3, 8, 40)]
    [InlineData(9, 2, 2, 3, 33)]
    [InlineData(2, 1, 12, 20, 24)]
    public void Large_maps_compute_the_naive_meaning_forward_and_backward(int n, int groups, int c, int m, int size)
    {
        var x = new MapsCase(n, groups, c, m, new(size, new(3, 1, 1, 1, 1)), new(size - 7, new(5, 2, 1, 2, 1)), null, n);
        foreach (Entry entry in PrimitiveTable.All.Where(e => e.Name is "Correlate + bias, tanh" or "Correlate" or "Largest values" or "Multiply" or "Reduce" or "Broadcast" or "Relu"))
            Same(entry.Graph(x, out Sheet sheet), sheet, entry.Name);
    }

    private static void Same(Graph forward, Sheet sheet, string what)
    {
        Graph graph = sheet.Differentiated(forward);
        Assert.Contains("y = %", graph.ToString(), StringComparison.Ordinal);
        Results<double> naive = sheet.Run<double>(graph, Sheet.Naive), one = sheet.Run<double>(graph, new(Backend.Simd, 1)), two = sheet.Run<double>(graph, new(Backend.Simd, 2));
        Results<double> three = sheet.Run<double>(graph, new(Backend.Simd, 3)), managed = sheet.Run<double>(graph, new(Backend.Managed, 1));
        Results<float> single = sheet.Run<float>(graph, new(Backend.Simd, 1)), managedSingle = sheet.Run<float>(graph, new(Backend.Managed, 1));
        foreach (string name in naive.Names)
        {
            Agree.Within(1e-10, naive[name], one[name], $"{what}, {name}, fast against naive");
            Agree.Within(1e-10, naive[name], managed[name], $"{what}, {name}, managed against naive");
            Agree.Within(1e-4, naive[name].To<float>(), single[name], $"{what}, {name}, float against naive double");
            Agree.Within(1e-4, naive[name].To<float>(), managedSingle[name], $"{what}, {name}, managed float against naive double");
            Assert.True(one[name].Equals(two[name]) && one[name].Equals(three[name]), $"{what}, {name}: the bits depend on the number of threads");
        }
    }
}
