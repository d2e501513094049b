// Every primitive, and every shape of lines that a rule may fuse, written over the maps of a case. Linear: in each of its arguments, the others held.
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Properties.Numerics;

internal sealed record Entry(string Name, bool Linear, Func<MapsCase, Sheet, Node> Write)
{
    public Graph Graph(MapsCase x, out Sheet sheet)
    {
        sheet = new(x.Seed);
        return sheet.Builder.Build(("y", Write(x, sheet)));
    }

    public override string ToString() => Name;
}

internal static class PrimitiveTable
{
    /// <summary>Functions that are smooth where their argument is drawn.</summary>
    public static Unary[] Smooth { get; } =
    [
        Unary.Sigmoid, Unary.Softplus, Unary.Expm1, Unary.NormalCdf, new Unary.Saturated(1.5), Unary.Tanh.Then(Unary.Exp), Unary.Same * Unary.NormalCdf, Unary.Same - Unary.Tanh,
        Unary.Same * (Unary.Exp.Then(new Unary.Affine(0.5, 1)).Then(Unary.Log) + Unary.Sigmoid), new Unary.Power(2).Then(new Unary.Affine(1, 1)).Then(new Unary.Power(-1.5)),
        new Unary.Power(4), new Unary.Power(2).Then(new Unary.Affine(1, 1)).Then(new Unary.Power(-3)),
    ];

    /// <summary>Functions of pieces, whose kinks lie between the numbers that are drawn apart, which are whole tenths.</summary>
    public static Unary[] Bent { get; } =
    [
        new Unary.Clip(-0.55, 1.25), new Unary.Clip(double.NegativeInfinity, 0.05), Unary.Split(0.05, new Unary.Affine(0.3, 1), Unary.Tanh), new Unary.Affine(1, -0.05).Then(Unary.Abs), new Unary.Affine(1, -0.05).Then(Unary.Sign),
        Unary.Split(-0.35, Unary.Constant(2), Unary.Split(0.45, Unary.Same, Unary.Constant(-1))), Unary.Same * new Unary.Clip(-0.55, 1.25),
    ];

