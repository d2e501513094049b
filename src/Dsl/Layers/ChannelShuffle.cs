// Channel shuffle (Zhang et al. 2017, ShuffleNet, arXiv:1707.01083): the channels as [groups, C / groups], transposed, so that the next grouped convolution
// sees channels of every group.      input [C, …]    output the same shape      y[j · groups + g] = x[g · C / groups + j]
// Reordering channels keeps convolutions what they are: see the lecture's law that permuting filters permutes maps.
using FunctionalConv.Graphs;

namespace FunctionalConv;

public static partial class Layers
{
    /// <summary>Interleaves the channels of groups: [groups, C / groups] transposed.</summary>
    /// <param name="groups">How many groups; they divide the channels.</param>
    /// <exception cref="ArgumentException">Fewer than 1 group.</exception>
    /// <returns><c>[C, …] → the same</c>, <c>y[j · groups + g] = x[g · C / groups + j]</c>.</returns>
    /// <example><code>ChannelShuffle(2).On((6, 8, 8))</code></example>
    public static Layer ChannelShuffle(int groups) => groups >= 1
        ? new ChannelShuffled(groups)
        : throw new ArgumentException($"ChannelShuffle needs at least 1 group; it was given {groups}.", nameof(groups));
}

internal sealed record ChannelShuffled(int Groups) : Layer
{
    public override string Kind => "channelshuffle";

    protected override string Code => new Call("ChannelShuffle").With(Groups).ToString();

    public override Fit Infer(Shape input) => input.Rank >= 1
        ? Channels.Divide(this, input, Groups, input)
        : Fit.Refuse(this, input, "it takes channels [C, …]", "reshape first", input);

    public override Node Lower(Node x, Scope at) => x.Reshape(Normalizing.Grouped(x.Shape, Groups)).Permute(0, 2, 1, 3).Reshape(x.Shape);
}
