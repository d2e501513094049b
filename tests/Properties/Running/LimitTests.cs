// What is asked for beyond a limit is refused in one sentence, at every door, before any memory is taken or any thread is started.
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Running;

public class LimitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void A_run_takes_1_to_1024_threads(int threads)
    {
        Model<float> model = Conv(2, 3).Init((1, 6, 6));
        string expected = FormattableString.Invariant($"A run takes 1 to 1024 threads; it was given {threads}. (Parameter 'threads')");
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => model.Using(Backend.Simd, threads)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => new PlanOptions(Backend.Simd, threads)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => model.Compile(PlanOptions.Default with { Threads = threads })).Message);
    }

    [Fact]
    public void A_run_of_1024_threads_gives_what_one_thread_gives()
    {
        Model<float> model = Conv(8, 3).Then(Relu).Init((3, 30, 30), seed: 1);
        Tensor<float> x = Tensor.Normal<float>((3, 30, 30), seed: 2);
        Assert.Equal(model.Using(Backend.Simd, 1).Run(x), model.Using(Backend.Simd, 1024).Run(x));
    }

    [Fact]
    public void A_run_too_large_for_memory_is_refused_by_its_size_and_its_largest_layer()
    {
        Network network = Conv(32, 3, padding: Same).Then(Tanh).Then(Conv(40, 3, padding: Same)).Then(Tanh).Then(Conv(2, 1)).On((8, 5_000, 5_000));
        string message = Assert.Throws<InvalidOperationException>(() => new Plan<float>(network.Graph(1), PlanOptions.Default with { Threads = 1 })).Message;
        Assert.Matches(@"^One run takes [\d,]+ numbers of memory, and an array holds at most 2,147,483,463; the layer \S+ takes most, [\d,]+ for \[1, \d+, 5000, 5000\]: use smaller maps or fewer channels\.$", message);
    }

    [Fact]
    public void A_batch_too_large_for_memory_is_refused_with_a_smaller_one_as_the_cure()
    {
        Network network = Conv(32, 3, padding: Same).Then(Conv(32, 3, padding: Same)).On((8, 512, 512));
        string message = Assert.Throws<InvalidOperationException>(() => new Plan<double>(network.Graph(200), PlanOptions.Default with { Threads = 1 })).Message;
        Assert.EndsWith("use a batch of fewer than 200 items, smaller maps or fewer channels.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FUNCTIONALCONV_SIMD", "sse9", "FUNCTIONALCONV_SIMD asks for \"sse9\", which is none of avx512, avx2, neon, portable; this processor has ")]
    [InlineData("FUNCTIONALCONV_THREADS", "many", "FUNCTIONALCONV_THREADS is \"many\"; it takes a number of threads from 1 to 1024.")]
    [InlineData("FUNCTIONALCONV_BACKEND", "abacus", "There is no backend \"abacus\"; the known ones are simd, managed, openblas and mkl.")]
    public void A_setting_that_names_nothing_is_refused_in_one_sentence_and_not_wrapped(string setting, string value, string sentence)
    {
        var (code, output, error) = Child.Run(nameof(LimitTests), [], [(setting, value)]);
        Assert.Equal(0, code);
        Assert.Equal("", error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.StartsWith(sentence, line, StringComparison.Ordinal));
    }

    /// <summary>Prints what each door of the library says first.</summary>
    internal static int Doors(string[] args)
    {
        Action[] doors =
        [
            () => Conv(2, 3).Init((1, 6, 6)).Run(Tensor.Normal<float>((1, 6, 6), 1)),
            () => Conv(2, 3).Init((1, 6, 6)).Compile().Run(Tensor.Normal<float>((1, 6, 6), 1)),
            () => Flatten.Then(Dense(2)).Init((1, 6, 6)).Differentiate(Tensor.Normal<float>((1, 1, 6, 6), 1), Labels.Of(1)),
            () => Conv(2, 3).On((1, 6, 6)).Init<double>().Run(Tensor.Normal<double>((1, 6, 6), 1)),
        ];
        foreach (Action door in doors)
        {
            try
            {
                door();
                Console.WriteLine("nothing");
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException)
            {
                Console.WriteLine(e.Message);
            }
        }
        return 0;
    }
}
