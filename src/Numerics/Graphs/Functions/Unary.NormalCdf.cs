// The normal distribution: Φ(x) = ½ erfc(−x / √2) and its density. Rational approximations of erf and erfc by W. J. Cody, "Rational Chebyshev approximations for the
// error function", Mathematics of Computation 23 (1969), 631–637: erf(a) = a · A(a²) / B(a²) up to 0.46875, erfc(a) = exp(−a²) · C(a) / D(a) beyond.
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>Φ(x): how much of the normal distribution lies below x. Its derivative is the density.</summary>
    public static Unary NormalCdf { get; } = new NormalCdfCase();

    private sealed record NormalCdfCase : Unary
    {
        /// <summary>Where erfc is 0 in both precisions, and the approximation still has no overflow.</summary>
        private const double Far = 30;

        internal override Unary? Slope => new Power(2).Then(new Affine(-0.5, 0)).Then(Exp) * (1 / Math.Sqrt(2 * Math.PI));

        internal override T Eval<T>(T x)
        {
            T a = T.Min(T.Abs(x) * T.CreateTruncating(Math.Sqrt(0.5)), T.CreateTruncating(Far));
            Vector<T> y = default(Tails<T>).Of(new(x), new(a), new(T.Exp(-a * a)));
            return T.IsNaN(x) ? x : y[0];
        }

        private protected override void Passes<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> a, Span<T> e)
        {
            TensorPrimitives.Abs(x, a);
            TensorPrimitives.Multiply(a, T.CreateTruncating(Math.Sqrt(0.5)), a);
            new Clip(0, Far).Apply<T>(a, a);
            TensorPrimitives.Multiply(a, a, e);
            TensorPrimitives.Negate(e, e);
            TensorPrimitives.Exp(e, e);
            VectorFunction.Each(x, a, e, y, default(Tails<T>));
        }

        public override string ToString() => "NormalCdf";

        /// <summary>Φ from x, a = |x| / √2 and exp(−a²).</summary>
        private readonly struct Tails<T> : IVectorFunction<T>
            where T : unmanaged, INumberBase<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c)
            {
                Vector<T> half = N(0.5), negative = Vector.LessThan(a, Vector<T>.Zero), tail = half * c * (C(b) / D(b)), erf = half * b * (A(b * b) / B(b * b));
                Vector<T> near = half + Vector.ConditionalSelect(negative, -erf, erf), far = Vector.ConditionalSelect(negative, tail, Vector<T>.One - tail);
                return Vector.ConditionalSelect(Vector.LessThan(b, N(0.46875)), near, far);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector<T> A(Vector<T> t)
            {
                Vector<T> y = N(1.85777706184603153e-1);
                y = (y * t) + N(3.16112374387056560e0);
                y = (y * t) + N(1.13864154151050156e2);
                y = (y * t) + N(3.77485237685302021e2);
                return (y * t) + N(3.20937758913846947e3);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector<T> B(Vector<T> t)
            {
                Vector<T> y = t + N(2.36012909523441209e1);
                y = (y * t) + N(2.44024637934444173e2);
                y = (y * t) + N(1.28261652607737228e3);
                return (y * t) + N(2.84423683343917062e3);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector<T> C(Vector<T> a)
            {
                Vector<T> y = N(2.15311535474403846e-8);
                y = (y * a) + N(5.64188496988670089e-1);
                y = (y * a) + N(8.88314979438837594e0);
                y = (y * a) + N(6.61191906371416295e1);
                y = (y * a) + N(2.98635138197400131e2);
                y = (y * a) + N(8.81952221241769090e2);
                y = (y * a) + N(1.71204761263407058e3);
                y = (y * a) + N(2.05107837782607147e3);
                return (y * a) + N(1.23033935479799725e3);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector<T> D(Vector<T> a)
            {
                Vector<T> y = a + N(1.57449261107098347e1);
                y = (y * a) + N(1.17693950891312499e2);
                y = (y * a) + N(5.37181101862009858e2);
                y = (y * a) + N(1.62138957456669019e3);
                y = (y * a) + N(3.29079923573345963e3);
                y = (y * a) + N(4.36261909014324716e3);
                y = (y * a) + N(3.43936767414372164e3);
                return (y * a) + N(1.23033935480374942e3);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector<T> N(double number) => VectorFunction.All<T>(number);
        }
    }
}
