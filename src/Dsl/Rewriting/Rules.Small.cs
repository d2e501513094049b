// Small equations: dropout vanishes in inference, named or not; relu · relu = relu; a relu passes a max-pool.
namespace FunctionalConv;

/// <summary>Dropout and stochastic depth are the identity in inference, which no chain holds.</summary>
internal sealed class Vanishing : Rule
{
    public override string Equation => "dropout vanishes";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i) => chain[i] is Leaf { Core: Dropping or Skipping } ? (1, []) : null;
}

/// <summary>relu · relu = relu, and relu6 absorbs relu on both sides.</summary>
internal sealed class ActivationTwice : Rule
{
    public override string Equation => "relu · relu = relu";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i)
    {
        if (Leaf<Activation>(chain, i) is not { } first || Leaf<Activation>(chain, i + 1) is not { } second) return null;
        if (!Clips(first.Core) || !Clips(second.Core)) return null;
        return (2, [first.Core == Layers.Relu6 ? first : second with { Input = first.Input, Path = first.Path }]);
    }

    private static bool Clips(Layer layer) => layer == Layers.Relu || layer == Layers.Relu6;
}

/// <summary>
/// maxpool(relu x) = relu(maxpool x): the relu then sees fewer cells. Not where a convolution stands before, which does a relu as it stores. A window that sees
/// only padding gives −∞ before a relu and 0 after it: there the two differ.
/// </summary>
internal sealed class PoolFirst : Rule
{
    public override string Equation => "relu, then max-pool = max-pool, then relu";

    public override (int Taken, Leaf[] Put)? At(IReadOnlyList<Piece> chain, int i)
    {
        if (Leaf<Activation>(chain, i) is not { } relu || relu.Core != Layers.Relu || Leaf<MaxPoolLayer>(chain, i + 1) is not { } pool) return null;
        bool stored = i > 0 && chain[i - 1] is Leaf { Core: ConvLayer or DepthwiseConvolved or TransposedConv or Densely }, twice = Leaf<Activation>(chain, i + 2)?.Core == Layers.Relu;
        if ((stored && !twice) || pool.Output.Count >= pool.Input.Count || !SeesTheMap(((MaxPoolLayer)pool.Core).Window, pool.Input)) return null;
        return (2, [pool with { Input = relu.Input }, relu with { Input = pool.Output }]);
    }

    private static bool SeesTheMap(Window window, Shape map)
    {
        Frame frame = window.On(map);
        return Enumerable.Range(1, map.Rank - 1).All(axis => Enumerable.Range(0, frame[axis + 3 - map.Rank].Out(map[axis])).All(o =>
            Enumerable.Range(0, frame[axis + 3 - map.Rank].Extent).Any(t => frame[axis + 3 - map.Rank].Reads(o, t, map[axis], window.Padding.Fill.Mode) >= 0)));
    }
}
