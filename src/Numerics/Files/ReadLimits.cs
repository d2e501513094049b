// How much readers take from files that may come from anyone.
namespace FunctionalConv;

/// <summary>How much a reader takes from a file before it refuses it. What a file says of itself takes no memory: room is made for bytes that have arrived.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public sealed record ReadLimits
{
    private const long FreelyUnpacked = 48L << 20;

    /// <summary>The limits that hold when none are given.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes of a file; by default 2,147,483,591, the most that an array holds.</summary>
    public long File { get; init; } = Array.MaxLength;

    /// <summary>Bytes that a compressed file, or all compressed members of an archive together, may unpack to; null stands for 48 MiB and four times the file.</summary>
    public long? Unpacked { get; init; }

    /// <summary>Bytes of a header or a file in JSON, whose names and numbers take several times as much memory; by default 8 MiB.</summary>
    public int Header { get; init; } = 8 << 20;

    /// <summary>Members of an archive; by default 65,535.</summary>
    public int Members { get; init; } = ushort.MaxValue;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ReadLimits), PrintMembers);

    internal long UnpackedOf(long file) => Math.Min(Array.MaxLength, Unpacked ?? (FreelyUnpacked + (4 * file)));
}
