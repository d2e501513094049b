// Primitive: one of a closed set of operations. Each case stands in its own file under Primitives/ and says its meaning in one formula, its shape rule,
// its cost, its adjoint (written with primitives) and its naive evaluation, which is the oracle that every fast kernel is held against.
using System.Numerics;

namespace FunctionalConv.Graphs;

/// <summary>An operation of a graph: a pure function of its inputs with one output. The set is closed.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract partial record Primitive
{
    /// <summary>What the output's numbers are.</summary>
    public virtual Element Element => Element.Real;

    /// <summary>The shape of the output.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    public abstract Shape Infer(ReadOnlySpan<Shape> x);

    /// <summary>Multiply-accumulates of one evaluation.</summary>
    public virtual long Macs(ReadOnlySpan<Shape> x, Shape y) => 0;

    /// <summary>The cotangents of the inputs, given the output's: one per input, null where none flows.</summary>
    public abstract Node?[] Adjoint(ReadOnlySpan<Node> x, Node y, Node dy);

    /// <summary>The naive meaning, in plain loops. In double it is the oracle. Being internal, it closes the set.</summary>
    internal abstract void Run<T>(Operands<T> at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Whether the output is the first input's numbers under another shape.</summary>
    internal virtual bool IsView => false;

    /// <summary>Whether the output may overwrite the first input when nobody else reads it.</summary>
    internal virtual bool InPlace => false;

    /// <summary>What a formula says to have it, for messages: <c>+</c>, <c>Sum</c>.</summary>
    internal virtual string Written => GetType().Name;

    /// <summary>The exception for inputs that do not fit.</summary>
    private protected ArgumentException Unfit(ReadOnlySpan<Shape> x, string needs) =>
        new($"{Written} cannot take {string.Join(" and ", x.ToArray().Select(s => s.ToString()))}: {needs}.");
}
