// The laws of shifts hold and fail as they should; the report names what is broken, shrunk, with its seed.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Layers;

public class ShiftLaws
{
    private static Padding Around => Same.Filled(Circular);

    /// <summary>A layer that drops the last item of a batch's gradient, and forgets a factor.</summary>
    private static Layer Buggy => Layer.Of("cube", shape => shape, x => Tensor.Make(x.Shape, i => x.Values[i] * x.Values[i] * x.Values[i]), (x, dy) => Tensor.Make(x.Shape, i => 2 * x.Values[i] * x.Values[i] * dy.Values[i]));

    [Law(30)]
    public Property Circular_convolutions_commute_with_shifts() => Laws.ShiftEquivariant(Conv(3, 3, padding: Around).Then(Tanh).Then(MaxPool(3, 1, Around)));

    [Law(30)]
    public Property Zero_padding_commutes_inside_its_margin() => Laws.ShiftEquivariant(Conv(3, 3, padding: Same).Then(Tanh), margin: 1);

    [Law(20)]
    public Property A_stride_commutes_with_its_multiples() => Laws.ShiftEquivariant(Conv(3, 3, padding: Around).Then(AveragePool(2)), (2, 12, 8), step: 2);

    [Law(20)]
    public Property A_mean_over_a_turn_does_not_notice_shifts() => Laws.ShiftInvariant(Conv(3, 3, padding: Around).Then(Tanh).Then(GlobalAveragePool).Then(Dense(2)), (2, 6, 7));

    [Law(20)]
    public Property Under_zero_padding_only_content_away_from_the_border_is_not_noticed() => Laws.ShiftInvariant(Conv(3, 3, padding: 1).Then(Tanh).Then(GlobalAveragePool), (2, 9, 8), margin: 2);

    [Fact]
    public void What_does_not_follow_a_shift_is_refuted()
    {
        Assert.Contains("moved by 1 along spatial axis 0, against its output moved by 1: they differ most at", Refuted(Laws.ShiftEquivariant(Conv(3, 3, padding: Same), (2, 8))), StringComparison.Ordinal);
        Assert.Contains("give a step that is a multiple of 2", Refuted(Laws.ShiftEquivariant(AveragePool(2), (2, 8))), StringComparison.Ordinal);
        Assert.Contains("leaves nothing that moves along spatial axis 0", Refuted(Laws.ShiftEquivariant(Flatten.Then(Dense(3)), (2, 8))), StringComparison.Ordinal);
        Assert.Contains("against Flatten.Then(Dense(3)) unmoved", Refuted(Laws.ShiftInvariant(Flatten.Then(Dense(3)), (2, 8))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_says_what_holds_and_shows_what_does_not()
    {
        Assert.True(Conv(2, 3).Check(tests: 5).Holds);
        LawReport report = Buggy.Check(tests: 20);
        Assert.Equal(["gradient", "gradient in training"], report.Results.Where(r => !r.Holds).Select(r => r.Law));
        LawResult gradient = report.Results[1];
        Assert.Matches(@"^Layer\.Of\(""cube"", …\) on 1 item of \[1(, 1)*\], weights and data from seed \d+$", gradient.Counterexample);
        Assert.Contains("the pullback toward x has slope", gradient.Differs, StringComparison.Ordinal);
        Assert.Matches("law                   verdict  tests\nshape                 holds       20\ngradient              BROKEN", report.ToString());
        LawResult again = Buggy.Check(tests: 20, replay: gradient.Replay).Results[1];
        Assert.Equal((1, gradient.Counterexample), (again.Tests, again.Counterexample));
    }

    [Fact]
    public void A_report_takes_networks_and_laws_of_ones_own_and_refuses_seeds_of_another_kind()
    {
        LawReport report = Conv(2, 3).On((1, 5)).Check(5, null, ("commutes with shifts", Laws.ShiftEquivariant(Conv(2, 3), (1, 5))));
        Assert.Equal((6, "commutes with shifts"), (report.Results.Length, report.Results.Single(r => !r.Holds).Law));
        Assert.Equal("A replay is the three numbers of a report, \"seed,gamma,size\"; it was given \"7\". (Parameter 'text')", Assert.Throws<ArgumentException>(() => Relu.Check(replay: "7")).Message);
    }

    private static string Refuted(Property property) => Assert.ThrowsAny<Exception>(() => property.QuickCheckThrowOnFailure()).Message;
}
