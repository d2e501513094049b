// The measured counterpart of the equivariance analysis: inputs are really shifted, and the outputs compared.
//   moving axes      f(S_v x) against S_u f(x), the whole map around, and on the cells inside the margin      invariant axes   f(S_v x) against f(x)
using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalConv;

/// <summary>What a shift of the input does to the output of a model, measured.</summary>
/// <param name="Axis">The spatial axis.</param>
/// <param name="Step">By how many cells the input was shifted.</param>
/// <param name="Around">The largest difference over all cells, the map going around, relative to the largest output.</param>
/// <param name="Inside">The largest difference inside the margin; of an invariant axis, for content that keeps the margin from the border.</param>
/// <param name="Margin">Moving axes: cells before and after the longest run of cells that agree to 1e-9.</param>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record ShiftError(int Axis, int Step, double Around, double Inside, (int Before, int After) Margin)
{
    /// <summary>The verdict that the errors mean.</summary>
    /// <param name="tolerance">What rounding may do.</param>
    public ShiftVerdict Verdict(double tolerance = 1e-9) => Around <= tolerance ? ShiftVerdict.Exact : Inside <= tolerance ? ShiftVerdict.Interior : ShiftVerdict.Broken;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ShiftError), PrintMembers);
}

public sealed partial class Model<T>
{
    /// <summary>Shifts drawn inputs along every spatial axis by the step of <see cref="Network.Equivariance"/> (by 1 cell where it is broken) and reports how far the outputs follow.</summary>
    /// <param name="seed">Draws the inputs.</param>
    public ImmutableArray<ShiftError> MeasureShifts(int seed = 0) => [.. Network.Equivariance().Axes.Select(axis => ShiftMeasurement.Of(this, axis, Math.Max(1, axis.Step), axis.OutputStep, seed))];

    /// <summary>Shifts drawn inputs along one spatial axis by every amount, step or not; the output is compared with itself, moved by the whole number of cells that fits best.</summary>
    /// <param name="axis">The spatial axis, 0 the first after the channels; −1 the last.</param>
    /// <param name="most">Shifts go from 1 to this many cells.</param>
    /// <param name="seed">Draws the inputs.</param>
    /// <exception cref="ArgumentException">The network has no such axis, or the axis is shorter.</exception>
    public ImmutableArray<ShiftError> MeasureShifts(int axis, int most, int seed = 0)
    {
        ImmutableArray<EquivarianceAxis> axes = Network.Equivariance().Axes;
        if (axes.IsEmpty) throw new ArgumentException($"{Network.Layer} takes {Network.Input}, which has no spatial axes: nothing can be shifted.", nameof(axis));
        if (axis < -1 || axis >= axes.Length) throw new ArgumentException($"This network has spatial axes 0 to {axes.Length - 1}, or −1 for the last; {axis} was asked for.", nameof(axis));
        EquivarianceAxis own = axes[axis < 0 ? axes.Length - 1 : axis];
        int cells = Network.Input[own.Axis + 1];
        if (most < 1 || most >= cells) throw new ArgumentException($"Shifts along {Amount.Of(cells, "cells")} go from 1 to at most {cells - 1}; {most} was asked for.", nameof(most));
        return [.. Enumerable.Range(1, most).Select(v => ShiftMeasurement.At(this, own, v, seed))];
    }
}

internal static class ShiftMeasurement
{
    private const int Items = 2;

    /// <summary>The errors of a shift of the input by a step, against a shift of the output.</summary>
    public static ShiftError Of<T>(Model<T> model, EquivarianceAxis axis, int step, int outputStep, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (axis.Verdict == ShiftVerdict.Broken) return Least(model, axis, seed);
        Shape input = model.Network.Input;
        Tensor<T> x = Tensor.Normal<T>(input.Under(Items), seed), y = model.Run(x), moved = model.Run(Shifted(x, axis.Axis + 2, step));
        double scale = Math.Max(1e-30, y.Values.ToArray().Max(v => double.CreateTruncating(T.Abs(v))));
        if (axis.Invariant)
        {
            double around = Worst(moved, y, scale);
            int n = input[axis.Axis + 1];
            Tensor<T> content = Kept(x, axis.Axis + 2, axis.Margin.Before, n - axis.Margin.Before - step);
            return new(axis.Axis, step, around, Worst(model.Run(Shifted(content, axis.Axis + 2, step)), model.Run(content), scale), (0, 0));
        }
        double[] cells = Errors(moved, y, axis.Axis + 2, outputStep, around: true, scale), inside = Errors(moved, y, axis.Axis + 2, outputStep, around: false, scale);
        // A cell is inside when it and the cell that it came from are.
        int m = cells.Length, from = axis.Margin.Before, to = m - axis.Margin.After;
        double within = Enumerable.Range(0, m).Where(i => i >= from && i < to && i - outputStep >= from && i - outputStep < to).Select(i => inside[i]).DefaultIfEmpty(double.PositiveInfinity).Max();
        var (first, last) = Motions.Band([.. inside.Select(e => e <= 1e-9)]);
        return new(axis.Axis, step, cells.Max(), within, (Math.Max(0, first - outputStep), m - last));
    }

