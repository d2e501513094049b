// Linear layers as matrices. A single convolution, or its adjoint, is written down from its indices; anything else is run on the basis vectors, many at a time.
using System.Numerics;
using FunctionalConv.Graphs;
using MathNet.Numerics.LinearAlgebra;

namespace FunctionalConv;

/// <summary>Linear layers and models as matrices and operators.</summary>
public static class Matrices
{
    /// <summary>Numbers of one run over basis vectors.</summary>
    private const int RunOf = 1 << 20;

    /// <summary>A layer with fresh weights as a dense matrix and an offset.</summary>
    /// <param name="layer">A layer that is linear up to an offset.</param>
    /// <param name="input">The shape of an item.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="MisfitException">The shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is not linear (the first one that is not is named), or the matrix is too large for memory.</exception>
    public static AffineMap ToMatrix(this Layer layer, Shape input, int seed = 0) => Given(layer).Init<double>(input, seed).ToMatrix();

    /// <summary>A layer with fresh weights as a sparse matrix and an offset.</summary>
    /// <inheritdoc cref="ToMatrix(Layer, Shape, int)"/>
    public static AffineMap ToSparseMatrix(this Layer layer, Shape input, int seed = 0) => Given(layer).Init<double>(input, seed).ToSparseMatrix();

    /// <summary>A model as a dense matrix and an offset, in double.</summary>
    /// <exception cref="InvalidOperationException">The network is not linear (the first layer that is not is named), or the matrix is too large for memory.</exception>
    public static AffineMap ToMatrix<T>(this Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<double> of = Linear(model);
        var found = ConvolutionGraph.Find(of.Network.Graph(1));
        MatrixSize.Check(Whose(of.Network), of.Network.Output.Count, of.Network.Input.Count, found?.Matrix.TermCount);
        return found is var (matrix, kernel) ? Made(of, matrix.OfKernel(of[kernel]), matrix) : ByBasis(of);
    }

    /// <summary>A model as a sparse matrix and an offset, in double.</summary>
    /// <inheritdoc cref="ToMatrix{T}(Model{T})"/>
    public static AffineMap ToSparseMatrix<T>(this Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<double> of = Linear(model);
        Network network = of.Network;
        if (ConvolutionGraph.Find(network.Graph(1)) is var (matrix, kernel))
        {
            MatrixSize.CheckSparse(Whose(network), network.Output.Count, network.Input.Count, matrix.TermCount);
            return Made(of, matrix.SparseOfKernel(of[kernel]), matrix);
        }
        var entries = new List<(int, int, double)>();
        foreach (var (i, values) in Columns(of))
            for (int row = 0; row < values.Length; row++)
                if (values[row] != 0) entries.Add((row, i, values[row]));
        return Made(of, SparseRows.Of(network.Output.Count, network.Input.Count, entries), null);
    }

    /// <summary>The linear part of a model as an operator: x ↦ f(x) − f(0), with its exact adjoint, norm and products, without a matrix.</summary>
    /// <exception cref="InvalidOperationException">The network is not linear; the first layer that is not is named.</exception>
    public static LinearOperator ToOperator<T>(this Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<double> of = Linear(model);
        return new GraphOperator(of.Network.Layer.ToString(), of.Network.Graph(1), arguments => Bind(of, arguments));
    }

    /// <summary>The matrix by running basis vectors, whatever the layer is.</summary>
    internal static AffineMap ByBasis(Model<double> model)
    {
        Matrix<double> matrix = Matrix<double>.Build.Dense(model.Network.Output.Count, model.Network.Input.Count);
        foreach (var (i, values) in Columns(model)) matrix.SetColumn(i, values);
        return Made(model, matrix, null);
    }

    internal static void Bind(Model<double> model, Plans.Arguments<double> arguments)
    {
        for (int i = 0; i < model.Values.Length; i++) arguments.Set(model.Network.Weights[i].Name, model.Values[i]);
    }

    private static AffineMap Made(Model<double> model, Matrix<double> matrix, ConvolutionMatrix? convolution) =>
        new(model.Network.Input, model.Network.Output, matrix, MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(Zero(model).Array), convolution);

    private static Tensor<double> Zero(Model<double> model) => model.Run(Tensor.Filled(model.Network.Input, 0.0));

    /// <summary>The columns f(e) − f(0), by batches of basis vectors.</summary>
    private static IEnumerable<(int I, double[] Values)> Columns(Model<double> model)
    {
        int n = model.Network.Input.Count, m = model.Network.Output.Count, most = Math.Clamp(RunOf / Math.Max(n, m), 1, n);
        double[] zero = Zero(model).Array;
        for (int first = 0; first < n; first += most)
        {
            int count = Math.Min(most, n - first);
            var basis = new double[count * n];
            for (int i = 0; i < count; i++) basis[(i * n) + first + i] = 1;
            double[] images = model.Run(new Tensor<double>(model.Network.Input.Under(count), basis)).Array;
            for (int i = 0; i < count; i++)
            {
                double[] column = images[(i * m)..((i + 1) * m)];
                for (int row = 0; row < m; row++) column[row] -= zero[row];
                yield return (first + i, column);
            }
        }
    }

    private static Model<double> Linear<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Network network = model.Network;
        if (Linearity.FirstBreak(network.Graph(1), "x") is not { } line) return model.To<double>();
        Row? row = network.Rows.LastOrDefault(r => r.Path == line.Path);
        string who = row is null ? network.Layer.ToString() : $"{row.Place}, {row.Layer}";
        throw new InvalidOperationException(line.Primitive is Primitive.Foreign
            ? $"{who}, is opaque, so it is not known to be linear and has no matrix; write it with nodes, as Layer.Of with a function of a Node does."
            : $"{who}, is not linear, so the network has no matrix; ask for the matrix of the layers before it.");
    }

    private static Layer Given(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer;
    }

    private static string Whose(Network network) => $"The matrix of {network.Layer} on {network.Input}";
}
