// Recipe: everything that decides what a training gives, and the fold's step: an epoch from the one before it.
// The weights live in an arena from the first batch to the last; a batch copies images and labels in, runs, and carries outputs to arguments: nothing is allocated.
using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>What a training is made of.</summary>
internal sealed record Recipe<T>(Model<T> Model, DataSet Train, DataSet? Test, Optimizer Optimizer, int Epochs, int Batch, int Seed, Loss Loss, IProgress<Pace>? Progress, CancellationToken Cancel)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of the test set; null where it has none.</summary>
    public Loss? TestLoss { get; init; }

    /// <summary>The step for full batches; null when the set is smaller than one.</summary>
    public StepPlan<T>? Full { get; private init; }

    /// <summary>The step for the last, smaller batch; null when the set divides.</summary>
    public StepPlan<T>? Rest { get; private init; }

    /// <summary>The shapes of the optimizer's state tensors.</summary>
    public IEnumerable<Shape> Slots => (Full ?? Rest!).Slots.Select(s => s.Shape);

    /// <summary>Whether an epoch leaves out a last batch that is smaller.</summary>
    public bool DropLast { get; init; }

    /// <summary>How many items an epoch visits.</summary>
    public int Visited => DropLast ? Train.Count / Batch * Batch : Train.Count;

    public int Batches => (Visited + Batch - 1) / Batch;

    /// <summary>The recipe with both sizes of batch lowered and planned, so that what does not fit is said before the first step.</summary>
    public Recipe<T> Planned() => this with
    {
        Full = Train.Count >= Batch ? Step(Batch) : null,
        Rest = Visited % Batch is > 0 and int rest ? Last(rest) : null,
    };

    private StepPlan<T> Last(int rest)
    {
        try
        {
            return Step(rest);
        }
        catch (MisfitException refused) when (Train.Count > Batch)
        {
            throw new MisfitException(refused.Misfits.Select(m => m with { Cure = $"{m.Cure}; the last batch of an epoch has {Amount.Of(rest, "items")}: Fit leaves it out by dropLast: true" }));
        }
    }

    private StepPlan<T> Step(int batch)
    {
        Model.Aims(Train, Loss);
        return StepPlan<T>.Of(Model, batch, Loss, Optimizer);
    }

    /// <summary>An epoch from the one before it.</summary>
    public Epoch<T> Run(Epoch<T>? before, int number)
    {
        Cancel.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        var pass = new Pass<T>(this, before, number);
        (Model<T> model, ImmutableArray<Tensor<T>> slots) = pass.Run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        var (testLoss, accuracy) = Tested(model);
        return new(number, pass.Tally.Loss, accuracy, time, Visited / time.TotalSeconds, model) { Updates = pass.Updates, OptimizerState = slots, TestLoss = testLoss, TrainAccuracy = pass.Tally.Accuracy };
    }

    private (double Loss, double Accuracy) Tested(Model<T> model)
    {
        if (Test is null) return (double.NaN, double.NaN);
        if (TestLoss is null) return (double.NaN, model.Evaluate(Test).Accuracy);
        Tally tally = model.Test(Test, TestLoss);
        return (tally.Loss, tally.Accuracy);
    }
}

