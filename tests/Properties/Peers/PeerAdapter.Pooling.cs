// Pooling and its positions, unpooling, unfold and fold.
using System.Text.Json;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Peers;

internal static partial class PeerAdapter
{
    private static Dictionary<string, Family> Poolings => new()
    {
        ["max_pool"] = new() { Layer = MaxPooling, Nodes = (n, x) => n.Outputs.ContainsKey("indices") ? [("indices", x("x").MaxPool(MaxPooling(n).Window).Positions)] : [] },
        ["avg_pool"] = new()
        {
            Layer = n => AveragePool(n.Extent("kernel"), Stride(n), Cells(n), n.Bool("ceil_mode"), n.Bool("count_include_pad"), n.Given("divisor_override")?.GetInt32()),
        },
        ["lp_pool"] = new() { Layer = n => LpPool(n.Double("p", 2), n.Extent("kernel"), Stride(n), n.Bool("ceil_mode")) },
        ["adaptive_avg_pool"] = new() { Layer = n => AdaptiveAveragePool(OutputSize(n)) },
        ["adaptive_max_pool"] = new()
        {
            Layer = n => AdaptiveMaxPool(OutputSize(n)),
            Nodes = (n, x) => n.Outputs.ContainsKey("indices")
                ? [("indices", x("x").MaxPool(axis => new AxisMap.Adaptive(OutputSize(n).On(axis, x("x").Shape.Rank - 2, 1))).Positions)]
                : [],
        },
        ["max_unpool"] = new()
        {
            Nodes = (n, x) => [("y", x("x").Unpool(x("indices"), Shape.Of([x("x").Shape[0], x("x").Shape[1], .. n.Ints("output_size")])))],
        },
        ["global_avg_pool"] = new() { Layer = _ => GlobalAveragePool },
        ["global_max_pool"] = new() { Layer = _ => GlobalMaxPool },
        ["unfold"] = new() { Layer = n => Unfold(n.Extent("kernel"), n.Extent("stride"), Cells(n), n.Extent("dilation")) },
        ["fold"] = new() { Layer = n => Fold(n.Extent("output_size"), n.Extent("kernel"), n.Extent("stride"), Cells(n), n.Extent("dilation")) },
    };

    private static MaxPoolLayer MaxPooling(CaseNode n) => MaxPool(n.Extent("kernel"), Stride(n), Cells(n), n.Extent("dilation"), n.Bool("ceil_mode"));

    /// <summary>The stride; without one, windows tile.</summary>
    private static Extent? Stride(CaseNode n) => n.Given("stride") is null ? null : n.Extent("stride");

    private static Padding Cells(CaseNode n) => Padding.By(n.Extent("padding"));

    /// <summary>The wanted size; where the peer leaves an axis open, the map's own.</summary>
    private static Extent OutputSize(CaseNode n) => CaseNode.ToExtent(
        [.. n.Attributes.GetProperty("output_size").EnumerateArray().Select((v, i) => v.ValueKind == JsonValueKind.Null ? n.Shape("x")[i + 2] : v.GetInt32())]);
}
