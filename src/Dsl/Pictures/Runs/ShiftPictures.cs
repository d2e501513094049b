// Equivariance as a picture: how far the output of a model misses when the input moves by 1, 2, 3, … cells, and what the analysis says about it.
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>Equivariance as pictures.</summary>
public static class ShiftPictures
{
    private const double Rounding = 1e-9;

    /// <summary>
    /// Bars of the measured error over shifts of the input along one spatial axis, over the whole map and away from the borders, with a tick where the output follows to rounding;
    /// below them the sentence of the analysis.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="axis">The spatial axis, 0 the first after the channels; by default the last.</param>
    /// <param name="most">Shifts go from 1 to this many cells; by default to 8, or as far as the axis goes.</param>
    /// <param name="seed">Draws the inputs.</param>
    /// <exception cref="ArgumentException">The network has no such axis, or the axis is shorter.</exception>
    public static Picture ShiftPicture<T>(this Model<T> model, int axis = -1, int? most = null, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Equivariance said = model.Network.Equivariance();
        int at = axis == -1 ? said.Axes.Length - 1 : axis;
        int last = most ?? (at >= 0 && at < said.Axes.Length ? Math.Max(1, Math.Min(8, model.Network.Input[at + 1] - 1)) : 1);
        return Draw(model.Network, said.Axes, at, model.MeasureShifts(axis, last, seed), said.Name(at));
    }

    private static Picture Draw(Network network, ImmutableArray<EquivarianceAxis> axes, int at, ImmutableArray<ShiftError> errors, string name)
    {
        double top = errors.SelectMany(e => new[] { e.Around, e.Inside }).Where(double.IsFinite).Append(0.1).Max();
        string layer = $"{network.Layer}";
        var plot = new Plot($"Shifting the input along its {name}", Math.Max(360, errors.Length * 54), 170, (0.5, errors.Length + 0.5), Chart.Round([0, top]));
        bool wide = plot.Width / errors.Length >= 22;
        string body = plot.Frame(whole: true, label: "the shift, in cells") + string.Concat(errors.Select((e, i) =>
            Bar(plot, i + 1, -0.3, e.Around, 0, "over the whole map") + Bar(plot, i + 1, 0.02, e.Inside, 1, "away from the borders")
            + (wide && (e.Around <= Rounding || e.Inside <= Rounding) ? Mark.Label(plot.X(i + 1), plot.Y(Math.Max(e.Around, double.IsFinite(e.Inside) ? e.Inside : 0)) - 6, e.Around <= Rounding ? "✓" : "(✓)", "m h") : "")));
        string[] notes =
        [
            "Errors are shares of the largest output. ✓ the output follows to rounding; (✓) only away from the borders.",
            $"The analysis says: {axes[at]}.",
            layer.Length > 160 ? $"{layer[..159]}…" : layer,
        ];
        return plot.Picture($"Measured errors of {errors.Length} shifts; {axes[at]}.", body, notes, ["over the whole map, going around", "away from the borders"], "shifts");
    }

    private static string Bar(Plot plot, int shift, double from, double error, int series, string where)
    {
        double x = plot.X(shift + from), width = plot.X(shift + from + 0.28) - x, y = plot.Y(double.IsFinite(error) ? error : 0);
        return Mark.Of("rect", [("fill", Theme.Series[series]), ("x", x), ("y", y), ("width", width), ("height", plot.Y(0) - y), ("data-shift", shift), ("data-error", error.ToString("R", CultureInfo.InvariantCulture))],
            $"<title>{Mark.Text(string.Create(CultureInfo.InvariantCulture, $"a shift by {shift}: {(double.IsFinite(error) ? Mark.Figure(error) : "nothing is left")} {where}"))}</title>");
    }
}
