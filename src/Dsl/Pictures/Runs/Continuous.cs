// The continuous picture of convolution: flip, slide, area, result, on sampled functions.
//   convolution (f ∗ g)(t) = ∫ f(s) g(t − s) ds      correlation (f ⋆ g)(t) = ∫ f(s) g(s + t) ds      autocorrelation f ⋆ f
//   The integrals are sums of 400 midpoints, at 601 moments: their curve. An SVG moves t through 41 of these; 0 is one, and so is the moment of the greatest value.
namespace FunctionalConv;

/// <summary>Convolution of functions, drawn.</summary>
public static class Continuous
{
    private const int Samples = 400, Stops = 41, Fine = 15 * (Stops - 1);

    /// <summary>The convolution of two functions, moving: f, the flipped g sliding over it, the area of their product, and the result up to now.</summary>
    /// <param name="f">A function that is 0 outside the range.</param>
    /// <param name="g">Likewise.</param>
    /// <param name="reach">The range is −reach to reach.</param>
    /// <exception cref="ArgumentException">The reach is not a number above 0.</exception>
    public static Picture Convolution(Func<double, double> f, Func<double, double> g, double reach = 2) => Draw("Convolution (f ∗ g)(t): g is flipped, then slides by t", f, g, reach, -1);

    /// <summary>The correlation of two functions, moving: f, g sliding over it unflipped, the area of their product, and the result up to now.</summary>
    /// <inheritdoc cref="Convolution"/>
    public static Picture Correlation(Func<double, double> f, Func<double, double> g, double reach = 2) => Draw("Correlation (f ⋆ g)(t): g slides by −t, unflipped", f, g, reach, 1);

    /// <summary>The correlation of a function with itself: largest at 0, and even.</summary>
    /// <inheritdoc cref="Convolution"/>
    public static Picture Autocorrelation(Func<double, double> f, double reach = 2) => Draw("Autocorrelation (f ⋆ f)(t): f slides over itself", f, f, reach, 1);

    /// <summary>The value of the integral at t: g is read at sign · s + t (correlation 1, convolution −1).</summary>
    internal static double At(Func<double, double> f, Func<double, double> g, double reach, int sign, double t)
    {
        double step = 2 * reach / Samples, sum = 0;
        for (int i = 0; i < Samples; i++)
        {
            double s = -reach + ((i + 0.5) * step);
            sum += f(s) * g((sign * s) + t) * step;
        }
        return sum;
    }

    private static Picture Draw(string title, Func<double, double> f, Func<double, double> g, double reach, int sign)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        if (!(double.IsFinite(reach) && reach > 0)) throw new ArgumentException($"The continuous picture needs a finite reach above 0; it was given {Mark.Figure(reach)}.", nameof(reach));
        double[] ss = [.. Enumerable.Range(0, 161).Select(i => -reach + (i * reach / 80))];
        double[] moments = [.. Enumerable.Range(0, Fine + 1).Select(i => 1.5 * reach * ((2.0 * i / Fine) - 1))], result = [.. moments.Select(t => At(f, g, reach, sign, t))];
        int[] stops = StopsOf(result);
        var over = Chart.Round([0, .. ss.Select(f), .. ss.Select(g)]);
        return Animated(title, stops, moments, result, frame =>
        {
            double t = moments[stops[frame]];
            var upper = new Plot(title, 400, 120, (-1.5 * reach, 1.5 * reach), over);
            (double, double)[] Points(Func<double, double> h) => [.. Enumerable.Range(0, 241).Select(i => -1.5 * reach + (i * reach / 80)).Select(s => (s, h(s)))];
            string g0 = sign < 0 ? "g(t − s)" : "g(s + t)";
            Curve[] curves = [new("f(s)", Points(f)), new(g0, Points(s => g((sign * s) + t))), new("their product", Points(s => f(s) * g((sign * s) + t)), Fills: true)];
            return (upper, curves);
        }, 1.5 * reach);
    }

    /// <summary>Which moments the picture stops at: evenly, but the stop nearest to the greatest value moves to it.</summary>
    private static int[] StopsOf(double[] result)
    {
        int[] stops = [.. Enumerable.Range(0, Stops).Select(i => i * (Fine / (Stops - 1)))];
        double most = result.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        bool Highest(int at) => Math.Abs(result[at]) >= most * (1 - 1e-9);
        if (stops.Any(Highest)) return stops;
        int peak = Enumerable.Range(0, result.Length).FirstOrDefault(Highest), nearest = (int)Math.Round((double)peak * (Stops - 1) / Fine);
        stops[nearest] = peak;
        return stops;
    }

    private static Picture Animated(string title, int[] stops, double[] moments, double[] result, Func<int, (Plot Upper, Curve[] Curves)> at, double most)
    {
        var up = Chart.Round([0, .. result]);
        var lower = new Plot("", 400, 110, (-most, most), up);
        var all = new Curve("", [.. moments.Select((t, i) => (t, result[i]))]);
        const double below = 200;
        string Frame(int i)
        {
            var (upper, curves) = at(i);
            double t = moments[stops[i]], area = result[stops[i]];
            string moving = Chart.Draw(upper, curves[1], 1) + Chart.Draw(upper, curves[2], 2);
            string dot = Mark.Of("circle", [("cx", lower.X(t)), ("cy", lower.Y(area)), ("r", 5), ("fill", "#d55e00")]) + Mark.Label(lower.X(most), lower.Y(up.High) - 4, $"t = {Mark.Figure(Math.Round(t, 2))}, area = {Mark.Figure(Math.Round(area, 3))}", "s e");
            return Mark.Of("g", [("class", $"fc-f fc-c{Stops}{(i == (Stops / 2) + 3 ? " fc-still" : "")}"), ("style", $"--i:{i}"), ("data-frame", i), ("data-t", t.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), ("data-area", area.ToString("R", System.Globalization.CultureInfo.InvariantCulture))],
                moving, Mark.Of("g", [("transform", $"translate(0 {below})")], dot)) + "\n";
        }
        Picture Make(int? only)
        {
            var (upper, curves) = at(0);
            string still = upper.Frame() + Chart.Draw(upper, curves[0], 0) + Mark.Of("g", [("transform", $"translate(0 {below})")], lower.Frame(label: "t") + Chart.Draw(lower, all, 3));
            string frames = string.Concat((only is { } f ? [f] : Enumerable.Range(0, Stops)).Select(Frame));
            string control = only is null ? Mark.Of("foreignObject", [("class", "fc-control"), ("x", 12), ("y", 412), ("width", 120), ("height", 26)], "<label xmlns=\"http://www.w3.org/1999/xhtml\"><input type=\"checkbox\" class=\"fc-stop\"/> pause</label>") : "";
            Picture framed = upper.Picture(title, still + frames, [], [.. curves.Select(c => c.Name), "result"]);
            return framed.Moved(below + 44, control, only is null ? Css : "", Stops, Make);
        }
        return Make(null);
    }

    private static string Css => Moving.Keyframes(Stops)
        + $".fc-c{Stops}{{visibility:hidden;animation:fc-{Stops} 8s step-end infinite;animation-delay:calc(var(--i)*{8.0 / Stops}s - 8s)}}" + Moving.Css;
}
