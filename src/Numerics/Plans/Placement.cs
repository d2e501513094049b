// Placement: buffers whose lives do not overlap share memory. Greedy, the largest first, each at the lowest place that is free for its whole life.
namespace FunctionalConv.Plans;

/// <summary>A buffer to place: elements, the steps between which it lives, and elements behind it that stay free.</summary>
internal sealed record Buffer(long Count, int From, int To, int Guard = 0)
{
    /// <summary>Elements per 64-byte line, for 4-byte numbers.</summary>
    private const int Grain = 16;

    /// <summary>Where it starts, in elements.</summary>
    public long Start { get; private set; }

    /// <summary>Elements with the filling that keeps starts aligned.</summary>
    public long Size => (Count + Guard + Grain - 1) / Grain * Grain;

    /// <summary>The elements behind the buffer that nobody may write.</summary>
    public (long Start, int Count) Zone => (Start + Count, (int)(Size - Count));

    /// <summary>Places the buffers and returns the elements that they take together.</summary>
    public static long Place(IEnumerable<Buffer> buffers)
    {
        var placed = new List<Buffer>();
        long total = 0;
        foreach (Buffer buffer in buffers.OrderByDescending(b => b.Size).ThenBy(b => b.From))
        {
            long start = 0;
            foreach (Buffer other in placed.Where(p => p.From <= buffer.To && buffer.From <= p.To).OrderBy(p => p.Start))
            {
                if (other.Start >= start + buffer.Size) break;
                start = Math.Max(start, other.Start + other.Size);
            }
            buffer.Start = start;
            total = Math.Max(total, start + buffer.Size);
            placed.Add(buffer);
        }
        return total;
    }
}
