// [Law(n)]: a property over n cases of the library's own generators. FUNCTIONALCONV_SEARCH multiplies the cases for longer searches.
using FsCheck.Xunit;

namespace FunctionalConv.Properties;

[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute : PropertyAttribute
{
    public LawAttribute(int cases)
    {
        Cases = cases;
        MaxTest = cases * (int.TryParse(Environment.GetEnvironmentVariable("FUNCTIONALCONV_SEARCH"), out int times) && times > 0 ? times : 1);
        Arbitrary = [typeof(Arbitraries), typeof(Numerics.MapsCases)];
        QuietOnSuccess = true;
    }

    public int Cases { get; }
}
