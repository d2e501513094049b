// What an animation draws is what the operation does: window positions read back from the SVG against the cells that an output really depends on, found by running the
// layer with weights of 1 on a single cell of 1 after another. All cases of conv_arithmetic.json, and windows drawn at random.
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public class ArithmeticPictureLaws
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Rows = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Convolution", "conv_arithmetic.json")))
            .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!));

    public static TheoryData<string> Names => new(Rows.Value.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_the_guide_is_drawn_as_the_guide_draws_it(string name)
    {
        JsonElement row = Rows.Value[name];
        int n = Int(row, "input"), m = Int(row, "output"), stride = Int(row, "stride");
        var drawn = new Drawn(Of(row).Animate(n));
        Assert.Equal(Int(row, "frames"), drawn.Frames.Count);
        Assert.Equal((n * n, m * m), (drawn.Count("fc-in"), drawn.Count("fc-out")));
        var line = drawn.Places("fc-pad").Concat(drawn.Places("fc-zero")).Concat(drawn.Places("fc-in")).Select(p => p.W).ToArray();
        if (row.TryGetProperty("drawn_as", out JsonElement how))
        {
            int border = Int(how, "zero_border"), extra = Int(how, "extra_zeros_bottom_right"), last = (n - 1) * (Int(how, "zeros_between") + 1);
            Assert.Equal((-border, last + border + extra), (line.Min(), line.Max()));
            Assert.Equal(last + 1 == n ? 0 : ((last + 1) * (last + 1)) - (n * n), drawn.Count("fc-zero"));
        }
        else Assert.Equal((-Int(row, "padding"), n - 1 + Int(row, "padding")), (line.Min(), line.Max()));
        Assert.Null(Trouble(Of(row), n, row.TryGetProperty("drawn_as", out _) ? stride : 1, drawn));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_with_numbers_shows_its_products(string name)
    {
        JsonElement row = Rows.Value[name];
        if (!row.TryGetProperty("input_values", out JsonElement given)) return;
        double[][] x = Matrix(given), y = Matrix(row.GetProperty("output_values"));
        Tensor<double>? kernel = row.GetProperty("kernel_values") is { ValueKind: JsonValueKind.Array } k ? Tensor.Of((3, 3), [.. Matrix(k).SelectMany(r => r)]) : null;
        Picture picture = Of(row).Animate(Tensor.Of((1, 5, 5), [.. x.SelectMany(r => r)]), kernel);
        var drawn = new Drawn(picture);
        Assert.Equal(9, drawn.Frames.Count);
        foreach (XElement frame in drawn.Frames)
        {
            var (h, w) = drawn.Made(frame);
            string[] sides = string.Join(' ', frame.Descendants().Where(e => e.Attribute("class")?.Value.Contains("fc-q") == true).Select(e => e.Value)).Split(" = ");
            Assert.Equal(y[h][w], double.Parse(sides[1], CultureInfo.InvariantCulture), 0.006);
            if (kernel is not null) Assert.Equal(y[h][w], sides[0].Split(" + ").Sum(product => product.Split('·').Aggregate(1.0, (p, f) => p * double.Parse(f, CultureInfo.InvariantCulture))), 9);
        }
    }

    [Law(60)]
    public Property A_window_of_any_kind_stands_where_the_operation_reads() => Prop.ForAll(
        (from kind in Gen.Choose(0, 3)
         from k in Gen.Choose(1, 4)
         from s in Gen.Choose(1, 3)
         from p in Gen.Choose(0, 2)
         from d in Gen.Choose(1, 2)
         from n in Gen.Choose(1, 7)
         select (kind, k, s, p, d, n)).ToArbitrary(), c =>
    {
        Layer layer = c.kind switch
        {
            0 => Conv(1, c.k, c.s, c.p, c.d),
            1 => ConvTransposed(1, c.k, c.s, c.p, c.d),
            2 => MaxPool(c.k, c.s, Math.Min(c.p, (c.k - 1) / 2), c.d),
            _ => Conv(1, c.k, c.s, Same, c.d),
        };
        if (!layer.Infer((1, c.n, c.n)).Misfits.IsEmpty) return true.ToProperty();
        return (Trouble(layer, c.n, c.kind == 1 ? c.s : 1, new Drawn(layer.Animate(c.n))) is var trouble && trouble is null).Label($"{layer} on {c.n}: {trouble}");
    });

    [Fact]
    public void One_and_three_axes_have_a_frame_per_output_cell()
    {
        Assert.Equal(5, Conv(1, 3, stride: 2, padding: 1).Animate(9, axes: 1).Frames);
        Picture volume = Conv(1, 2).Animate((3, 4, 5));
        Assert.Equal(2 * 3 * 4, volume.Frames);
        var drawn = new Drawn(volume);
        Assert.Equal((60, 24), (drawn.Count("fc-in"), drawn.Count("fc-out")));
        Assert.Equal(1, GlobalMaxPool.Animate(4).Frames);
    }

    [Fact]
    public void The_gradient_of_overlapping_maxima_adds_up()
    {
        Tensor<double> x = Tensor.Of((1, 1, 4), 1.0, 5, 2, 3);
        var drawn = new Drawn(MaxPool((1, 2), stride: 1).Animate(x));
        string[] back = [.. drawn.Svg.Descendants().Single(e => e.Attribute("class")?.Value == "m fc-g").Elements().Select(e => e.Value)];
        Assert.Equal(["0", "2", "0", "1"], back);
    }

    [Fact]
    public void A_still_has_one_frame_and_no_movement()
    {
        Picture still = Conv(1, 3, padding: 1).Animate(5).Still(7);
        Assert.DoesNotContain("animation", still.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 2), new Drawn(still).Made(Assert.Single(new Drawn(still).Frames)));
    }

    [Fact]
    public void It_moves_without_script_pauses_and_respects_less_motion()
    {
        string svg = Conv(1, 3).Animate(5).ToString();
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        foreach (string wanted in new[] { "prefers-reduced-motion", "@media print", "prefers-color-scheme:dark", "checkbox", "<title>", "<desc>", "role=\"img\"" }) Assert.Contains(wanted, svg, StringComparison.Ordinal);
        Assert.DoesNotContain("http", svg.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_map_is_drawn_scaled_and_says_so()
    {
        Picture picture = Conv(1, 7, stride: 2, padding: 3).Animate(224);
        Assert.Contains("Too large to draw cell by cell: drawn scaled, 1.75 pixels a cell.", picture.ToString(), StringComparison.Ordinal);
        Assert.Contains("12,544 stops: every 13th is shown.", picture.ToString(), StringComparison.Ordinal);
        Assert.InRange(picture.ToString().Length, 1000, 1_000_000);
        Assert.InRange(Conv(6, 5, padding: Same).Animate(28).ToString().Length, 1000, 1_000_000);
    }

    [Fact]
    public void What_cannot_be_drawn_gets_a_sentence()
    {
        Assert.StartsWith("Relu has no window that slides: Animate draws one convolution, transposed convolution or pooling; Diagram draws a network.", Assert.Throws<ArgumentException>(() => Relu.Animate(5)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Animate draws 1, 2 or 3 spatial axes; it was given 4.", Assert.Throws<ArgumentException>(() => Conv(1, 3).Animate(5, axes: 4)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Animate draws a map of one channel, [1, W], [1, H, W] or [1, D, H, W]; it was given [3, 4, 4]. Pick a channel, and reshape.", Assert.Throws<ArgumentException>(() => Conv(1, 3).Animate(Tensor.Filled((3, 4, 4), 0.0))).Message, StringComparison.Ordinal);
        Assert.StartsWith("The window of Conv(1, 3) has 9 taps; the kernel was given as [2, 2].", Assert.Throws<ArgumentException>(() => Conv(1, 3).Animate(Tensor.Filled((1, 4, 4), 0.0), Tensor.Filled((2, 2), 0.0).Reshape(Shape.Of(2, 2)))).Message, StringComparison.Ordinal);
        Assert.Throws<MisfitException>(() => Conv(1, 7).Animate(5));
    }

    /// <summary>Where windows, as drawn, differ from the cells that outputs depend on.</summary>
    private static string? Trouble(Layer layer, int n, int step, Drawn drawn)
    {
        Model<double> model = layer.Init<double>((1, n, n));
        foreach (Weight weight in model.Network.Weights) model = model.With(weight.Name, Tensor.Filled(weight.Shape, weight.Name.EndsWith("bias", StringComparison.Ordinal) ? 0.0 : 1));
        int m = model.Network.Output[1];
        if (drawn.Frames.Count != m * m) return $"{drawn.Frames.Count} frames for {m * m} output cells";
        Tensor<double> y = model.Run(Tensor.Make((n * n, 1, n, n), i => i / (n * n) == i % (n * n) ? 1.0 : 0));
        foreach (XElement frame in drawn.Frames)
        {
            var (h, w) = drawn.Made(frame);
            var seen = drawn.Window(frame).Where(c => c.H >= 0 && c.W >= 0 && c.H % step == 0 && c.W % step == 0 && c.H / step < n && c.W / step < n).Select(c => (c.H / step, c.W / step)).ToHashSet();
            var read = Enumerable.Range(0, n * n).Where(i => y[i, 0, h, w] != 0).Select(i => (i / n, i % n)).ToHashSet();
            // A maximum over zeros and one 1 sees the 1; a window of max-pooling that sees nothing but padding gives −∞ for every input.
            if (read.Count == n * n && seen.Count == 0) continue;
            if (!seen.SetEquals(read)) return $"output {(h, w)} is drawn from {string.Join(' ', seen.Order())} and made from {string.Join(' ', read.Order())}";
        }
        return null;
    }

    private static Layer Of(JsonElement row)
    {
        int k = Int(row, "kernel"), s = Int(row, "stride"), p = Int(row, "padding"), d = Int(row, "dilation");
        return row.GetProperty("operation").GetString() switch
        {
            "transposed convolution" => ConvTransposed(1, k, s, p, d, bias: false, outputPadding: Int(row, "output_padding")),
            "max pooling" => MaxPool(k, s, p),
            "average pooling" => AveragePool(k, s, p),
            _ => Conv(1, k, s, p, d, bias: false),
        };
    }

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static double[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
}
