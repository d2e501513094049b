// Equivariance: what the analysis says is what shifted inputs show, over random networks; and the words for the networks that one knows.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Analysis;

public class EquivarianceLaws
{
    private static Padding Around => Same.Filled(Circular);

    // Windows of three taps and more, so that none sees padding alone: such a one gives a constant, and shifts pass it by.
    private static Padding Behind => Padding.Sides((0, 2));

    /// <summary>A layer for maps: circular ones that keep a turn, or any. None has a kink, so that no map goes dead.</summary>
    private static Gen<Layer> Layer(bool turns)
    {
        Gen<Padding> padding = turns ? Gen.Constant<Padding>(Around) : Gen.Elements<Padding>(Around, Same, Same, Valid, 1, Behind, Same.Filled(Replicate), Full);
        Gen<Layer> conv = from k in Gen.Choose(turns ? 1 : 2, 4) from s in Gen.Elements(1, 1, 1, 2, 3) from d in Gen.Elements(1, 1, 2) from p in padding select (Layer)Conv(3, p == Behind ? Math.Max(k, 3) : k, s, p, d);
        Gen<Layer> pool = from k in Gen.Choose(2, 3)
                          from s in Gen.Elements(1, 2)
                          from p in turns ? padding : Gen.Elements<Padding>(Around, Same, Valid)
                          from which in Gen.Choose(0, 2)
                          select which switch { 0 => MaxPool(k, s, p), 1 => AveragePool(k, s, p), _ => BlurPool(3, s, turns ? Padding.Sides((1, 1)).Filled(Circular) : null) };
        Gen<Layer> up = Gen.Elements(Upsample(2), ConvTransposed(3, 2, stride: 2, padding: turns ? Around : Valid), ConvTransposed(3, 3, stride: 2, padding: Around));
        Gen<Layer> still = Gen.Elements(Tanh, Sigmoid, BatchNorm(), Dropout(0.3), Shift(2), InstanceNorm().Then(Tanh), Product(FunctionalConv.Layers.Identity, Tanh.Then(GlobalAveragePool).Then(Dense(3)).Then(Tanh)));
        Gen<Layer> branched = from a in conv from b in conv select Concat(a, b);
        Gen<Layer> rest = from k in Gen.Choose(2, 3) from p in turns ? Gen.Constant<Padding>(Around) : Gen.Elements<Padding>(Same, Around) select Residual(Conv(3, k, padding: p).Then(Tanh));
        Gen<Layer> breaking = Gen.Elements(AdaptiveAveragePool(4), Flatten.Then(Dense(7)), ResizeTo(7), Shift(1, Zeros), LayerNorm(1), Softmax(-1), SpaceToDepth(2));
        return turns ? Gen.Frequency((5, conv), (2, pool), (1, up), (3, still), (1, rest)) : Gen.Frequency((5, conv), (2, pool), (1, up), (2, still), (1, branched), (1, rest), (2, breaking));
    }

    // No agreement by chance: under borders a sum over all that a linear map makes of zeros stays, and a largest value hardly ever stands at the border; a small map is soon one value.
    private static Gen<Fitting> Network =>
        from n in Gen.Elements(24, 36, 40, 25, 23, 48)
        from rank in Gen.Elements(1, 1, 1, 2)
        let input = rank == 1 ? Shape.Of(3, n) : Shape.Of(3, n, 24)
        from turns in Gen.Elements(true, true, false)
        from length in Gen.Choose(1, 5)
        from layers in Layer(turns).ArrayOf(length)
        from ending in Gen.Frequency((5, Gen.Constant<Layer>(FunctionalConv.Layers.Identity)), (1, Gen.Elements(Tanh.Then(GlobalAveragePool), Tanh.Then(GlobalAveragePool).Then(Dense(2)))), (2, Gen.Constant(Flatten.Then(Dense(4)))))
        let net = layers.Append(ending).Aggregate((a, b) => a.Then(b))
        where net.Check(input).IsSuccess && net.On(input).Rows.All(row => row.Depth > 0 || row.Output.Sizes.ToArray().Skip(1).All(m => m is > 7 and < 100))
        select new Fitting(net, input);

    [Fact]
    public void Analysis_and_measurement_agree_over_200_random_networks_of_every_verdict()
    {
        var seen = new Dictionary<ShiftVerdict, int> { [ShiftVerdict.Exact] = 0, [ShiftVerdict.Interior] = 0, [ShiftVerdict.Broken] = 0 };
        for (int round = 0; (seen.Values.Sum() < 200 || seen.Values.Min() < 40) && round < 30; round++)
            foreach (Fitting x in Network.Draw(100, 100, round))
            {
                Model<double> model = Probe.Weighted(x.Layer.On(x.Input), round);
                Equivariance said = model.Network.Equivariance();
                if (said.Axes.Any(a => seen[a.Verdict] > 150)) continue;
                for (int i = 0; i < said.Axes.Length; i++)
                {
                    EquivarianceAxis axis = said.Axes[i];
                    ShiftError shown = Measured(model, i, axis.Verdict, round);
                    Assert.True(axis.Verdict == shown.Verdict(), $"{x}, axis {axis.Axis}: said {axis}; measured {shown}");
                    seen[axis.Verdict]++;
                }
            }
        Assert.True(seen.Values.Sum() >= 200 && seen.Values.Min() >= 40, string.Join(", ", seen));
    }

