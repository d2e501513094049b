// Every equation has two laws: outputs stay in double, and what does not meet its condition is left alone.
using FsCheck;
using FsCheck.Fluent;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Simplifying;

public class RuleLaws
{
    private static Layer Nothing => FunctionalConv.Layers.Identity;

    [Law(150)]
    public Property Any_network_computes_the_same_when_simplified(Fitting x) => Prop.ForAll(Arb.From(Gen.Choose(0, 1 << 20)), seed =>
        Expense.Of(x.Layer.On(x.Input)) is var before && Simplified.Of(x.Layer, x.Input, seed).Report is var report && report.Before == before && report.After.Macs <= before.Macs && report.After.Lines <= before.Lines + 1);

    [Law(60)]
    public Property Simplifying_twice_changes_nothing_more(Fitting x)
    {
        Model<double> once = Probe.Weighted(x.Layer.On(x.Input), 3).Simplify().Model;
        return Trial.Verdict(once.Simplify().Report.Rewrites is { IsEmpty: true } ? null : $"{x.Layer} became {once.Network.Layer}, which became another");
    }

    [Law(60)]
    public Property A_batch_norm_folds_into_the_product_before_it() => Prop.ForAll(
        Arb.From(
            from input in Generators.Shapes
            from product in Gen.Frequency((3, Generators.Convs(input)), (2, Generators.TransposedConvs(input)), (1, Gen.Elements(DepthwiseConv(1, multiplier: 2), Flatten.Then(Dense(3, bias: false)))))
            from affine in Gen.Elements(true, false)
            select new Fitting(product.Then(BatchNorm(epsilon: 0.01, affine: affine)), input),
            Shrinkers.Smaller),
        x => !Simplified.Layer(x.Layer, x.Input).ToString().Contains("BatchNorm", StringComparison.Ordinal) || !x.Layer.ToString().Contains("onv", StringComparison.Ordinal));

    [Fact]
    public void A_batch_norm_stays_where_another_reads_the_product_or_something_stands_between()
    {
        Simplified.Stays(Conv(4, 3, padding: 1).Then(Residual(BatchNorm())), (4, 5, 6));
        Simplified.Stays(Residual(Conv(4, 3, padding: 1)).Then(BatchNorm()), (4, 5, 6));
        Simplified.Stays(Conv(4, 3).Then(Relu).Then(BatchNorm()), (4, 5, 6));
        Simplified.Stays(BatchNorm().Then(Conv(4, 3)), (4, 5, 6));
        Simplified.Stays(MaxPool(2).Then(BatchNorm()), (4, 5, 6));
    }

    [Fact]
    public void Layers_that_share_their_weights_stay()
    {
        Layer shared = Conv(4, 3, padding: 1).Shared("shared");
        Simplified.Stays(shared.Then(BatchNorm()).Then(Relu).Then(shared), (4, 5, 6));
        Simplified.Stays(Conv(4, 3).Then(BatchNorm()).Shared("both").Then(Tanh).Then(Conv(4, 3).Then(BatchNorm()).Shared("both")), (4, 9, 8));
    }

    [Fact]
    public void Names_and_freezing_stay_with_the_folded_layer()
    {
        Simplified<double> simple = Simplified.Of(Conv(4, 3, bias: false).Named("stem").Frozen().Then(BatchNorm()).Then(Dropout(0.5).Named("drop")).Then(Relu), (2, 5, 6));
        Assert.Equal("Conv(4, 3).Named(\"stem\").Frozen().Then(Relu)", simple.Model.Network.Layer.ToString());
        Assert.Equal(["stem.weight", "stem.bias"], simple.Model.Network.Weights.Select(w => w.Name));
        Assert.Equal("batch norm folds into the product before it, stem", $"{simple.Report.Rewrites[0].Equation}, {simple.Report.Rewrites[0].Place}");
    }

    [Law(100)]
    public Property Two_convolutions_merge_where_the_second_pads_nothing_and_one_multiplies_less() => Prop.ForAll(
        Arb.From(
            from rank in Gen.Choose(1, 3)
            from size in Gen.Choose(8, 11)
            let input = Shape.Of([4, .. Enumerable.Range(0, rank).Select(i => rank == 3 ? 6 + (i % 2) : size + i)])
            from first in Generators.Convs(input)
            from second in Gen.Elements<Layer>(Pointwise(1), Conv(2, 2, stride: 3), Conv(1, 2, dilation: 2, bias: false), AveragePool(2), DepthwiseConv(2, stride: 2), Conv(2, 1, groups: 1).Flipped(), AveragePool(3, stride: 2))
            where first.Then(second).Infer(input).Misfits.IsEmpty
            select new Fitting(first.Then(second), input),
            Shrinkers.Smaller),
        x =>
        {
            Simplified<double> simple = Simplified.Of(x.Layer, x.Input);
            return (simple.Report.Rewrites.IsEmpty || simple.Report.After.Macs < simple.Report.Before.Macs).Classify(!simple.Report.Rewrites.IsEmpty, "merged");
        });

