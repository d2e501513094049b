// Foreign: a user's own operation, opaque to the graph, one item at a time; and its pullback.
using System.Numerics;

namespace FunctionalConv.Graphs;

/// <summary>A user's own operation: what it does to one item, and its pullback.</summary>
public interface IOperation
{
    /// <summary>Its name, for messages.</summary>
    string Name { get; }

    /// <summary>The output for one item.</summary>
    Tensor<T> Forward<T>(Tensor<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The cotangent of the item, given the output's.</summary>
    Tensor<T> Pullback<T>(Tensor<T> x, Tensor<T> dy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

public abstract partial record Primitive
{
    /// <summary>A user's operation over a batch, item by item.</summary>
    public sealed record Foreign(IOperation Operation, Shape Item) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 1 && x[0].Rank > 0 ? Item.Under(x[0][0]) : throw Unfit(x, "it takes one batch");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => [dy.Builder.Add(new ForeignPullback(Operation), x[0], dy)];

        internal override void Run<T>(Operands<T> at)
        {
            for (int i = 0; i < at.Shape[0]; i++)
                ItemByItem(Operation, "returned", Operation.Forward(ItemOf(at, 0, i)), Item).CopyTo(at.Out.Slice(i * Item.Count));
        }
    }

    /// <summary>The pullback of a user's operation over a batch. It has no adjoint of its own.</summary>
    public sealed record ForeignPullback(IOperation Operation) : Primitive
    {
        /// <inheritdoc/>
        public override Shape Infer(ReadOnlySpan<Shape> x) => x.Length == 2 && x[0][0] == x[1][0] ? x[0] : throw Unfit(x, "it takes a batch and its cotangents");

        /// <inheritdoc/>
        public override Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy) => throw new NotSupportedException(
            $"The pullback of '{Operation.Name}' is opaque, so its second derivative is not known; write the layer with nodes (Layer.Of with a Func<Node, Node>) to have it.");

        internal override void Run<T>(Operands<T> at)
        {
            Shape item = at.Shape.Tail;
            for (int i = 0; i < at.Shape[0]; i++)
                ItemByItem(Operation, "pulled back", Operation.Pullback(ItemOf(at, 0, i), ItemOf(at, 1, i)), item).CopyTo(at.Out.Slice(i * item.Count));
        }
    }

    private static Tensor<T> ItemOf<T>(Operands<T> at, int input, int i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape item = at.Of(input).Tail;
        return new(item, at[input].Slice(i * item.Count, item.Count).ToArray());
    }

    private static ReadOnlySpan<T> ItemByItem<T>(IOperation operation, string did, Tensor<T> result, Shape expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => result.Shape == expected
            ? result.Values
            : throw new InvalidOperationException($"The operation '{operation.Name}' {did} a tensor of shape {result.Shape} where {expected} was expected.");
}
