// Training: a lazy fold over epochs. Nothing is trained before it is enumerated; enumerating twice trains twice, to the same bits.
//   epoch e visits the training set in the order of the permutation of (seed, e); step s draws its randomness from (seed, e, s)
using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalConv;

/// <summary>The epochs of a training, computed as they are asked for.</summary>
/// <remarks>Enumerating twice trains twice, and gives the same weights to the last bit, whatever the number of threads. <see cref="Memo"/> keeps the epochs.</remarks>
/// <typeparam name="T">The precision.</typeparam>
[TypeFormatterSource(typeof(ShownSource))]
public sealed class Training<T> : IEnumerable<Epoch<T>>, IShown
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Recipe<T> recipe;
    private readonly Epoch<T>? last;

    internal Training(Recipe<T> recipe, Epoch<T>? last = null) => (this.recipe, this.last) = (recipe, last);

    /// <summary>The number of the last epoch.</summary>
    public int Epochs => recipe.Epochs;

    /// <summary>The first epoch's number: 1, or the one after that which training goes on from.</summary>
    public int First => (last?.Number ?? 0) + 1;

    /// <summary>Trains.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: the step under way is finished, the epoch is not; epochs already given stay good.</exception>
    /// <exception cref="DivergedException">The loss became infinite or no number.</exception>
    public IEnumerator<Epoch<T>> GetEnumerator()
    {
        Epoch<T>? before = last;
        for (int number = First; number <= Epochs; number++)
        {
            before = recipe.Run(before, number);
            yield return before;
        }
    }

    /// <summary>What deserves to be known before it begins, a sentence each: probabilities given to a loss that takes scores. They stop nothing.</summary>
    public ImmutableArray<string> Notes => [.. Hints.OfLoss(recipe.Model.Network.Layer, recipe.Loss)];

    /// <summary>How many epochs there are, and the notes; none is trained by asking.</summary>
    public override string ToString() => string.Concat(Notes.Select(note => $"\nnote: {note}").Prepend($"a training of epochs {First} to {Epochs}, computed as they are enumerated"));

    string IShown.Html() => Shown.Code(ToString());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same epochs, each computed once, when it is first asked for, and kept.</summary>
    public IEnumerable<Epoch<T>> Memo() => new Memo<Epoch<T>>(this);

    /// <summary>The epochs that follow one of this training: weights, states, optimizer and randomness go on exactly.</summary>
    /// <exception cref="ArgumentException">The epoch belongs to another network or optimizer.</exception>
    public Training<T> After(Epoch<T> epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (epoch.Model.Network != recipe.Model.Network || !epoch.OptimizerState.Select(s => s.Shape).SequenceEqual(recipe.Slots))
            throw new ArgumentException("After goes on from an epoch of this training; it was given one of another network or optimizer.", nameof(epoch));
        return new(recipe, epoch);
    }

    /// <summary>The same training that also tells how it goes.</summary>
    internal Training<T> Reporting(IProgress<Pace> progress)
    {
        IProgress<Pace>? other = recipe.Progress;
        return new(recipe with { Progress = other is null ? progress : new Both(other, progress) }, last);
    }

    private sealed class Both(IProgress<Pace> first, IProgress<Pace> second) : IProgress<Pace>
    {
        public void Report(Pace value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
