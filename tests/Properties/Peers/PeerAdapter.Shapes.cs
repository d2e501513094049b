// Normalization; padding, resizing and shuffling.
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Peers;

internal static partial class PeerAdapter
{
    private static (string, string)[] Running => [.. Affine, ("running_mean", "mean"), ("running_var", "variance")];

    private static (string, string)[] Moved => [("new_running_mean", "mean"), ("new_running_var", "variance")];

    private static Dictionary<string, Family> Normalizations => new()
    {
        ["batch_norm"] = new() { Layer = n => BatchNorm(n.Double("momentum", 0.1), Epsilon(n), n.Has("w")), Weights = Running, Next = Moved },
        ["instance_norm"] = new()
        {
            Layer = n => InstanceNorm(Epsilon(n), n.Has("w"), n.Has("running_mean"), n.Double("momentum", 0.1)),
            Weights = Running,
            Next = Moved,
        },
        ["layer_norm"] = new() { Layer = n => LayerNorm(n.Ints("normalized_shape").Length, Epsilon(n), n.Has("w")), Weights = Affine },
        ["group_norm"] = new() { Layer = n => GroupNorm(n.Int("groups", 1), Epsilon(n), n.Has("w")), Weights = Affine },
        ["local_response_norm"] = new() { Layer = n => LocalResponseNorm(n.Int("size", 5), n.Double("alpha", 1e-4), n.Double("beta", 0.75), n.Double("k", 1)) },
    };

    private static Dictionary<string, Family> Sizes => new()
    {
        ["pad"] = new() { Layer = n => Pad(n.Pairs("pads"), Fill(n.Text("mode", "constant"), n.Double("value", 0))) },
        ["interpolate"] = new() { Layer = Interpolate },
        ["pixel_shuffle"] = new() { Layer = n => PixelShuffle(n.Int("r", 1)) },
        ["pixel_unshuffle"] = new() { Layer = n => PixelUnshuffle(n.Int("r", 1)) },
        ["channel_shuffle"] = new() { Layer = n => ChannelShuffle(n.Int("groups", 1)) },
        ["flatten"] = new() { Layer = _ => Flatten },
    };

    private static double Epsilon(CaseNode n) => n.Double("eps", 1e-5);

    private static Layer Interpolate(CaseNode n)
    {
        Resampling mode = n.Text("mode", "nearest") switch
        {
            "nearest" => Resampling.Nearest,
            "nearest-exact" => Resampling.NearestExact,
            "area" => Resampling.Area,
            "bicubic" => Resampling.Cubic,
            _ => Resampling.Linear,
        };
        bool aligned = n.Bool("align_corners");
        if (n.Given("size") is not null) return ResizeTo(n.Extent("size"), mode, aligned);
        double[] s = n.Doubles("scale_factor");
        Layer scaled = ResizeBy(s.Length switch { 1 => s[0], 2 => (s[0], s[1]), _ => (s[0], s[1], s[2]) }, mode, aligned);
        // The peer may forget the scale once the size is known.
        return n.Bool("recompute_scale_factor") ? ResizeTo(CaseNode.ToExtent(scaled.On(n.Shape("x").Tail).Output.Sizes[1..]), mode, aligned) : scaled;
    }
}
