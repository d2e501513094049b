// A matrix product with the bias of its columns and a function of every element: a dense layer.
using System.Numerics;
using System.Numerics.Tensors;
using FunctionalConv.Graphs;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed class DenseProduct : Fusion
{
    public override Draft<T>? Match<T>(Site site, int last) => Epilogue.Find<Primitive.MatMul>(site, last, 1) is { } found
        ? Draft<T>.Plain(found.Covers, "Product", found.Reads(site), [last], at => Bind(at, site, found))
        : null;

    private static unsafe Action Bind<T>(Buffers<T> at, Site site, Epilogue found)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = (Primitive.MatMul)site[found.Product].Primitive;
        Multiplier<T> multiplier = Multiplier<T>.Of(site.Options.Backend);
        Crew crew = site.Crew;
        var (m, k) = Primitive.MatMul.Op(at.Shape(0), product.TransposeA);
        int n = at.ShapeOut()[1], lda = at.Shape(0)[1], ldb = at.Shape(1)[1];
        nint a = at.In(0), b = at.In(1), bias = found.BiasIn(at), y = at.Out();
        return () =>
        {
            multiplier.Multiply(crew, product.TransposeA, product.TransposeB, m, n, k, (T*)a, lda, (T*)b, ldb, T.Zero, (T*)y, n);
            if (bias != 0)
                for (int i = 0; i < m; i++)
                {
                    var row = new Span<T>((T*)y + ((nint)i * n), n);
                    TensorPrimitives.Add(row, new ReadOnlySpan<T>((T*)bias, n), row);
                }
            found.Clip.Apply(new Span<T>((T*)y, m * n));
        };
    }
}