    public static Entry[] All { get; } =
    [
        new("Correlate", true, (x, s) => s.Real("x", x.Maps).Correlate(s.Real("w", x.Kernels), x.Frame, x.Groups)),
        new("Correlate toward the input", true, (x, s) => s.Builder.Add(new Primitive.CorrelateToInput(x.Frame, x.Groups, x.Maps), s.Real("dy", x.Outputs), s.Real("w", x.Kernels))),
        new("Correlate toward the kernel", true, (x, s) => s.Builder.Add(new Primitive.CorrelateToKernel(x.Frame, x.Groups, x.Kernels), s.Real("x", x.Maps), s.Real("dy", x.Outputs))),
        new("Largest values", false, (x, s) => Largest(s.Real("x", Seen(x).Maps, Drawn.Apart), x)),
        new("Largest values of adaptive and filled windows", false, (x, s) => s.Real("x", x.Maps, Drawn.Apart).MaxPool(axis => x.Pick(2, 9) == 0 ? new AxisMap.Adaptive(2 + axis) : new AxisMap.Window(x.Frame[axis], Mode: FillMode.Replicate)).Values),
        new("Unfold", true, (x, s) => s.Builder.Add(new Primitive.Unfold(x.Frame), s.Real("x", x.Maps))),
        new("Fold", true, (x, s) => s.Builder.Add(new Primitive.Fold(x.Frame, x.Maps), s.Real("x", (x.N, x.Maps[1] * x.Frame.Taps, x.Outputs.Tail.Tail.Count)))),
        new("Permute", true, (x, s) => s.Real("x", x.Maps) is var maps ? s.Builder.Add(new Primitive.Permute(new([.. new RandomStream((ulong)x.Seed, 4).Permutation(x.Maps.Rank)])), maps) : default),
        new("Along", true, (x, s) => s.Real("x", x.Maps).Along(axis => Map(x, axis))),
        new("AlongBack", true, (x, s) => new Sheet(0).Real("x", x.Maps).Along(axis => Map(x, axis)).Shape is var y ? s.Builder.Add(new Primitive.AlongBack(Map(x, 0), Map(x, 1), Map(x, 2), x.Maps), s.Real("y", y)) : default),
        new("Gather", true, (x, s) => s.Builder.Add(new Primitive.Gather(0), s.Real("x", x.Maps), Positions(x, s))),
        new("Scatter", true, (x, s) => Positions(x, s) is var p ? s.Builder.Add(new Primitive.Scatter(x.Maps), s.Real("v", p.Shape), p) : default),
        new("MatMul", true, (x, s) => Product(x, s, x.Pick(2, 1) == 1, x.Pick(2, 2) == 1)),
        new("Reduce", true, (x, s) => s.Real("x", x.Maps).Sum(Some(x, x.Maps))),
        new("Broadcast", true, (x, s) => s.Real("x", x.Maps.Without(Some(x, x.Maps))).Broadcast(x.Maps, Some(x, x.Maps))),
        new("Reshape", true, (x, s) => s.Real("x", x.Maps).Reshape((x.N, x.Maps.Tail.Count))),
        new("Concat", true, (x, s) => Node.Concat(Along(x), s.Real("a", x.Maps), s.Real("b", x.Maps.With(Along(x), x.M)), s.Real("c", x.Maps))),
        new("Slice", true, (x, s) => s.Real("x", x.Maps).Slice(Along(x), x.Pick(x.Maps[Along(x)], 3), 1)),
        new("Embed", true, (x, s) => s.Real("x", x.Maps).Embed(Along(x), x.M, x.Maps[Along(x)] + x.M + x.C)),
        new("LogSoftmax", false, (x, s) => s.Builder.Add(new Primitive.LogSoftmax(Along(x)), s.Real("x", x.Maps))),
        new("OneHot", true, (x, s) => s.Builder.Add(new Primitive.OneHot(5), s.Index("i", x.Maps, 5)) * s.Real("x", Shape.Of([x.Maps[0], 5, .. x.Maps.Sizes[1..]]))),
        new("RandomMask", true, (x, s) => s.Real("x", x.Maps) * s.Builder.Add(new Primitive.RandomMask(x.Maps, 0.5, x.M), s.Index("seed", 2, int.MaxValue))),
        new("Constant", true, (x, s) => s.Real("x", x.Maps) * s.Builder.Constant(2.5, x.Maps)),
        new("Foreign", false, (x, s) => s.Builder.Add(new Primitive.Foreign(new Cube(), x.Maps.Tail), s.Real("x", x.Maps))),
        new("With a pullback", false, (x, s) => s.Real("x", x.Maps) is var v ? s.Builder.Add(new Primitive.WithPullback("square", (u, dy) => u * 2 * dy), v * v, v) : default),
        new("A function given with its derivative", false, (x, s) => s.Real("x", x.Maps).Map(Unary.Of("sine", Math.Sin, Math.Cos))),
        new("Relu", false, (x, s) => s.Real("x", x.Maps, Drawn.AwayFromZero).Map(Unary.Relu)),
        new("UnitStep", false, (x, s) => s.Real("x", x.Maps, Drawn.AwayFromZero).Map(Unary.UnitStep)),
        new("Tanh", false, (x, s) => s.Real("x", x.Maps).Map(Unary.Tanh)),
        new("Exp", false, (x, s) => s.Real("x", x.Maps).Map(Unary.Exp)),
        new("Log", false, (x, s) => s.Real("x", x.Maps, Drawn.Positive).Map(Unary.Log)),
        new("Sqrt", false, (x, s) => s.Real("x", x.Maps, Drawn.Positive).Map(Unary.Sqrt)),
        new("Affine", true, (x, s) => s.Real("x", x.Maps).Map(new Unary.Affine(x.Pick(3, 4) - 1, x.Pick(3, 5) - 0.5))),
        new("Power", false, (x, s) => s.Real("x", x.Maps, Drawn.Positive).Map(new Unary.Power(new[] { 0, 1, 2, 3, -1, -0.5, 1.5 }[x.Pick(7, 4)]))),
        new("Power or zero", false, (x, s) => s.Real("x", x.Maps, Drawn.Positive).Map(new Unary.PowerOrZero(new[] { 0, 1, 2, 0.5, -1.5 }[x.Pick(5, 4)]))),
        .. Smooth.Select(f => new Entry(f.ToString(), false, (x, s) => s.Real("x", x.Maps).Map(f))),
        .. Bent.Select(f => new Entry(f.ToString(), false, (x, s) => s.Real("x", x.Maps, Drawn.Apart).Map(f))),
        new("One hot of labels, one of them ignored", true, (x, s) => s.Index("i", x.Maps, 5).OneHot(5, 2) * s.Real("x", Shape.Of([x.Maps[0], 5, .. x.Maps.Sizes[1..]]))),
        new("Spread", true, (x, s) => s.Real("x", x.Maps.Tail.With(0, 1)).Spread(x.Maps)),
        new("Add", true, (x, s) => s.Real("a", x.Maps) + s.Real("b", x.Maps)),
        new("Subtract", true, (x, s) => s.Real("a", x.Maps) - s.Real("b", x.Maps)),
        new("Multiply", true, (x, s) => s.Real("a", x.Maps) * s.Real("b", x.Maps)),
        new("Pick", true, (x, s) => s.Real("a", x.Maps).Zip(Binary.Pick, s.Index("i", x.Maps.With(1, 1).Without(Axes.Of(1)), x.Maps[1]).OneHot(x.Maps[1]))),
        new("Divide", false, (x, s) => s.Real("a", x.Maps) / s.Real("b", x.Maps, Drawn.Positive)),
        new("Square of one argument", false, (x, s) => s.Real("a", x.Maps) is var a ? a * a : default),
        .. Products.SelectMany(product => Endings.Select(ending => new Entry($"{product.Name}{ending.Name}", false, (x, s) => ending.After(product.Write(x, s), x, s)))),
    ];

