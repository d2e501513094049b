// Branches: several layers on the same input, joined.      [C, …] → every branch → joined
//   Concat  side by side along the channels      Sum  added up      Residual(f) = x + f(x)      Skip(f) = x beside f(x), the U-shape's bridge
//   Product  multiplied, a branch of 1 cell (or none) along an axis repeated over it: gates, squeeze-and-excitation (Hu et al. 2017, arXiv:1709.01507)
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Runs every branch on the input and puts their maps side by side along the channels. Their other axes must agree.</summary>
    /// <param name="branches">At least one; each sees the input.</param>
    /// <exception cref="ArgumentException">No branch was given, or layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[C, …] → [C₁ + C₂ + …, …]</c>, <c>y = a(x) beside b(x) beside …</c>.</returns>
    /// <example><code>Concat(Conv(4, 3, padding: Same), MaxPool(3, stride: 1, padding: 1)).On((3, 8, 8))</code></example>
    public static Layer Concat(params Layer[] branches) => new Branches(Join.Concat, Branches.Of("Concat", branches));

    /// <summary>Runs every branch on the input and adds up their outputs, which must have one shape.</summary>
    /// <param name="branches">At least one; each sees the input.</param>
    /// <exception cref="ArgumentException">No branch was given, or layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → the branches' one shape</c>, <c>y = a(x) + b(x) + …</c>.</returns>
    /// <example><code>Sum(Conv(4, 3, padding: Same), Conv(4, 5, padding: Same)).On((3, 8, 8))</code></example>
    public static Layer Sum(params Layer[] branches) => new Branches(Join.Sum, Branches.Of("Sum", branches));

    /// <summary>
    /// Runs every branch on the input and multiplies their outputs. Along axes where a branch has 1 cell, or none, it is repeated: [C] gates every channel (squeeze-and-excitation),
    /// [1, H, W] every cell.
    /// </summary>
    /// <param name="branches">At least one; each sees the input.</param>
    /// <exception cref="ArgumentException">No branch was given, or layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → the branches' largest shape</c>, <c>y = a(x) · b(x) · …</c>.</returns>
    /// <example><code>Product(Identity, GlobalAveragePool.Then(Dense(2)).Then(Relu).Then(Dense(8)).Then(Sigmoid)).On((8, 7, 7))</code></example>
    public static Layer Product(params Layer[] branches) => new Branches(Join.Product, Branches.Of("Product", branches));

    /// <summary>x + body(x), or shortcut(x) + body(x) where the body changes the shape (He et al. 2015, arXiv:1512.03385).</summary>
    /// <param name="body">What is learned on top of the shortcut.</param>
    /// <param name="shortcut">What the input passes instead of nothing: a projection to the body's shape, for example a 1×1 convolution with its stride.</param>
    /// <exception cref="ArgumentException">Layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[…] → the body's shape</c>, <c>y = shortcut(x) + body(x)</c>.</returns>
    /// <example><code>Residual(Conv(8, 3, stride: 2, padding: 1), shortcut: Conv(8, 1, stride: 2)).On((4, 8, 8))</code></example>
    public static Layer Residual(Layer body, Layer? shortcut = null) => new Branches(Join.Residual, Branches.Of("Residual", [shortcut ?? Identity, body]));

    /// <summary>The input beside body(input), along the channels: the bridge of a U-shaped network (Ronneberger et al. 2015, arXiv:1505.04597).</summary>
    /// <param name="body">Keeps the size of the map; skips inside it make the U deeper.</param>
    /// <exception cref="ArgumentException">Layers would stand more than 128 deep inside one another.</exception>
    /// <returns><c>[C, …] → [C + C', …]</c>, <c>y = x beside body(x)</c>.</returns>
    /// <example><code>Skip(MaxPool(2).Then(ConvTransposed(4, 2, stride: 2))).On((4, 8, 8))</code></example>
    public static Layer Skip(Layer body) => new Branches(Join.Skip, Branches.Of("Skip", [Identity, body]));
}

/// <summary>How branches are joined.</summary>
internal enum Join
{
    Concat,
    Sum,
    Product,
    Residual,
    Skip,
}

internal sealed record Branches(Join Join, Parts Parts) : Layer
{
    private bool Adds => Join is Join.Sum or Join.Residual;

    public override string Kind => Join.ToString().ToLowerInvariant();

    public override IReadOnlyList<Layer> Inner => Parts;

    internal override int Levels => Parts.Levels;

    internal override Layer Around(IReadOnlyList<Layer> inner) => this with { Parts = new(inner) };

    internal override (string Sign, int Straight)? Joint => (Join switch { Join.Product => "×", Join.Sum or Join.Residual => "+", _ => "‖" }, Parts.Count(part => part is Identity));