    /// <summary>
    /// The errors of inputs that show as much as was said, or more, or else of the last of many. An input may look better than the truth: where a window of three cells is moved by one, its
    /// largest value stays in two cases of three, and a map has few windows. None looks worse, so what is said too strictly differs for all inputs.
    /// </summary>
    private static ShiftError Measured(Model<double> model, int axis, ShiftVerdict said, int seed)
    {
        ShiftError shown = model.MeasureShifts(seed)[axis];
        for (int more = 1; shown.Verdict() < said && more < 20; more++) shown = model.MeasureShifts((1000 * seed) + more)[axis];
        return shown;
    }

    [Fact]
    public void The_first_layer_that_breaks_it_is_named()
    {
        Assert.Equal("width: exact, a shift by 2 cells moves the output by 1", Said(Conv(2, 3, padding: Around).Then(Tanh).Then(AveragePool(2)), (1, 12)));
        Assert.Equal("width: interior only, a shift by 1 cell moves the output by 1, but for 2 cells before and 2 after: layer 1, Conv(2, 3, padding: 1), its border cells see beyond the map, which does not go around",
            Said(Conv(2, 3, padding: 1).Then(Tanh).Then(Conv(1, 3, padding: 1)), (1, 12)));
        Assert.Equal("width: interior only, a shift by 2 cells moves the output by 1, but for 0 cells before and 0 after: layer 2, AveragePool(2), its stride of 2 does not divide 13 cells",
            Said(Conv(2, 3, padding: Around).Then(AveragePool(2)), (1, 13)));
        Assert.Equal("width: broken: layer 3, Dense(4), it gives every position weights of its own", Said(Conv(2, 3, padding: Around).Then(Flatten).Then(Dense(4)), (1, 12)));
        Assert.Equal("width: invariant to shifts by 1 cell, from layer 2, GlobalAveragePool on", Said(Conv(2, 3, padding: Around).Then(GlobalAveragePool).Then(Dense(3)), (1, 12)));
        Assert.Equal("width: broken: layer 1, AdaptiveAveragePool(5), its windows differ from place to place", Said(AdaptiveAveragePool(5), (1, 12)));
    }

    [Fact]
    public void A_largest_value_of_the_whole_map_stays_too()
    {
        Network network = Conv(2, 3, padding: Around).Then(MaxPool(2)).Then(GlobalMaxPool).On((1, 12));
        Assert.Equal("width: invariant to shifts by 2 cells, from layer 3, GlobalMaxPool on", network.Equivariance().ToString());
        Assert.Equal(ShiftVerdict.Exact, network.Init<double>(3).MeasureShifts()[0].Verdict());
    }

    [Fact]
    public void Upsampling_divides_the_step_and_every_axis_has_its_own()
    {
        Assert.Equal("width: exact, a shift by 2 cells moves the output by 2", Said(Conv(2, 2, stride: 2).Then(ConvTransposed(1, 2, stride: 2)), (1, 12)));
        Assert.Equal("width: exact, a shift by 1 cell moves the output by 2", Said(Upsample(2), (1, 12)));
        Assert.Equal("width: exact, a shift by 1 cell moves the output by 1", Said(Upsample(2).Then(AveragePool(2)), (1, 13)));
        Assert.StartsWith("height: exact, a shift by 2 cells moves the output by 1", Said(MaxPool((2, 3), stride: (2, 3)), (1, 12, 13)), StringComparison.Ordinal);
        Assert.Contains("width: interior only, a shift by 3 cells", Said(MaxPool((2, 3), stride: (2, 3)), (1, 12, 13)), StringComparison.Ordinal);
        Assert.Equal("no spatial axes", Said(Dense(3), 5));
    }

    [Fact]
    public void Errors_over_all_shifts_vanish_exactly_at_multiples_of_the_step()
    {
        Model<double> down = Conv(2, 3, padding: Around).Then(Tanh).Then(Conv(2, 3, stride: 3, padding: Around)).Init<double>((1, 15), seed: 1);
        Assert.Equal([false, false, true, false, false, true, false], down.MeasureShifts(-1, 7).Select(e => e.Around < 1e-9));
        Model<double> zeros = Conv(2, 3, padding: Same).Init<double>((1, 15), seed: 1);
        Assert.All(zeros.MeasureShifts(0, 4), e => Assert.True(e.Around > 1e-3 && e.Inside < 1e-9, $"{e}"));
        Model<double> dense = Flatten.Then(Dense(3)).Init<double>((1, 15), seed: 1);
        Assert.All(dense.MeasureShifts(0, 14), e => Assert.True(e.Around > 1e-3 && e.Inside > 1e-3, $"{e}"));
        Assert.StartsWith("Shifts along 15 cells go from 1 to at most 14; 15 was asked for.", Assert.Throws<ArgumentException>(() => zeros.MeasureShifts(0, 15)).Message, StringComparison.Ordinal);
        Assert.StartsWith("This network has spatial axes 0 to 0, or −1 for the last; 1 was asked for.", Assert.Throws<ArgumentException>(() => zeros.MeasureShifts(1, 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Dense(3) takes [5], which has no spatial axes: nothing can be shifted.", Assert.Throws<ArgumentException>(() => Dense(3).Init<double>(5).MeasureShifts(-1, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_of_shifts_has_a_bar_per_error()
    {
        Model<double> model = Conv(2, 3, padding: Same).Then(MaxPool(2)).Init<double>((1, 16), seed: 1);
        double[] drawn = [.. System.Xml.Linq.XElement.Parse(model.ShiftPicture(most: 5).ToString()).Descendants().Select(e => e.Attribute("data-error")).OfType<System.Xml.Linq.XAttribute>().Select(a => double.Parse(a.Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(model.MeasureShifts(0, 5).SelectMany(e => new[] { e.Around, e.Inside }), drawn);
    }

    private static string Said(Layer layer, Shape input) => layer.On(input).Equivariance().ToString();
}
