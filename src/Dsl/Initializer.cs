// Initializers: how weights begin. Seeds come from the run's seed and a stable hash of the weight's name, so that adding a layer elsewhere changes nothing here.
//   He: normal, variance 2 / fan-in (He et al. 2015, arXiv:1502.01852)       Glorot: uniform ±√(6 / (fan-in + fan-out)) (Glorot and Bengio 2010)
using System.Globalization;
using System.Numerics;

namespace FunctionalConv;

/// <summary>How the first numbers of a weight are made. A closed set of cases.</summary>
[TypeFormatterSource(typeof(ShownSource))]
public abstract record Initializer
{
    /// <summary>Normal with variance 2 / fan-in: for layers before a relu.</summary>
    public static Initializer He { get; } = new HeCase();

    /// <summary>Uniform in ±√(6 / (fan-in + fan-out)): for layers before a tanh or none.</summary>
    public static Initializer Glorot { get; } = new GlorotCase();

    /// <summary>Zeros.</summary>
    public static Initializer Zeros { get; } = Fill(0);

    /// <summary>Ones.</summary>
    public static Initializer Ones { get; } = Fill(1);

    /// <summary>One number everywhere.</summary>
    public static Initializer Fill(double value) => new FillCase(value);

    /// <summary>The numbers of a weight. Fan-in is the product of all axes but the first (of a kernel [M, C, k…]: C·k…); fan-out the first times the k….</summary>
    internal Tensor<T> Make<T>(Shape shape, int seed, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stream = new RandomStream((ulong)(uint)seed, RandomStream.Hash(name));
        double fanIn = shape.Rank > 1 ? shape.Tail.Count : shape.Count, fanOut = shape.Rank > 1 ? shape[0] * (fanIn / shape[1]) : shape.Count;
        return Tensor.Make(shape, i => T.CreateTruncating(Number(stream, i, fanIn, fanOut)));
    }

    private protected abstract double Number(RandomStream stream, int i, double fanIn, double fanOut);

    private sealed record HeCase : Initializer
    {
        private protected override double Number(RandomStream stream, int i, double fanIn, double fanOut) => stream.Normal(i) * Math.Sqrt(2 / fanIn);

        public override string ToString() => "Initializer.He";
    }

    private sealed record GlorotCase : Initializer
    {
        private protected override double Number(RandomStream stream, int i, double fanIn, double fanOut) => ((2 * stream.Uniform(i)) - 1) * Math.Sqrt(6 / (fanIn + fanOut));

        public override string ToString() => "Initializer.Glorot";
    }

    private sealed record FillCase(double Value) : Initializer
    {
        private protected override double Number(RandomStream stream, int i, double fanIn, double fanOut) => Value;

        public override string ToString() => Value switch
        {
            0 => "Initializer.Zeros",
            1 => "Initializer.Ones",
            _ => $"Initializer.Fill({Value.ToString("R", CultureInfo.InvariantCulture)})",
        };
    }
}
