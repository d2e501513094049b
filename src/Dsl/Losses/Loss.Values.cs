// The value of a loss of tensors, at once.      outputs [N, …], targets → one number, or one per term
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

public abstract partial record Loss
{
    /// <summary>The loss of outputs against labels.</summary>
    /// <param name="output">Outputs [N, …].</param>
    /// <param name="target">The labels that the loss takes for them.</param>
    /// <returns>One number, of shape []; of an unreduced loss a number per term.</returns>
    /// <exception cref="ArgumentException">Output and target do not fit each other or the loss.</exception>
    public Tensor<T> Of<T>(Tensor<T> output, Labels target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(target);
        return Value(output, target.Shape, Element.Index, arguments => arguments.Set("target", target));
    }

    /// <summary>The loss of outputs against numbers.</summary>
    /// <param name="output">Outputs [N, …].</param>
    /// <param name="target">The numbers that the loss takes for them.</param>
    /// <returns>One number, of shape []; of an unreduced loss a number per term.</returns>
    /// <exception cref="ArgumentException">Output and target do not fit each other or the loss.</exception>
    public Tensor<T> Of<T>(Tensor<T> output, Tensor<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(target);
        return Value(output, target.Shape, Element.Real, arguments => arguments.Set("target", target));
    }

    private Tensor<T> Value<T>(Tensor<T> output, Shape target, Element element, Func<Arguments<T>, Arguments<T>> aim)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(output);
        var builder = new GraphBuilder();
        Graph graph = builder.Build(("loss", Of(builder.Argument("output", Role.Data, output.Shape), builder.Argument("target", Role.Data, target, element))));
        return new Plan<T>(graph).Run(aim(new Arguments<T>().Set("output", output)))["loss"];
    }
}
