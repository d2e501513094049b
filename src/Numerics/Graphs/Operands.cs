// Operands: what a primitive reads and writes when it is evaluated. An operand is a part of an arena seen with a shape.
using System.Numerics;

namespace FunctionalConv.Graphs;

/// <summary>The inputs and the output of one evaluation, in pinned memory that lives as long as the arena.</summary>
internal sealed unsafe class Operands<T>(Shape[] shapes, nint[] inputs, Shape shape, nint output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many inputs there are.</summary>
    public int Count => shapes.Length;

    /// <summary>The shape of an input.</summary>
    public Shape Of(int input) => shapes[input];

    /// <summary>The shape of the output.</summary>
    public Shape Shape => shape;

    /// <summary>The numbers of an input.</summary>
    public ReadOnlySpan<T> this[int input] => new((void*)inputs[input], shapes[input].Count);

    /// <summary>The whole numbers of an input.</summary>
    public ReadOnlySpan<int> Index(int input) => new((void*)inputs[input], shapes[input].Count);

    /// <summary>Where an input stands, for kernels.</summary>
    public nint At(int input) => inputs[input];

    /// <summary>The numbers to write.</summary>
    public Span<T> Out => new((void*)output, shape.Count);

    /// <summary>The whole numbers to write.</summary>
    public Span<int> OutIndex => new((void*)output, shape.Count);

    /// <summary>Where the output stands, for kernels.</summary>
    public nint AtOut => output;
}
