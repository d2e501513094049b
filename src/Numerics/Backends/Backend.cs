// What multiplies matrices for plans and for MathNet itself: a MathNet provider under a name.
//   simd      this library's kernels, managed code only (the default)
//   managed   MathNet's own
//   openblas  products by the native OpenBLAS      mkl  MathNet's MKL provider
// FUNCTIONALCONV_BACKEND names the default.
using System.Diagnostics.CodeAnalysis;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

/// <summary>A MathNet linear algebra provider under a name. Backends of one name and one provider are equal.</summary>
public sealed partial class Backend : IEquatable<Backend>
{
    /// <summary>The environment variable that names the default backend.</summary>
    public const string Variable = "FUNCTIONALCONV_BACKEND";

    private static readonly Lazy<Backend> Chosen = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? Named(name) : Simd!);

    private Backend(string name, ILinearAlgebraProvider provider) => (Name, Provider) = (name, provider);

    /// <summary>This library's vectorised kernels, managed code only; works everywhere.</summary>
    public static Backend Simd { get; } = new("simd", new SimdProvider());

    /// <summary>MathNet's own managed provider.</summary>
    public static Backend Managed { get; } = new("managed", new ManagedLinearAlgebraProvider());

    /// <summary>The backend FUNCTIONALCONV_BACKEND names; <see cref="Simd"/> when it names none.</summary>
    /// <exception cref="ArgumentException">It names an unknown backend.</exception>
    /// <exception cref="InvalidOperationException">It names a backend this machine lacks.</exception>
    public static Backend Default => Chosen.Value;

    /// <summary>The name the backend was made under.</summary>
    public string Name { get; }

    /// <summary>The provider that does the work.</summary>
    public ILinearAlgebraProvider Provider { get; }

    /// <summary>Whether plans may use this library's fused kernels beside the provider's products.</summary>
    internal bool IsSimd => Equals(Simd);

    /// <summary>A backend of one's own: any MathNet provider.</summary>
    public static Backend Of(string name, ILinearAlgebraProvider provider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(provider);
        return new(name, provider);
    }

    /// <summary>The backend of this name: simd, managed, openblas or mkl, in any case.</summary>
    /// <exception cref="ArgumentException">The name is none of them.</exception>
    /// <exception cref="InvalidOperationException">This machine lacks that backend; the message says why and what to do.</exception>
    public static Backend Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Backend? backend;
        string reason;
        switch (name.ToUpperInvariant())
        {
            case "SIMD": return Simd;
            case "MANAGED": return Managed;
            case "OPENBLAS":
                return TryOpenBlas(out backend, out reason) ? backend : throw new InvalidOperationException(
                    $"The backend openblas is not available: {reason}; install OpenBLAS (on Debian libopenblas0-pthread) or use simd.");
            case "MKL":
                return TryMkl(out backend, out reason) ? backend : throw new InvalidOperationException(
                    $"The backend mkl is not available: {reason}; reference MathNet.Numerics.Providers.MKL and its native package, or use simd.");
            default:
                throw new ArgumentException($"There is no backend \"{name}\"; the known ones are simd, managed, openblas and mkl.", nameof(name));
        }
    }

    /// <summary>Products by the native OpenBLAS, where the system has it; otherwise false and the reason.</summary>
    public static bool TryOpenBlas([NotNullWhen(true)] out Backend? backend, out string reason)
    {
        (backend, reason) = Native.OpenBlas.Value;
        return backend is not null;
    }

    /// <summary>MathNet's MKL provider, where its package is referenced and its library loads; otherwise false and the reason.</summary>
    public static bool TryMkl([NotNullWhen(true)] out Backend? backend, out string reason)
    {
        (backend, reason) = Native.Mkl.Value;
        return backend is not null;
    }

    /// <summary>Makes MathNet's own matrices use this backend from now on, in the whole process.</summary>
    /// <exception cref="InvalidOperationException">FUNCTIONALCONV_SIMD names no instruction set of this processor.</exception>
    public void Install()
    {
        MicroKernels.Capabilities.Require();
        LinearAlgebraControl.Provider = Provider;
    }

    /// <inheritdoc/>
    public bool Equals(Backend? other) => other is not null && Name == other.Name && ReferenceEquals(Provider, other.Provider);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Backend);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Provider));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
