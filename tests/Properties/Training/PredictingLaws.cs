// Predicting: the class of an item, or of each of its pixels, is the position of its greatest score, the first of several; by plain loops over scores with many ties.
namespace FunctionalConv.Properties.Training;

public class PredictingLaws
{
    [Law(40)]
    public void The_first_of_the_greatest_scores_is_the_class(int seed)
    {
        var random = new Random(seed);
        int items = random.Next(1, 6), classes = random.Next(1, 6);
        Shape scores = Shape.Of([classes, .. Enumerable.Range(0, random.Next(0, 3)).Select(_ => random.Next(1, 5))]);
        int cells = scores.Tail.Count;
        Tensor<float> x = Tensor.Make(scores.Under(items), _ => (float)random.Next(-1, 3));
        int[] expected = [.. from item in Enumerable.Range(0, items) from cell in Enumerable.Range(0, cells) select First([.. Enumerable.Range(0, classes).Select(c => x.Values[(((item * classes) + c) * cells) + cell])])];
        Model<float> model = FunctionalConv.Layers.Identity.Init(scores);
        DataSet set = DataSet.Of("scores", x, Labels.Of(scores.Tail.Under(items), new int[items * cells]), classes);
        Assert.Equal(Labels.Of(scores.Tail.Under(items), expected), model.Predict(x));
        Assert.Equal(Labels.Of(scores.Tail.Under(items), expected), model.Predict(set, 1 + random.Next(items)));
        Assert.Equal(expected.Count(c => c == 0), model.Evaluate(set).Correct);
    }

    [Law(40)]
    public void A_confusion_counts_truths_in_rows_and_guesses_in_columns(int seed)
    {
        var random = new Random(seed);
        (int Truth, int Guess)[] items = [.. Enumerable.Range(0, 60).Select(_ => (random.Next(4), random.Next(3)))];
        Confusion table = Confusion.Of(Labels.Of([.. items.Select(i => i.Truth)]), Labels.Of([.. items.Select(i => i.Guess)]), 4);
        Assert.Equal((60, items.Count(i => i.Truth == i.Guess)), (table.Count, table.Correct));
        for (int c = 0; c < 4; c++)
        {
            int both = items.Count(i => i == (c, c));
            Assert.Equal((double)both / items.Count(i => i.Truth == c), table.Recall(c));
            Assert.Equal((double)both / items.Count(i => i.Guess == c), table.Precision(c));
            for (int guess = 0; guess < 4; guess++) Assert.Equal(items.Count(i => i == (c, guess)), table[c, guess]);
        }
    }

    private static int First(float[] scores) => Array.IndexOf(scores, scores.Max());
}
