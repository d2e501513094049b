// How numbers lie in files, decoded to tensors and labels. Machines here are little-endian.
//   A number that T cannot hold becomes the nearest that it can, ties to even (IEEE 754): whole numbers beyond 2²⁴ in float, beyond 2⁵³ in double; a double beyond float is ∞.
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalConv;

/// <summary>Decodes little-endian numbers; the position of the first that does not fit, or −1.</summary>
internal delegate int Decoding<T>(Stored element, ReadOnlySpan<byte> bytes, Span<T> numbers);

internal static class Elements
{
    /// <summary>Bytes per number.</summary>
    public static int Size(this Stored element) => element switch
    {
        Stored.BOOL or Stored.U8 or Stored.I8 => 1,
        Stored.U16 or Stored.I16 or Stored.F16 or Stored.BF16 => 2,
        Stored.U32 or Stored.I32 or Stored.F32 => 4,
        _ => 8,
    };

    /// <summary>Whether the numbers are whole, so that they can be labels.</summary>
    public static bool Whole(this Stored element) => element <= Stored.I64;

    /// <summary>The type that a tensor is written as.</summary>
    /// <exception cref="NotSupportedException">The type is neither float nor double.</exception>
    public static Stored Of<T>() => typeof(T) == typeof(float) ? Stored.F32
        : typeof(T) == typeof(double) ? Stored.F64
        : throw new NotSupportedException($"Files hold tensors of float and double here, not of {typeof(T).Name}; convert the tensor with To<float>() first.");

    /// <summary>Numbers of any type, each as the nearest of T: all fit.</summary>
    public static int Decode<T>(Stored element, ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (element)
        {
            case Stored.BOOL or Stored.U8: Convert<byte, T>(bytes, numbers); break;
            case Stored.I8: Convert<sbyte, T>(bytes, numbers); break;
            case Stored.U16: Convert<ushort, T>(bytes, numbers); break;
            case Stored.I16: Convert<short, T>(bytes, numbers); break;
            case Stored.U32: Convert<uint, T>(bytes, numbers); break;
            case Stored.I32: Convert<int, T>(bytes, numbers); break;
            case Stored.U64: Unsigned(bytes, numbers); break;
            case Stored.I64: Convert<long, T>(bytes, numbers); break;
            case Stored.F16: Convert<Half, T>(bytes, numbers); break;
            case Stored.BF16: Brain(bytes, numbers); break;
            case Stored.F32: Convert<float, T>(bytes, numbers); break;
            default: Convert<double, T>(bytes, numbers); break;
        }
        return -1;
    }

    /// <summary>Whole numbers of any type as labels of 32 bits.</summary>
    public static int DecodeLabels(Stored element, ReadOnlySpan<byte> bytes, Span<int> labels) => element switch
    {
        Stored.BOOL or Stored.U8 => Fit<byte>(bytes, labels),
        Stored.I8 => Fit<sbyte>(bytes, labels),
        Stored.U16 => Fit<ushort>(bytes, labels),
        Stored.I16 => Fit<short>(bytes, labels),
        Stored.U32 => Fit<uint>(bytes, labels),
        Stored.I32 => Fit<int>(bytes, labels),
        Stored.U64 => Fit<ulong>(bytes, labels),
        _ => Fit<long>(bytes, labels),
    };

    private static int Fit<TStored>(ReadOnlySpan<byte> bytes, Span<int> labels)
        where TStored : unmanaged, IBinaryInteger<TStored>
    {
        ReadOnlySpan<TStored> stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = int.CreateTruncating(stored[i]);
            if (TStored.CreateTruncating(labels[i]) != stored[i] || (labels[i] < 0) != TStored.IsNegative(stored[i])) return i;
        }
        return -1;
    }

    private static void Convert<TStored, T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where TStored : unmanaged, INumberBase<TStored>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<TStored> stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        if (typeof(TStored) == typeof(T)) MemoryMarshal.Cast<byte, T>(bytes).CopyTo(numbers);
        else for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateTruncating(stored[i]);
    }

    // Some runtimes round an unsigned number twice, to double and then to float. Half of it, its last bit kept so that ties stay ties, is a signed one.
    private static void Unsigned<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<ulong> stored = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = stored[i] <= long.MaxValue ? T.CreateTruncating((long)stored[i]) : T.CreateTruncating((long)((stored[i] >> 1) | (stored[i] & 1))) * T.CreateTruncating(2);
    }

    private static void Brain<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<ushort> stored = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateTruncating(BitConverter.Int32BitsToSingle(stored[i] << 16));
    }
}
