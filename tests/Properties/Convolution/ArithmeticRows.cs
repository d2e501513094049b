// The 19 animations of Dumoulin & Visin's repository (conv_arithmetic.json): sizes, what a transposed one is drawn as, and numbers where they are given.
using System.Text.Json;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Convolution;

public class ArithmeticRows
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Rows = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Convolution", "conv_arithmetic.json")))
            .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!));

    public static TheoryData<string> Names => new(Rows.Value.Keys);

    [Fact]
    public void There_are_19_rows() => Assert.Equal(19, Rows.Value.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_the_sizes_given(string name)
    {
        JsonElement row = Rows.Value[name];
        int i = Int(row, "input"), o = Int(row, "output");
        Layer layer = Of(row);
        Assert.Equal<Shape>((1, o, o), layer.On((1, i, i)).Output);
        Assert.Equal<Shape>((1, o, o), layer.Init((1, i, i)).Run(Tensor.Normal<float>((1, i, i), 1)).Shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_the_numbers_given_and_a_transposed_one_what_it_is_drawn_as(string name)
    {
        JsonElement row = Rows.Value[name];
        if (row.TryGetProperty("drawn_as", out JsonElement drawn)) IsDrawnAs(row, drawn);
        if (row.TryGetProperty("input_values", out JsonElement values))
        {
            Tensor<double>[] weights = row.GetProperty("kernel_values") is { ValueKind: JsonValueKind.Array } kernel ? [Matrix(kernel)] : [];
            Vectors.Near(Matrix(row.GetProperty("output_values")), Of(row).Apply(Matrix(values), weights));
        }
    }

    private static void IsDrawnAs(JsonElement row, JsonElement drawn)
    {
        int i = Int(row, "input"), k = Int(row, "kernel");
        Tensor<double> x = Vectors.Draw((1, 1, i, i), 1), w = Vectors.Draw((1, 1, k, k), 2);
        Tensor<double> stuffed = Stuffing.Between(x, Int(drawn, "zeros_between") + 1, Int(drawn, "zero_border"), Int(drawn, "extra_zeros_bottom_right"));
        Vectors.Near(Conv(1, k, bias: false).Flipped().Apply(stuffed, w), Of(row).Apply(x, w));
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

    private static Tensor<double> Matrix(JsonElement rows)
    {
        double[][] values = [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        return Tensor.Of<double>((1, 1, values.Length, values[0].Length), [.. values.SelectMany(row => row)]);
    }
}