    [Fact]
    public void Merged_convolutions_have_the_composed_window()
    {
        Assert.Equal("Conv(2, (5, 7), stride: (6, 3), padding: Padding.Sides((1, 0), (2, 2)))", Simplified.Layer(Conv(9, (3, 5), stride: (2, 1), padding: Padding.Sides((1, 0), (2, 2))).Then(Conv(2, (2, 3), stride: 3)), (3, 20, 21)).ToString());
        Assert.Equal("Conv(1, 3, dilation: 3)", Simplified.Layer(Pointwise(8).Then(Conv(1, 3, dilation: 3)), (3, 9)).ToString());
        Assert.Equal("Conv(4, 4, stride: 2)", Simplified.Layer(Conv(4, 3).Then(AveragePool(2)), (4, 9, 10)).ToString());
        Assert.Equal("Conv(1, 5, padding: Padding.By(2).Filled(Circular))", Simplified.Layer(Conv(7, 3, padding: Same.Filled(Circular)).Then(Conv(1, 3, padding: Same.Filled(Circular))), (5, 9)).ToString());
        Assert.Equal("DepthwiseConv(3, stride: 2)", Simplified.Layer(DepthwiseConv(2, bias: false).Then(DepthwiseConv(2, stride: 2)), (3, 9, 9)).ToString());
    }

    [Fact]
    public void Convolutions_stay_where_the_second_pads_or_one_would_cost_more()
    {
        Simplified.Stays(Conv(9, 3).Then(Conv(1, 3, padding: 1)), (3, 9, 9));
        Simplified.Stays(Conv(9, 3, padding: 1).Then(Conv(1, 3, padding: Padding.By(1).Filled(Circular))), (3, 9, 9));
        Simplified.Stays(Conv(9, 3, stride: 3, padding: Padding.By(1).Filled(Circular)).Then(Conv(1, 3, padding: Padding.By(1).Filled(Circular))), (3, 9, 9));
        Simplified.Stays(Conv(9, 3, padding: Padding.By(2).Filled(Circular)).Then(Conv(1, 3, padding: Padding.By(1).Filled(Circular))), (3, 9, 9));
        Simplified.Stays(Conv(9, 3, padding: Padding.By(1).Filled(Replicate)).Then(Conv(1, 3, padding: Padding.By(1).Filled(Replicate))), (3, 9, 9));
        Simplified.Stays(Conv(2, 3).Then(Conv(9, 3)), (3, 20, 20));
        Simplified.Stays(Conv(9, 3).Then(Relu).Then(Conv(1, 3)), (3, 9, 9));
        Simplified.Stays(Conv(9, 3).Then(ConvTransposed(1, 3)), (3, 9, 9));
    }

    [Fact]
    public void Average_pools_that_divide_otherwise_are_no_convolution()
    {
        Assert.Equal("Conv(4, 4, stride: 2)", Simplified.Layer(Conv(4, 3).Then(AveragePool(2, ceil: true)), (4, 10, 10)).ToString());
        Simplified.Stays(Conv(4, 3).Then(AveragePool(2, ceil: true)), (4, 9, 10));
        Simplified.Stays(Conv(4, 3).Then(AveragePool(2, divisor: 3)), (4, 9, 10));
        Simplified.Stays(Conv(4, 3).Then(AveragePool(2, padding: 1, countPadding: false)), (4, 9, 10));
        Simplified.Stays(Conv(4, 3).Then(AveragePool(2, padding: 1)), (4, 9, 10));
        Simplified.Stays(Conv(4, 3).Then(AdaptiveAveragePool(3)), (4, 9, 10));
    }

    [Law(60)]
    public Property Pads_join_zeros_to_zeros_and_replicate_to_replicate() => Prop.ForAll(
        Arb.From(
            from input in Generators.Shapes
            from a in Generators.Paddings(input.Rank - 1)
            from b in Generators.Paddings(input.Rank - 1)
            from fill in Gen.Elements(Fill.Zeros, Fill.Replicate, Fill.Reflect, Fill.Circular, Fill.Constant(1.5))
            from other in Gen.Elements(Fill.Zeros, Fill.Replicate, fill)
            from last in Gen.Elements<Layer>(Conv(2, 2), Conv(2, 2, padding: Padding.By(1).Filled(other)), Relu, MaxPool(2, padding: 1))
            where !a.NeedsSize && !b.NeedsSize && a is not (CausalPadding or SamePadding) && b is not (CausalPadding or SamePadding) && a != Padding.Full && b != Padding.Full
            let layer = Pad(a, fill).Then(Pad(b, other)).Then(last)
            where layer.Infer(input).Misfits.IsEmpty
            select new Fitting(layer, input),
            Shrinkers.Smaller),
        x => Simplified.Of(x.Layer, x.Input).Report.After.Lines > 0);

