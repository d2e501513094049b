// A model in a file: safetensors with one tensor per weight and state, and beside them the layer's C# and the input's shape, so that another network is refused.
using System.Numerics;

namespace FunctionalConv;

public sealed partial class Model<T>
{
    private const int Neighbours = 9;

    /// <summary>Writes weights and states to a safetensors file; a plain file appears whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="BadFileException">The place cannot be written.</exception>
    public void Save(string path) => TensorFile.Write(path, Values.Select((value, i) => (Network.Weights[i].Name, value)), new Dictionary<string, string>
    {
        [Model.LayerKey] = Network.Layer.ToString(),
        [Model.InputKey] = Network.Input.ToString(),
    });

    /// <summary>Saves after a long training: where the path cannot be written, under a neighbouring name (<c>model-2.safetensors</c>) in its folder, in the current folder or in that for
    /// temporary files, the first that can be written. Only the path itself is ever replaced.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file that was written; the path itself, as a rule.</returns>
    /// <exception cref="BadFileException">None of the places can be written. The model is as it was: save it elsewhere.</exception>
    public string SaveNear(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        BadFileException? first = null;
        foreach (string place in Near(path))
        {
            try
            {
                Save(place);
                return place;
            }
            catch (BadFileException e)
            {
                first ??= e;
            }
        }
        throw new BadFileException(path, first!.Place, first.Expected, first.Found, $"nor could {string.Join(", ", Near(path).Skip(1))} be written: save the model elsewhere", first);
    }

    private static IEnumerable<string> Near(string path)
    {
        yield return path;
        string full = Path.GetFullPath(path), name = Path.GetFileNameWithoutExtension(full), ending = Path.GetExtension(full);
        foreach (string folder in new[] { Path.GetDirectoryName(full) ?? ".", Environment.CurrentDirectory, Path.GetTempPath() }.Distinct())
            if (Enumerable.Range(2, Neighbours).Select(i => Path.Combine(folder, $"{name}-{i}{ending}")).FirstOrDefault(file => !Path.Exists(file)) is { } free) yield return free;
    }
}

/// <summary>Models from files.</summary>
public static class Model
{
    internal const string LayerKey = "layer";
    internal const string InputKey = "input";
    private const string Cure = "load the file with the network that saved it";

    /// <summary>The model that <see cref="Model{T}.Save"/> wrote, in the precision asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layer">The layer that was saved: its C# is compared.</param>
    /// <param name="input">The shape of an item that it was saved with.</param>
    /// <exception cref="MisfitException">The layer does not take this input.</exception>
    /// <exception cref="BadFileException">The file is damaged, or holds another network: what differs is named.</exception>
    public static Model<T> Load<T>(string path, Layer layer, Shape input)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(layer);
        Network network = layer.On(input);
        TensorFile file = TensorFile.Read(path);
        if (!file.Metadata.TryGetValue(LayerKey, out string? saved) || !file.Metadata.TryGetValue(InputKey, out string? shape))
            throw new BadFileException(path, "metadata", $"the texts \"{LayerKey}\" and \"{InputKey}\" that Model.Save writes", file.Metadata.Count == 0 ? "none" : Telling.Names([.. file.Metadata.Keys.Order(StringComparer.Ordinal)]), "read tensors of another library with TensorFile.Read");
        if (saved != layer.ToString())
        {
            var (expected, found) = Differing(layer.ToString(), saved);
            throw new BadFileException(path, "layer", expected, found, Cure);
        }
        if (shape != input.ToString()) throw new BadFileException(path, "input", $"items {input}", $"items {Telling.Clean(shape, 60)}", Cure);
        foreach (Weight weight in network.Weights)
            if (file.ShapeOf(weight.Name) != weight.Shape) throw new BadFileException(path, $"tensor {Telling.Name(weight.Name)}", $"{weight.Shape}", $"{file.ShapeOf(weight.Name)}", Cure);
        if (file.Names.Except(network.Weights.Select(w => w.Name)).FirstOrDefault() is { } other)
            throw new BadFileException(path, $"tensor {Telling.Name(other)}", $"only the {network.Weights.Length} tensors of the network", "this one too", Cure);
        return new(network, [.. network.Weights.Select(w => file.Get<T>(w.Name))], null);
    }

    /// <summary>Two texts of layers from the layer where they part.</summary>
    private static (string Expected, string Found) Differing(string expected, string found)
    {
        int same = expected.AsSpan().CommonPrefixLength(found);
        int from = expected.AsSpan(0, same).LastIndexOf(".Then(");
        return (Part(expected, from), Part(found, from));
    }

    private static string Part(string text, int from)
    {
        const int most = 60;
        string part = from <= 0 ? text : "…" + text[from..];
        return part.Length <= most ? part : part[..most] + "…";
    }
}
