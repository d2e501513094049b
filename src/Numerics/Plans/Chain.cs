// Chain: several functions of elements done in one pass, a piece of a row at a time, so that what lies between stays in the nearest cache.
//   operands: maps of the output's shape, one number per channel, one number in all; every line between has one reader
//   program:  a list of functions over registers; a register is an operand's piece or a row of working memory
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

/// <summary>What an operand of a chain is.</summary>
internal enum Spread
{
    /// <summary>A number per element.</summary>
    Elements,

    /// <summary>A number per channel of [N, C, …].</summary>
    Channels,

    /// <summary>One number.</summary>
    Single,
}

/// <summary>One function of a chain over registers: Y = F(A) or Y = G(A, B).</summary>
internal readonly record struct ChainOp(Unary? F, Binary? G, int A, int B, int Y);

/// <summary>Functions of elements that one step does.</summary>
internal sealed class Chain
{
    private const int Most = 24;
    private readonly Site site;
    private readonly int last;
    private readonly List<(int Line, Spread Spread)> operands = [];
    private readonly List<ChainOp> ops = [];
    private readonly List<int> covers = [];
    private readonly Stack<int> free = new();

    private Chain(Site site, int last) => (this.site, this.last) = (site, last);

    /// <summary>The lines that are read, with how each is spread.</summary>
    public (int Line, Spread Spread)[] Operands { get; private set; } = [];

    public ChainOp[] Ops { get; private set; } = [];

    /// <summary>The lines that the step computes.</summary>
    public int[] Covers => [.. covers];

    /// <summary>Rows of working memory; registers from the number of operands on. The last function writes the output, register −1.</summary>
    public int Rows { get; private set; }

    public string Name => string.Join(" · ", Ops.Select(op => op.F?.ToString() ?? op.G!.ToString()));

    /// <summary>The chain that ends with a line.</summary>
    public static Chain At(Site site, int last)
    {
        var chain = new Chain(site, last);
        chain.FindOperands(last);
        chain.Compile(last);
        chain.ops[^1] = chain.ops[^1] with { Y = -1 };
        (chain.Operands, chain.Ops) = ([.. chain.operands], [.. chain.ops]);
        return chain;
    }

    private bool Joins(int line) => line == last
        || (site.Inner(line) && covers.Count < Most && site[line].Primitive is Primitive.Map or Primitive.Zip && site[line].Shape == site[last].Shape && site.When(line) == site.When(last) && site[line].Region == site[last].Region);

    private void FindOperands(int line)
    {
        if (covers.Contains(line)) return;
        covers.Add(line);
        foreach (int input in site[line].Inputs)
        {
            if (Joins(input)) FindOperands(input);
            else if (Operand(input) is var operand && !operands.Contains(operand)) operands.Add(operand);
        }
    }

    private (int Line, Spread Spread) Operand(int line)
    {
        if (site[line].Primitive is Primitive.Broadcast broadcast)
        {
            int rank = site[line].Shape.Rank;
            if (broadcast.Axes == Axes.All(rank)) return (site[line].Inputs[0], Spread.Single);
            if (rank >= 3 && broadcast.Axes == Axes.AllBut(rank, 1)) return (site[line].Inputs[0], Spread.Channels);
        }
        return (line, Spread.Elements);
    }

    /// <summary>Writes the functions of a line after those of its inputs; gives its register.</summary>
    private int Compile(int line)
    {
        if (!covers.Contains(line)) return operands.IndexOf(Operand(line));
        int[] inputs = [.. site[line].Inputs.Select(Compile)];
        foreach (int register in inputs.Distinct())
            if (register >= operands.Count) free.Push(register);
        int y = free.TryPop(out int row) ? row : operands.Count + Rows++;
        ops.Add(site[line].Primitive is Primitive.Map map ? new(map.F, null, inputs[0], -1, y) : new(null, ((Primitive.Zip)site[line].Primitive).F, inputs[0], inputs[1], y));
        return y;
    }
}

/// <summary>The registers of one thread and the pass over one piece.</summary>
internal sealed unsafe class ChainRun<T>(Chain chain, T* rows, int piece)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint[] registers = new nint[chain.Operands.Length + chain.Rows];

    /// <summary>Sets where an operand's piece stands.</summary>
    public void Point(int operand, T* at) => registers[operand] = (nint)at;

    /// <summary>Applies all functions to n elements.</summary>
    public void Run(T* y, int n)
    {
        for (int i = 0; i < chain.Rows; i++) registers[chain.Operands.Length + i] = (nint)(rows + ((nint)i * piece));
        foreach (ChainOp op in chain.Ops)
        {
            var to = new Span<T>(op.Y < 0 ? y : (T*)registers[op.Y], n);
            var a = new ReadOnlySpan<T>((T*)registers[op.A], n);
            if (op.F is { } f) f.Apply(a, to);
            else op.G!.Apply(a, new ReadOnlySpan<T>((T*)registers[op.B], n), to);
        }
    }
}
