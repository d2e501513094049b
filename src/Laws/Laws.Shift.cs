// Shifts: S_v moves every item around along one spatial axis, the lecture's S_v. A layer commutes with it, or does not notice it.
using FsCheck;

namespace FunctionalConv;

public static partial class Laws
{
    /// <summary>
    /// A shift of the input shifts the output, along every spatial axis: <c>f(S_step x) = S_out f(x)</c> with out = step / jump of the layer's receptive field. Exact, the
    /// map going around, unless a margin leaves the borders out.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of items to try; with strides, extents that they divide.</param>
    /// <param name="step">Cells by which the input moves: a multiple of the layer's step (see <see cref="Network.Equivariance"/>).</param>
    /// <param name="margin">Cells of the output at both borders that are not compared, nor those that come from there.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the largest number.</param>
    public static Property ShiftEquivariant(Layer layer, Inputs? inputs = null, int step = 1, int margin = 0, double tolerance = 1e-10) => Try(layer, inputs, trial =>
    {
        Model<double> model = Probe.Weighted(layer.On(trial.Shape), trial.Seed);
        Tensor<double> x = trial.Draw(trial.Items, 0), y = model.Run(x);
        ReceptiveField field = ReceptiveField.Of(model.Network.Graph(1));
        for (int axis = 0; axis < field.Axes.Count; axis++)
        {
            if (y.Shape.Rank != x.Shape.Rank || (field.Axes[axis].All && trial.Shape[axis + 1] > 1)) return $"{layer} on {trial.Shape} leaves nothing that moves along spatial axis {axis}";
            double by = step / (field.Axes[axis].All ? 1 : field.Axes[axis].Jump);
            if (by != Math.Round(by)) return $"a shift by {step} would move the output of {layer} by {Difference.Text(by)} cells; give a step that is a multiple of {Difference.Text(field.Axes[axis].Jump)}";
            int from = margin + (int)by, to = y.Shape[axis + 2] - margin;
            Tensor<double> got = model.Run(ShiftMeasurement.Shifted(x, axis + 2, step)), expected = ShiftMeasurement.Shifted(y, axis + 2, (int)by);
            if (margin > 0) (got, expected) = (ShiftMeasurement.Kept(got, axis + 2, from, to), ShiftMeasurement.Kept(expected, axis + 2, from, to));
            if (Difference.Between($"{layer} on {trial.Shape} moved by {step} along spatial axis {axis}, against its output moved by {by}", got, expected, tolerance) is { } trouble) return trouble;
        }
        return null;
    });

    /// <summary>A shift of the input changes nothing: <c>f(S_step x) = f(x)</c> along every spatial axis; with a margin, for content that stays away from the borders.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of items to try.</param>
    /// <param name="step">Cells by which the input moves.</param>
    /// <param name="margin">Cells of the input at both borders that are zero before and after the shift.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the largest number.</param>
    public static Property ShiftInvariant(Layer layer, Inputs? inputs = null, int step = 1, int margin = 0, double tolerance = 1e-10) => Try(layer, inputs, trial =>
    {
        Model<double> model = Probe.Weighted(layer.On(trial.Shape), trial.Seed);
        Tensor<double> drawn = trial.Draw(trial.Items, 0);
        for (int axis = 0; axis < trial.Shape.Rank - 1; axis++)
        {
            Tensor<double> x = margin == 0 ? drawn : ShiftMeasurement.Kept(drawn, axis + 2, margin, trial.Shape[axis + 1] - margin - step);
            if (Difference.Between($"{layer} on {trial.Shape} moved by {step} along spatial axis {axis}, against {layer} unmoved", model.Run(ShiftMeasurement.Shifted(x, axis + 2, step)), model.Run(x), tolerance) is { } trouble) return trouble;
        }
        return null;
    });
}
