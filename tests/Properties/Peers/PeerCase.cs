// One case by a peer: nodes in order, the tensors they read, what came out, and the gradients for one cotangent.
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;

namespace FunctionalConv.Properties.Peers;

/// <summary>An array of a case: its bytes, and how to read them.</summary>
internal sealed record CaseArray(string Place, byte[] Bytes, Shape Shape, bool Whole)
{
    public Tensor<T> Real<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Npy.Read<T>(new MemoryStream(Bytes), Place);

    public Labels Labels() => Npy.ReadLabels(new MemoryStream(Bytes), Place);
}

/// <summary>One operation of a case: its attributes, and the names of the tensors that play its roles.</summary>
internal sealed record CaseNode(
    string Name, string Op, JsonElement Attributes, IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, CaseArray> Tensors)
{
    public bool Has(string role) => Inputs.ContainsKey(role);

    /// <summary>The shape of the tensor of the case that plays a role.</summary>
    public Shape Shape(string role) => Tensors[Inputs[role]].Shape;

    /// <summary>An attribute; null where the case does not give it, or gives null.</summary>
    public JsonElement? Given(string attribute) => Attributes.TryGetProperty(attribute, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public int Int(string attribute, int otherwise) => Given(attribute)?.GetInt32() ?? otherwise;

    public double Double(string attribute, double otherwise) => Given(attribute)?.GetDouble() ?? otherwise;

    public bool Bool(string attribute) => Given(attribute)?.GetBoolean() ?? false;

    public string Text(string attribute, string otherwise) => Given(attribute)?.GetString() ?? otherwise;

    public int[] Ints(string attribute) => [.. Each(attribute).Select(v => v.GetInt32())];

    public double[] Doubles(string attribute) => [.. Each(attribute).Select(v => v.GetDouble())];

    /// <summary>One number per spatial axis, or one for all.</summary>
    public Extent Extent(string attribute) => ToExtent(Ints(attribute));

    /// <summary>Pairs (before, after), one per spatial axis.</summary>
    public (int Before, int After)[] Pairs(string attribute) =>
        [.. Attributes.GetProperty(attribute).EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()))];

    private JsonElement[] Each(string attribute) => Attributes.GetProperty(attribute) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [Attributes.GetProperty(attribute)];

    public static Extent ToExtent(ReadOnlySpan<int> sizes) => sizes.Length switch { 1 => sizes[0], 2 => (sizes[0], sizes[1]), _ => (sizes[0], sizes[1], sizes[2]) };
}

internal sealed record PeerCase(
    string Folder,
    ImmutableArray<CaseNode> Nodes,
    IReadOnlyDictionary<string, CaseArray> Tensors,
    IReadOnlyDictionary<string, CaseArray> Outputs,
    IReadOnlyDictionary<string, CaseArray> Gradients,
    string CotangentOf,
    CaseArray? Cotangent)
{
    /// <summary>The tensor that goes in: the batch of the first node.</summary>
    public string Main => Nodes[0].Inputs["x"];

    /// <summary>Whether statistics are the batch's.</summary>
    public bool Training => Nodes.Any(n => n.Bool("training") || n.Bool("use_input_stats"));

    public static PeerCase Read(string folder, Func<string, byte[]> file)
    {
        using var document = JsonDocument.Parse(file("case.json"));
        JsonElement root = document.RootElement.Clone();
        CaseArray Array(JsonElement e) => new(
            $"{folder}/{e.GetProperty("file").GetString()}",
            file(e.GetProperty("file").GetString()!),
            FunctionalConv.Shape.Of([.. e.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())]),
            e.GetProperty("dtype").GetString() is "int64" or "<i8");
        Dictionary<string, CaseArray> Arrays(string name) => root.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => Array(p.Value));
        Dictionary<string, CaseArray> tensors = Arrays("tensors");
        bool pulled = root.TryGetProperty("cotangent", out JsonElement cotangent) && cotangent.ValueKind == JsonValueKind.Object;
        return new(
            folder,
            [.. root.GetProperty("nodes").EnumerateArray().Select((n, i) => Node(n, $"n{i}", tensors))],
            tensors,
            Arrays("outputs"),
            pulled ? Arrays("grads") : [],
            pulled ? cotangent.GetProperty("of").GetString()! : "",
            pulled ? Array(cotangent) : null);
    }

    private static CaseNode Node(JsonElement node, string name, IReadOnlyDictionary<string, CaseArray> tensors)
    {
        Dictionary<string, string> Roles(string side) => node.GetProperty(side).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        return new(name, node.GetProperty("op").GetString()!, node.GetProperty("attrs"), Roles("inputs"), Roles("outputs"), tensors);
    }
}
