// Drawn digits: a pure function of the seed and the position; training and test share no image.
using System.Security.Cryptography;

namespace FunctionalConv.Properties.Data;

public class DigitsLaws
{
    [Fact]
    public void The_same_seed_draws_the_same_bits_and_another_seed_others()
    {
        (DataSet train, DataSet test) = Digits.Draw(200, 100, 7);
        (DataSet again, DataSet testAgain) = Digits.Draw(200, 100, 7);
        Assert.Equal(All(train), All(again));
        Assert.Equal(All(test), All(testAgain));
        Assert.NotEqual(All(train), All(Digits.Draw(200, 100, 8).Train));
    }

    [Fact]
    public void More_digits_begin_with_fewer() => Assert.Equal(All(Digits.Draw(50, 0, 3).Train), All(Digits.Draw(120, 0, 3).Train.Take(50)));

    [Fact]
    public void Training_and_test_share_no_image_and_no_image_comes_twice()
    {
        (DataSet train, DataSet test) = Digits.Draw();
        Assert.Equal((12_000, 2_000), (train.Count, test.Count));
        string[] hashes = [.. Hashes(train), .. Hashes(test)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Every_image_shows_ink_and_paper_and_the_digits_are_evenly_spread()
    {
        (DataSet train, _) = Digits.Draw(1_000, 0, 5);
        Assert.Equal((1, 28, 28), train.Item);
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(100, train.Labels.Values.ToArray().Count(l => l == digit)));
        for (int i = 0; i < train.Count; i++)
        {
            float[] pixels = train.Image<float>(i).Values.ToArray();
            Assert.All(pixels, p => Assert.InRange(p, 0f, 1f));
            Assert.InRange(pixels.Count(p => p > 0.45f), 8, 28 * 28 / 2);
        }
    }

    [Fact]
    public void A_negative_number_of_images_is_refused() =>
        Assert.StartsWith("Digits draws 0 to 2,739,137 images per set; -1 were asked for.", Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Draw(10, -1)).Message, StringComparison.Ordinal);

    private static Tensor<float> All(DataSet set) => set.Images<float>([.. Enumerable.Range(0, set.Count)]);

    private static IEnumerable<string> Hashes(DataSet set) =>
        Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(SHA256.HashData(set.Image<float>(i).Values.ToArray().Select(p => (byte)MathF.Round(p * 255)).ToArray())));
}
