// What is wrong with a file from outside, in one sentence of one form: file, place, expected, found, cure.
namespace FunctionalConv;

/// <summary>A file that cannot be taken as it is: absent, of another format, cut short, or contradicting itself. Nothing half-read was returned.</summary>
public sealed class BadFileException : Exception
{
    /// <summary>The sentence <c>FILE, PLACE: expected EXPECTED, found FOUND; CURE.</c></summary>
    /// <param name="file">The file, as it was named by the caller.</param>
    /// <param name="place">Where in the file: a byte, an entry, a tensor.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="cure">What to do about it.</param>
    /// <param name="inner">What was thrown below, if anything.</param>
    public BadFileException(string file, string place, string expected, string found, string cure, Exception? inner = null)
        : base($"{file}, {place}: expected {expected}, found {found}; {cure}.", inner) =>
        (File, Place, Expected, Found, Cure) = (file, place, expected, found, cure);

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
