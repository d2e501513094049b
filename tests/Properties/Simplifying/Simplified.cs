// What every test of rewriting does: simplify a model with drawn weights, hold its outputs against the first model's, and look at what became of it.
namespace FunctionalConv.Properties.Simplifying;

internal static class Simplified
{
    /// <summary>The layer that is left, after the outputs were compared in double.</summary>
    public static Layer Layer(Layer layer, Shape input, int seed = 1) => Of(layer, input, seed).Model.Network.Layer;

    public static Simplified<double> Of(Layer layer, Shape input, int seed = 1, int batch = 2, bool deep = false)
    {
        Model<double> model = Probe.Weighted(layer.On(input), seed, deep);
        Simplified<double> simple = model.Simplify();
        Tensor<double> x = Tensor.Normal<double>(input.Under(batch), seed + 1);
        Agree.Within(1e-10, model.Run(x), simple.Model.Run(x), $"{layer} on {input} against {simple.Model.Network.Layer}");
        return simple;
    }

    /// <summary>The layer stays as it is.</summary>
    public static void Stays(Layer layer, Shape input)
    {
        Simplified<double> simple = Of(layer, input);
        Assert.Equal((layer, "nothing to simplify"), (simple.Model.Network.Layer, simple.Report.ToString().Split('\n')[0].Trim()));
    }
}
