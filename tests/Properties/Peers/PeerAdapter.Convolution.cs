// Convolution and its transpose; sums and concatenations of branches.
using System.Text.Json;
using FunctionalConv.Graphs;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Peers;

internal static partial class PeerAdapter
{
    private static Dictionary<string, Family> Convolutions => new()
    {
        ["conv"] = new()
        {
            Layer = n => Conv(
                n.Shape("w")[0], Kernel(n), n.Extent("stride"), Pads(n).Filled(Fill(n.Text("padding_mode", "zeros"))), n.Extent("dilation"), n.Int("groups", 1), n.Has("b")),
            Weights = Affine,
        },
        ["conv_transpose"] = new()
        {
            Layer = n => ConvTransposed(
                n.Shape("w")[1] * n.Int("groups", 1), Kernel(n), n.Extent("stride"), Padding.By(n.Extent("padding")), n.Extent("dilation"), n.Int("groups", 1), n.Has("b"),
                outputPadding: n.Extent("output_padding")),
            Weights = Affine,
        },
    };

    private static Dictionary<string, Family> Joins => new()
    {
        ["add"] = new() { Nodes = (_, x) => [("y", x("x") + x("x2"))] },
        ["concat"] = new() { Nodes = (n, x) => [("y", Node.Concat(n.Int("axis", 1), x("x"), x("x2")))] },
    };

    private static Extent Kernel(CaseNode node) => CaseNode.ToExtent(node.Shape("w").Sizes[2..]);

    private static Padding Pads(CaseNode node) => node.Given("pads") switch
    {
        { ValueKind: JsonValueKind.String } name => name.GetString() == "same" ? Same : Valid,
        _ => Padding.Sides(node.Pairs("pads")),
    };
}
