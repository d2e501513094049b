// What a model sees: filters, feature maps, saliency, class activation.
//   saliency           |∂ score of the class / ∂ x|, the largest over the channels (Simonyan, Vedaldi and Zisserman 2013, arXiv:1312.6034)
//   class activation   Σ over c of weight[class, c] · map[c], where global average pooling and a dense layer end the network (Zhou et al. 2015, arXiv:1512.04150)
//   effective field    |∂ sum of the middle cell's maps / ∂ x|, the mean over inputs of noise (Luo et al. 2017, arXiv:1701.04128)
using System.Collections.Immutable;
using System.Numerics;
using FunctionalConv.Graphs;
using FunctionalConv.Plans;

namespace FunctionalConv;

/// <summary>Models as pictures of what they compute.</summary>
public static class ModelPictures
{
    /// <summary>The filters of a weight: of images as tiles, of signals as small charts, of volumes as slices.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weight">Its name; by default the first weight of a convolution.</param>
    /// <exception cref="ArgumentException">There is no such weight, or it is none of a convolution.</exception>
    public static Picture Filters<T>(this Model<T> model, string? weight = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        weight ??= model.Network.Weights.FirstOrDefault(w => w.Shape.Rank is >= 3 and <= 5)?.Name ?? throw new ArgumentException("The network has no convolution, so there are no filters to draw.", nameof(weight));
        return model[weight].Filters($"Filters {weight} {model[weight].Shape}");
    }

    /// <summary>The feature maps of a layer for an item, as a sheet of tiles, of small charts or of slices; vectors as bars.</summary>
    /// <param name="model">The model.</param>
    /// <param name="item">An item of the network's input shape.</param>
    /// <param name="layer">The layer's number as in the summary (<c>3</c>, <c>5.2.1</c>) or its path (<c>conv1</c>).</param>
    /// <exception cref="ArgumentException">There is no such layer, or the item has another shape.</exception>
    public static Picture FeatureMaps<T>(this Model<T> model, Tensor<T> item, string layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ImmutableArray<SummaryRow> rows = model.Network.Summary.Rows;
        int at = Enumerable.Range(0, rows.Length).FirstOrDefault(i => rows[i].Number == layer || rows[i].Path == layer, -1);
        if (at < 0) throw new ArgumentException($"The network has no layer '{layer}'; its layers are {string.Join(", ", rows.Take(20).Select(r => $"{r.Number} {r.Path}"))}{(rows.Length > 20 ? ", …" : "")}.", nameof(layer));
        Tensor<T> maps = Outputs(model, item, [at])[0];
        string title = $"{rows[at].Layer.TrimEnd(':')} {maps.Shape}";
        return maps.Shape.Rank is >= 2 and <= 4 ? maps.Maps(title) : maps.Picture(title);
    }

    /// <summary>The item beside how much the score of a class changes with every cell of it: for signals two charts, for volumes two rows of slices.</summary>
    /// <param name="model">A network from [C, W], [C, H, W] or [C, D, H, W] to [classes].</param>
    /// <param name="item">An item of the network's input shape.</param>
    /// <param name="label">The class; by default the one with the largest score.</param>
    /// <exception cref="ArgumentException">The network or the item has another form, or there is no such class.</exception>
    public static Picture Saliency<T>(this Model<T> model, Tensor<T> item, int? label = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int c = Class(model, item, label, "Saliency");
        Tensor<T> dx = model.Pullback(item, Tensor.Make<T>(model.Network.Output, i => i == c ? T.One : T.Zero))["x"];
        double[] d = TensorPictures.Doubles(dx), most = new double[item.Count / item.Shape[0]];
        for (int i = 0; i < d.Length; i++) most[i % most.Length] = double.IsNaN(d[i]) ? d[i] : Math.Max(most[i % most.Length], Math.Abs(d[i]));
        return SideBySide.Of($"Saliency of class {c}", $"How much the score of class {c} changes with each cell.", TensorPictures.Doubles(item), item.Shape, most, item.Shape.Tail, "saliency");
    }

