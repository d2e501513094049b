// What stands in the cells that padding adds.
using System.Globalization;

namespace FunctionalConv;

/// <summary>How padding finds the value of a cell outside the map.</summary>
public enum FillMode
{
    /// <summary>One number everywhere, zero by default.</summary>
    Constant,

    /// <summary>Mirrored at the border cell, which is not repeated: c b | a b c | b a. Amounts must be smaller than the map.</summary>
    Reflect,

    /// <summary>The border cell repeated: a a | a b c | c c.</summary>
    Replicate,

    /// <summary>The map goes around: b c | a b c | a b. Amounts must not exceed the map.</summary>
    Circular,
}

/// <summary>What stands in the cells that padding adds.</summary>
/// <param name="Mode">Where the value comes from.</param>
/// <param name="Value">The number of a constant fill.</param>
[TypeFormatterSource(typeof(ShownSource))]
public readonly record struct Fill(FillMode Mode, double Value)
{
    /// <summary>Zeros.</summary>
    public static Fill Zeros => default;

    /// <summary>Mirrored at the border cell, which is not repeated.</summary>
    public static Fill Reflect => new(FillMode.Reflect, 0);

    /// <summary>The border cell repeated.</summary>
    public static Fill Replicate => new(FillMode.Replicate, 0);

    /// <summary>The map goes around.</summary>
    public static Fill Circular => new(FillMode.Circular, 0);

    /// <summary>One number everywhere.</summary>
    public static Fill Constant(double value) => new(FillMode.Constant, value);

    /// <summary>The index inside a map of <paramref name="n"/> cells whose value stands at <paramref name="at"/>; −1 where the constant stands.</summary>
    internal int Source(int at, int n) => at >= 0 && at < n
        ? at
        : Mode switch
        {
            FillMode.Reflect => at < 0 ? -at : (2 * (n - 1)) - at,
            FillMode.Replicate => at < 0 ? 0 : n - 1,
            FillMode.Circular => at < 0 ? at + n : at - n,
            _ => -1,
        };

    /// <summary>Why n cells cannot be padded by up to <paramref name="widest"/> cells on a side, and what to do about it; null when they can.</summary>
    internal (string Needs, string Cure)? Refuses(int widest, int n, string cells) => Mode switch
    {
        FillMode.Reflect when widest > 0 && widest >= n => ($"reflect padding of {widest} needs more than {Amount.Of(widest, cells)}", $"pad less than {n}, or fill with Replicate or Zeros"),
        FillMode.Circular when widest > n => ($"circular padding of {widest} needs at least {Amount.Of(widest, cells)}", $"pad {n} or less, or fill with Zeros"),
        _ => null,
    };

    /// <summary>The fill as C#: <c>Zeros</c>, <c>Circular</c>, <c>Fill.Constant(1.5)</c>.</summary>
    public override string ToString() => Mode != FillMode.Constant ? Mode.ToString()
        : Value == 0 ? "Zeros"
        : $"Fill.Constant({Value.ToString("R", CultureInfo.InvariantCulture)})";
}
