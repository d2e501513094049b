// The header of a safetensors file: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …, "__metadata__": {"key": "text"}},
// offsets counted from the end of the header. Tensors fill the data from its first byte to its last, without overlap or gap.
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionalConv;

/// <summary>Where a tensor's numbers stand in the data.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type as the file names it.</param>
/// <param name="Element">The type, where its numbers can be read.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Begin">Its first byte after the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record StoredTensor(string Name, string Type, Stored? Element, Shape Shape, int Begin, int End);

/// <summary>What a header says, checked against the number of bytes of data.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const string Extra = "__metadata__";
    private const int MostAxes = 64;
    private static readonly string[] Types = Enum.GetNames<Stored>();
    private const string Damaged = "the file is damaged or its writer is wrong";

    public static SafeTensorsHeader Parse(string file, ReadOnlyMemory<byte> header, int dataLength)
    {
        if (header.Span is not [(byte)'{', ..]) throw new BadFileException(file, "byte 8", "a header that begins with {", Bytes.Hex(header.Span, 1), "the file is damaged or not safetensors");
        try
        {
            using JsonDocument json = Json.Parse(header, (name, depth) => new(file, depth == 1 ? Place(name) : $"the name {Telling.Name(name)}", "every name once", "it again", Damaged));
            var tensors = new List<StoredTensor>();
            IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>();
            foreach (JsonProperty entry in json.RootElement.EnumerateObject())
            {
                if (entry.Name == Extra) metadata = Texts(file, entry.Value);
                else tensors.Add(Tensor(file, entry.Name, entry.Value, dataLength));
            }
            Contiguous(file, tensors, dataLength);
            return new(tensors, metadata);
        }
        catch (JsonException e)
        {
            throw new BadFileException(file, "byte 8", "a header in JSON", Bytes.Sentence(e), Damaged, e);
        }
    }

    /// <summary>The header of tensors of one element type, in order, padded with spaces so that the numbers begin at a multiple of 8.</summary>
    public static byte[] Print(IReadOnlyList<(string Name, Shape Shape)> tensors, Stored element, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { Extra };
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(Extra);
                foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long begin = 0;
            foreach ((string name, Shape shape) in tensors)
            {
                if (!seen.Add(name)) throw new ArgumentException($"A tensor file holds every name once and none called {Extra}; \"{name}\" was given again.", nameof(tensors));
                long end = begin + (shape.LongCount * element.Size());
                json.WriteStartObject(name);
                json.WriteString("dtype", element.ToString());
                Write(json, "shape", shape.Sizes.ToArray().Select(n => (long)n));
                Write(json, "data_offsets", [begin, end]);
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        buffer.GetSpan(8)[..(padded - buffer.WrittenCount)].Fill((byte)' ');
        buffer.Advance(padded - buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long n in numbers) json.WriteNumberValue(n);
        json.WriteEndArray();
    }

    private static StoredTensor Tensor(string file, string name, JsonElement entry, int dataLength)
    {
        BadFileException Wrong(string expected, string found) => new(file, Place(name), expected, found, Damaged);
        bool whole = entry.ValueKind == JsonValueKind.Object;
        if (!whole || !entry.TryGetProperty("dtype", out JsonElement dtype) || !entry.TryGetProperty("shape", out JsonElement shape) || !entry.TryGetProperty("data_offsets", out JsonElement offsets))
            throw Wrong("dtype, shape and data_offsets", Short(entry));
        if (dtype.ValueKind != JsonValueKind.String) throw Wrong("a dtype by name", Short(dtype));
        string type = dtype.GetString()!;
        Stored? element = Array.IndexOf(Types, type) is >= 0 and var known ? (Stored)known : null;
        long[] sizes = Numbers(shape, int.MaxValue) ?? throw Wrong("a shape of whole numbers from 0 to 2,147,483,647", Short(shape));
        long[]? ends = Numbers(offsets, long.MaxValue);
        if (ends is not [long begin, long end] || begin > end) throw Wrong("data_offsets [begin, end]", Short(offsets));
        string extents = $"[{string.Join(", ", sizes.Take(16).Select(n => $"{n}"))}{(sizes.Length > 16 ? ", …" : "")}]";
        // Of a type that is not known, a number has at least four bits.
        Int128 count = sizes.Contains(0) ? 0 : sizes.Aggregate((Int128)1, (product, n) => product > long.MaxValue ? product : product * n), bytes = count * (element?.Size() ?? 1);
        if (element is null ? count > 2 * (Int128)(end - begin) : bytes != end - begin)
            throw Wrong($"{(element is null ? "at least " : "")}{(bytes > long.MaxValue ? "more than 9 · 10¹⁸" : (element is null ? (count + 1) / 2 : bytes).ToString("N0", CultureInfo.InvariantCulture))} bytes for {Telling.Clean(type, 20)} {extents}", $"{Bytes.Number(end - begin)} (data_offsets {begin} to {end})");
        if (end > dataLength)
            throw new BadFileException(file, Place(name), $"data up to byte {Bytes.Number(end)} after the header", $"{Bytes.Number(dataLength)} bytes; the file is cut short", "copy or write it again");
        if (sizes.Length > MostAxes || (bytes == 0 && sizes.Any(n => n > Array.MaxLength))) throw Wrong($"a shape of at most {MostAxes} axes", extents);
        return new(name, type, element, Shape.Of([.. sizes.Select(n => (int)n)]), (int)begin, (int)end);
    }

    private static void Contiguous(string file, List<StoredTensor> tensors, int dataLength)
    {
        int at = 0;
        foreach (StoredTensor t in tensors.OrderBy(t => t.Begin).ThenBy(t => t.End))
        {
            if (t.Begin != at) throw new BadFileException(file, Place(t.Name), $"data from byte {Bytes.Number(at)} after the header, without overlap or gap", $"from byte {Bytes.Number(t.Begin)}", Damaged);
            at = t.End;
        }
        if (at != dataLength) throw new BadFileException(file, $"byte {Bytes.Number(at)} after the header", "the end of the file", $"{Bytes.Number(dataLength - at)} more bytes", Damaged);
    }

    private static Dictionary<string, string> Texts(string file, JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object || map.EnumerateObject().Any(m => m.Value.ValueKind != JsonValueKind.String))
            throw new BadFileException(file, Extra, "texts by name", Short(map), Damaged);
        return map.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!, StringComparer.Ordinal);
    }

    private static long[]? Numbers(JsonElement list, long most)
    {
        if (list.ValueKind != JsonValueKind.Array) return null;
        long n = 0;
        return list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out n) && n >= 0 && n <= most) ? [.. list.EnumerateArray().Select(e => e.GetInt64())] : null;
    }

    private static string Place(string name) => $"tensor {Telling.Name(name)}";

    private static string Short(JsonElement json) => Telling.Clean(json.GetRawText(), 60);
}
