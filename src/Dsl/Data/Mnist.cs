// MNIST (LeCun, Cortes, Burges 1998): 60,000 + 10,000 handwritten digits, 28 × 28 grey, from its four IDX files, plain or .gz.
namespace FunctionalConv;

/// <summary>The MNIST digits, from a folder that has the four files.</summary>
public static class Mnist
{
    /// <summary>Reads <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>, each plain or compressed,
    /// with or without .gz in its name, and with <c>-idx</c> or <c>.idx</c> in it.</summary>
    /// <param name="folder">The folder that has them.</param>
    /// <param name="limits">How much is taken from each file; by default <see cref="ReadLimits.Default"/>.</param>
    /// <returns>The training and the test set, items [1, 28, 28], labels 0 to 9.</returns>
    /// <exception cref="BadFileException">The folder or a file is absent, or a file is damaged or of another format.</exception>
    public static (DataSet Train, DataSet Test) Load(string folder, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw new BadFileException(folder, "on disk", "a folder with the four MNIST files (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; plain or .gz)", File.Exists(folder) ? "a file" : "none", File.Exists(folder) ? "give the folder that it is in" : "check the path");
        string[] files = [.. new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" }.Select(name => Find(folder, $"{name}-ubyte"))];
        return (Idx.Read(files[0], files[1], 10, "MNIST, training", limits), Idx.Read(files[2], files[3], 10, "MNIST, test", limits));
    }

    // Some programs that unpack put a dot where the dash was.
    private static string Find(string folder, string name)
    {
        string dotted = name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return new[] { name, dotted, name + ".gz", dotted + ".gz" }.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists)
            ?? throw new BadFileException(folder, "on disk", $"{name} or {dotted}, with or without .gz", "none of them", "put the four MNIST files there, or rename what is there");
    }
}
