// Which vector instructions this process multiplies with: chosen once, the widest the processor has.
// FUNCTIONALCONV_SIMD = avx512 | avx2 | neon | portable lowers the choice, so that one machine can test every path it can run.
// The question is Avx512F.IsSupported, not Vector512.IsHardwareAccelerated: the latter is false on chips that lower their clock.
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalConv.MicroKernels;

internal enum Capability
{
    Portable,
    AdvSimd,
    Avx2,
    Avx512,
}

internal static class Capabilities
{
    internal const string Variable = "FUNCTIONALCONV_SIMD";

    private static readonly (string Name, Capability Capability)[] Names =
        [("avx512", Capability.Avx512), ("avx2", Capability.Avx2), ("neon", Capability.AdvSimd), ("portable", Capability.Portable)];

    private static readonly Lazy<Capability> Chosen = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The instruction set of this process.</summary>
    /// <exception cref="InvalidOperationException">FUNCTIONALCONV_SIMD names none, or one that this processor lacks.</exception>
    internal static Capability Current => Chosen.Value;

    /// <summary>Asks for the instruction set where a user's call begins: kernels read it while their types are made, where an exception would come out wrapped.</summary>
    /// <exception cref="InvalidOperationException">FUNCTIONALCONV_SIMD names none, or one that this processor lacks.</exception>
    internal static void Require() => _ = Current;

    /// <summary>Whether this processor and runtime can execute it.</summary>
    internal static bool Has(Capability capability) => capability switch
    {
        Capability.Avx512 => Avx512F.IsSupported,
        Capability.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        Capability.AdvSimd => AdvSimd.Arm64.IsSupported,
        _ => true,
    };

    /// <summary>The instruction set asked for by name; the widest one when nothing is asked for.</summary>
    /// <exception cref="InvalidOperationException">The name is unknown, or this processor lacks what it names.</exception>
    internal static Capability Choose(string? wish)
    {
        if (string.IsNullOrEmpty(wish)) return Names.First(n => Has(n.Capability)).Capability;
        foreach ((string name, Capability capability) in Names)
            if (name.Equals(wish, StringComparison.OrdinalIgnoreCase))
                return Has(capability) ? capability : throw new InvalidOperationException($"{Variable} asks for {name}, which this processor lacks; it has {Available()}.");
        throw new InvalidOperationException($"{Variable} asks for \"{wish}\", which is none of {string.Join(", ", Names.Select(n => n.Name))}; this processor has {Available()}.");
    }

    private static string Available() => string.Join(", ", Names.Where(n => Has(n.Capability)).Select(n => n.Name));
}
