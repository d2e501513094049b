// The element types of .npy and safetensors that are read, by their names in safetensors.
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

    /// <summary>16 bits, unsigned.</summary>
    U16,

    /// <summary>16 bits, signed.</summary>
    I16,

    /// <summary>32 bits, unsigned.</summary>
    U32,

    /// <summary>32 bits, signed.</summary>
    I32,

    /// <summary>64 bits, unsigned.</summary>
    U64,

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
