// Painter: how values of the room below, which knows no picture, look in a notebook: tensors, matrices, spectra, signals.
namespace FunctionalConv;

internal sealed class Painter : IPainter
{
    public string? Html(object value) => value switch
    {
        Tensor<float> { Count: > 0, Shape.Rank: >= 1 and <= 4 } tensor => tensor.Picture().ToString(),
        Tensor<double> { Count: > 0, Shape.Rank: >= 1 and <= 4 } tensor => tensor.Picture().ToString(),
        ConvolutionMatrix matrix when MatrixPicture.Draws(matrix) => MatrixPicture.Of(matrix).ToString(),
        Spectrum { Values.IsEmpty: false } spectrum => spectrum.Picture().ToString(),
        FrequencyResponse response when SpectrumPictures.Draws(response.Frequencies) => response.Picture().ToString(),
        FourierTransform transform when SpectrumPictures.Draws(transform.Shape) => transform.Picture().ToString(),
        Signal { Values.IsEmpty: false } signal => signal.Picture().ToString(),
        Sliding sliding => sliding.Picture().ToString(),
        _ => null,
    };
}
