// A provider that counts: on any MathNet provider every product of Conv and Dense, forward and backward, goes through its matrix product.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;
using MathNet.Numerics.Providers.LinearAlgebra;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Backends;

public class CountingBackend
{
    [Law(30)]
    public void Every_product_of_a_random_network_and_its_gradient_goes_through_the_provider(Fitting x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Compare(x.Layer.On(x.Input), 2);
    }

    [Fact]
    public void A_chain_of_convolutions_and_dense_layers_multiplies_what_its_graph_says()
    {
        var (forward, both) = Compare(Conv(32, 3, padding: Same).Then(Relu).Then(Conv(32, 3, stride: 2, groups: 2)).Then(MaxPool(2)).Then(Flatten).Then(Dense(10)).On((32, 9, 8)), 3);
        Assert.Contains((3, 10, 64), forward); // dense: 3 items, 10 outputs, 32 · 2 · 1 inputs
        Assert.Contains((16, 12, 144), forward); // conv2: 16 filters of a group, 4 · 3 stops, 16 channels of 9 taps
        Assert.Contains((10, 64, 3), both); // dense toward its weight
    }

    private static (List<(int M, int N, int K)> Forward, List<(int M, int N, int K)> Both) Compare(Network network, int items)
    {
        Graph forward = network.Graph(items), both = Gradient.Of(forward, "y", a => a.Kind == Element.Real);
        return (Products(network, forward, items), Products(network, both, items));
    }

    private static List<(int M, int N, int K)> Products(Network network, Graph graph, int items)
    {
        var counting = new Counting();
        var trial = new Trial(network.Layer, network.Input, items, 3);
        Model<double> model = Probe.Weighted(network, 3);
        Arguments<double> arguments = new Arguments<double>().Seed(3).Set("x", trial.Draw(trial.Items, 0)).Set("d.y", trial.Draw(network.Output.Under(items), 1));
        foreach (Weight weight in network.Weights) arguments.Set(weight.Name, model[weight.Name]);
        Results<double> counted = new Plan<double>(graph, new(Backend.Of("counting", counting), 2)).Run(arguments), simd = new Plan<double>(graph, new(Backend.Simd, 2)).Run(arguments);
        foreach (string name in simd.Names) Agree.Within(1e-10, simd[name], counted[name], name);
        Assert.Equal(graph.Macs, counting.Products.Sum(p => (long)p.M * p.N * p.K));
        return counting.Products;
    }

    private sealed class Counting() : ForwardingProvider(new ManagedLinearAlgebraProvider())
    {
        /// <summary>Row-major products C [m, n] = A [m, k] · B [k, n], as they reach the provider transposed.</summary>
        public List<(int M, int N, int K)> Products { get; } = [];

        public override void MatrixMultiplyWithUpdate(
            Transpose transposeA, Transpose transposeB, double alpha, double[] a, int rowsA, int columnsA, double[] b, int rowsB, int columnsB, double beta, double[] c)
        {
            var (n, k) = transposeA == Transpose.DontTranspose ? (rowsA, columnsA) : (columnsA, rowsA);
            Products.Add((transposeB == Transpose.DontTranspose ? columnsB : rowsB, n, k));
            base.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, c);
        }
    }
}