    internal override string Abridged => $"{Join}(…)";

    protected override string Code => Join switch
    {
        Join.Residual => $"Residual({Parts[1]}{(Parts[0] is Identity ? "" : $", {Parts[0]}")})",
        Join.Skip => $"Skip({Parts[1]})",
        _ => $"{Join}({string.Join(", ", Parts)})",
    };

    public static Parts Of(string owner, Layer[] branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        if (branches.Length == 0) throw new ArgumentException($"{owner} needs at least one branch.", nameof(branches));
        foreach (Layer branch in branches) ArgumentNullException.ThrowIfNull(branch);
        return new(branches);
    }

    public override Fit Infer(Shape input)
    {
        Fit fit = new(input, []);
        var shapes = new List<Shape>();
        for (int i = 0; i < Parts.Count; i++)
        {
            fit = (fit with { Shape = input }).Then(Parts[i], $"branch {i + 1}");
            shapes.Add(fit.Shape);
        }
        Fit joined = Joined(input, shapes);
        return new(joined.Shape, fit.Misfits.AddRange(joined.Misfits));
    }

    public override Node Lower(Node x, Scope at)
    {
        Node[] parts = [.. Parts.Select((part, i) => part is Identity ? x : at.Enter(PartName(i), part, x, $"branch {i + 1}"))];
        if (Join == Join.Product) return Factors.Multiply(parts);
        return Adds ? parts.Aggregate((sum, part) => sum + part) : Node.Concat(1, parts);
    }

    private string PartName(int i) => Join is Join.Residual or Join.Skip ? i == 0 ? "shortcut" : "body" : $"branch{i + 1}";

    private Fit Joined(Shape input, List<Shape> shapes)
    {
        Shape first = shapes[0];
        if (Join == Join.Product) return Factors.Infer(this, input, shapes);
        if (!Adds && shapes.Exists(s => s.Rank == 0)) return Fit.Refuse(this, input, "it puts channels side by side, and a branch gives a single number", "reshape to [1]", Shape.Of(Shape.Unknown));
        for (int i = 1; i < shapes.Count; i++)
        {
            Shape other = shapes[i];
            bool meets = Adds ? first.Meets(other) : first.Rank == other.Rank && first.With(0, 0).Meets(other.With(0, 0));
            if (meets) continue;
            string cure = Adds
                ? Join == Join.Residual ? "give Residual a shortcut that changes the shape alike, for example a 1×1 Conv with the same stride" : "make the branches end in one shape"
                : "pad the branches alike, or crop the larger one";
            return Fit.Refuse(this, input, $"branch 1 gives {first} and branch {i + 1} gives {other}", cure, Adds ? first : first.With(0, Shape.Unknown));
        }
        if (Adds) return shapes.Find(s => s.Known) ?? first;
        return first.With(0, shapes.Any(s => s[0] == Shape.Unknown) ? Shape.Unknown : shapes.Sum(s => s[0]));
    }
}

/// <summary>Factors of a product: axes where a factor has 1 cell, or none, are repeated.</summary>
internal static class Factors
{
    public static Fit Infer(Layer layer, Shape input, List<Shape> shapes)
    {
        Shape whole = shapes[0];
        for (int i = 1; i < shapes.Count; i++)
        {
            if (Common(whole, shapes[i]) is not { } common)
                return Fit.Refuse(layer, input, $"branch 1 gives {shapes[0]} and branch {i + 1} gives {shapes[i]}",
                    $"make the branches end in one shape, or a gate in one number per channel, [{(whole.Rank == 0 || whole[0] == Shape.Unknown ? "C" : whole[0])}], or per cell, [1, …]", whole);
            whole = common;
        }
        return whole;
    }

    public static Node Multiply(Node[] factors)
    {
        Shape to = factors.Select(f => f.Shape).Aggregate((a, b) => Common(a, b)!);
        return factors.Select(f => Repeated(f, to)).Aggregate((product, f) => product * f);
    }

    /// <summary>The shape that both can be repeated to, or null.</summary>
    private static Shape? Common(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var sizes = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int n = i < a.Rank ? a[i] : 1, m = i < b.Rank ? b[i] : 1;
            if (n > 1 && m > 1 && n != m) return null;
            sizes[i] = n > 1 ? n : m > 1 ? m : Math.Min(n, m);
        }
        return Shape.Of(sizes);
    }

    private static Node Repeated(Node factor, Shape to)
    {
        Shape own = factor.Shape;
        int[] repeated = [.. Enumerable.Range(0, to.Rank).Where(i => i >= own.Rank || (own[i] == 1 && to[i] != 1))];
        var axes = new Axes(repeated.Sum(i => 1 << i));
        return factor.Reshape(to.Without(axes)).Broadcast(to, axes);
    }
}
