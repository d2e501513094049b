// Gradient: a graph to a graph. Appends the adjoints of the forward lines in reverse order; outputs "d.NAME" for every wanted argument.
//   Everything done for the forward pass (fusion, layout, kernels, threads) serves the backward pass, and a gradient has a gradient again.
namespace FunctionalConv.Graphs;

/// <summary>Differentiates graphs.</summary>
public static class Gradient
{
    /// <summary>
    /// The graph with the same outputs and, for every wanted argument NAME, an output <c>d.NAME</c>: the gradient of the named output. If that output is no
    /// scalar, its cotangent is a further argument <c>d.OUTPUT</c>. Differentiating again, an output <c>d.NAME</c> of the graph gives way to the new one.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    /// <exception cref="NotSupportedException">An opaque pullback would have to be differentiated.</exception>
    public static Graph Of(Graph graph, string output, Func<Primitive.Argument, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(wanted);
        var builder = new GraphBuilder(graph);
        Node y = builder[graph.Output(output)];
        Node dy = y.Shape.Rank == 0 ? builder.Constant(1, y.Shape) : builder.Argument($"d.{output}", Role.Data, y.Shape);
        (string Name, Node Node)[] found = [.. Pull(builder, y, dy, wanted).Select(d => ($"d.{d.Argument.Name}", d.Cotangent))];
        var names = found.Select(d => d.Name).ToHashSet();
        return builder.Build([.. graph.Outputs.Where(o => !names.Contains(o.Name)).Select(o => (o.Name, builder[o.Line])), .. found]);
    }

    /// <summary>The cotangents of the wanted arguments, given the cotangent of a node; zeros where it does not depend on one.</summary>
    public static IReadOnlyList<(Primitive.Argument Argument, Node Cotangent)> Pull(GraphBuilder builder, Node y, Node dy, Func<Primitive.Argument, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(wanted);
        int count = y.Id + 1;
        bool[] active = Active(builder, count, wanted);
        var cotangent = new Node?[count];
        cotangent[y.Id] = dy;
        for (int i = y.Id; i >= 0; i--)
        {
            if (cotangent[i] is not { } d || !active[i]) continue;
            Line line = builder.Lines[i];
            if (line.Inputs.Length == 0) continue;
            builder.Path = line.Path;
            Node?[] parts = line.Primitive.Adjoint([.. line.Inputs.Select(x => builder[x])], builder[i], d);
            for (int k = 0; k < parts.Length; k++)
                if (parts[k] is { } part && active[line.Inputs[k]])
                    cotangent[line.Inputs[k]] = cotangent[line.Inputs[k]] is { } sum ? sum + part : part;
        }
        var found = new List<(Primitive.Argument, Node)>();
        for (int i = 0; i < count; i++)
            if (builder.Lines[i].Primitive is Primitive.Argument argument && wanted(argument))
                found.Add((argument, cotangent[i] ?? builder.Constant(0, argument.Shape)));
        builder.Path = "";
        return found;
    }

    /// <summary>Which lines depend on a wanted argument by real numbers.</summary>
    private static bool[] Active(GraphBuilder builder, int count, Func<Primitive.Argument, bool> wanted)
    {
        var active = new bool[count];
        for (int i = 0; i < count; i++)
        {
            Line line = builder.Lines[i];
            active[i] = line.Element == Element.Real && (line.Primitive is Primitive.Argument argument ? wanted(argument) : line.Inputs.Any(x => active[x]));
        }
        return active;
    }
}