/// <summary>One pass over the training set.</summary>
internal sealed class Pass<T>(Recipe<T> recipe, Epoch<T>? before, int number)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Model<T> model = before?.Model.Using(recipe.Model.Options) ?? recipe.Model;
    private readonly int[] order = new RandomStream((ulong)(uint)recipe.Seed, RandomStream.Hash($"fit/order/{number}")).Permutation(recipe.Train.Count)[..recipe.Visited];
    private readonly RandomStream seeds = new((ulong)(uint)recipe.Seed, RandomStream.Hash($"fit/seed/{number}"));
    private readonly int[] guesses = recipe.Train.Targets is null ? new int[Math.Min(recipe.Batch, recipe.Train.Count) * recipe.Train.Target.Count] : [];
    private int done;

    /// <summary>What the batches cost, each at the weights that met it, and how much of them was right.</summary>
    public Tally Tally { get; } = new(recipe.Loss);

    /// <summary>How many updates the weights have had since training began.</summary>
    public long Updates { get; private set; } = before?.Updates ?? 0;

    /// <summary>The model and the optimizer's state after the pass.</summary>
    public (Model<T> Model, ImmutableArray<Tensor<T>> Slots) Run()
    {
        StepPlan<T>? full = recipe.Full, rest = recipe.Rest;
        Arena<T>? first = full?.Plan.Rent(), second = rest?.Plan.Rent();
        try
        {
            if (full is not null) Load(full, first!);
            if (rest is not null) Load(rest, second!);
            if (full is not null)
                for (int at = 0; at + full.Batch <= order.Length; at += full.Batch) Step(full, first!, order.AsSpan(at, full.Batch));
            if (full is not null && rest is not null)
                foreach (var (_, name) in rest.Carried) first!.Argument(name).CopyTo(second!.Argument(name));
            if (rest is not null) Step(rest, second!, order.AsSpan(order.Length - rest.Batch));
            return (After(rest ?? full!, second ?? first!), Slots(rest ?? full!, second ?? first!));
        }
        finally
        {
            if (first is not null) full!.Plan.Return(first);
            if (second is not null) rest!.Plan.Return(second);
        }
    }

    private void Load(StepPlan<T> step, Arena<T> arena)
    {
        for (int i = 0; i < model.Values.Length; i++)
            if (step.Given.Contains(model.Network.Weights[i].Name)) arena.Bind(model.Network.Weights[i].Name, model.Values[i]);
        for (int i = 0; i < step.Slots.Length; i++)
        {
            if (!step.Given.Contains(step.Slots[i].Name)) continue;
            if (before is null) arena.Argument(step.Slots[i].Name).Clear();
            else arena.Bind(step.Slots[i].Name, before.OptimizerState[i]);
        }
    }

    private void Step(StepPlan<T> step, Arena<T> arena, ReadOnlySpan<int> items)
    {
        recipe.Train.Copy(items, arena.Argument("x"));
        if (recipe.Train.Targets is null) recipe.Train.CopyLabels(items, arena.IndexArgument("target"));
        else recipe.Train.CopyTargets(items, arena.Argument("target"));
        long seed = (long)seeds.Bits(done);
        if (step.Given.Contains("seed")) (arena.IndexArgument("seed")[0], arena.IndexArgument("seed")[1]) = ((int)seed, (int)(seed >> 32));
        foreach (var (name, ofUpdate) in step.Scalars)
            if (step.Given.Contains(name)) arena.Argument(name)[0] = T.CreateTruncating(ofUpdate(Updates + 1));
        arena.Run();
        done++;
        if (Counted(step, arena, items, seed))
        {
            foreach (var (output, argument) in step.Carried) arena.Carry(output, argument);
            Updates++;
        }
        recipe.Progress?.Report(new(number, recipe.Epochs, done, recipe.Batches, Tally.Loss));
        recipe.Cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Adds a batch to the tally. False when no label in it counts: then it has no mean, and the step is none: weights, states and slots stay as they are.</summary>
    /// <exception cref="DivergedException">Its loss is not finite.</exception>
    private bool Counted(StepPlan<T> step, Arena<T> arena, ReadOnlySpan<int> items, long seed)
    {
        double loss = double.CreateTruncating(arena.Output("loss")[0]);
        if (!Tally.Add(loss, items.Length, step.Counts ? double.CreateTruncating(arena.Output("counted")[0]) : null)) return false;
        if (!double.IsFinite(loss)) throw Diagnosis.Of(loss, number, done, recipe.Train, items, Before(step, arena), seed);
        if (!step.Scores) return true;
        Span<int> own = guesses.AsSpan(0, items.Length * recipe.Train.Target.Count);
        model.Greatest(arena.Output("y"), own);
        Tally.Guessed(arena.IndexArgument("target"), own, recipe.Train.Ignored);
        return true;
    }

    /// <summary>The model as it was when the batch met it: outputs have not been carried.</summary>
    private Model<T> Before(StepPlan<T> step, Arena<T> arena)
    {
        var carried = step.Carried.Select(c => c.Argument).ToHashSet();
        return model.WithValues([.. model.Network.Weights.Select((w, i) => carried.Contains(w.Name) ? new Tensor<T>(w.Shape, arena.Argument(w.Name).ToArray()) : model.Values[i])]);
    }

    private Model<T> After(StepPlan<T> step, Arena<T> arena)
    {
        Model<T> after = Before(step, arena);
        int broken = after.Values.Select(Diagnosis.Finite).ToList().IndexOf(false);
        return broken < 0 ? after : throw Diagnosis.OfWeight(number, done, after.Network.Weights[broken].Name);
    }

    private static ImmutableArray<Tensor<T>> Slots(StepPlan<T> step, Arena<T> arena) =>
        [.. step.Slots.Select(s => step.Given.Contains(s.Name) ? new Tensor<T>(s.Shape, arena.Argument(s.Name).ToArray()) : Tensor.Filled(s.Shape, T.Zero))];
}
