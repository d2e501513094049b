// The Lipschitz constant of the part of a graph between two lines.
using FunctionalConv.Graphs;

namespace FunctionalConv;

internal sealed class LipschitzOfPart(IReadOnlyList<Line> lines, int from, Model<double> model)
{
    private readonly Dictionary<int, bool> depends = [], linear = [];
    private readonly Dictionary<int, double> known = [];

    /// <summary>The constant of the function from the first line to this one, and whether it is a linear map's norm.</summary>
    public (double Constant, bool IsNorm) At(int line)
    {
        if (line == from) return (1, true);
        if (!Depends(line)) return (0, true);
        return IsLinear(line) ? (Norm(Part(line, from)), true) : (Bound(line), false);
    }

    private bool Depends(int line)
    {
        if (line == from) return true;
        if (!depends.TryGetValue(line, out bool found)) depends[line] = found = lines[line].Inputs.Any(Depends);
        return found;
    }

    private bool IsLinear(int line)
    {
        if (line == from || !Depends(line)) return true;
        if (!linear.TryGetValue(line, out bool found)) linear[line] = found = Linearity.IsLinear(lines[line], [.. lines[line].Inputs.Select(Depends)]) && lines[line].Inputs.All(IsLinear);
        return found;
    }

    private double Bound(int line)
    {
        if (line == from) return 1;
        if (!Depends(line)) return 0;
        if (!known.TryGetValue(line, out double found)) known[line] = found = IsLinear(line) ? Norm(Part(line, from)) : OfLine(lines[line], line);
        return found;
    }

    private double OfLine(Line line, int at) => line.Primitive switch
    {
        Primitive.Map map => Slope(map.F) * Bound(line.Inputs[0]),
        Primitive.Zip { F: var f } when f == Binary.Add || f == Binary.Subtract => line.Inputs.Sum(Bound),
        Primitive.Concat => Math.Sqrt(line.Inputs.Sum(input => Bound(input) * Bound(input))),
        Primitive.Reshape or Primitive.Permute => Bound(line.Inputs[0]),
        Primitive.Gather when lines[line.Inputs[1]].Primitive is Primitive.MaxPositions positions && lines[line.Inputs[1]].Inputs[0] == line.Inputs[0] =>
            Math.Sqrt(Shared(positions, lines[line.Inputs[0]].Shape)) * Bound(line.Inputs[0]),
        _ when line.Inputs.Count(Depends) == 1 && Linearity.IsLinear(line, [.. line.Inputs.Select(Depends)]) =>
            line.Inputs.First(Depends) is var input ? Norm(Part(at, input)) * Bound(input) : 0,
        _ => double.PositiveInfinity,
    };

    private static double Slope(Unary f) => f switch
    {
        Unary.Affine affine => Math.Abs(affine.A),
        _ when f == Unary.Relu || f == Unary.Tanh => 1,
        _ => double.PositiveInfinity,
    };

    /// <summary>How many windows read one cell at most.</summary>
    private static double Shared(Primitive.MaxPositions positions, Shape maps)
    {
        double shared = 1;
        AxisMap[] axes = [positions.D, positions.H, positions.W];
        for (int axis = 5 - maps.Rank; axis < 3; axis++)
        {
            int n = maps[axis + maps.Rank - 3];
            shared *= axes[axis].Table(n).Cells.GroupBy(cell => cell).Max(cells => cells.Count());
        }
        return shared;
    }

    private double Norm(Graph graph) => new GraphOperator("", graph, arguments => Matrices.Bind(model, arguments)).Norm;

    /// <summary>The graph of a line as a function of another one, which becomes its argument x.</summary>
    private Graph Part(int line, int input)
    {
        var builder = new GraphBuilder();
        var nodes = new Dictionary<int, Node> { [input] = builder.Argument("x", Role.Data, lines[input].Shape) };
        Node Copy(int at)
        {
            if (nodes.TryGetValue(at, out Node node)) return node;
            Line copied = lines[at];
            return nodes[at] = builder.Add(copied.Primitive, [.. copied.Inputs.Select(Copy)]);
        }
        return builder.Build(("y", Copy(line)));
    }
}