    /// <summary>The errors of any shift of the input, against the best of the two whole shifts of the output next to it.</summary>
    public static ShiftError At<T>(Model<T> model, EquivarianceAxis axis, int v, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape input = model.Network.Input, output = model.Network.Output;
        bool still = axis.Invariant || output.Rank != input.Rank;
        // A broken axis has no step: the sizes say how far the output should move.
        var (step, outputStep) = axis.Verdict == ShiftVerdict.Broken ? (input[axis.Axis + 1], still ? 0 : output[axis.Axis + 1]) : (axis.Step, axis.OutputStep);
        EquivarianceAxis asked = axis.Verdict == ShiftVerdict.Broken ? axis with { Verdict = ShiftVerdict.Interior, Invariant = still } : axis;
        if (still) return Of(model, asked, v, 0, seed);
        int below = v * outputStep / step, above = below + (v * outputStep % step == 0 ? 0 : 1);
        return new[] { below, above }.Distinct().Select(u => Of(model, asked, v, u, seed)).MinBy(e => e.Around)!;
    }

    /// <summary>The least errors of any shift of the input against any shift of the output, on all cells and on the middle half of them.</summary>
    private static ShiftError Least<T>(Model<T> model, EquivarianceAxis axis, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Shape input = model.Network.Input, output = model.Network.Output;
        Tensor<T> x = Tensor.Normal<T>(input.Under(Items), seed), y = model.Run(x);
        double scale = Math.Max(1e-30, y.Values.ToArray().Max(v => double.CreateTruncating(T.Abs(v)))), all = double.PositiveInfinity, middle = double.PositiveInfinity;
        int step = 1, along = axis.Axis + 2, m = output.Rank == input.Rank ? output[axis.Axis + 1] : 0;
        for (int v = 1; v <= Math.Max(1, input[axis.Axis + 1] / 2); v++)
        {
            Tensor<T> moved = model.Run(Shifted(x, along, v));
            for (int u = 0; u <= m / 2; u++)
            {
                double[] cells = m == 0 ? [Worst(moved, y, scale)] : Errors(moved, y, along, u, around: true, scale);
                double inside = cells[(cells.Length / 4)..Math.Max(1, cells.Length - (cells.Length / 4))].Max();
                (all, step) = cells.Max() < all ? (cells.Max(), v) : (all, step);
                middle = Math.Min(middle, inside);
            }
        }
        return new(axis.Axis, step, all, middle, (0, 0));
    }

    /// <summary>Every item moved around along an axis of [N, C, …].</summary>
    public static Tensor<T> Shifted<T>(Tensor<T> x, int axis, int by)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tensor.Make(x.Shape, at => x.Values[At(x.Shape, at, axis, i => (((i - by) % x.Shape[axis]) + x.Shape[axis]) % x.Shape[axis])]);

    /// <summary>The cells from a place up to another; zeros elsewhere.</summary>
    public static Tensor<T> Kept<T>(Tensor<T> x, int axis, int from, int to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tensor.Make(x.Shape, at => Index(x.Shape, at, axis) is var i && i >= from && i < to ? x.Values[at] : T.Zero);

    private static double Worst<T>(Tensor<T> a, Tensor<T> b, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Enumerable.Range(0, a.Count).Max(i => Math.Abs(double.CreateTruncating(a.Values[i] - b.Values[i]))) / scale;

    /// <summary>The largest difference for every cell along an axis; infinite where the cell that it came from is none.</summary>
    private static double[] Errors<T>(Tensor<T> moved, Tensor<T> y, int axis, int by, bool around, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = y.Shape[axis];
        var worst = new double[m];
        for (int at = 0; at < y.Count; at++)
        {
            int cell = Index(y.Shape, at, axis), from = cell - by;
            double off = !around && (from < 0 || from >= m) ? double.PositiveInfinity
                : Math.Abs(double.CreateTruncating(moved.Values[at] - y.Values[At(y.Shape, at, axis, _ => ((from % m) + m) % m)])) / scale;
            worst[cell] = Math.Max(worst[cell], off);
        }
        return worst;
    }

    private static int Index(Shape shape, int at, int axis)
    {
        for (int i = shape.Rank - 1; i > axis; i--) at /= shape[i];
        return at % shape[axis];
    }

    /// <summary>The flat position with another index along an axis.</summary>
    private static int At(Shape shape, int at, int axis, Func<int, int> index)
    {
        int inner = 1;
        for (int i = shape.Rank - 1; i > axis; i--) inner *= shape[i];
        int own = at / inner % shape[axis];
        return at + ((index(own) - own) * inner);
    }
}