    /// <summary>The item beside where a class is seen in it: the last maps, weighted as the dense layer after global average pooling weighs them.</summary>
    /// <param name="model">A network that ends in <c>GlobalAveragePool</c> and one <c>Dense</c> (dropout between them does not matter).</param>
    /// <param name="item">An item of the network's input shape.</param>
    /// <param name="label">The class; by default the one with the largest score.</param>
    /// <exception cref="ArgumentException">The network ends otherwise, the item has another form, or there is no such class.</exception>
    public static Picture ClassActivation<T>(this Model<T> model, Tensor<T> item, int? label = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int c = Class(model, item, label, "ClassActivation");
        ImmutableArray<Row> rows = model.Network.Rows;
        int pool = Enumerable.Range(0, rows.Length).LastOrDefault(i => rows[i].Layer == Layers.GlobalAveragePool, -1);
        Weight[] dense = pool < 0 ? [] : [.. model.Network.Weights.Where(w => w.Shape.Rank == 2 && rows.Skip(pool + 1).Any(r => w.Name == $"{r.Path}.weight"))];
        if (dense.Length != 1 || pool < 1 || dense[0].Shape != Shape.Of(model.Network.Output[0], rows[pool].Input[0]))
            throw new ArgumentException("ClassActivation needs a network that ends in GlobalAveragePool and one Dense layer: only there a class is a weighted sum of maps. Use Saliency.", nameof(model));
        int before = Enumerable.Range(0, pool).Last(i => rows[i].Output == rows[pool].Input);
        Tensor<T> maps = Outputs(model, item, [before])[0], weight = model[dense[0].Name];
        double[] sum = new double[maps.Count / maps.Shape[0]], values = TensorPictures.Doubles(maps);
        for (int i = 0; i < values.Length; i++) sum[i % sum.Length] += values[i] * double.CreateTruncating(weight[c, i / sum.Length]);
        return SideBySide.Of($"Class activation of class {c}", $"Where the maps before pooling speak for class {c} (orange or bright) and against it (blue).", TensorPictures.Doubles(item), item.Shape, sum, maps.Shape.Tail, "class activation");
    }

    /// <summary>What the middle cell of the output really looks at: gradients over noise, averaged, as a heat map within the receptive field.</summary>
    /// <param name="model">A network from [C, H, W] to maps [C', H', W'].</param>
    /// <param name="samples">How many items of noise.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="ArgumentException">The network has no maps as input and output.</exception>
    public static Picture EffectiveField<T>(this Model<T> model, int samples = 16, int seed = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        Shape x = model.Network.Input, y = model.Network.Output;
        if (x.Rank != 3 || y.Rank != 3) throw new ArgumentException($"EffectiveField needs a network from [C, H, W] to maps [C, H, W]; this one goes from {x} to {y}. Leave out what comes after the maps.", nameof(model));
        int cells = x[1] * x[2], map = y[1] * y[2], middle = (y[1] / 2 * y[2]) + (y[2] / 2);
        var heat = new double[cells];
        Tensor<T> dy = Tensor.Make(y.Under(samples), i => i % map == middle ? T.One : T.Zero);
        double[] dx = TensorPictures.Doubles(model.Pullback(Tensor.Normal<T>(x.Under(samples), seed), dy)["x"]);
        for (int i = 0; i < dx.Length; i++) heat[i % cells] += Math.Abs(dx[i]);
        ColourScale scale = ColourScale.For(heat);
        var (h, w) = (Seen(model, 0, y[1] / 2, x[1]), Seen(model, 1, y[2] / 2, x[2]));
        return TileSheet.Of("Effective receptive field", "How strongly the middle cell of the output depends on each cell of the input.", [(Tile.Of(x[1], x[2], heat, scale), "")], scale,
            [$"In theory it sees rows {h.First} to {h.Last} and columns {w.First} to {w.Last}."]);
    }

    /// <summary>The outputs of rows for one item.</summary>
    internal static Tensor<T>[] Outputs<T>(Model<T> model, Tensor<T> item, int[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(item);
        Network network = model.Network;
        if (item.Shape != network.Input) throw new ArgumentException($"This network takes items of shape {network.Input}; it was given {item.Shape}.", nameof(item));
        Lowering lowering = network.Lower(1, training: false, out _);
        Graph graph = lowering.Builder.Build([.. rows.Select(i => ($"row {i}", lowering.Builder[lowering.Rows[i].Line]))]);
        var plan = new Plan<T>(graph, model.Options);
        Results<T> results = plan.Run(model.Bind(plan, new Arguments<T>().Set("x", item.Reshape(item.Shape.Under(1)))));
        return [.. rows.Select(i => results[$"row {i}"].Reshape(network.Rows[i].Output))];
    }

    private static (int First, int Last) Seen<T>(Model<T> model, int axis, int cell, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ReceptiveField.Of(model.Network.Graph(1)).Axes[axis].Seen(cell) ?? (0, n - 1);

    private static int Class<T>(Model<T> model, Tensor<T> item, int? label, string owner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(item);
        if (model.Network.Input.Rank is < 2 or > 4 || model.Network.Output.Rank != 1) throw new ArgumentException($"{owner} needs a network from [C, W], [C, H, W] or [C, D, H, W] to [classes]; this one goes from {model.Network.Input} to {model.Network.Output}.", nameof(model));
        int classes = model.Network.Output[0];
        if (label is { } given && (given < 0 || given >= classes)) throw new ArgumentException($"There are classes 0 to {classes - 1}; {given} was asked for.", nameof(label));
        if (item.Shape != model.Network.Input) throw new ArgumentException($"This network takes items of shape {model.Network.Input}; it was given {item.Shape}.", nameof(item));
        double[] scores = TensorPictures.Doubles(model.Run(item));
        return label ?? System.Array.IndexOf(scores, scores.Max());
    }
}
