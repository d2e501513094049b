// Functions of one number. Each has its derivative, a function of the same number again: the set is closed under differentiation, to any order.
//   Unary.Lines.cs, .Bends.cs, .Smooth.cs, .Powers.cs   leaves       Unary.Algebra.cs   f then g, f + g, f · g, and two functions on both sides of a number: what activations are made of
using System.Numerics;

namespace FunctionalConv.Graphs;

/// <summary>A function of one number, applied to every element.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract partial record Unary
{
    /// <summary>Numbers that a function of several passes takes at a time, so that what stands between the passes stays in the first-level cache.</summary>
    private const int Piece = 512;

    /// <summary>The function of one number.</summary>
    internal abstract T Eval<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The derivative; null where it is 0 everywhere.</summary>
    internal abstract Unary? Slope { get; }

    /// <summary>The derivative at every element as a graph, by the input x or the output y; null where it is 0 everywhere.</summary>
    internal virtual Node? Derivative(Node x, Node y) => Slope is { } slope ? x.Map(slope) : null;

    /// <summary>The function over a row of numbers, vectorised. Input and output may be the same memory.</summary>
    internal virtual void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> one = stackalloc T[Math.Min(Piece, x.Length)], two = stackalloc T[one.Length];
        for (int at = 0; at < x.Length; at += Piece)
        {
            int n = Math.Min(Piece, x.Length - at);
            Passes(x.Slice(at, n), y.Slice(at, n), one[..n], two[..n]);
        }
    }

    /// <summary>The function over a piece of a row, with room for two pieces between its passes.</summary>
    private protected virtual void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> one, Span<T> two)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = Eval(x[i]);
    }
}
