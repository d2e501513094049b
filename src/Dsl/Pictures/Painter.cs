// Painter: how values look in a notebook that do not draw themselves: those of the room below, which knows no picture; rows; sequences; what a check gives.
using System.Collections;
using LanguageExt;

namespace FunctionalConv;

internal sealed class Painter : IPainter
{
    public string? Html(object value) => value switch
    {
        TableOfValues table => Showing.Table(table.Caption, table.Head, table.Rows),
        Validation<Misfit, Network> check => check.Match(Shown.Html, misfits => Sequences.Html(misfits)),
        Validation<Misfit, Shape> check => check.Match(Shown.Html, misfits => Sequences.Html(misfits)),
        Misfit misfit => Mark.Of("div", [("style", "max-width:80ch;margin:.4em 0")], Mark.Text($"{misfit}")),
        Fit { Misfits.IsEmpty: false } fit => Sequences.Html(fit.Misfits),
        Tensor<float> { Count: > 0, Shape.Rank: >= 1 and <= 5 } tensor => tensor.Picture().ToString(),
        Tensor<double> { Count: > 0, Shape.Rank: >= 1 and <= 5 } tensor => tensor.Picture().ToString(),
        ConvolutionMatrix matrix when MatrixPicture.Draws(matrix) => MatrixPicture.Of(matrix).ToString(),
        Spectrum { Values.IsEmpty: false } spectrum => spectrum.Picture().ToString(),
        Signal { Values.IsEmpty: false } signal => signal.Picture().ToString(),
        FrequencyResponse or FourierTransform or Sliding => Drawn(value)?.ToString() ?? Shown.Code(Text(value)!),
        _ when RowCells.Of(value) is { } cells => Showing.Table(cells.Kind, cells.Values),
        IEnumerable sequence and not string when Sequences.Known(value) => Sequences.Html(sequence),
        _ => null,
    };

    public string? Text(object value) => value switch
    {
        Validation<Misfit, Network> check => check.Match(Shown.Text, misfits => Sequences.Text(misfits)),
        Validation<Misfit, Shape> check => check.Match(Shown.Text, misfits => Sequences.Text(misfits)),
        FrequencyResponse or FourierTransform or Sliding => Drawn(value) is { } picture ? $"{picture.Title}\n{picture.Description}" : value switch
        {
            FrequencyResponse response => $"Frequency response over {response.Frequencies}",
            FourierTransform transform => $"Fourier transform of {transform.Shape}",
            _ => "Sliding",
        },
        _ when RowCells.Of(value) is { } cells => string.Join('\n', cells.Values.Select(cell => $"{cell.Name}: {cell.Value}")),
        IEnumerable sequence and not string when Sequences.Known(value) => Sequences.Text(sequence),
        _ => null,
    };

    /// <summary>The picture of a value that has no text of its own.</summary>
    private static Picture? Drawn(object value) => value switch
    {
        FrequencyResponse response when SpectrumPictures.Draws(response.Frequencies) => response.Picture(),
        FourierTransform transform when SpectrumPictures.Draws(transform.Shape) => transform.Picture(),
        Sliding sliding => sliding.Picture(),
        _ => null,
    };
}
