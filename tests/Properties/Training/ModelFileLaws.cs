// A saved model comes back to the bit; a file of another network, or of none, is refused with what differs. The confusion adds up; sheets and lines print.
using FunctionalConv.Properties.Files;
using Spectre.Console;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

public class ModelFileLaws
{
    private static readonly Layer Net = Conv(3, 3, stride: 2).Then(BatchNorm()).Then(Relu).Then(Flatten).Then(Dense(10));
    private static readonly (DataSet Train, DataSet Test) Drawn = Digits.Draw(60, 40, 2);

    [Fact]
    public void A_saved_model_comes_back_to_the_bit()
    {
        using var folder = new TempFolder();
        Model<float> model = Net.Init((1, 28, 28), 2).Fit(Drawn.Train, Adam(), 1).Single().Model;
        model.Save(folder["m.safetensors"]);
        Model<float> again = Model.Load<float>(folder["m.safetensors"], Net, (1, 28, 28));
        Assert.Equal(model.Fingerprint(), again.Fingerprint());
        Assert.Equal(model.Predict(Drawn.Test), again.Predict(Drawn.Test));
        Assert.Equal(model["dense1.weight"].To<double>(), Model.Load<double>(folder["m.safetensors"], Net, (1, 28, 28))["dense1.weight"]);
        Assert.Equal(["m.safetensors"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_network_is_refused_with_what_differs()
    {
        using var folder = new TempFolder();
        string file = folder["m.safetensors"];
        Net.Init((1, 28, 28)).Save(file);
        Assert.Equal($"{file}, layer: expected ….Then(Tanh).Then(Flatten).Then(Dense(10)), found ….Then(Relu).Then(Flatten).Then(Dense(10)); load the file with the network that saved it.",
            Message(file, Conv(3, 3, stride: 2).Then(BatchNorm()).Then(Tanh).Then(Flatten).Then(Dense(10)), (1, 28, 28)));
        Assert.Equal($"{file}, input: expected items [1, 27, 27], found items [1, 28, 28]; load the file with the network that saved it.", Message(file, Net, (1, 27, 27)));
        Assert.Throws<MisfitException>(() => Model.Load<float>(file, Net, (1, 2, 2)));

        Dictionary<string, string> notes = new() { ["layer"] = "Dense(2)", ["input"] = "[3]" };
        Tensor<float> weight = Tensor.Filled((2, 3), 1f), bias = Tensor.Filled(2, 1f);
        string Of(params (string, Tensor<float>)[] tensors)
        {
            TensorFile.Write(file, tensors, notes);
            return Message(file, Dense(2), 3);
        }
        Assert.Equal($"{file}, tensor \"dense1.bias\": expected it in the file, found only dense1.weight; check that the file belongs to this model.", Of(("dense1.weight", weight)));
        Assert.Equal($"{file}, tensor \"dense1.bias\": expected [2], found [2, 3]; load the file with the network that saved it.", Of(("dense1.weight", weight), ("dense1.bias", weight)));
        Assert.Equal($"{file}, tensor \"extra\": expected only the 2 tensors of the network, found this one too; load the file with the network that saved it.", Of(("dense1.weight", weight), ("dense1.bias", bias), ("extra", bias)));
        notes.Remove("layer");
        Assert.Equal($"{file}, metadata: expected the texts \"layer\" and \"input\" that Model.Save writes, found input; read tensors of another library with TensorFile.Read.", Of(("dense1.weight", weight), ("dense1.bias", bias)));
    }

    [Fact]
    public void The_confusion_adds_up_and_prints_as_a_table()
    {
        Confusion confusion = Confusion.Of(Labels.Of(0, 0, 1, 1, 1, 2), Labels.Of(0, 1, 1, 1, 0, 2), 4, ["cat", "dog", "hare", "owl"]);
        Assert.Equal((6, 4, 4.0 / 6), (confusion.Count, confusion.Correct, confusion.Accuracy));
        Assert.Equal((2.0 / 3, 2.0 / 3, 0.5), (confusion.Recall(1), confusion.Precision(1), confusion.Precision(0)));
        Assert.Equal("""
            truth   cat   dog  hare   owl    recall
              cat     1     1     ·     ·   50.00 %
              dog     1     2     ·     ·   66.67 %
             hare     ·     ·     1     ·  100.00 %
              owl     ·     ·     ·     ·         –
            4 of 6 right, 66.67 % (rows: the truth; columns: the guess)
            """.ReplaceLineEndings("\n"), confusion.ToString());
        Assert.Equal("A confusion needs one guess per item; 2 items and 1 guess were given. (Parameter 'guesses')", Assert.Throws<ArgumentException>(() => Confusion.Of(Labels.Of(0, 1), Labels.Of(0), 2)).Message);
    }

    [Fact]
    public void Predicting_does_not_depend_on_the_batch()
    {
        Model<float> model = Net.Init((1, 28, 28), 2);
        Assert.Equal(model.Predict(Drawn.Test), model.Predict(Drawn.Test, 7));
        Assert.Equal(model.Predict(Drawn.Test)[5], model.Predict(Drawn.Test.Image<float>(5))[0]);
        Confusion confusion = model.Evaluate(Drawn.Test);
        Assert.Equal(40, confusion.Count);
        for (int c = 0; c < 10; c++) Assert.Equal(4, Enumerable.Range(0, 10).Sum(g => confusion[c, g]));
    }

    [Fact]
    public void A_sheet_shows_every_wrong_guess_as_well_formed_svg()
    {
        Labels guesses = Labels.Of([.. Enumerable.Range(0, 40).Select(i => i < 3 ? 9 - (i % 10) : i % 10)]);
        var svg = System.Xml.Linq.XDocument.Parse(ImageSheet.Wrong(Drawn.Test, guesses).ToString());
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Equal(["drawn digits, test: 3 of 40 guessed wrong (truth → guess)", "0 → 9", "1 → 8", "2 → 7"], texts);
        Assert.Equal(3, svg.Descendants().Count(e => e.Name.LocalName == "image"));
    }

    [Fact]
    public void A_watched_training_prints_lines_to_a_file_and_a_table_to_a_terminal()
    {
        Training<float> training = Net.Init((1, 28, 28)).Fit(Drawn.Train, Drawn.Test, Adam(), 2);
        using var plain = new StringWriter();
        Epoch<float>[] epochs = [.. training.Watch(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(plain) }))];
        Assert.Equal(string.Concat(epochs.Select(e => e + Environment.NewLine)), plain.ToString());
        using var drawn = new StringWriter();
        IAnsiConsole terminal = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new Terminal(drawn) });
        Assert.Equal(epochs.Select(e => e.Model.Fingerprint()), training.Watch(terminal).Select(e => e.Model.Fingerprint()));
        Assert.Contains("test accuracy", drawn.ToString(), StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{epochs[1].Loss:F4}"), drawn.ToString(), StringComparison.Ordinal);
    }

    private static string Message(string file, Layer layer, Shape input) => Assert.Throws<BadFileException>(() => Model.Load<float>(file, layer, input)).Message;

    private sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 100;

        public int Height => 40;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
