// The backends that need a native library, each looked for once.
using MathNet.Numerics.Providers;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FunctionalConv;

internal static class Native
{
    private const string MklCreator = "MathNet.Numerics.Providers.MKL.LinearAlgebra.MklLinearAlgebraControl, MathNet.Numerics.Providers.MKL";

    internal static readonly Lazy<(Backend? Backend, string Reason)> OpenBlas = new(() =>
        FunctionalConv.OpenBlas.TryLoad(out OpenBlas? library, out string reason)
            ? (Backend.Of("openblas", new OpenBlasProvider(library)), "")
            : (null, reason));

    internal static readonly Lazy<(Backend? Backend, string Reason)> Mkl = new(FindMkl);

    private static (Backend? Backend, string Reason) FindMkl()
    {
        if (Type.GetType(MklCreator) is not { } type) return (null, "the package MathNet.Numerics.Providers.MKL is not referenced");
#pragma warning disable CA1031 // Whatever the probe throws means that the library cannot be used; the reason says what it was.
        try
        {
            if (Activator.CreateInstance(type) is not IProviderCreator<ILinearAlgebraProvider> creator) return (null, $"{type.Name} creates no provider");
            ILinearAlgebraProvider provider = creator.CreateProvider();
            provider.InitializeVerify();
            return (Backend.Of("mkl", provider), "");
        }
        catch (Exception e)
        {
            return (null, $"MathNet's provider does not load the native library ({e.Message.TrimEnd('.')})");
        }
#pragma warning restore CA1031
    }
}
