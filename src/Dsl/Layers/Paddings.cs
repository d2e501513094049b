// The names of paddings and fills, in reach of `using static FunctionalConv.Layers`.
namespace FunctionalConv;

/// <summary>Every layer as a value or a function that makes one; bring them in with <c>using static FunctionalConv.Layers</c>.</summary>
public static partial class Layers
{
    /// <summary>No padding.</summary>
    public static Padding Valid => Padding.Valid;

    /// <summary>The output has ⌈n / stride⌉ cells.</summary>
    public static SamePadding Same => Padding.Same;

    /// <summary>Every window that touches the map.</summary>
    public static Padding Full => Padding.Full;

    /// <summary>No output sees a later input.</summary>
    public static CausalPadding Causal => Padding.Causal;

    /// <summary>Padding cells are zeros.</summary>
    public static Fill Zeros => Fill.Zeros;

    /// <summary>Padding mirrors the map at its border cell, which is not repeated.</summary>
    public static Fill Reflect => Fill.Reflect;

    /// <summary>Padding repeats the border cell.</summary>
    public static Fill Replicate => Fill.Replicate;

    /// <summary>Padding goes around the map.</summary>
    public static Fill Circular => Fill.Circular;
}
