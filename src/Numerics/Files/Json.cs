// JSON in: Unicode throughout, and every name of an object once. The framework's reader looks at neither: it keeps the last of two members, and throws when a text is asked for.
using System.Text.Json;
using System.Text.Unicode;

namespace FunctionalConv;

internal static class Json
{
    /// <summary>A document all of whose texts can be read.</summary>
    /// <param name="bytes">The document in UTF-8.</param>
    /// <param name="twice">What is wrong when a name comes twice in an object: the name and the object's depth, 1 for the whole.</param>
    /// <exception cref="JsonException">It is no JSON, or no Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, Func<string, int, BadFileException> twice)
    {
        if (!Utf8.IsValid(bytes.Span)) throw new JsonException("There are bytes that are not UTF-8.");
        try
        {
            Check(bytes.Span, twice);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("There is an escaped half of a character.", e);
        }
        return JsonDocument.Parse(bytes);
    }

    private static void Check(ReadOnlySpan<byte> bytes, Func<string, int, BadFileException> twice)
    {
        var reader = new Utf8JsonReader(bytes);
        var names = new List<HashSet<string>>(); // of the object at each depth; one set serves all objects of a depth
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (names.Count <= reader.CurrentDepth) names.Add(new(StringComparer.Ordinal));
                names[reader.CurrentDepth].Clear();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names[reader.CurrentDepth - 1].Add(name)) throw twice(name, reader.CurrentDepth);
            }
            else if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped) _ = reader.GetString();
        }
    }
}
