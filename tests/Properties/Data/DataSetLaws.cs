// Data sets: bytes become byte / 255 and nothing else; items come in the order asked for; what does not fit together is refused in one sentence.
using FsCheck;

namespace FunctionalConv.Properties.Data;

public class DataSetLaws
{
    private static readonly DataSet Bytes = new("bytes", (1, 16, 16), Enumerable.Range(0, 512).Select(i => (byte)i).ToArray(), Labels.Of(1, 0), 2);

    [Fact]
    public void A_byte_becomes_byte_over_255_in_both_precisions()
    {
        for (int i = 0; i < 256; i++)
        {
            Assert.Equal(i / 255f, Bytes.Image<float>(1).Values[i]);
            Assert.Equal(i / 255.0, Bytes.Image<double>(0).Values[i]);
        }
    }

    [Law(50)]
    public void A_batch_is_its_images_one_by_one(NonNegativeInt seed, byte count)
    {
        ArgumentNullException.ThrowIfNull(seed);
        Tensor<float> all = Tensor.Normal<float>((7, 1, 3, 2), seed.Get);
        DataSet set = DataSet.Of("floats", all, Labels.Of(0, 1, 2, 0, 1, 2, 0), 3);
        int[] items = [.. Enumerable.Range(0, count % 9).Select(i => (i * 5 + seed.Get) % 7)];
        Tensor<double> batch = set.Images<double>(items);
        Assert.Equal((items.Length, 1, 3, 2), batch.Shape);
        for (int k = 0; k < items.Length; k++)
        {
            Assert.Equal(all.Pick(items[k]), set.Image<float>(items[k]));
            Assert.Equal(all.Pick(items[k]).To<double>(), batch.Pick(k));
        }
    }

    [Fact]
    public void Take_keeps_the_first_items()
    {
        DataSet one = Bytes.Take(1);
        Assert.Equal(1, one.Count);
        Assert.Equal(Labels.Of(1), one.Labels);
        Assert.Equal(Bytes.Image<float>(0), one.Image<float>(0));
        Assert.Same(Bytes, Bytes.Take(5));
        Assert.Equal("bytes: 1 item [1, 16, 16], 2 classes", one.ToString());
    }

    [Fact]
    public void Items_may_have_numbers_to_give_instead_of_classes()
    {
        Tensor<float> items = Tensor.Normal<float>((5, 3), 1), targets = Tensor.Normal<float>((5, 2, 4), 2);
        DataSet set = DataSet.Of("numbers", items, targets);
        Assert.Equal("numbers: 5 items [3], [2, 4] to give", set.ToString());
        Assert.Equal("numbers: 2 items [3], [2, 4] to give", set.Take(2).ToString());
        Assert.Equal(targets.Pick(1), set.Take(2).Targets!.Pick(1));
        var copied = new double[24];
        set.CopyTargets<double>([4, 0, 4], copied);
        Assert.Equal([.. targets.Pick(4).To<double>().Values, .. targets.Pick(0).To<double>().Values, .. targets.Pick(4).To<double>().Values], copied);
        Assert.Equal("numbers has numbers to give for every item, no labels; see its Targets.", Assert.Throws<InvalidOperationException>(() => set.Labels).Message);
        Assert.Equal("numbers needs targets for every item, [5, …]; it was given 5 items and targets [4, 2].", Refusal(() => DataSet.Of("numbers", items, Tensor.Normal<float>((4, 2), 1))));
    }

    [Fact]
    public void A_label_may_stand_for_none()
    {
        DataSet set = DataSet.Of("toys", Tensor.Normal<float>((3, 2), 1), Labels.Of(0, 255, 1), 2, ignored: 255);
        Assert.Equal((255, 255), (set.Ignored, set.Take(2).Ignored));
        Confusion table = Confusion.Of(set.Labels, Labels.Of(0, 1, 1), 2, ignored: 255);
        Assert.Equal((2, 2, 2), (table.Count, table.Correct, table.Classes));
    }

    [Fact]
    public void What_is_given_is_copied_and_may_be_used_again()
    {
        int[] classes = [0, 1, 2], pixels = [0, 1, 1, 0];
        float[] numbers = [1, 2, 3];
        string[] names = ["cat", "dog", "hare"];
        Labels labels = Labels.Of(classes), shaped = Labels.Of((2, 2), pixels);
        Tensor<float> tensor = Tensor.Of(3, numbers);
        DataSet set = DataSet.Of("toys", tensor, labels, 3, names);
        (classes[0], pixels[3], numbers[1], names[2]) = (2, 7, 9, "owl");
        Assert.Equal((Labels.Of(0, 1, 2), Labels.Of((2, 2), 0, 1, 1, 0), Tensor.Of(3, 1f, 2, 3)), (labels, shaped, tensor));
        Assert.Equal("hare", set.ClassNames![2]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        Tensor<float> two = Tensor.Normal<float>((2, 1, 3), 1);
        Assert.Equal("toys needs one label per image; 2 images and 3 labels were given.", Refusal(() => DataSet.Of("toys", two, Labels.Of(0, 1, 0), 2)));
        Assert.Equal("toys has 2 classes, so labels are 0 to 1; label 1 is 2; if it stands for none, name it as ignored.", Refusal(() => DataSet.Of("toys", two, Labels.Of(0, 2), 2)));
        Assert.Equal("toys has 2 classes, so labels are 0 to 1; label 0 is -1; if it stands for none, name it as ignored.", Refusal(() => DataSet.Of("toys", two, Labels.Of(-1, 0), 2)));
        Assert.Equal("toys needs at least 1 class; it was given 0.", Refusal(() => DataSet.Of("toys", two, Labels.Of(0, 0), 0)));
        Assert.Equal("toys has 2 classes; 1 class names were given.", Refusal(() => DataSet.Of("toys", two, Labels.Of(0, 0), 2, ["cat"])));
        Assert.Equal("toys needs images with a batch axis in front; a tensor without axes was given.", Refusal(() => DataSet.Of("toys", Tensor.Of(Shape.Scalar, 1f), Labels.Of(0), 2)));
        Assert.Equal("Item 2 lies outside bytes, which has 2 items.", Refusal(() => Bytes.Image<float>(2)));
        Assert.Equal("2 items of shape [1, 16, 16] are 512 numbers; there is room for 511.", Refusal(() => Bytes.Copy<float>([0, 1], new float[511])));
        Assert.Equal("Take needs 0 items or more; it was given -1.", Refusal(() => Bytes.Take(-1)));
    }

    private static string Refusal(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message.Split(" (Parameter")[0];
}
