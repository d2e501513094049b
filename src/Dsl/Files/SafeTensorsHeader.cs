// The header of a safetensors file: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …, "__metadata__": {"key": "text"}},
// offsets counted from the end of the header. Tensors fill the data from its first byte to its last, without overlap or gap.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionalConv;

/// <summary>Where a tensor's numbers stand in the data.</summary>
internal sealed record StoredTensor(string Name, Stored Stored, Shape Shape, int Begin, int End);

/// <summary>What a header says, checked against the number of bytes of data.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const string Extra = "__metadata__";
    private const string Damaged = "the file is damaged or its writer is wrong";

    public static SafeTensorsHeader Parse(string file, ReadOnlyMemory<byte> header, int dataLength)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(header.Span);
            using var json = JsonDocument.Parse(header);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new BadFileException(file, "byte 8", "a header that is a JSON object", $"{json.RootElement.ValueKind}", Damaged);
            var tensors = new List<StoredTensor>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>();
            foreach (JsonProperty entry in json.RootElement.EnumerateObject())
            {
                if (!seen.Add(entry.Name)) throw new BadFileException(file, Place(entry.Name), "every name once", "it again", Damaged);
                if (entry.Name == Extra) metadata = Texts(file, entry.Value);
                else tensors.Add(Tensor(file, entry.Name, entry.Value, dataLength));
            }
            Contiguous(file, tensors, dataLength);
            return new(tensors, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // ArgumentException: bytes that are not UTF-8; InvalidOperationException: an escaped half of a surrogate pair.
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
        int known = dtype.ValueKind == JsonValueKind.String ? Array.IndexOf(Enum.GetNames<Stored>(), dtype.GetString()) : -1;
        if (known < 0)
            throw new BadFileException(file, Place(name), $"a dtype among {string.Join(", ", Enum.GetNames<Stored>())}", Short(dtype), "convert the tensor before saving it");
        var element = (Stored)known;
        long[] sizes = Numbers(shape, int.MaxValue) ?? throw Wrong("a shape of whole numbers from 0 to 2,147,483,647", Short(shape));
        long[]? ends = Numbers(offsets, long.MaxValue);
        if (ends is not [long begin, long end] || begin > end) throw Wrong("data_offsets [begin, end]", Short(offsets));
        Int128 bytes = sizes.Contains(0) ? 0 : sizes.Aggregate((Int128)element.Size(), (product, n) => product > long.MaxValue ? product : product * n);
        string extents = $"[{string.Join(", ", sizes.Select(n => $"{n}"))}]";
        if (bytes != end - begin)
            throw Wrong($"{(bytes > long.MaxValue ? "more than 9 · 10¹⁸" : bytes.ToString("N0", CultureInfo.InvariantCulture))} bytes for {element} {extents}", $"{Bytes.Number(end - begin)} (data_offsets {begin} to {end})");
        if (end > dataLength)
            throw new BadFileException(file, Place(name), $"data up to byte {Bytes.Number(end)} after the header", $"{Bytes.Number(dataLength)} bytes; the file is cut short", "copy or write it again");
        return new(name, element, Shape.Of([.. sizes.Select(n => (int)n)]), (int)begin, (int)end);
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
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty m in map.EnumerateObject())
            if (!texts.TryAdd(m.Name, m.Value.GetString()!)) throw new BadFileException(file, Extra, "every name once", $"\"{m.Name}\" again", Damaged);
        return texts;
    }

    private static long[]? Numbers(JsonElement list, long most)
    {
        if (list.ValueKind != JsonValueKind.Array) return null;
        long n = 0;
        return list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out n) && n >= 0 && n <= most) ? [.. list.EnumerateArray().Select(e => e.GetInt64())] : null;
    }

    private static string Place(string name) => $"tensor \"{name}\"";

    private static string Short(JsonElement json) => json.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : json.GetRawText();
}
