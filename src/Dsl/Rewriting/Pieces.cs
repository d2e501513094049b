// From a network to its pieces and back. Rows of the network, in the order of running, say under which scope each layer's weights stand.
using System.Numerics;

namespace FunctionalConv;

/// <summary>Reads the pieces of a network.</summary>
internal sealed class Pieces
{
    private readonly Network network;
    private readonly Func<int, Func<Tensor<double>>> values;
    private readonly HashSet<string> shared;
    private int at;

    private Pieces(Network network, Func<int, Func<Tensor<double>>> values)
    {
        (this.network, this.values) = (network, values);
        shared = [.. network.Rows.GroupBy(r => r.Path).Where(g => g.Count() > 1).Select(g => g.Key)];
    }

    /// <summary>The pieces of a model.</summary>
    public static Piece Of<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Of(model.Network, i => () => model.Values[i].To<double>());

    /// <summary>The model of a rewritten tree: tensors that no rule touched are those of the first model.</summary>
    public static Model<T> Model<T>(Piece piece, Model<T> from)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Network network = piece.Whole.On(from.Network.Input);
        var tensors = new Tensor<T>[network.Weights.Length];
        foreach (var (now, old) in Of(network, _ => null!).Leaves.Zip(piece.Leaves))
            foreach (var (name, place) in now.Numbers)
                tensors[place.Own] = old.Numbers[name] is { Own: >= 0 and int own } ? from.Values[own] : old[name].To<T>();
        return new(network, [.. tensors], from.Options);
    }

    private static Piece Of(Network network, Func<int, Func<Tensor<double>>> values)
    {
        var read = new Pieces(network, values);
        return network.Layer is Chain ? read.Read(network.Layer, "", network.Input, 0) : read.Child(network.Layer, "", network.Input, 0);
    }

    private Piece Read(Layer layer, string path, Shape input, int depth)
    {
        if (layer is Identity) return Leaf.Nothing(input);
        if (layer.Around(layer.Inner) is null) return Last(layer, path, input, depth);
        var parts = new List<Piece>();
        foreach (Layer inner in layer.Inner) parts.Add(Child(inner, path, input, depth));
        return Rewriting.Shelled(layer, parts, input);
    }

    /// <summary>A part in its row; names and freezing have no rows for what is inside them.</summary>
    private Piece Child(Layer layer, string path, Shape input, int depth)
    {
        if (at >= network.Rows.Length || network.Rows[at] is not { } row || row.Depth != depth || !row.Layer.Equals(layer)) return Read(layer, path, input, depth);
        at++;
        return Read(layer, row.Path, row.Input, depth + 1);
    }

    private Leaf Last(Layer layer, string path, Shape input, int depth)
    {
        var numbers = new Dictionary<string, Number>();
        for (int i = 0; i < network.Weights.Length; i++)
            if (network.Weights[i].Name.StartsWith($"{path}.", StringComparison.Ordinal)) numbers[network.Weights[i].Name[(path.Length + 1)..]] = new(i, values(i));
        bool tied = shared.Contains(path);
        while (at < network.Rows.Length && network.Rows[at].Depth >= depth) tied |= shared.Contains(network.Rows[at++].Path);
        return new(layer, input, numbers, path, tied);
    }
}
