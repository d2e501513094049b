// [Law(n)]: a property over n cases of the library's own generators, or of the generators given.
using System.Runtime.CompilerServices;
using FsCheck.Xunit;

namespace FunctionalConv.Properties;

[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute : PropertyAttribute
{
    public LawAttribute(int cases, Type? generators = null, [CallerMemberName] string law = "")
    {
        (Cases, Generators, Law) = (cases, generators, law);
        MaxTest = cases * Math.Max(1, Luck.Search);
        Arbitrary = generators is null ? [typeof(Arbitraries), typeof(Numerics.MapsCases)] : [generators];
        Replay = Luck.Replay(law);
        QuietOnSuccess = true;
    }

    public int Cases { get; }

    public Type? Generators { get; }

    public string Law { get; }
}
