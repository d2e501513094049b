// ChannelLine: one number per channel, filled up with zeros to whole blocks, as kernels read a bias.
//   [C] → [⌈C/b⌉ · b]
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Plans;

internal sealed record ChannelLine(int Block) : Layout
{
    /// <summary>The layout of a line of so many channels: plain where they fill their blocks.</summary>
    public static Layout Of(int channels, int block) => channels % block == 0 ? Plain : new ChannelLine(block);

    public override long Count(Shape shape) => ((long)shape.Count + Block - 1) / Block * Block;

    public override unsafe void From<T>(Crew crew, Shape shape, T* plain, T* own)
    {
        new ReadOnlySpan<T>(plain, shape.Count).CopyTo(new Span<T>(own, shape.Count));
        new Span<T>(own + shape.Count, (int)Count(shape) - shape.Count).Clear();
    }

    public override unsafe void To<T>(Crew crew, Shape shape, T* own, T* plain) => new ReadOnlySpan<T>(own, shape.Count).CopyTo(new Span<T>(plain, shape.Count));

    public override string ToString() => "packed";
}
