// The instruction set can be lowered by name, and a name that cannot be met is refused in one sentence.
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Properties.Backends;

public class CapabilityLaws
{
    [Fact]
    public void Portable_is_always_there_and_nothing_means_the_widest()
    {
        Assert.Equal(Capability.Portable, Capabilities.Choose("portable"));
        Assert.Equal(Enum.GetValues<Capability>().Where(Capabilities.Has).Max(), Capabilities.Choose(null));
    }

    [Fact]
    public void A_name_chooses_its_set_where_the_processor_has_it()
    {
        foreach ((string name, Capability capability) in new[] { ("avx512", Capability.Avx512), ("AVX2", Capability.Avx2), ("neon", Capability.AdvSimd) })
            if (Capabilities.Has(capability)) Assert.Equal(capability, Capabilities.Choose(name));
            else Assert.Contains("which this processor lacks; it has ", Assert.Throws<InvalidOperationException>(() => Capabilities.Choose(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.StartsWith(
            "FUNCTIONALCONV_SIMD asks for \"sse9\", which is none of avx512, avx2, neon, portable; this processor has ",
            Assert.Throws<InvalidOperationException>(() => Capabilities.Choose("sse9")).Message, StringComparison.Ordinal);
}
