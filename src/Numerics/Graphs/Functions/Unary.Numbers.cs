// A function of one number that a user wrote, with its derivative. Evaluated in double, element by element, in every precision.
namespace FunctionalConv.Graphs;

public abstract partial record Unary
{
    /// <summary>A function of one number with its derivative, both in double.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="f">y = f(x).</param>
    /// <param name="derivative">dy/dx at x.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Unary Of(string name, Func<double, double> f, Func<double, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(derivative);
        return new OfNumbers(name, f, derivative);
    }

    private sealed record OfNumbers(string Name, Func<double, double> F, Func<double, double>? Rise) : Unary
    {
        internal override T Eval<T>(T x) => T.CreateTruncating(F(double.CreateTruncating(x)));

        internal override Unary? Slope => Rise is not null
            ? new OfNumbers(Name, Rise, null)
            : throw new NotSupportedException($"The derivative of '{Name}' is given as a function of numbers, so its second derivative is not known; write the layer with nodes (Layer.Of with a Func<Node, Node>) to have it.");

        public override string ToString() => Rise is not null ? Name : $"{Name}'";
    }
}
