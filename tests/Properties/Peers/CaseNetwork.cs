// A peer's case as a layer: its nodes lowered in order, toward one of its outputs. Weights are called case1.n0.weight …; every other tensor is an argument.
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv.Properties.Peers;

internal sealed record CaseNetwork(PeerCase Case, string Toward) : Layer
{
    public override string Kind => "case";

    protected override string Code => $"CaseNetwork({Case.Folder})";

    /// <summary>The graph toward the output, and what names its values have there.</summary>
    public static Graph Graph(PeerCase peer, string toward) => Network(peer, toward).Graph(Batch(peer), peer.Training);

    public static int Batch(PeerCase peer) => peer.Tensors[peer.Main].Shape[0];

    public static Network Network(PeerCase peer, string toward) => new CaseNetwork(peer, toward).On(peer.Tensors[peer.Main].Shape.Tail);

    /// <summary>The argument of the graph that a tensor of the case is: the batch, a weight of a node, or itself.</summary>
    public static string Argument(PeerCase peer, string tensor)
    {
        foreach (CaseNode node in peer.Nodes)
            foreach (var (role, name) in PeerAdapter.Of(node.Op).Weights)
                if (node.Inputs.GetValueOrDefault(role) == tensor) return $"case1.{node.Name}.{name}";
        return tensor == peer.Main ? "x" : tensor;
    }

    /// <summary>The output of the training graph that holds a next state, if an output of the case is one.</summary>
    public static string? NextState(PeerCase peer, string output)
    {
        foreach (CaseNode node in peer.Nodes)
            foreach (var (role, name) in PeerAdapter.Of(node.Op).Next)
                if (node.Outputs.GetValueOrDefault(role) == output) return $"case1.{node.Name}.{name}'";
        return null;
    }

    /// <summary>Every tensor of the case under the name of its argument; weights go through the model, which checks names and shapes.</summary>
    public static Arguments<T> Bind<T>(PeerCase peer, Network network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = network.Init<T>();
        var arguments = new Arguments<T>();
        foreach (var (name, array) in peer.Tensors)
        {
            string argument = Argument(peer, name);
            if (argument.StartsWith("case1.", StringComparison.Ordinal)) model = model.With(argument, array.Real<T>());
            else if (array.Whole) arguments.Set(argument, array.Labels());
            else arguments.Set(argument, array.Real<T>());
        }
        for (int i = 0; i < network.Weights.Length; i++) arguments.Set(network.Weights[i].Name, model.Values[i]);
        return arguments;
    }

    public override Fit Infer(Shape input) => Case.Outputs[Toward].Shape is { Rank: > 0 } shape ? shape.Tail : Shape.Scalar;

    /// <summary>The output; a single number, as of a loss, stands in the first cell of a batch [N], the others are 0: a layer keeps the batch.</summary>
    public override Node Lower(Node x, Scope at)
    {
        var known = new Dictionary<string, Node>();
        int batch = x.Shape[0];
        Node Find(string name) => known.TryGetValue(name, out Node node) ? node
            : known[name] = name == Case.Main ? x
            : x.Builder.Argument(Argument(Case, name), Role.Data, Sized(Case.Tensors[name].Shape, batch), Case.Tensors[name].Whole ? Element.Index : Element.Real);
        foreach (CaseNode node in Case.Nodes)
        {
            Family family = PeerAdapter.Of(node.Op);
            if (family.Layer?.Invoke(node) is { } layer) known[node.Outputs["y"]] = Enter(at, node.Name, layer, Find(node.Inputs["x"]));
            foreach (var (role, made) in family.Nodes(node, role => Find(node.Inputs[role])))
                if (node.Outputs.TryGetValue(role, out string? name)) known[name] = made;
        }
        Node y = known[Toward];
        return y.Shape.Rank == 0 ? y.Reshape(1).Embed(0, 0, batch) : y;
    }

    /// <summary>A layer, whose rule must promise the shape that its lowering gives.</summary>
    private static Node Enter(Scope at, string name, Layer layer, Node x)
    {
        Shape promised = layer.On(x.Shape.Tail).Output;
        Node y = at.Enter(name, layer, x);
        Assert.Equal(promised, y.Shape.Tail);
        return y;
    }

    /// <summary>A network is first lowered for one item: a tensor beside the batch then has one too.</summary>
    private Shape Sized(Shape shape, int batch) => batch != Batch(Case) && shape.Rank > 0 && shape[0] == Batch(Case) ? shape.With(0, batch) : shape;
}