    [Fact]
    public void Pads_join_only_alike()
    {
        Assert.Equal("Conv(2, 3, padding: 3)", Simplified.Layer(Pad(1).Then(Pad(1)).Then(Conv(2, 3, padding: 1)), (2, 5, 6)).ToString());
        Assert.Equal("Pad(Padding.Sides((2, 3)), Replicate)", Simplified.Layer(Pad(1, Replicate).Then(Pad(Padding.Sides((1, 2)), Replicate)), (2, 5)).ToString());
        Assert.Equal("Conv(2, 3, padding: Padding.By(1).Filled(Reflect))", Simplified.Layer(Pad(1, Reflect).Then(Conv(2, 3)), (2, 5)).ToString());
        Assert.Equal("Crop(3)", Simplified.Layer(Crop(1).Then(Crop(2)), (2, 9, 8)).ToString());
        Simplified.Stays(Pad(1).Then(Pad(1, Replicate)), (2, 5, 6));
        Simplified.Stays(Pad(1, Reflect).Then(Pad(1, Reflect)), (2, 5, 6));
        Simplified.Stays(Pad(1, Fill.Constant(2)).Then(Pad(1)), (2, 5, 6));
        Simplified.Stays(Crop(1).Then(Pad(1)), (2, 5, 6));
        Simplified.Stays(Pad(1).Then(Crop(1)), (2, 5, 6));
        Simplified.Stays(Pad(1).Then(Conv(2, 3, padding: Padding.By(1).Filled(Replicate))), (2, 5, 6));
        Simplified.Stays(Pad(1).Then(MaxPool(2)), (2, 5, 6));
    }

    [Fact]
    public void What_does_nothing_in_inference_vanishes()
    {
        Assert.Equal(Nothing, Simplified.Layer(Dropout(0.3).Then(StochasticDepth(0.2)).Then(Dropout(0.5, byChannel: true).Named("d")), (2, 5)));
        Assert.Equal("Residual(Conv(2, 3, padding: 1))", Simplified.Layer(Residual(Conv(2, 3, padding: 1).Then(StochasticDepth(0.2))), (2, 5)).ToString());
        Simplified.Stays(Tanh.Then(Softmax()), (2, 5));
    }

    [Fact]
    public void Relu_twice_is_relu_once()
    {
        Assert.Equal(Relu, Simplified.Layer(Relu.Then(Relu).Then(Relu), (2, 5)));
        Assert.Equal(Relu6, Simplified.Layer(Relu.Then(Relu6).Then(Relu), (2, 5)));
        Simplified.Stays(Relu.Then(Tanh).Then(Relu), (2, 5));
        Simplified.Stays(Tanh.Then(Tanh), (2, 5));
        Simplified.Stays(LeakyRelu(0.1).Then(LeakyRelu(0.1)), (2, 5));
    }

    [Law(40)]
    public Property Relu_and_max_pool_swap_where_every_window_sees_the_map() => Prop.ForAll(
        Arb.From(from input in Generators.Shapes from pool in Generators.MaxPools(input) select new Fitting(Tanh.Then(Relu).Then(pool), input), Shrinkers.Smaller),
        x =>
        {
            string text = Simplified.Layer(x.Layer, x.Input).ToString();
            return text.EndsWith("Then(Relu)", StringComparison.Ordinal) || x.Layer.Infer(x.Input).Shape.Count >= x.Input.Count;
        });

    [Fact]
    public void Relu_stays_before_a_pool_that_reads_positions_or_padding_alone_and_at_the_store_of_a_convolution()
    {
        Simplified.Stays(Tanh.Then(Relu).Then(MaxPool(2).Unpooling(Tanh)), (2, 6, 6));
        Simplified.Stays(Tanh.Then(Relu).Then(MaxPool(2, padding: 2)), (2, 9));
        Simplified.Stays(Tanh.Then(Relu).Then(MaxPool(3, stride: 1, padding: 1)), (2, 9));
        Simplified.Stays(Conv(2, 3).Then(Relu).Then(MaxPool(2)), (2, 9));
        Simplified.Stays(Tanh.Then(Softplus()).Then(MaxPool(2)), (2, 9));
        Assert.Equal("Conv(2, 3).Then(MaxPool(2)).Then(Relu)", Simplified.Layer(Conv(2, 3).Then(Relu).Then(MaxPool(2)).Then(Relu), (2, 9)).ToString());
    }
}
