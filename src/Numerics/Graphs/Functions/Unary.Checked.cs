// Checks of numbers that come while a graph runs: the number itself where it lies in its bounds, an exception elsewhere.
using System.Numerics;
using System.Numerics.Tensors;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>
    /// x, which lies from <paramref name="Low"/> to <paramref name="High"/>; a number farther outside than rounding explains, a millionth, throws an
    /// <see cref="ArgumentException"/> when it runs. NaN passes.
    /// </summary>
    /// <param name="Low">The least number.</param>
    /// <param name="High">The greatest.</param>
    /// <param name="Owner">What takes the numbers, for the message: <c>Dice takes probabilities</c>.</param>
    /// <param name="Cure">What to do, for the message.</param>
    public sealed record Checked(double Low, double High, string Owner, string Cure) : Unary
    {
        private const double Rounding = 1e-6;

        internal override Unary? Slope => Constant(1);

        internal override T Eval<T>(T x) => x < Least<T>() || x > Greatest<T>() ? throw Refusal(x) : x;

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y)
        {
            if (x.Length > 0 && !(TensorPrimitives.MinNumber(x) >= Least<T>() && TensorPrimitives.MaxNumber(x) <= Greatest<T>()))
                foreach (T number in x) Eval(number);
            x.CopyTo(y);
        }

        /// <inheritdoc/>
        public override string ToString() => $"{Owner} from {Low} to {High}";

        private T Least<T>()
            where T : INumberBase<T> => T.CreateTruncating(Low - Rounding);

        private T Greatest<T>()
            where T : INumberBase<T> => T.CreateTruncating(High + Rounding);

        private ArgumentException Refusal<T>(T x)
            where T : IFormattable => new(FormattableString.Invariant($"{Owner} from {Low} to {High}; it was given {x}; {Cure}."));
    }

    /// <summary>A function whose derivative is taken to be another: where a limit or a convention decides.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="F">The function.</param>
    /// <param name="Derived">Its derivative.</param>
    internal sealed record Given(string Name, Unary F, Unary Derived) : Unary
    {
        internal override Unary? Slope => Derived;

        internal override T Eval<T>(T x) => F.Eval(x);

        internal override void Apply<T>(ReadOnlySpan<T> x, Span<T> y) => F.Apply(x, y);

        public override string ToString() => Name;
    }
}
