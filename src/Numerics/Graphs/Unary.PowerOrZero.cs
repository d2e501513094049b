// Powers that leave 0 at 0, and their derivatives do too: roots whose gradient at 0 is finite.
namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>
    /// x to a fixed power, and 0 at 0 whatever the power. Its derivative is p · x^(p − 1) and 0 at 0, where a root has none: the convention that keeps
    /// infinities out of gradients. A negative x to a broken power is not a number.
    /// </summary>
    public sealed record PowerOrZero(double P) : Unary
    {
        internal override T Eval<T>(T x) => x == T.Zero ? T.Zero : P switch
        {
            0 => T.IsNaN(x) ? x : T.One,
            1 => x,
            0.5 => T.Sqrt(x),
            _ => T.Pow(x, T.CreateTruncating(P)),
        };

        internal override Node? Derivative(Node x, Node y) => P == 0 ? null : x.Map(new PowerOrZero(P - 1)) * P;
    }
}
