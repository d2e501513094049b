// Convolutions as operators: adjoints, products as one convolution, inverse problems; and their picture.
using System.Xml.Linq;
using FunctionalConv.Properties.Convolution;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Linear;

public class OperatorLaws
{
    [Law(60, typeof(WindowCases))]
    public void The_transposed_is_the_adjoint(WindowCase c)
    {
        ConvolutionOperator a = ConvolutionOperator.Of(c.Layer, c.Input, c.W);
        Tensor<double> x = Vectors.Draw(a.Input, 1), y = Vectors.Draw(a.Output, 2);
        Vectors.Near(Vectors.Dot(a.Apply(x), y), Vectors.Dot(x, a.Transposed.Apply(y)));
        Assert.Same(a, a.Transposed.Transposed);
        MatrixLaws.Close(a.ToMatrix().Transpose(), a.Transposed.ToMatrix());
        MatrixLaws.Close(a.ToMatrix().Transpose(), a.Transposed.ToSparseMatrix());
    }

    // The second window is another drawn one, made to fit the first's output: without padding, around at stride 1, or with zeros after a full first.
    [Law(150, typeof(WindowCases))]
    public void Two_convolutions_are_one_where_padding_allows_it(WindowCase c, WindowCase d)
    {
        foreach (var (first, second) in Pairs(c with { Wide = false }, d with { Wide = false }))
        {
            LinearOperator both = second * first;
            ConvolutionOperator one = Assert.IsType<ConvolutionOperator>(both);
            Tensor<double> x = Vectors.Draw(first.Input, 1);
            Vectors.Near(second.Apply(first.Apply(x)), one.Apply(x), 1e-10, $"{one} = {second} · {first}:");
            Frame a = first.Structure.Frame, b = second.Structure.Frame, ab = one.Structure.Frame;
            for (int axis = 0; axis < 3; axis++)
                Assert.Equal((a[axis].Span + ((b[axis].Span - 1) * a[axis].Stride), a[axis].Stride * b[axis].Stride), (ab[axis].Span, ab[axis].Stride));
        }
    }

    [Law(80, typeof(WindowCases))]
    public void What_is_no_single_convolution_stays_a_product(WindowCase c)
    {
        WindowCase small = c with { Wide = false };
        if (!small.Fits) return;
        ConvolutionOperator first = ConvolutionOperator.Of(small.Layer, small.Input, small.W);
        ConvLayer padded = Conv(2, 3, padding: Padding.By(1).Filled(Replicate));
        ConvolutionOperator second = ConvolutionOperator.Of(padded, first.Output, Vectors.Draw(padded.On(first.Output).Weights[0].Shape, 7));
        LinearOperator both = second * first;
        Assert.IsNotType<ConvolutionOperator>(both);
        Tensor<double> x = Vectors.Draw(first.Input, 1), y = Vectors.Draw(second.Output, 2);
        Assert.Equal(second.Apply(first.Apply(x)), both.Apply(x));
        Vectors.Near(Vectors.Dot(both.Apply(x), y), Vectors.Dot(x, both.Transposed.Apply(y)));
    }

    [Fact]
    public void A_blurred_digit_is_found_again()
    {
        Tensor<double> digit = Digits.Draw(train: 4, test: 0).Train.Image<double>(3);
        Tensor<double> bell = Tensor.Make((5, 5), i => Math.Exp(-((((i / 5) - 2) * ((i / 5) - 2)) + (((i % 5) - 2) * ((i % 5) - 2))) / 1.2));
        double sum = bell.Values.ToArray().Sum();
        ConvolutionOperator blur = ConvolutionOperator.Of(Conv(1, 5, padding: Same.Filled(Circular)), digit.Shape, bell.Times(1 / sum));
        Vectors.Near(1, blur.Norm, 1e-12);
        Tensor<double> blurred = blur.Apply(digit);
        LeastSquares sharp = blur.Solve(blurred, iterations: 400);
        Assert.True(Distance(sharp.X, digit) < 0.02 * Distance(blurred, digit), $"{sharp}: {Distance(sharp.X, digit)} against {Distance(blurred, digit)}");

        // Noise grows by the condition number unless a large x costs something.
        Tensor<double> noisy = blurred.Plus(Vectors.Draw(digit.Shape, 5), 0.003);
        LeastSquares smooth = blur.Solve(noisy, regularization: 1e-3);
        Assert.True(smooth.Converged, smooth.ToString());
        Assert.True(Distance(smooth.X, digit) < 0.6 * Distance(noisy, digit), $"{Distance(smooth.X, digit)} against {Distance(noisy, digit)}");
        Assert.True(Distance(smooth.X, digit) < Distance(blur.Solve(noisy, iterations: 400).X, digit));
    }

