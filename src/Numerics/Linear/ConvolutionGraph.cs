// A graph that is one convolution or its adjoint, recognised: its matrix follows from sizes alone, without running anything.
//   [+ constant] ∘ (Correlate ∘ [Along(Pad)] ∘ [+ constant]  or  [AlongBack(Pad)] ∘ CorrelateToInput)      with the kernel an argument, reversed or not
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal static class ConvolutionGraph
{
    /// <summary>The convolution of the argument x that gives the output y, and the name of its kernel; null when the graph is something else.</summary>
    public static (ConvolutionMatrix Matrix, string Kernel)? Find(Graph graph)
    {
        bool[] depends = Linearity.Depends(graph, "x");
        int at = Unshifted(graph, graph.Output("y"), depends);
        Pads? after = null;
        if (graph.Lines[at].Primitive is Primitive.AlongBack back && Pads.Of(back.D, back.H, back.W) is { } unpad) (at, after) = (graph.Lines[at].Inputs[0], unpad);
        Line line = graph.Lines[at];
        if (line.Inputs.Length != 2 || Kernel(graph, line.Inputs[1]) is not { } kernel) return null;
        int from = Unshifted(graph, line.Inputs[0], depends);
        if (line.Primitive is Primitive.CorrelateToInput to && IsX(graph, from))
        {
            if (after is not null && to.Frame != to.Frame.Unpadded) return null;
            Shape maps = after is null ? to.To.Tail : graph.Lines[graph.Output("y")].Shape.Tail;
            return (new ConvolutionMatrix(maps, kernel.Shape, after?.On(to.Frame) ?? to.Frame, after?.Mode ?? FillMode.Constant, to.Groups, kernel.Flipped).Transposed, kernel.Name);
        }
        if (line.Primitive is not Primitive.Correlate correlate || after is not null) return null;
        if (IsX(graph, from)) return (new(graph.Lines[from].Shape.Tail, kernel.Shape, correlate.Frame, FillMode.Constant, correlate.Groups, kernel.Flipped), kernel.Name);
        Line before = graph.Lines[from];
        if (correlate.Frame != correlate.Frame.Unpadded || before.Primitive is not Primitive.Along along || !IsX(graph, before.Inputs[0]) || Pads.Of(along.D, along.H, along.W) is not { } pads) return null;
        return (new(graph.Lines[before.Inputs[0]].Shape.Tail, kernel.Shape, pads.On(correlate.Frame), pads.Mode, correlate.Groups, kernel.Flipped), kernel.Name);
    }

    private static bool IsX(Graph graph, int line) => graph.Lines[line].Primitive is Primitive.Argument { Name: "x" };

    /// <summary>The line without what is added to it that does not depend on x.</summary>
    private static int Unshifted(Graph graph, int line, bool[] depends)
    {
        while (graph.Lines[line].Primitive is Primitive.Zip { F: var f } && f == Binary.Add && depends[graph.Lines[line].Inputs[0]] && !depends[graph.Lines[line].Inputs[1]])
            line = graph.Lines[line].Inputs[0];
        return line;
    }

    private static (string Name, Shape Shape, bool Flipped)? Kernel(Graph graph, int line) => graph.Lines[line].Primitive switch
    {
        Primitive.Argument { Role: Role.Weight } argument => (argument.Name, argument.Shape, false),
        Primitive.Along along when Reverses(along, graph.Lines[line].Shape) && graph.Lines[graph.Lines[line].Inputs[0]].Primitive is Primitive.Argument { Role: Role.Weight } argument => (argument.Name, argument.Shape, true),
        _ => null,
    };

    private static bool Reverses(Primitive.Along along, Shape kernel)
    {
        AxisMap[] maps = [along.D, along.H, along.W];
        return maps.Skip(5 - kernel.Rank).All(map => map == AxisMap.Reverse);
    }

    /// <summary>Padding of one fill on three axes.</summary>
    private sealed record Pads((int Before, int After) D, (int Before, int After) H, (int Before, int After) W, FillMode Mode)
    {
        public static Pads? Of(params AxisMap[] maps)
        {
            if (maps.Any(map => map != AxisMap.Identity && map is not AxisMap.Pad { Before: >= 0, After: >= 0 })) return null;
            FillMode[] modes = [.. maps.OfType<AxisMap.Pad>().Select(pad => pad.Mode).Distinct()];
            (int, int)[] sides = [.. maps.Select(map => map is AxisMap.Pad pad ? (pad.Before, pad.After) : (0, 0))];
            return modes.Length == 1 ? new(sides[0], sides[1], sides[2], modes[0]) : null;
        }

        public Frame On(Frame frame) => new(
            frame.D with { Before = D.Before, After = D.After },
            frame.H with { Before = H.Before, After = H.After },
            frame.W with { Before = W.Before, After = W.After });
    }
}
