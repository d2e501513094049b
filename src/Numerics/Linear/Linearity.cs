// Whether a graph is a linear map of one argument plus a constant: every line that depends on it must be linear in its dependent inputs, taken together.
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class Linearity
{
    /// <summary>The first line that is not linear in an argument; null when the graph is a linear map plus a constant.</summary>
    public static Line? FirstBreak(Graph graph, string argument)
    {
        bool[] depends = Depends(graph, argument);
        foreach (Line line in graph.Lines)
            if (line.Inputs.Any(i => depends[i]) && !IsLinear(line, [.. line.Inputs.Select(i => depends[i])])) return line;
        return null;
    }

    /// <summary>Which lines depend on an argument.</summary>
    public static bool[] Depends(Graph graph, string argument)
    {
        var depends = new bool[graph.Lines.Length];
        for (int i = 0; i < depends.Length; i++)
            depends[i] = graph.Lines[i].Primitive is Primitive.Argument a ? a.Name == argument : graph.Lines[i].Inputs.Any(input => depends[input]);
        return depends;
    }

    /// <summary>Whether a line is linear in those of its inputs that depend on the argument. What is not known to be linear is not.</summary>
    public static bool IsLinear(Line line, bool[] depends) => line.Primitive switch
    {
        Primitive.Map map => map.F is Unary.Affine,
        Primitive.Zip zip => zip.F == Binary.Add || zip.F == Binary.Subtract || (zip.F == Binary.Multiply && !(depends[0] && depends[1])) || (zip.F == Binary.Divide && !depends[1]),
        Primitive.Correlate or Primitive.CorrelateToInput or Primitive.CorrelateToKernel or Primitive.MatMul => !(depends[0] && depends[1]),
        Primitive.Gather => !depends[1],
        Primitive.Scatter => !depends[1],
        Primitive.Along or Primitive.AlongBack or Primitive.Reduce or Primitive.Broadcast or Primitive.Reshape or Primitive.Permute or Primitive.Slice or Primitive.Embed
            or Primitive.Concat or Primitive.Unfold or Primitive.Fold => true,
        _ => false,
    };
}
