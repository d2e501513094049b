// Activations and dense layers. A peer's axes count the batch; along the batch itself there is no layer, only the node.
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Peers;

internal static partial class PeerAdapter
{
    private static Dictionary<string, Family> Activations => new()
    {
        ["relu"] = Of(_ => Relu),
        ["leaky_relu"] = Of(n => LeakyRelu(n.Double("negative_slope", 0.01))),
        ["prelu"] = new() { Layer = n => ParametricRelu(n.Shape("w").Count > 1), Weights = [("w", "weight")] },
        ["elu"] = Of(n => Elu(n.Double("alpha", 1))),
        ["selu"] = Of(_ => Selu),
        ["celu"] = Of(n => Celu(n.Double("alpha", 1))),
        ["gelu"] = Of(n => n.Text("approximate", "none") == "tanh" ? GeluTanh : Gelu),
        ["silu"] = Of(_ => Silu),
        ["mish"] = Of(_ => Mish),
        ["sigmoid"] = Of(_ => Sigmoid),
        ["logsigmoid"] = Of(_ => LogSigmoid),
        ["tanh"] = Of(_ => Tanh),
        ["hardtanh"] = Of(n => HardTanh(n.Double("min_val", -1), n.Double("max_val", 1))),
        ["hardsigmoid"] = Of(_ => HardSigmoid),
        ["hardswish"] = Of(_ => HardSwish),
        ["relu6"] = Of(_ => Relu6),
        ["threshold"] = Of(n => Threshold(n.Double("threshold", 0), n.Double("value", 0))),
        ["softplus"] = Of(n => Softplus(n.Double("beta", 1), n.Double("threshold", 20))),
        ["softsign"] = Of(_ => Softsign),
        ["hardshrink"] = Of(n => HardShrink(n.Double("lambd", 0.5))),
        ["softshrink"] = Of(n => SoftShrink(n.Double("lambd", 0.5))),
        ["tanhshrink"] = Of(_ => TanhShrink),
        ["glu"] = AlongAxis(Glu, -1, (x, axis) => x.Shape[axis] % 2 == 0 ? x.Glu(axis) : x),
        ["softmax"] = AlongAxis(Softmax, 1, (x, axis) => x.Softmax(axis)),
        ["softmin"] = AlongAxis(Softmin, 1, (x, axis) => (-x).Softmax(axis)),
        ["log_softmax"] = AlongAxis(LogSoftmax, 1, (x, axis) => x.LogSoftmax(axis)),
        ["linear"] = new() { Layer = n => Dense(n.Shape("w")[0], n.Has("b")), Weights = Affine },
    };

    private static Family Of(Func<CaseNode, Layer> layer) => new() { Layer = layer };

    /// <summary>A layer along an axis of the item; along the batch, which is 1 when a network is first lowered, the node.</summary>
    private static Family AlongAxis(Func<int, Layer> layer, int otherwise, Func<Node, int, Node> node)
    {
        int Axis(CaseNode n) => n.Int("axis", n.Int("dim", otherwise));
        bool OfTheBatch(CaseNode n) => Axis(n) == 0 || (n.Tensors.ContainsKey(n.Inputs["x"]) && Axis(n) == -n.Shape("x").Rank);
        return new()
        {
            Layer = n => OfTheBatch(n) ? null : layer(Axis(n) > 0 ? Axis(n) - 1 : Axis(n)),
            Nodes = (n, x) => OfTheBatch(n) ? [("y", node(x("x"), 0))] : [],
        };
    }
}
