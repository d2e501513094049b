// Conv means what plain loops mean, in 1-D, 2-D and 3-D, under every fill; and its gradient is the limit of differences.

namespace FunctionalConv.Properties.Convolution;

public class NaiveLaws
{
    [Law(250, typeof(ConvCases))]
    public void A_convolution_is_what_plain_loops_compute(ConvCase c) =>
        Vectors.Near(PlainConvolution.Of(c, c.X, c.W, null), c.Layer().Apply(c.X, c.W));

    [Law(50, typeof(ConvCases))]
    public void A_bias_is_added_to_every_cell_of_its_map(ConvCase c) =>
        Vectors.Near(PlainConvolution.Of(c, c.X, c.W, c.B), c.Layer(bias: true).Apply(c.X, c.W, c.B));

    [Law(100, typeof(ConvCases))]
    public void In_float_it_is_the_same_to_rounding(ConvCase c)
    {
        Model<float> model = c.Layer(bias: true).Model(c.X, c.W, c.B).To<float>();
        Vectors.Near(PlainConvolution.Of(c, c.X, c.W, c.B), model.Run(c.X.To<float>()).To<double>(), 1e-5);
    }

    [Law(60, typeof(ConvCases))]
    public void A_batch_is_its_images_one_by_one(ConvCase c)
    {
        Tensor<double> whole = c.Layer().Apply(c.X, c.W);
        for (int n = 0; n < c.Batch; n++) Vectors.Near(whole.Pick(n), c.Layer().Model(c.X, c.W).Run(c.X.Pick(n)));
    }

    [Law(80, typeof(ConvCases))]
    public void The_rule_promises_the_shape_that_comes_out(ConvCase c) =>
        Assert.Equal(c.Layer().On(c.X.Shape.Tail).Output, PlainConvolution.Of(c, c.X, c.W, null).Shape.Tail);

    // ⟨y, dy⟩ is linear in each of x, w and b (affine in x under a constant fill), so a difference over a whole step is exact to rounding.
    [Law(100, typeof(ConvCases))]
    public void The_gradient_is_the_central_difference(ConvCase c)
    {
        ConvLayer layer = c.Layer(bias: true);
        Tensor<double>[] at = [c.X, c.W, c.B];
        Tensor<double> dy = Vectors.Draw(layer.Apply(c.X, c.W, c.B).Shape, c.Seed + 3);
        Tensor<double>[] gradients = layer.Pull(c.X, dy, c.W, c.B);
        for (int i = 0; i < at.Length; i++)
        {
            Tensor<double> direction = Vectors.Draw(at[i].Shape, c.Seed + 4 + i);
            double Along(double step)
            {
                Tensor<double>[] moved = [.. at];
                moved[i] = at[i].Plus(direction, step);
                return Vectors.Dot(layer.Apply(moved[0], moved[1], moved[2]), dy);
            }
            Vectors.Near((Along(0.5) - Along(-0.5)) / 1, Vectors.Dot(gradients[i], direction), 1e-9, $"input {i}:");
        }
    }
}
