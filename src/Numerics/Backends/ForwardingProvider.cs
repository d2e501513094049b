// A MathNet provider that passes every call on to another. MathNet's own is sealed, so whoever wants to change or watch a few of the 112
// operations derives from this and overrides those. The calls themselves are generated (generate.cs).
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

/// <summary>Passes every call on to another provider; override what is to be different.</summary>
/// <param name="inner">The provider that does the work.</param>
public abstract partial class ForwardingProvider(ILinearAlgebraProvider inner) : ILinearAlgebraProvider
{
    /// <summary>The provider that does the work.</summary>
    protected ILinearAlgebraProvider Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual bool IsAvailable() => Inner.IsAvailable();

    /// <inheritdoc/>
    public virtual void InitializeVerify() => Inner.InitializeVerify();

    /// <inheritdoc/>
    public virtual void FreeResources() => Inner.FreeResources();
}
