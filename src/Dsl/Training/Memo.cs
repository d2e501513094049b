// Memo: a sequence whose items are computed once, when they are first asked for, and kept. A failure is kept too.
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace FunctionalConv;

/// <summary>A sequence that remembers its items. May be read from many threads.</summary>
internal sealed class Memo<TItem>(IEnumerable<TItem> source) : IEnumerable<TItem>
    where TItem : notnull
{
    private readonly object gate = new();
    private readonly List<TItem> known = [];
    private IEnumerator<TItem>? rest;
    private ExceptionDispatchInfo? failure;
    private bool ended;

    public IEnumerator<TItem> GetEnumerator()
    {
        for (int i = 0; Next(i, out TItem? item); i++) yield return item;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Next(int i, [NotNullWhen(true)] out TItem? item)
    {
        lock (gate)
        {
            if (i == known.Count && !ended) Advance();
            item = i < known.Count ? known[i] : default;
            return i < known.Count;
        }
    }

    private void Advance()
    {
        failure?.Throw();
        rest ??= source.GetEnumerator();
        try
        {
            ended = !rest.MoveNext();
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        if (ended) rest.Dispose();
        else known.Add(rest.Current);
    }
}
