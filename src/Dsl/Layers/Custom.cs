// Layers of one's own: written with nodes (the gradient follows, of any order), with a pullback of one's own, or opaque with a pullback; a function of one number
// lifts to every element.
using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed record Written(string Name, Func<Shape, Shape> Shape, Func<Node, Node> Forward) : Layer
{
    public override string Kind => Name;

    protected override string Code => $"Layer.Of(\"{Name}\", …)";

    public override Fit Infer(Shape input) => Custom.Infer(this, Shape, input);

    public override Node Lower(Node x, Scope at) => Forward(x);
}

internal sealed record Weighing(string Name, Func<Shape, Shape> Shape, Func<Node, Scope, Node> Forward) : Layer
{
    public override string Kind => Name;

    protected override string Code => $"Layer.Of(\"{Name}\", …)";

    public override Fit Infer(Shape input) => Custom.Infer(this, Shape, input);

    public override Node Lower(Node x, Scope at) => Forward(x, at);
}

internal sealed record Pulled(string Name, Func<Shape, Shape> Shape, Func<Node, Node> Forward, Func<Node, Node, Node> Pullback) : Layer
{
    public override string Kind => Name;

    protected override string Code => $"Layer.Of(\"{Name}\", …)";

    public override Fit Infer(Shape input) => Custom.Infer(this, Shape, input);

    public override Node Lower(Node x, Scope at) => x.Builder.Add(new Primitive.WithPullback(Name, Pullback), Forward(x), x);
}

internal sealed record Lifted(string Name, Unary F) : Layer
{
    public override string Kind => Name;

    protected override string Code => $"Layer.Map(\"{Name}\", …)";

    public override Fit Infer(Shape input) => input;

    public override Node Lower(Node x, Scope at) => x.Map(F);
}

internal sealed record Opaque(string Name, Func<Shape, Shape> Shape, IOperation Operation) : Layer
{
    public override string Kind => Name;

    protected override string Code => $"Layer.Of(\"{Name}\", …)";

    public override Fit Infer(Shape input) => Custom.Infer(this, Shape, input);

    public override Node Lower(Node x, Scope at) => x.Builder.Add(new Primitive.Foreign(Operation, Shape(x.Shape.Tail)), x);
}

/// <summary>An operation given by two functions in double.</summary>
internal sealed record Doubles(string Name, Func<Tensor<double>, Tensor<double>> Function, Func<Tensor<double>, Tensor<double>, Tensor<double>> Back) : IOperation
{
    public Tensor<T> Forward<T>(Tensor<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Function(x.To<double>()).To<T>();

    public Tensor<T> Pullback<T>(Tensor<T> x, Tensor<T> dy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Back(x.To<double>(), dy.To<double>()).To<T>();
}

internal static class Custom
{
    /// <summary>A name that weights can be called by.</summary>
    public static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && name.AsSpan().IndexOfAny('.', '/') < 0 && !name.Any(char.IsWhiteSpace) ? name
            : throw new ArgumentException($"A layer's name is one word without dots, slashes or blanks; it was given \"{name}\".", nameof(name));
    }

    /// <summary>A name as a literal of C#.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>An argument that is there.</summary>
    public static TArgument Given<TArgument>(TArgument argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        where TArgument : class
    {
        ArgumentNullException.ThrowIfNull(argument, name);
        return argument;
    }

    /// <summary>A shape function of the user's may refuse by an ArgumentException, which becomes a misfit in its words.</summary>
    public static Fit Infer(Layer layer, Func<Shape, Shape> shape, Shape input)
    {
        try
        {
            return shape(input) ?? throw new ArgumentException("its shape function gave no shape");
        }
        catch (ArgumentException refusal) when (refusal is not TooLargeException and not ArgumentNullException)
        {
            Fit refused = Fit.Refuse(layer, input, refusal.Message.TrimEnd('.'), "see the layer's own documentation", input);
            return refused with { Misfits = [refused.Misfits[0] with { Cause = refusal }] };
        }
    }
}
