// What motions are made of. A shift of the input axis by V cells moves a line by U cells. A cell is good when it is what the network without borders has there,
// over the input that goes around: then good cells i and i − U agree under the shift.
namespace FunctionalConv;

/// <summary>Why an axis stops to follow, and the line that does it.</summary>
internal sealed record Cause(int Line, string Text);

/// <summary>A factor of an own axis of a line: the axis of the input that moves along it (−1: none), and which cells are good. Row-major factors make an axis.</summary>
/// <param name="Size">Cells.</param>
/// <param name="Axis">The spatial axis of the input, or −1.</param>
/// <param name="Good">Good cells; of a line that does not depend on the input, those that hold one number. Null: nothing moves along it, and cells may differ.</param>
internal sealed record Factor(int Size, int Axis, bool[]? Good)
{
    public static Factor Still(int size) => new(size, -1, null);

    public static Factor Even(int size) => new(size, -1, [.. Enumerable.Repeat(true, size)]);
}

/// <summary>What becomes of an axis of the input at a line.</summary>
internal readonly record struct Fate(int Kind, long V, long U, bool Whole, int Margin, int Begins, Cause? Why)
{
    public const int Tracked = 0, Invariant = 1, Lost = 2;

    public Fate At(int line, string why) => Kind == Lost ? this : this with { Kind = Lost, Why = new(line, why) };
}

/// <summary>A line: its axes as factors, and the fate of every axis of the input; no fates when it does not depend on the input.</summary>
internal sealed record Motion(Factor[][] Own, Fate[]? Fates)
{
    /// <summary>The factor along which an axis moves.</summary>
    public Factor? Of(int axis) => Own.SelectMany(f => f).FirstOrDefault(f => f.Axis == axis);
}
