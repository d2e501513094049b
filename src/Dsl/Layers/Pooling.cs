// Max-pooling on tensors, with the positions as a second result, and the way back.      maps [N, C, …] ⇄ values and positions [N, C, …']
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>Max-pooling that shows where the largest values stand. In networks use <see cref="Layers.MaxPool"/> and its <see cref="MaxPoolLayer.Unpooling"/>.</summary>
public static class Pooling
{
    /// <summary>The largest value under each window and its position, flat within one map of one channel; −1 where a window sees only padding.</summary>
    /// <param name="maps">A batch [N, C, …].</param>
    /// <param name="pool">The windows.</param>
    /// <exception cref="MisfitException">The pool does not fit the maps.</exception>
    public static (Tensor<T> Values, Labels Positions) MaxWithPositions<T>(Tensor<T> maps, MaxPoolLayer pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        return Run(maps, pool, x => x.MaxPool(pool.Window));
    }

    /// <summary>The largest values of as many windows as wanted (see <see cref="Layers.AdaptiveMaxPool"/>) and their positions, flat within one map of one channel.</summary>
    /// <param name="maps">A batch [N, C, …].</param>
    /// <param name="size">Output cells per spatial axis.</param>
    /// <exception cref="ArgumentException">A size is below 1, or made for other axes.</exception>
    public static (Tensor<T> Values, Labels Positions) AdaptiveMaxWithPositions<T>(Tensor<T> maps, Extent size)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(maps, Layers.AdaptiveMaxPool(size), x => x.MaxPool(axis => new AxisMap.Adaptive(size.On(axis, x.Shape.Rank - 2, 1))));

    /// <summary>Every value at its position in maps of another size, zeros elsewhere: max-unpooling. Values of one position add up; position −1 stands for none.</summary>
    /// <param name="values">[N, C, …'].</param>
    /// <param name="positions">As many, flat within one map of one channel.</param>
    /// <param name="to">The maps [N, C, …].</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or a position lies outside the map.</exception>
    public static Tensor<T> Unpool<T>(Tensor<T> values, Labels positions, Shape to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(positions);
        var builder = new GraphBuilder();
        Node y = builder.Argument("values", Role.Data, values.Shape).Unpool(builder.Argument("positions", Role.Data, positions.Shape, Element.Index), to);
        return new Plan<T>(builder.Build(("y", y))).Run(new Arguments<T>().Set("values", values).Set("positions", positions))["y"];
    }

    private static (Tensor<T> Values, Labels Positions) Run<T>(Tensor<T> maps, Layer layer, Func<Node, (Node Values, Node Positions)> pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Shape.Rank < 2) throw new ArgumentException($"{layer} takes a batch [N, C, …]; it was given {maps.Shape}.", nameof(maps));
        if (layer.Infer(maps.Shape.Tail) is { Misfits.IsEmpty: false } fit) throw new MisfitException(fit.Misfits);
        var builder = new GraphBuilder();
        var (values, positions) = pool(builder.Argument("x", Role.Data, maps.Shape));
        Results<T> results = new Plan<T>(builder.Build(("values", values), ("positions", positions))).Run(new Arguments<T>().Set("x", maps));
        return (results["values"], results.Labels("positions"));
    }
}
