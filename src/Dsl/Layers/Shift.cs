// Shift: the lecture's S_v. The map moves by an integer vector; what leaves on one side enters on the other, or a fill enters.
//   input [C, n…]    output the same shape      y[c, p] = x[c, p − v],   circular: indices modulo n
// Circular shifts form a group: S_u S_v = S_(u+v). A convolution under circular padding commutes with them: that is what makes it a convolution.

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Moves the map by an integer vector, to higher positions where it is positive: y[p] = x[p − v].</summary>
    /// <param name="by">Cells per spatial axis; one number moves every axis alike. Negative numbers move to lower positions.</param>
    /// <param name="fill">What enters; by default <see cref="Circular"/>, what left on the other side.</param>
    /// <exception cref="ArgumentException">A number is beyond 1,000,000.</exception>
    /// <returns><c>[C, n…] → the same</c>, <c>y[c, p] = x[c, p − by]</c>.</returns>
    /// <example><code>Shift((1, -2)).On((3, 8, 8))</code></example>
    public static Layer Shift(Extent by, Fill? fill = null) => new Shifted(by.Within(-Window.Most, Window.Most, "Shift", "a number of cells"), fill ?? Fill.Circular);
}

internal sealed record Shifted(Extent By, Fill Fill) : Mapped
{
    public override string Kind => "shift";

    protected override Fill Outside => Fill;

    protected override string Code => new Call("Shift").With(By).Leading("fill", Fill, Fill.Circular).ToString();

    protected override AxisMap Map(int axis, int rank, int n) => By.On(axis, rank, 0) is not 0 and var by ? new AxisMap.Shift(by, Fill.Mode) : AxisMap.Identity;

    protected override (string Needs, string Cure)? Refuses(int rank) => By.Fits(rank) ? null
        : ($"its shift {By} is made for {By.Axes}-D data", "give one number, or one per spatial axis");

    protected override (string Needs, string Cure)? Refuses(int axis, int rank, int n)
    {
        int by = Math.Abs(By.On(axis, rank, 0));
        return Fill.Mode != FillMode.Reflect || by < n ? null
            : ($"a shift of {by} with a reflect fill needs more than {Amount.Of(by, Window.Cells(axis))}", $"shift by less than {n}, or fill with Circular, Replicate or Zeros");
    }
}
