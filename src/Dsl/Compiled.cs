// Compiled: a model as a function Tensor → Tensor that owns its plans, one per size of batch, with weights bound and packed once.
//   After the first run of a size nothing is allocated but the result; with spans, nothing at all. Safe for many threads: each run rents an arena.
using System.Numerics;
using FunctionalConv.Plans;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>This model made ready for inference: a function that packs its weights once and keeps its memory.</summary>
    /// <param name="options">Backend, threads and accuracy; by default the model's own.</param>
    public Compiled<T> Compile(PlanOptions? options = null) => new(this, options ?? Options);
}

/// <summary>A model made ready for inference. Made by <see cref="Model{T}.Compile"/>.</summary>
/// <typeparam name="T">The precision.</typeparam>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Compiled<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Most = 8;
    private readonly object gate = new();
    private readonly int itemIn;
    private volatile Batched<T>[] plans = [];
    private long clock;

    internal Compiled(Model<T> model, PlanOptions options) => (Model, Options, itemIn) = (model, options, model.Network.Input.Count);

    /// <summary>The model.</summary>
    public Model<T> Model { get; }

    /// <summary>How it is run.</summary>
    public PlanOptions Options { get; }

    /// <summary>The network, and how it is run.</summary>
    public override string ToString() => $"{Model.Network}, compiled for {Options.Backend}, {Options.Accuracy}, threads {Options.Threads}";

    /// <summary>The output for one item, or a batch of outputs for a batch of items [N, …]. The result is all that is allocated.</summary>
    /// <exception cref="ArgumentException">The tensor is neither an item nor a batch of items of the network's input shape.</exception>
    /// <exception cref="MisfitException">A layer cannot take a batch of this size.</exception>
    public Tensor<T> Run(Tensor<T> itemOrBatch)
    {
        ArgumentNullException.ThrowIfNull(itemOrBatch);
        ReadOnlySpan<int> given = itemOrBatch.Shape.Sizes, item = Model.Network.Input.Sizes;
        bool single = given.SequenceEqual(item);
        if (!single && !(given.Length == item.Length + 1 && given[0] > 0 && given[1..].SequenceEqual(item)))
            throw new ArgumentException($"This network takes items of shape {Model.Network.Input}, or batches [N, {Model.Network.Input.ToString()[1..]}; it was given {itemOrBatch.Shape}.", nameof(itemOrBatch));
        Batched<T> plan = Of(single ? 1 : given[0]);
        T[] y = GC.AllocateUninitializedArray<T>(plan.Output.Count);
        plan.Run(itemOrBatch.Values, y);
        return new(single ? Model.Network.Output : plan.Output, y);
    }

    /// <summary>The outputs of as many items as <paramref name="x"/> holds, row-major. Nothing is allocated.</summary>
    /// <param name="x">The numbers of N items, one after the other.</param>
    /// <param name="y">Receives the numbers of N outputs.</param>
    /// <exception cref="ArgumentException">x does not hold a whole number of items, or y not as many outputs.</exception>
    /// <exception cref="MisfitException">A layer cannot take a batch of this size.</exception>
    public void Run(ReadOnlySpan<T> x, Span<T> y)
    {
        if (x.Length == 0 || x.Length % itemIn != 0) throw new ArgumentException($"An item {Model.Network.Input} has {Amount.Of(itemIn, "numbers")}; {Amount.Of(x.Length, "numbers")} are no whole number of items.", nameof(x));
        Batched<T> plan = Of(x.Length / itemIn);
        if (y.Length != plan.Output.Count) throw new ArgumentException($"The outputs of {Amount.Of(x.Length / itemIn, "items")} have shape {plan.Output}, {Amount.Of(plan.Output.Count, "numbers")}; there is room for {y.Length}.", nameof(y));
        plan.Run(x, y);
    }

    /// <summary>
    /// Each step of a run as a line of text: what is done, how its output stands in memory, shape, GFLOP of the direct algorithm, milliseconds in one timed run on zeros, and
    /// the share of the multiply-adds that the processors do in registers, measured in the same moment; above, the sums and the memory of the arena.
    /// </summary>
    /// <param name="batch">Items of the run.</param>
    /// <exception cref="ArgumentException">The batch is below 1.</exception>
    public string Explain(int batch = 1) => batch >= 1
        ? $"batch {batch}, " + Of(batch).Explain(Options)
        : throw new ArgumentException($"A batch needs at least 1 item; it was given {batch}.", nameof(batch));

    private Batched<T> Of(int batch)
    {
        foreach (Batched<T> plan in plans)
            if (plan.Batch == batch)
            {
                plan.Used = Interlocked.Increment(ref clock);
                return plan;
            }
        return Make(batch);
    }

    /// <summary>A new plan; of too many, the one least recently used is forgotten. Runs that have it finish with it.</summary>
    private Batched<T> Make(int batch)
    {
        lock (gate)
        {
            foreach (Batched<T> plan in plans)
                if (plan.Batch == batch) return plan;
            var made = new Batched<T>(Model, Options, batch) { Used = Interlocked.Increment(ref clock) };
            plans = [made, .. plans.OrderByDescending(p => p.Used).Take(Most - 1)];
            return made;
        }
    }
}
