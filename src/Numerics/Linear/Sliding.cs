// Sliding: a convolution or correlation of two signals with its steps laid open: flip, slide, product, area. One slide per shift; together they are the result.
namespace FunctionalConv;

/// <summary>One moment: the second function slid to a shift.</summary>
/// <param name="Shift">t.</param>
/// <param name="Moved">The second function at that moment: g(t − ·) of a convolution, g(· + t) of a correlation.</param>
/// <param name="Product">The product of both, where the first function is sampled.</param>
/// <param name="Area">The area under the product: the result's value at t.</param>
public sealed record Slide(double Shift, Signal Moved, Signal Product, double Area)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Slide), PrintMembers);
}

/// <summary>A convolution or correlation with all its moments.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Sliding
{
    private readonly Signal ready;

    internal Sliding(Signal f, Signal g, bool flips) => (F, G, Flips, ready) = (f, g, flips, flips ? g.Flipped : g);

    /// <summary>The function that stays.</summary>
    public Signal F { get; }

    /// <summary>The function that slides.</summary>
    public Signal G { get; }

    /// <summary>Whether the second function is flipped before it slides: convolution. Without it: correlation.</summary>
    public bool Flips { get; }

    /// <summary>The sliding function before it slides: g(−τ), or g(τ).</summary>
    public Signal Ready => ready;

    /// <summary>How many shifts there are: as many as let the two overlap.</summary>
    public int Count => F.Values.Length + G.Values.Length - 1;

    /// <summary>A moment by its number, in the order of shifts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such moment.</exception>
    public Slide this[int i]
    {
        get
        {
            if ((uint)i >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(i), $"There are {Count} moments, 0 to {Count - 1}; moment {i} was asked for.");
            // The sliding function's samples stand on those of F: its first one on sample `first` of F.
            int n = F.Values.Length, m = G.Values.Length, first = Flips ? i - m + 1 : n - 1 - i;
            Signal moved = ready.Moved(F.At(0) + (first * F.Step) - ready.Start);
            double[] product = [.. Enumerable.Range(0, n).Select(j => j - first is >= 0 and var k && k < m ? F.Values[j] * ready.Values[k] : 0)];
            Signal under = F.With(F.Start, product);
            return new(ShiftOf(i), moved, under, under.Area);
        }
    }

    /// <summary>All moments, in the order of shifts.</summary>
    public IEnumerable<Slide> Moments => Enumerable.Range(0, Count).Select(i => this[i]);

    /// <summary>The convolution or correlation as a function of the shift.</summary>
    public Signal Result => F.With(ShiftOf(0), [.. Moments.Select(moment => moment.Area)]);

    // A convolution begins where f and g begin together; a correlation where g's first sample stands on f's last.
    private double ShiftOf(int i) => (Flips ? F.Start + G.Start : G.Start - F.End) + (i * F.Step);
}
