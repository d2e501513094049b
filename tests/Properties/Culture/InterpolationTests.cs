// Interpolated strings as src/Invariant makes them: the framework's text in the invariant culture, and little more memory than the text. This assembly compiles the same file.
using System.Globalization;

namespace FunctionalConv.Properties.Culture;

public class InterpolationTests
{
    private sealed record Nested(double A)
    {
        public override string ToString() => $"<{A}|{$"{A,8:F2}"}>";
    }

    public static TheoryData<string> Names => Cultures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_what_the_framework_makes_in_the_invariant_culture(string culture)
    {
        (double x, int? none, object boxed, string text, Nested nested) = (-1234.5, null, 1.5, new string('a', 3000), new Nested(-0.25));
        string expected = string.Create(CultureInfo.InvariantCulture, $"{x} {x:N1} {x,12} {x,-12:F3}| {none} {boxed} {boxed,5:F2} {text} {text,5} {nested} {"ab".AsSpan()} {DayOfWeek.Friday} {'c'} {new DateTime(2024, 2, 29)} {(string?)null}{{");
        Assert.Equal(expected, Cultures.In(culture, () => $"{x} {x:N1} {x,12} {x,-12:F3}| {none} {boxed} {boxed,5:F2} {text} {text,5} {nested} {"ab".AsSpan()} {DayOfWeek.Friday} {'c'} {new DateTime(2024, 2, 29)} {(string?)null}{{"));
    }

    /// <summary>Code that is not optimised yet boxes each number (24 bytes).</summary>
    [Fact]
    public void It_costs_its_text_and_at_most_a_box_a_number()
    {
        const int Text = 56, Box = 24;
        double x = -1.5;
        int length = $"{x} of {x:F3}".Length;
        long bytes = 0;
        // What is made once, on a thread's first text, is not what a text costs.
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) length += $"{x} of {x:F3}".Length;
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(201 * 14, length);
        Assert.InRange(bytes / 100, 1, Text + (2 * Box));
    }
}
