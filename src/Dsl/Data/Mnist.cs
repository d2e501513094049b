// MNIST (LeCun, Cortes, Burges 1998): 60,000 + 10,000 handwritten digits, 28 × 28 grey, from its four IDX files, plain or .gz.
namespace FunctionalConv;

/// <summary>The MNIST digits, from a folder that has the four files.</summary>
public static class Mnist
{
    /// <summary>Reads <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, each plain or .gz.</summary>
    /// <param name="folder">The folder that has them.</param>
    /// <returns>The training and the test set, items [1, 28, 28], labels 0 to 9.</returns>
    /// <exception cref="BadFileException">The folder or a file is absent, or a file is damaged or of another format.</exception>
    public static (DataSet Train, DataSet Test) Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw new BadFileException(folder, "on disk", "a folder with the four MNIST files (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; plain or .gz)", "none", "check the path");
        string[] files = [.. new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" }.Select(name => Find(folder, $"{name}-ubyte"))];
        return (Idx.Read(files[0], files[1], 10, "MNIST, training"), Idx.Read(files[2], files[3], 10, "MNIST, test"));
    }

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name), zipped = plain + ".gz";
        if (File.Exists(plain)) return plain;
        return File.Exists(zipped) ? zipped : throw new BadFileException(folder, "on disk", $"{name} or {name}.gz", "neither", "put the four MNIST files there");
    }
}
