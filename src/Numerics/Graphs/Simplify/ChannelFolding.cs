// Channel folding: what scales and shifts every channel of a product by numbers that depend on weights alone moves into the product's weights.
//   ((w ⋆ x) − m) · s + b  =  (w · s) ⋆ x + (b − m · s)          a batch normalization in inference costs nothing after this
// It fires on a correlation, a transposed correlation in one group, or a matrix product, when every line between has one reader.
namespace FunctionalConv.Graphs;

internal static class ChannelFolding
{
    /// <summary>The graph with every chain of channel scales and shifts folded into the product before it.</summary>
    public static Graph Of(Graph graph)
    {
        var search = new Search(graph);
        var chains = new Dictionary<int, Chain>();
        var gone = new HashSet<int>();
        for (int i = graph.Lines.Length - 1; i >= 0; i--)
            if (!gone.Contains(i) && search.ChainAt(i) is { } chain)
            {
                chains[i] = chain;
                gone.UnionWith(chain.Steps);
                gone.Add(chain.Product);
            }
        return chains.Count == 0 ? graph : Rewritten(graph, chains, gone);
    }

    private static Graph Rewritten(Graph graph, Dictionary<int, Chain> chains, HashSet<int> gone)
    {
        var builder = new GraphBuilder();
        var nodes = new Node[graph.Lines.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            Line line = graph.Lines[i];
            (builder.Path, builder.Region) = (line.Path, line.Region);
            if (chains.TryGetValue(i, out Chain? chain)) nodes[i] = Folded(graph, chain, nodes);
            else if (!gone.Contains(i)) nodes[i] = builder.Add(line.Primitive, [.. line.Inputs.Select(input => nodes[input])]);
        }
        return builder.Build([.. graph.Outputs.Select(o => (o.Name, nodes[o.Line]))]);
    }

    private static Node Folded(Graph graph, Chain chain, Node[] nodes)
    {
        Line product = graph.Lines[chain.Product];
        Shape channels = product.Shape[1];
        Node? scale = null, shift = null;
        foreach (int step in Enumerable.Reverse(chain.Steps))
        {
            Line line = graph.Lines[step];
            if (line.Primitive is Primitive.Map { F: Unary.Affine affine })
            {
                if (affine.A != 1) (scale, shift) = (scale is { } s ? s * affine.A : nodes[chain.Weight].Builder.Constant(affine.A, channels), shift * affine.A);
                if (affine.B != 0) shift = shift is { } o ? o + affine.B : nodes[chain.Weight].Builder.Constant(affine.B, channels);
                continue;
            }
            Binary f = ((Primitive.Zip)line.Primitive).F;
            Node v = nodes[Search.Spread(graph, line, out _)];
            if (f == Binary.Add) shift = shift is { } o ? o + v : v;
            else if (f == Binary.Subtract) shift = shift is { } o ? o - v : -v;
            else if (f == Binary.Multiply) (scale, shift) = (scale is { } s ? s * v : v, shift * v);
            else (scale, shift) = ((scale ?? v.Builder.Constant(1, channels)) / v, shift / v);
        }
        Node weight = nodes[chain.Weight];
        if (scale is { } factor) weight *= factor.Broadcast(weight.Shape, Axes.AllBut(weight.Shape.Rank, chain.Axis));
        Node y = weight.Builder.Add(product.Primitive, nodes[product.Inputs[0]], weight);
        return shift is { } offset ? y + offset.PerChannel(y.Shape) : y;
    }

    /// <summary>A product and the steps after it, the last one first.</summary>
    /// <param name="Product">The line of the product.</param>
    /// <param name="Weight">The line of its weights.</param>
    /// <param name="Axis">The axis of the weights along which the output's channels lie.</param>
    /// <param name="Steps">The scales and shifts.</param>
    private sealed record Chain(int Product, int Weight, int Axis, int[] Steps);

    private sealed class Search(Graph graph)
    {
        private readonly List<int>[] readers = graph.Readers();
        private readonly HashSet<int> outputs = [.. graph.Outputs.Select(o => o.Line)];
        private readonly bool[] ofWeights = OfWeights(graph);

        /// <summary>The chain that ends with a line, if there is something to fold.</summary>
        public Chain? ChainAt(int last)
        {
            var steps = new List<int>();
            bool scales = false;
            int line = last;
            while (Step(line, out int data, out bool scaling))
            {
                steps.Add(line);
                scales |= scaling;
                line = data;
                if (readers[line].Count != 1 || outputs.Contains(line)) return null;
            }
            if (steps.Count == 0 || (!scales && steps.Count == 1) || WeightAxis(graph.Lines[line]) is not { } axis) return null;
            int weight = graph.Lines[line].Inputs[1];
            return ofWeights[weight] ? new(line, weight, axis, [.. steps]) : null;
        }

        /// <summary>The vector that a line spreads over channels, and the other input.</summary>
        public static int Spread(Graph graph, Line line, out int data)
        {
            for (int side = 1; side >= 0; side--)
            {
                Line input = graph.Lines[line.Inputs[side]];
                data = line.Inputs[1 - side];
                if (input.Primitive is Primitive.Broadcast broadcast && line.Shape.Rank > 1 && broadcast.Axes == Axes.AllBut(line.Shape.Rank, 1)) return input.Inputs[0];
            }
            data = -1;
            return -1;
        }

        private bool Step(int at, out int data, out bool scales)
        {
            Line line = graph.Lines[at];
            (data, scales) = (-1, false);
            if (line.Primitive is Primitive.Map { F: Unary.Affine affine })
            {
                (data, scales) = (line.Inputs[0], affine.A != 1);
                return true;
            }
            if (line.Primitive is not Primitive.Zip { F: var f } || (f != Binary.Add && f != Binary.Subtract && f != Binary.Multiply && f != Binary.Divide)) return false;
            int vector = Spread(graph, line, out data);
            if (vector < 0 || !ofWeights[vector] || ((f == Binary.Subtract || f == Binary.Divide) && data != line.Inputs[0])) return false;
            scales = f == Binary.Multiply || f == Binary.Divide;
            return true;
        }

        private static int? WeightAxis(Line line) => line.Primitive switch
        {
            Primitive.Correlate => 0,
            Primitive.CorrelateToInput { Groups: 1 } => 1,
            Primitive.MatMul product => product.TransposeB ? 0 : 1,
            _ => null,
        };

        private static bool[] OfWeights(Graph graph)
        {
            var of = new bool[graph.Lines.Length];
            for (int i = 0; i < of.Length; i++)
                of[i] = graph.Lines[i].Primitive is Primitive.Argument argument ? argument.Role is Role.Weight or Role.State : graph.Lines[i].Inputs.All(input => of[input]);
            return of;
        }
    }
}
