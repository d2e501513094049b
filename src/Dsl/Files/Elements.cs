// How numbers lie in files: the element types of .npy and safetensors, decoded to tensors and labels. Machines here are little-endian.
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalConv;

/// <summary>The type of a stored number.</summary>
internal enum Stored
{
    /// <summary>One byte, 0 or 1.</summary>
    BOOL,

    /// <summary>An unsigned byte.</summary>
    U8,

    /// <summary>A signed byte.</summary>
    I8,

    /// <summary>16 bits, signed.</summary>
    I16,

    /// <summary>32 bits, signed.</summary>
    I32,

    /// <summary>64 bits, signed.</summary>
    I64,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}

internal static class Elements
{
    /// <summary>Bytes per number.</summary>
    public static int Size(this Stored element) => element switch
    {
        Stored.BOOL or Stored.U8 or Stored.I8 => 1,
        Stored.I16 or Stored.F16 or Stored.BF16 => 2,
        Stored.I32 or Stored.F32 => 4,
        _ => 8,
    };

    /// <summary>Whether the numbers are whole, so that they can be labels.</summary>
    public static bool Whole(this Stored element) => element <= Stored.I64;

    /// <summary>The type that a tensor is written as.</summary>
    /// <exception cref="NotSupportedException">The type is neither float nor double.</exception>
    public static Stored Of<T>() => typeof(T) == typeof(float) ? Stored.F32
        : typeof(T) == typeof(double) ? Stored.F64
        : throw new NotSupportedException($"Files hold tensors of float and double here, not of {typeof(T).Name}; convert the tensor with To<float>() first.");

    /// <summary>Little-endian bytes as numbers of T; a double rounds to float, whole numbers round where T is too narrow.</summary>
    public static T[] Decode<T>(Stored element, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => element switch
        {
            Stored.BOOL or Stored.U8 => Convert<byte, T>(bytes),
            Stored.I8 => Convert<sbyte, T>(bytes),
            Stored.I16 => Convert<short, T>(bytes),
            Stored.I32 => Convert<int, T>(bytes),
            Stored.I64 => Convert<long, T>(bytes),
            Stored.F16 => Convert<Half, T>(bytes),
            Stored.BF16 => Wide<T>(bytes),
            Stored.F32 => Convert<float, T>(bytes),
            _ => Convert<double, T>(bytes),
        };

    /// <summary>Little-endian bytes of whole numbers as labels; the position of the first that does not fit 32 bits, or −1.</summary>
    public static int DecodeLabels(Stored element, ReadOnlySpan<byte> bytes, out int[] labels)
    {
        if (element == Stored.I64)
        {
            ReadOnlySpan<long> numbers = MemoryMarshal.Cast<byte, long>(bytes);
            labels = new int[numbers.Length];
            for (int i = 0; i < labels.Length; i++)
            {
                if (numbers[i] != (int)numbers[i]) return i;
                labels[i] = (int)numbers[i];
            }
            return -1;
        }
        double[] exact = Decode<double>(element, bytes);
        labels = Array.ConvertAll(exact, x => (int)x);
        return -1;
    }

    private static T[] Convert<TStored, T>(ReadOnlySpan<byte> bytes)
        where TStored : unmanaged, INumberBase<TStored>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<TStored> stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        if (typeof(TStored) == typeof(T)) return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        var values = new T[stored.Length];
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(stored[i]);
        return values;
    }

    private static T[] Wide<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<ushort> stored = MemoryMarshal.Cast<byte, ushort>(bytes);
        var values = new T[stored.Length];
        for (int i = 0; i < values.Length; i++) values[i] = T.CreateTruncating(BitConverter.Int32BitsToSingle(stored[i] << 16));
        return values;
    }
}
