// A step done by sweeps over blocks of channels: a convolution, or its adjoint toward the input.
using System.Numerics;
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal static class SweepStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Step<T> Of(Site site, IPlaces places, Epilogue found, int last, Blocked wanted, IReadOnlyList<Phase> phases, SweepWeights weights, string name)
    {
        int input = site[found.Product].Inputs[0], weight = site[found.Product].Inputs[1], block = wanted.Block;
        Edge x = new(input, places.Blocked(input, wanted)), y = new(last, places.Wanted(last) ?? new Blocked(block, default));
        Blocked? add = found.Residual is { } residual ? places.Blocked(residual, new(block, default)) : null;
        Edge[] reads = [x, new(weight, weights), .. found.Edges(ChannelLine.Of(site[last].Shape[1], block), add)];
        return new(name, reads, [y], at => Bind(at, site.Crew, found, phases, (Blocked)x.Layout, (Blocked)y.Layout, add));
    }

    private static unsafe Action Bind(Buffers<T> at, Crew crew, Epilogue found, IReadOnlyList<Phase> phases, Blocked from, Blocked to, Blocked? add)
    {
        Shape y = at.ShapeOut();
        var sweep = new Sweep<T>(phases, at.Shape(0)[1], y, from.Of(at.Shape(0)), to.Of(y), (add ?? to).Of(y), from.Block, found.Clip.Low, found.Clip.High);
        int parts = Math.Min(sweep.Items, crew.Threads);
        SweepOperands<T> operands = default;
        operands.X = (T*)at.In(0);
        operands.Weights = (T*)at.In(1);
        operands.Bias = (T*)found.BiasIn(at);
        operands.Add = found.ResidualIn(at) is { } added ? (T*)added.Home : null;
        operands.Y = (T*)at.Out();
        Action<int> body = part => sweep.Run(new Share(sweep.Items, parts, part), operands);
        return () => crew.Run(parts, body);
    }
}
