// Choices: algorithms of single convolutions, as a timed trial found them. A value: part of cache keys, kept in a small file, and the same plan wherever it is replayed.
//   {
//     "float, maps [1, 64, 56, 56], kernels [64, 64, 3, 3], groups 1, window […]": "Winograd"
//   }
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionalConv.Plans;

/// <summary>Algorithms of single convolutions, each known by its precision, shapes, groups and window.</summary>
public sealed class Choices : IEquatable<Choices>
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableSortedDictionary<string, ConvolutionAlgorithm> algorithms;

    private Choices(ImmutableSortedDictionary<string, ConvolutionAlgorithm> algorithms) => this.algorithms = algorithms;

    /// <summary>No choice: the rules choose.</summary>
    public static Choices None { get; } = new(ImmutableSortedDictionary.Create<string, ConvolutionAlgorithm>(StringComparer.Ordinal));

    /// <summary>How many convolutions have a choice.</summary>
    public int Count => algorithms.Count;

    /// <summary>The convolutions that have a choice, in the order of their texts.</summary>
    public IEnumerable<string> Convolutions => algorithms.Keys;

    /// <summary>The algorithm of a convolution; <see cref="ConvolutionAlgorithm.Automatic"/> where there is no choice.</summary>
    /// <param name="convolution">Its text, as in <see cref="Convolutions"/>.</param>
    public ConvolutionAlgorithm this[string convolution] => algorithms.GetValueOrDefault(convolution);

    /// <summary>These choices with another one; <see cref="ConvolutionAlgorithm.Automatic"/> takes a choice away.</summary>
    /// <param name="convolution">The convolution's text, as in <see cref="Convolutions"/>.</param>
    /// <param name="algorithm">The algorithm.</param>
    public Choices With(string convolution, ConvolutionAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        return new(algorithm == ConvolutionAlgorithm.Automatic ? algorithms.Remove(convolution) : algorithms.SetItem(convolution, algorithm));
    }

    /// <summary>Writes the choices to a file of JSON: an object of convolutions and the names of their algorithms. The file appears whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Bytes.Write(path, Write);
    }

    // Member by member: a serializer would look at types while it runs, which trimmed and native programs cannot.
    private void Write(Stream stream)
    {
        using Utf8JsonWriter json = new(stream, Indented);
        json.WriteStartObject();
        foreach ((string convolution, ConvolutionAlgorithm algorithm) in algorithms) json.WriteString(convolution, algorithm.ToString());
        json.WriteEndObject();
    }

    /// <summary>The choices that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadFileException">The file cannot be read, is not JSON of this form, or names an algorithm that there is not.</exception>
    public static Choices Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(Bytes.Read(path));
            return Read(path, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new BadFileException(path, $"line {(e.LineNumber ?? 0) + 1}", "JSON", "something else", Cure, e);
        }
    }

    private const string Cure = "make the file anew with model.Trial().Save";

    private static Choices Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new BadFileException(path, "the whole", "an object of convolutions and algorithms", Word(root), Cure);
        Choices choices = None;
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            string place = $"entry \"{entry.Name}\"";
            if (choices.algorithms.ContainsKey(entry.Name)) throw new BadFileException(path, place, "one algorithm", "a second one", Cure);
            choices = choices.With(entry.Name, Algorithm(entry.Value) ?? throw new BadFileException(path, place, $"one of {string.Join(", ", Enum.GetNames<ConvolutionAlgorithm>().Skip(1))}", Word(entry.Value), Cure));
        }
        return choices;
    }

    private static ConvolutionAlgorithm? Algorithm(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && System.Array.IndexOf(Enum.GetNames<ConvolutionAlgorithm>(), value.GetString()) is > 0 and var at ? Enum.GetValues<ConvolutionAlgorithm>()[at] : null;

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText(),
    };

    /// <inheritdoc/>
    public bool Equals(Choices? other) => other is not null && algorithms.SequenceEqual(other.algorithms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Choices);

    /// <inheritdoc/>
    public override int GetHashCode() => algorithms.Aggregate(Count, HashCode.Combine);

    /// <summary>One line of text per choice; <c>none</c> without any.</summary>
    public override string ToString() => Count == 0 ? "none" : string.Join("\n", algorithms.Select(a => $"{a.Key}: {a.Value}"));
}