    private static (string Name, Func<MapsCase, Sheet, Node> Write)[] Products =>
    [
        ("Correlate", (x, s) => s.Real("x", x.Maps).Correlate(s.Real("w", x.Kernels), x.Frame, x.Groups)),
        ("MatMul", (x, s) => Product(x, s, x.Pick(2, 1) == 1, x.Pick(2, 2) == 1)),
    ];

    private static (string Name, Func<Node, MapsCase, Sheet, Node> After)[] Endings =>
    [
        (" + bias", (y, _, s) => y + s.Real("bias", y.Shape[1]).PerChannel(y.Shape)),
        (", tanh", (y, _, _) => y.Map(Unary.Tanh)),
        (" + bias, tanh", (y, _, s) => (y + s.Real("bias", y.Shape[1]).PerChannel(y.Shape)).Map(Unary.Tanh)),
        (" + bias, tanh, and the sum before it", (y, _, s) => (y + s.Real("bias", y.Shape[1]).PerChannel(y.Shape)) is var sum ? sum.Map(Unary.Tanh) + sum : default),
        (" + bias per item", (y, _, s) => y + s.Real("bias", y.Shape[0]).Broadcast(y.Shape, Axes.AllBut(y.Shape.Rank, 0))),
        (" + itself with a bias", (y, _, s) => y + (y + s.Real("bias", y.Shape[1]).PerChannel(y.Shape))),
    ];

    private static Node Largest(Node x, MapsCase of)
    {
        Node positions = x.Builder.Add(new Primitive.MaxPositions(Seen(of).Frame), x);
        return x.Builder.Add(new Primitive.Gather(double.NegativeInfinity), x, positions);
    }

    /// <summary>The case with so little padding that every window sees a cell.</summary>
    private static MapsCase Seen(MapsCase x)
    {
        static Axis? Bounded(Axis? axis) => axis is null ? null : axis with { Size = Math.Max(axis.Size, axis.Reach.Span), Reach = axis.Reach with { Before = Math.Min(axis.Reach.Before, (axis.Reach.Extent - 1) / 2), After = 0 } };
        return x with { A = Bounded(x.A)!, B = Bounded(x.B), Third = Bounded(x.Third) };
    }

    private static Node Positions(MapsCase x, Sheet s) => s.Builder.Add(new Primitive.MaxPositions(x.Frame), s.Real("z", x.Maps, Drawn.Apart));

    private static Node Product(MapsCase x, Sheet s, bool transposeA, bool transposeB)
    {
        int m = x.N * 3, k = x.Maps.Tail.Count, n = x.M + 1;
        return s.Real("a", transposeA ? (k, m) : (m, k)).MatMul(s.Real("b", transposeB ? (n, k) : (k, n)), transposeA, transposeB);
    }

    private static AxisMap Map(MapsCase x, int axis) => x.Axes.Length < 3 - axis ? AxisMap.Identity : x.Pick(14, 20 + axis) switch
    {
        0 => AxisMap.Identity,
        1 => AxisMap.Reverse,
        2 => new AxisMap.Pad(x.Pick(3, 30), x.Pick(2, 31), FillMode.Replicate),
        3 => new AxisMap.Pad(0, 0, FillMode.Reflect),
        4 => new AxisMap.Pad(1, x.Frame[axis].Extent == 1 ? 0 : 1, FillMode.Circular),
        5 => new AxisMap.Pad(x.Pick(3, 30), -x.Pick(2, 31)),
        6 => new AxisMap.Shift(x.Pick(9, 32) - 4, (FillMode)(2 + x.Pick(2, 33))),
        7 => new AxisMap.Window(x.Frame[axis]),
        8 => new AxisMap.Mean(x.Frame[axis], x.Pick(2, 34) == 0),
        12 => new AxisMap.Window(x.Frame[axis], Mode: FillMode.Replicate),
        13 => new AxisMap.Mean(x.Frame[axis], true, FillMode.Replicate),
        9 => new AxisMap.Stuff(1 + x.Pick(3, 35)),
        10 => new AxisMap.Adaptive(1 + x.Pick(5, 36)),
        _ => new AxisMap.Linear(1 + x.Pick(6, 37), Aligned: x.Pick(2, 38) == 0),
    };

    private static Axes Some(MapsCase x, Shape shape) => new(1 + x.Pick((1 << shape.Rank) - 1, 7));

    private static int Along(MapsCase x) => x.Pick(x.Maps.Rank, 8);

    private sealed record Cube : IOperation
    {
        public string Name => "cube";

        public Tensor<T> Forward<T>(Tensor<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tensor.Make(x.Shape, i => x.Values[i] * x.Values[i] * x.Values[i]);

        public Tensor<T> Pullback<T>(Tensor<T> x, Tensor<T> dy)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tensor.Make(x.Shape, i => dy.Values[i] * T.CreateChecked(3) * x.Values[i] * x.Values[i]);
    }
}
