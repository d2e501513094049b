// A timed trial of convolutions, off unless asked for: which algorithms are the quickest for this model, on this machine. What it finds is saved and replayed.
using FunctionalConv.Plans;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>
    /// The algorithms by which this model's convolutions run quickest here, to be given to <see cref="PlanOptions.Choices"/>. Every distinct convolution is timed alone by each
    /// algorithm that can take it; the whole model decides whether what was found is better than the rules, and where it is not, there is no choice. Takes seconds for a large
    /// network. Times differ from run to run, and so may what is found: save it where runs must agree to the last bit.
    /// </summary>
    /// <param name="batch">Items of a run: a choice holds for this batch alone.</param>
    /// <param name="options">Backend, threads and accuracy of the runs to come; by default the model's own. Under <see cref="Accuracy.Exact"/> only direct products are tried.</param>
    /// <exception cref="ArgumentException">The batch is below 1.</exception>
    /// <exception cref="MisfitException">A layer cannot take a batch of this size.</exception>
    public Choices Trial(int batch = 1, PlanOptions? options = null)
    {
        PlanOptions plain = (options ?? Options) with { Choices = Choices.None };
        if (plain.Naive) return Choices.None;
        var (whole, kernel) = Plans.Trial.Of<T>(Network.Graph(batch), plain);
        Choices[] found = [.. new[] { Choices.None, whole, kernel }.Distinct()];
        var x = new T[Network.Input.Count * batch];
        var y = new T[Network.Output.Count * batch];
        return found[Plans.Trial.Quickest([.. found.Select(choices => Compile(plain with { Choices = choices })).Select<Compiled<T>, Action>(compiled => () => compiled.Run(x, y))])];
    }
}