    [Law(30, typeof(WindowCases))]
    public void A_solution_meets_the_normal_equations(WindowCase c)
    {
        WindowCase small = c with { Wide = false };
        if (!small.Fits) return;
        ConvolutionOperator a = ConvolutionOperator.Of(small.Layer, small.Input, small.W);
        Tensor<double> y = Vectors.Draw(a.Output, 3);
        LeastSquares found = a.Solve(y, regularization: 0.5);
        Tensor<double> gradient = a.Transposed.Apply(a.Apply(found.X).Plus(y, -1)).Plus(found.X, 0.5);
        Assert.True(found.Converged, found.ToString());
        Tensor<double> left = a.Apply(found.X).Plus(y, -1);
        Vectors.Near(Math.Sqrt(Vectors.Dot(left, left)), found.Residual, 1e-12, "residual:");
        Assert.True(Math.Sqrt(Vectors.Dot(gradient, gradient)) <= 1e-8 * (1 + Math.Sqrt(Vectors.Dot(y, y))) * (1 + a.Norm), $"{found}");
    }

    // The eigenvalues of AᵀA + r are few, so BiCGStab is exact after as many steps, and then divides zero by zero.
    [Fact]
    public void A_solver_that_breaks_down_hands_over_to_the_next()
    {
        ConvolutionOperator a = ConvolutionOperator.Of(
            Conv(1, (2, 1), (3, 2), Causal.Along(0).Filled(Replicate), (3, 1), bias: false).Flipped(), (3, 4, 7), Vectors.Draw((1, 3, 2, 1), 99_409));
        LeastSquares found = a.Solve(Vectors.Draw(a.Output, 3), regularization: 0.5);
        Assert.True(found.Converged, found.ToString());
    }

    [Fact]
    public void Its_picture_has_a_square_per_entry_and_a_line_between_blocks()
    {
        ConvolutionMatrix matrix = ConvolutionMatrix.Of((1, 4, 4), (1, 1, 3, 3), Conv(1, 3, padding: Same).Window);
        XElement svg = XElement.Parse(MatrixPicture.Of(matrix, "a < b").ToString());
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(matrix.TermCount + 2, svg.Elements(ns + "rect").Count());
        Assert.Equal(6, svg.Elements(ns + "line").Count());
        Assert.Equal("a < b", svg.Element(ns + "title")!.Value);
        Assert.Contains(svg.Elements(ns + "rect"), rect => rect.Element(ns + "title")?.Value == "row 1, column 1: h₂₂");
        Assert.Equal(9, svg.Elements(ns + "rect").Where(rect => rect.Element(ns + "title") is not null).Select(rect => (string)rect.Attribute("fill")!).Distinct().Count());
    }

    private static double Distance(Tensor<double> a, Tensor<double> b) => Math.Sqrt(Vectors.Dot(a.Plus(b, -1), a.Plus(b, -1)));

    private static IEnumerable<(ConvolutionOperator First, ConvolutionOperator Second)> Pairs(WindowCase c, WindowCase d)
    {
        int rank = c.Drawn.Axes.Length;
        if (!c.Fits || !d.Fits || rank != d.Drawn.Axes.Length) yield break;
        if (Pair(c, c.Layer, d, Valid, d.Drawn.Each(a => a.Stride)) is { } unpadded) yield return unpadded;
        ConvLayer full = Window(c, Full, 1);
        if (Pair(c, full, d, Padding.Sides([.. d.Drawn.Axes.Select(a => (a.Before, a.After))]), d.Drawn.Each(a => a.Stride)) is { } zeros) yield return zeros;
        if (Pair(c, Window(c, Same.Filled(Circular), 1), d, Same.Filled(Circular), 1) is { } around
            && Enumerable.Range(0, 3).All(axis => around.First.Structure.Frame[axis].Span + around.Second.Structure.Frame[axis].Span < Cells(around.First, axis))) yield return around;
    }

    private static int Cells(ConvolutionOperator a, int axis) => axis < 4 - a.Input.Rank ? int.MaxValue : a.Input[axis + a.Input.Rank - 3];

    private static ConvLayer Window(WindowCase c, Padding padding, Extent stride)
    {
        ConvLayer layer = Conv(c.Filters, c.Drawn.Each(a => a.Taps), stride, padding, c.Drawn.Each(a => a.Dilation), c.Groups, bias: false);
        return c.Flipped ? layer.Flipped() : layer;
    }

    private static (ConvolutionOperator First, ConvolutionOperator Second)? Pair(WindowCase c, ConvLayer first, WindowCase d, Padding padding, Extent stride)
    {
        if (!first.Infer(c.Input).Misfits.IsEmpty) return null;
        ConvolutionOperator a = ConvolutionOperator.Of(first, c.Input, Vectors.Draw(c.Kernel, 5));
        int groups = c.Filters % d.Groups == 0 ? d.Groups : 1;
        ConvLayer second = Conv(d.Drawn.FiltersPerGroup * groups, d.Drawn.Each(x => x.Taps), stride, padding, d.Drawn.Each(x => x.Dilation), groups, bias: false);
        if (d.Flipped) second = second.Flipped();
        if (!second.Infer(a.Output).Misfits.IsEmpty) return null;
        return (a, ConvolutionOperator.Of(second, a.Output, Vectors.Draw(second.On(a.Output).Weights[0].Shape, 6)));
    }
}
