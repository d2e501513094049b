// Misfit: one sentence on why a layer cannot take a shape, and what to change.
// Fit: the shape so far together with the misfits found on the way. Checking goes on after a misfit with what is still known.
using System.Collections.Immutable;
using LanguageExt;

namespace FunctionalConv;

/// <summary>Why a layer cannot take a shape, and what to change.</summary>
/// <param name="Where">The layer's place: <c>layer 5</c>, or <c>layer 3, branch 2, layer 1</c>; empty for the layer itself.</param>
/// <param name="Layer">The layer as C#; a long one of several layers by its name or kind.</param>
/// <param name="Input">The shape it was given; unknown axes print as <c>?</c>.</param>
/// <param name="Needs">What it needs and does not find.</param>
/// <param name="Cure">What to do.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Misfit(string Where, string Layer, Shape Input, string Needs, string Cure)
{
    /// <summary>The exception behind it: by which a shape function of one's own refused, or a size turned out too large; else null. Two misfits that say the same are equal whatever it is.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The whole sentence.</summary>
    public override string ToString() => $"{(Where.Length > 0 ? $"{Where}, {Layer}," : Layer)} cannot take {Input}: {Needs}; {Cure}.";

    /// <inheritdoc/>
    public bool Equals(Misfit? other) => other is not null && (Where, Layer, Input, Needs, Cure).Equals((other.Where, other.Layer, other.Input, other.Needs, other.Cure));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Where, Layer, Input, Needs, Cure);

    /// <summary>The same misfit seen from one level further out.</summary>
    internal Misfit Inside(string place) => this with { Where = Where.Length > 0 ? $"{place}, {Where}" : place };
}

/// <summary>The shape that comes out of a layer, as far as it is known, and the misfits found on the way.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record Fit(Shape Shape, ImmutableArray<Misfit> Misfits)
{
    /// <summary>A shape without misfits.</summary>
    public static implicit operator Fit(Shape shape) => new(shape, []);

    /// <summary>A misfit; checking goes on with the shape given as <paramref name="otherwise"/>.</summary>
    /// <param name="layer">The layer that refuses.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="needs">What it needs and does not find.</param>
    /// <param name="cure">What to do.</param>
    /// <param name="otherwise">The output as far as it is known.</param>
    public static Fit Refuse(Layer layer, Shape input, string needs, string cure, Shape otherwise)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return new(otherwise, [new("", layer.Said, input, needs, cure)]);
    }

    /// <summary>The shape, or all misfits, a line each.</summary>
    public override string ToString() => Misfits.IsEmpty ? Shape.ToString() : string.Join('\n', Misfits);

    /// <summary>The shape, or all misfits.</summary>
    public Validation<Misfit, Shape> ToValidation() => Misfits.IsEmpty
        ? Validation<Misfit, Shape>.Success(Shape)
        : Validation<Misfit, Shape>.Fail(Misfits.ToSeq());

    /// <summary>Goes on with another layer; misfits add up.</summary>
    internal Fit Then(Layer next, string place)
    {
        try
        {
            Fit fit = Formula.Inferred(next, Shape);
            return new(fit.Shape, Misfits.AddRange(fit.Misfits.Select(m => m.Inside(place))));
        }
        catch (LayerException e)
        {
            throw e.Inside(place);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Fit? other) => other is not null && Shape == other.Shape && Misfits.AsSpan().SequenceEqual(other.Misfits.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shape, Misfits.Length);
}

/// <summary>A layer was given a shape that it cannot take. The message holds one sentence per misfit.</summary>
public sealed class MisfitException : ArgumentException
{
    /// <summary>The exception for these misfits.</summary>
    public MisfitException(IEnumerable<Misfit> misfits)
        : base(string.Join(Environment.NewLine, misfits), misfits.Select(m => m.Cause).FirstOrDefault(cause => cause is not null)) => Misfits = [.. misfits];

    /// <summary>Everything that does not fit, in the order of the layers.</summary>
    public ImmutableArray<Misfit> Misfits { get; }
}
