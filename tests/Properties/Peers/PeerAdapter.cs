// The adapter: a peer's operation → the factory of this library, and which tensor is which weight. It maps attributes and does no arithmetic on tensors.
//   Families stand in PeerAdapter.*.cs, a small entry per operation.
using FunctionalConv.Graphs;

namespace FunctionalConv.Properties.Peers;

/// <summary>How a peer's operation is said here: as a layer over x giving y, as nodes, or both (a second result).</summary>
internal sealed record Family
{
    /// <summary>The layer that takes the role x to the role y, where one does.</summary>
    public Func<CaseNode, Layer?>? Layer { get; init; }

    /// <summary>Further results, written with nodes: given the node of each role of the inputs, the results by role.</summary>
    public Func<CaseNode, Func<string, Node>, IEnumerable<(string Role, Node Node)>> Nodes { get; init; } = (_, _) => [];

    /// <summary>The layer's weights and states by the peer's roles.</summary>
    public (string Role, string Name)[] Weights { get; init; } = [];

    /// <summary>The layer's next states by the roles of the outputs.</summary>
    public (string Role, string Name)[] Next { get; init; } = [];
}

internal static partial class PeerAdapter
{
    private static readonly Lazy<Dictionary<string, Family>> Families = new(() => new([.. Convolutions, .. Joins, .. Poolings, .. Normalizations, .. Sizes, .. Activations, .. Distances]));

    private static (string, string)[] Affine => [("w", "weight"), ("b", "bias")];

    public static Family Of(string op) => Families.Value.TryGetValue(op, out Family? family) ? family
        : throw new NotSupportedException($"No factory is named for the operation '{op}'; add it to PeerAdapter.");

    private static Fill Fill(string mode, double value = 0) => mode switch
    {
        "zeros" => FunctionalConv.Fill.Zeros,
        "constant" => FunctionalConv.Fill.Constant(value),
        "reflect" => FunctionalConv.Fill.Reflect,
        "replicate" => FunctionalConv.Fill.Replicate,
        "circular" => FunctionalConv.Fill.Circular,
        _ => throw new NotSupportedException($"The padding mode '{mode}' is not known."),
    };
}
