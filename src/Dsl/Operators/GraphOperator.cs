// The linear part of a graph as an operator: x ↦ f(x) − f(0), and its transposed by the graph's gradient, which for a linear map is exact.
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

internal sealed class GraphOperator : LinearOperator
{
    /// <summary>Products from which a second thread is worth waking.</summary>
    private const long Threaded = 1 << 22;

    private readonly string name;
    private readonly Action<Arguments<double>> bind;
    private readonly Plan<double> forward;
    private readonly Lazy<Plan<double>> back;
    private readonly Tensor<double> offset;

    /// <summary>A graph from x [1, …] to y [1, …] that is linear in x up to a constant.</summary>
    public GraphOperator(string name, Graph graph, Action<Arguments<double>> bind)
        : base(graph.Arguments.First(a => a.Argument.Name == "x").Argument.Shape.Tail, graph.Lines[graph.Output("y")].Shape.Tail)
    {
        PlanOptions options = graph.Macs < Threaded ? PlanOptions.Default with { Threads = 1 } : PlanOptions.Default;
        (this.name, this.bind, forward) = (name, bind, new(graph, options));
        back = new(() => new(Gradient.Of(graph, "y", a => a.Name == "x"), options));
        offset = Run(forward, "x", Tensor.Filled(Input, 0.0), "y", Output);
    }

    /// <summary>f(0).</summary>
    public Tensor<double> Offset => offset;

    public override LinearOperator Transposed => new Adjoint(this);

    private protected override Tensor<double> Map(Tensor<double> x)
    {
        double[] y = Run(forward, "x", x, "y", Output).Array;
        for (int i = 0; i < y.Length; i++) y[i] -= offset.Array[i];
        return new(Output, y);
    }

    public override string ToString() => name;

    private Tensor<double> Run(Plan<double> plan, string argument, Tensor<double> value, string output, Shape shape)
    {
        var arguments = new Arguments<double>().Set("x", Tensor.Filled(Input.Under(1), 0.0)).Set(argument, value.Reshape(value.Shape.Under(1))).Seed(0);
        bind(arguments);
        return plan.Run(arguments)[output].Reshape(shape);
    }

    private sealed class Adjoint(GraphOperator forward) : LinearOperator(forward.Output, forward.Input)
    {
        public override LinearOperator Transposed => forward;

        private protected override Tensor<double> Map(Tensor<double> y) => forward.Run(forward.back.Value, "d.y", y, "d.x", forward.Input);

        public override string ToString() => $"({forward})ᵀ";
    }
}
