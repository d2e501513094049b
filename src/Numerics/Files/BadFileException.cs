// What is wrong with a file from outside, in one sentence of one form: file, place, expected, found, cure.
namespace FunctionalConv;

/// <summary>A file that cannot be taken as it is: absent, of another format, cut short, or contradicting itself. Nothing half-read was returned.</summary>
/// <remarks>Each part may hold words of the file itself, so it is cut to 500 characters (the file's name to 4,000), and what does not print is escaped.</remarks>
public sealed class BadFileException : Exception
{
    private const int Most = 500;
    private const int PathMost = 4000;

    /// <summary>The sentence <c>FILE, PLACE: expected EXPECTED, found FOUND; CURE.</c></summary>
    /// <param name="file">The file, as it was named by the caller.</param>
    /// <param name="place">Where in the file: a byte, an entry, a tensor.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="cure">What to do about it.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public BadFileException(string file, string place, string expected, string found, string cure, Exception? inner = null)
        : base($"{Telling.Clean(file, PathMost)}, {Telling.Clean(place, Most)}: expected {Telling.Clean(expected, Most)}, found {Telling.Clean(found, Most)}; {Telling.Clean(cure, Most)}.", inner) =>
        (File, Place, Expected, Found, Cure) = (Telling.Clean(file, PathMost), Telling.Clean(place, Most), Telling.Clean(expected, Most), Telling.Clean(found, Most), Telling.Clean(cure, Most));

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>Where in the file: a byte, an entry, a tensor.</summary>
    public string Place { get; }

    /// <summary>What should stand there.</summary>
    public string Expected { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What to do about it.</summary>
    public string Cure { get; }
}
