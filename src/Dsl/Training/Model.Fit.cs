// What a model does with a data set: Fit (a lazy sequence of better models), Predict, Evaluate, and a fingerprint of its bits.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FunctionalConv.Plans;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    /// <summary>Trains: a lazy sequence of epochs, each with its model. Nothing happens before it is enumerated; enumerating twice gives the same bits.</summary>
    /// <param name="train">What to learn from; items of the network's input shape.</param>
    /// <param name="test">What to test on after every epoch, or null.</param>
    /// <param name="optimizer">How gradients become steps, for example <c>Adam(1e-3)</c>.</param>
    /// <param name="epochs">Passes over the training set, at least 1.</param>
    /// <param name="batch">Items per step, at least 1; the last batch of an epoch holds what is left. A batch in which no label counts is no step: nothing changes, not even running statistics.</param>
    /// <param name="seed">Decides the order of the items and all randomness of layers.</param>
    /// <param name="loss">By default cross-entropy for labels, without the label that the set ignores, and the mean squared error for numbers.</param>
    /// <param name="progress">Is told after every step, on the training thread.</param>
    /// <param name="dropLast">Whether an epoch leaves out its last batch where it is smaller: others every time, since every epoch has its own order. For layers that need more than one item.</param>
    /// <param name="cancel">Stops after the step under way, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The epochs; <see cref="Training{T}.Notes"/> says where the loss makes probabilities of what is probabilities already.</returns>
    /// <exception cref="ArgumentException">A set does not fit the network, or a number is below 1.</exception>
    /// <exception cref="MisfitException">A layer cannot take a batch of this size, or the last, smaller one.</exception>
    public Training<T> Fit(DataSet train, DataSet? test, Optimizer optimizer, int epochs, int batch = 64, int seed = 0, Loss? loss = null, IProgress<Pace>? progress = null, bool dropLast = false, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (epochs < 1) throw new ArgumentException($"Fit needs at least 1 epoch; it was given {epochs}.", nameof(epochs));
        if (batch < 1) throw new ArgumentException($"Fit needs at least 1 item per batch; it was given {batch}.", nameof(batch));
        Takes(train);
        if (test is not null) Takes(test);
        Loss? testLoss = test is null ? null : Testing(test, loss ?? Usual(test));
        loss ??= Usual(train);
        if (test is not null) Aims(test, loss);
        if (dropLast && train.Count < batch) throw new ArgumentException($"{train.Name} has {Amount.Of(train.Count, "items")}, fewer than a batch of {batch}, so that dropLast leaves none; use a smaller batch.", nameof(dropLast));
        return new(new Recipe<T>(this, train, test, optimizer, epochs, batch, seed, loss, progress, cancel) { TestLoss = testLoss, DropLast = dropLast }.Planned());
    }

    /// <summary>Trains without a test set: <see cref="Epoch{T}.Accuracy"/> is NaN.</summary>
    public Training<T> Fit(DataSet train, Optimizer optimizer, int epochs, int batch = 64, int seed = 0) => Fit(train, null, optimizer, epochs, batch, seed);

    /// <summary>The class of every item, or of every pixel: the position of its greatest score, the first of several.</summary>
    /// <param name="set">Items of the network's input shape.</param>
    /// <param name="batch">Items per run; the answer does not depend on it.</param>
    /// <returns>One class per item, [N]; of a network that gives [classes, …] one per pixel, [N, …].</returns>
    /// <exception cref="ArgumentException">The set does not fit the network.</exception>
    public Labels Predict(DataSet set, int batch = 250)
    {
        Takes(set);
        if (set.Targets is not null) throw new ArgumentException($"{set.Name} has numbers to give for every item, no classes; run the model on its items, or ask for LossOn.");
        if (batch < 1) throw new ArgumentException($"Predict needs at least 1 item per batch; it was given {batch}.", nameof(batch));
        int cells = Network.Output.Tail.Count;
        int[] items = [.. Enumerable.Range(0, set.Count)], classes = new int[checked(set.Count * cells)];
        for (int at = 0; at < items.Length; at += batch)
        {
            int n = Math.Min(batch, items.Length - at);
            Predict(set, items.AsSpan(at, n), classes.AsSpan(at * cells, n * cells));
        }
        return new(Network.Output.Tail.Under(set.Count), classes);
    }

    /// <summary>The class of an item, or of every item of a batch [N, …]: the position of the greatest score.</summary>
    /// <returns>One class per item, [N]; for a single item [1]; of a network that gives [classes, …] one per pixel, [N, …].</returns>
    /// <exception cref="ArgumentException">The tensor does not fit, or the network's output is no score per class.</exception>
    public Labels Predict(Tensor<T> itemOrBatch)
    {
        if (Network.Output.Rank == 0) throw new ArgumentException("Classes need one score per class, [classes] or [classes, …]; this network gives a single number. End it in Dense(classes).");
        Tensor<T> scores = Run(AsBatch(itemOrBatch));
        Shape labels = Network.Output.Tail.Under(scores.Shape[0]);
        var classes = new int[labels.Count];
        Greatest(scores.Values, classes);
        return new(labels, classes);
    }

    /// <summary>How often the model takes an item of one class for another.</summary>
    /// <exception cref="ArgumentException">The set does not fit the network.</exception>
    public Confusion Evaluate(DataSet set)
    {
        Labels guesses = Predict(set);
        return Confusion.Of(set.Labels, guesses, set.Classes, set.ClassNames, set.Ignored);
    }

    /// <summary>16 hexadecimal digits that two models share only if their weights are equal to the last bit: of SHA-256 over names, shapes and numbers.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < Values.Length; i++)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{Network.Weights[i].Name} {Values[i].Shape}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(Values[i].Values));
        }
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8)).ToLowerInvariant();
    }

    private void Predict(DataSet set, ReadOnlySpan<int> items, Span<int> classes)
    {
        int n = items.Length;
        Plan<T> plan = Plan(("run", n), () => Network.Graph(n));
        Arena<T> arena = plan.Rent();
        try
        {
            Bind(plan, arena);
            set.Copy(items, arena.Argument("x"));
            arena.Run();
            Greatest(arena.Output("y"), classes);
        }
        finally
        {
            plan.Return(arena);
        }
    }

    /// <summary>Of scores [n, classes, cells] the greatest of each cell.</summary>
    internal void Greatest(ReadOnlySpan<T> scores, Span<int> classes)
    {
        classes.Clear();
        int cells = Network.Output.Tail.Count, size = Network.Output[0];
        for (int i = 0; i < classes.Length; i++)
        {
            ReadOnlySpan<T> own = scores[((i / cells * size * cells) + (i % cells))..];
            for (int c = 1; c < size; c++)
                if (own[c * cells] > own[classes[i] * cells]) classes[i] = c;
        }
    }

    private void Takes(DataSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Count == 0) throw new ArgumentException($"{set.Name} has no items; give a set of at least 1.");
        if (set.Item != Network.Input) throw new ArgumentException($"This network takes items {Network.Input}; {set.Name} has items {set.Item}. Make the network for {set.Item}.");
        if (set.Targets is not null) return;
        Scores(set);
        if (Network.Output[0] < set.Classes)
            throw new ArgumentException($"This network gives {Amount.Of(Network.Output[0], "scores")}; {set.Name} has {Amount.Of(set.Classes, "classes")}. End the network in {(Network.Output.Rank == 1 ? "Dense" : "Pointwise")}({set.Classes}).");
    }

    private void Scores(DataSet set)
    {
        Shape labels = set.Labels.Shape.Tail;
        if (labels.Rank == 0 && Network.Output.Rank != 1) throw new ArgumentException($"Classes need one score per class, [classes]; this network gives {Network.Output}. End it in Flatten and Dense(classes).");
        if (Network.Output.Rank == 0 || Network.Output.Tail != labels)
            throw new ArgumentException($"{set.Name} has labels {labels} for every item, so classes need scores {labels.Under(set.Classes)}; this network gives {Network.Output}. End it in Pointwise({set.Classes}) on maps of that size.");
    }
}
