// Signal: a function of one variable, known at equal steps and 0 elsewhere; the definitions of convolution and correlation are taken on it word by word.
//   convolution   (f ∗ g)(t) = ∫ f(τ) g(t − τ) dτ        flip g, slide it to t, multiply, take the area        f ∗ g = g ∗ f
//   correlation   (f ⋆ g)(t) = ∫ f(τ) g(τ + t) dτ        the same without the flip                             f ⋆ g = f(−·) ∗ g
//   discrete      step 1: areas are sums
using System.Collections.Immutable;
using System.Globalization;

namespace FunctionalConv;

/// <summary>A function of one variable, sampled at equal steps, 0 outside.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Signal : IEquatable<Signal>
{
    private Signal(double start, double step, ImmutableArray<double> values) => (Start, Step, Values) = (start, step, values);

    /// <summary>Where the first sample stands.</summary>
    public double Start { get; }

    /// <summary>From one sample to the next; 1 for a discrete signal.</summary>
    public double Step { get; }

    /// <summary>The samples.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>Where the last sample stands.</summary>
    public double End => At(Values.Length - 1);

    /// <summary>The area under it: step · Σ values.</summary>
    public double Area => Step * Values.Sum();

    /// <summary>f(−t).</summary>
    public Signal Flipped => new(-End, Step, [.. Values.Reverse()]);

    /// <summary>A function sampled in the middles of equal cells.</summary>
    /// <param name="f">The function.</param>
    /// <param name="from">Where the first cell begins.</param>
    /// <param name="to">Where the last cell ends.</param>
    /// <param name="cells">How many cells there are.</param>
    /// <exception cref="ArgumentException">There is no cell, or the ends do not enclose an interval.</exception>
    public static Signal Sample(Func<double, double> f, double from, double to, int cells)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (cells < 1 || !(to > from) || !double.IsFinite(to - from))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A sampled function needs at least 1 cell between two ends in order; it was given {cells} between {from} and {to}."));
        double step = (to - from) / cells;
        return new(from + (step / 2), step, [.. Enumerable.Range(0, cells).Select(i => f(from + ((i + 0.5) * step)))]);
    }

    /// <summary>Numbers at the places start, start + 1, …</summary>
    /// <exception cref="ArgumentException">No number was given.</exception>
    public static Signal Discrete(int start, params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length > 0 ? new(start, 1, [.. values]) : throw new ArgumentException("A discrete signal needs at least 1 number; it was given none.", nameof(values));
    }

    /// <summary>The box: 1 over a width around 0.</summary>
    public static Signal Box(double width = 1, int cells = 100) => Sample(_ => 1, -width / 2, width / 2, cells);

    /// <summary>The bell e^(−t²/2σ²) / (σ√2π), cut off at 5σ.</summary>
    public static Signal Gaussian(double sigma = 1, int cells = 200) =>
        Sample(t => Math.Exp(-t * t / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI)), -5 * sigma, 5 * sigma, cells);

    /// <summary>Where a sample stands.</summary>
    public double At(int i) => Start + (i * Step);

    /// <summary>The value of the sample nearest to t; 0 when none is within half a step.</summary>
    public double this[double t]
    {
        get
        {
            double i = Math.Round((t - Start) / Step);
            return i >= 0 && i < Values.Length ? Values[(int)i] : 0;
        }
    }

    /// <summary>f(t − by): moved to the right.</summary>
    public Signal Moved(double by) => new(Start + by, Step, Values);

    /// <summary>The convolution (f ∗ g)(t) = ∫ f(τ) g(t − τ) dτ, with every step of it.</summary>
    /// <exception cref="ArgumentException">The two have different steps.</exception>
    public Sliding Convolve(Signal g) => new(this, Alike(g), flips: true);

    /// <summary>The correlation (f ⋆ g)(t) = ∫ f(τ) g(τ + t) dτ, with every step of it: convolution without the flip.</summary>
    /// <exception cref="ArgumentException">The two have different steps.</exception>
    public Sliding Correlate(Signal g) => new(this, Alike(g), flips: false);

    /// <summary>The correlation with itself: symmetric, largest at 0, where it is the energy ∫ f².</summary>
    public Sliding Autocorrelate() => Correlate(this);

    /// <summary>Other samples at the same step.</summary>
    internal Signal With(double start, double[] values) => new(start, Step, [.. values]);

    /// <inheritdoc/>
    public bool Equals(Signal? other) => other is not null && Start == other.Start && Step == other.Step && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Signal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, Step, Values.Length);

    /// <summary>Its places, its step and its area.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Values.Length} samples from {Start:G4} to {End:G4}, step {Step:G4}, area {Area:G6}");

    private Signal Alike(Signal g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return Math.Abs(g.Step - Step) <= 1e-9 * Step ? g : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"Two sampled functions slide over one another only with one step; they have {Step:G6} and {g.Step:G6}: sample them with cells of one width."), nameof(g));
    }
}
