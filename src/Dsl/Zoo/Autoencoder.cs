// A convolutional autoencoder (after Masci et al. 2011): strided convolutions down to a code of few channels, the same windows transposed up again.
using static FunctionalConv.Layers;

namespace FunctionalConv;

public static partial class Zoo
{
    /// <summary>
    /// An autoencoder: signals, pictures or volumes to themselves through a code [code, n / 8…]; trained on the squared difference from its input. Sides are multiples of 8.
    /// 47,625 weights on [1, 32, 32].
    /// </summary>
    /// <param name="channels">Channels of the data, which come out again.</param>
    /// <param name="width">Filters of the first convolution; each further one has twice as many.</param>
    /// <param name="code">Channels of the code.</param>
    /// <returns><c>[channels, n…] → the same</c>, <c>y = decode(encode(x))</c>.</returns>
    /// <example><code>Zoo.Autoencoder().On((1, 32, 32))</code></example>
    public static Layer Autoencoder(int channels = 1, int width = 16, int code = 8) =>
        Down(width).Then(Down(2 * width)).Then(Down(4 * width)).Then(Conv(code, 1))
            .Then(Conv(4 * width, 1)).Then(Relu).Then(Up(2 * width)).Then(Relu).Then(Up(width)).Then(Relu).Then(Up(channels));

    private static Layer Down(int filters) => Conv(filters, 3, 2, 1).Then(Relu);

    private static Layer Up(int filters) => ConvTransposed(filters, 3, 2, 1, outputPadding: 1);
}
