// Diagrams have every layer with its costs, fold only what comes again alike, draw bridges within bridges as a U, and no block over another.
using System.Globalization;
using System.Xml.Linq;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public class DiagramLaws
{
    [Fact]
    public void A_diagram_has_a_block_per_layer_with_its_costs()
    {
        Network network = Zoo.ResNet18().On((3, 224, 224));
        XElement svg = XElement.Parse(network.Diagram().ToString());
        XElement[] blocks = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "fc-layer")];
        // What is folded counts as often as it stands there.
        static long Times(XElement mark) => mark.Ancestors().Select(e => long.Parse(e.Attribute("data-times")?.Value ?? "1", CultureInfo.InvariantCulture)).Aggregate(1L, (product, n) => product * n);
        Assert.Equal(network.Summary.Macs, blocks.Sum(b => Times(b) * long.Parse(b.Attribute("data-macs")!.Value, CultureInfo.InvariantCulture)));
        Assert.Equal(network.Summary.Trainable + network.Summary.State, blocks.Sum(b => Times(b) * long.Parse(b.Attribute("data-weights")!.Value, CultureInfo.InvariantCulture)));
        Assert.Equal(8, svg.Descendants().Where(e => e.Attribute("data-joint")?.Value == "+").Sum(Times));
        Assert.Equal("×2", Assert.Single(svg.Descendants(), e => e.Attribute("data-times") is not null).Elements().First(e => e.Name.LocalName == "text").Value);
        Assert.Contains("118,013,952 MACs (236,027,904 FLOPs)", blocks[0].Value, StringComparison.Ordinal);
        Assert.Equal(3, XElement.Parse(Zoo.UNet().Diagram((1, 64, 64)).ToString()).Descendants().Count(e => e.Attribute("data-joint")?.Value == "‖"));
    }

    [Fact]
    public void Only_what_comes_again_with_the_same_shapes_and_weights_is_folded()
    {
        static string[] Times(Layer layer, Shape input) => [.. XElement.Parse(layer.Diagram(input).ToString()).Descendants().Select(e => e.Attribute("data-times")?.Value).OfType<string>()];
        Layer same = Conv(4, 3, padding: Same);
        Assert.Equal(["3"], Times(same.Then(Relu).Repeat(3), (4, 8, 8)));
        Assert.Equal(["2"], Times(same.Then(Relu).Repeat(3), (1, 8, 8))); // the first has other weights
        Assert.Empty(Times(Conv(4, 3).Repeat(3), (4, 12, 12)));           // every one makes the map smaller
        Assert.Empty(Times(Sum(same, same, same), (4, 8, 8)));            // side by side
        Assert.Equal(["2"], Times(Residual(same).Repeat(2), (4, 8, 8)));
    }

    [Fact]
    public void A_U_goes_down_the_left_and_up_the_right_with_its_bridges_across()
    {
        XElement svg = XElement.Parse(Zoo.UNet(levels: 4).Diagram((1, 64, 64)).ToString());
        static double Number(XElement e, string of) => double.Parse(e.Attribute(of)!.Value, CultureInfo.InvariantCulture);
        XElement[] boxes = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value.StartsWith("fc-b", StringComparison.Ordinal) == true)];
        double Middle(string path) => boxes.Where(b => b.Parent!.Attribute("data-path")!.Value == path).Select(b => Number(b, "x") + (Number(b, "width") / 2)).Single();
        string[] paths = [.. svg.Descendants().Select(e => e.Attribute("data-path")?.Value).OfType<string>()];
        double left = Middle(paths.First(p => p.Contains("maxpool", StringComparison.Ordinal))), right = Middle(paths.First(p => p.Contains("convtransposed", StringComparison.Ordinal)));
        Assert.All(paths.Where(p => p.Contains("maxpool", StringComparison.Ordinal)).SkipLast(1), p => Assert.Equal(left, Middle(p), 1));
        Assert.All(paths.Where(p => p.Contains("convtransposed", StringComparison.Ordinal)).Take(2), p => Assert.Equal(right, Middle(p), 1));
        Assert.True(right > left + 100, $"{left} and {right}");
        // The bridge of each level ends in its joint, deeper levels below; what comes out is written beside what goes in.
        double[] joints = [.. svg.Descendants().Where(e => e.Attribute("data-joint") is not null).Select(e => Number(e, "cy"))];
        Assert.Equal(joints.Order(), joints);
        Assert.All(svg.Descendants().Where(e => e.Attribute("data-joint") is not null), e => Assert.Equal(right, Number(e, "cx"), 1));
        XElement Said(string words) => svg.Descendants().Single(e => e.Name.LocalName == "text" && e.Value.StartsWith(words, StringComparison.Ordinal));
        Assert.Equal(Number(Said("input"), "y"), Number(Said("output"), "y"), 1);
    }

    [Fact]
    public void Blocks_of_a_diagram_do_not_overlap()
    {
        foreach (Layer layer in new[] { Zoo.ResNet18(), Zoo.UNet(), Concat(Conv(8, 1), Conv(8, 3, padding: Same).Then(Relu), MaxPool(3, 1, 1)).Named("inception").Then(Relu) })
        {
            double[][] boxes = [.. XElement.Parse(layer.Diagram((3, 64, 64)).ToString()).Descendants().Where(e => e.Attribute("class")?.Value.StartsWith("fc-b", StringComparison.Ordinal) == true)
                .Select(e => new[] { "x", "y", "width", "height" }.Select(a => double.Parse(e.Attribute(a)!.Value, CultureInfo.InvariantCulture)).ToArray())];
            for (int i = 0; i < boxes.Length; i++)
                for (int j = i + 1; j < boxes.Length; j++)
                    Assert.False(boxes[i][0] < boxes[j][0] + boxes[j][2] && boxes[j][0] < boxes[i][0] + boxes[i][2] && boxes[i][1] < boxes[j][1] + boxes[j][3] && boxes[j][1] < boxes[i][1] + boxes[i][3], $"{layer}: block {i} and block {j}");
        }
    }
}
