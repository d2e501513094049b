// Dense layer: every output is a weighted sum of all inputs.      input [F]   weight [outputs, F]   bias [outputs]   output [outputs],  y = W x + b
// Flatten: all maps as one vector.      input [C, …]   output [C · …], row-major
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>A dense (fully connected) layer: y = W x + b on a vector.</summary>
    /// <param name="outputs">How many numbers come out.</param>
    /// <param name="bias">Whether every output has a number added.</param>
    /// <exception cref="ArgumentException">Fewer than 1 output.</exception>
    /// <returns><c>[F] → [outputs]</c>, <c>y = W x + b</c>.</returns>
    /// <example><code>Dense(10).On(84)</code></example>
    public static Layer Dense(int outputs, bool bias = true) => outputs >= 1
        ? new Densely(outputs, bias)
        : throw new ArgumentException($"Dense needs at least 1 output; it was given {outputs}.", nameof(outputs));

    /// <summary>All maps as one vector, row-major.</summary>
    /// <value><c>[C, n…] → [C · n…]</c>, <c>y[c · n + p] = x[c, p]</c>.</value>
    /// <example><code>Flatten.On((16, 5, 5))</code></example>
    public static Layer Flatten { get; } = new Flattening();
}

internal sealed record Densely(int Outputs, bool Bias) : Layer
{
    public override string Kind => "dense";

    protected override string Code => new Call("Dense").With(Outputs).With("bias", Bias, true).ToString();

    public override Fit Infer(Shape input) => input.Rank == 1
        ? Shape.Of(Outputs)
        : Fit.Refuse(this, input, "it takes a vector [features]", "put Flatten before it", Outputs);

    public override Node Lower(Node x, Scope at)
    {
        Node y = x.MatMul(at.Weight("weight", (Outputs, x.Shape[1]), Initializer.He), transposeOther: true);
        return Bias ? y + at.Weight("bias", Outputs, Initializer.Zeros).PerChannel(y.Shape) : y;
    }
}

internal sealed record Flattening : Layer
{
    public override string Kind => "flatten";

    protected override string Code => "Flatten";

    public override Fit Infer(Shape input) => Shape.Of(input.Known ? input.Count : Shape.Unknown);

    public override Node Lower(Node x, Scope at) => x.Reshape(Shape.Of(x.Shape[0], x.Shape.Tail.Count));
}
