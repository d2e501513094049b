// Generators of tensors: short fractions and normal numbers, always some below zero, never NaN, infinite or denormal.
using FsCheck;
using FsCheck.Fluent;

namespace FunctionalConv;

public static partial class Generators
{
    /// <summary>Tensors of a shape, with at least one negative number.</summary>
    public static Gen<Tensor<double>> Tensors(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int count = shape.Count;
        Gen<double> number = Gen.Frequency((3, Gen.Choose(-32, 32).Select(n => n / 8.0)), (1, Gen.Choose(-1_000_000, 1_000_000).Select(n => n / 317_811.0)));
        return
            from numbers in number.ArrayOf(count)
            from negative in Gen.Choose(0, Math.Max(0, count - 1))
            from below in Gen.Choose(1, 32)
            select Tensor.Make(shape, i => i == negative && !numbers.Any(n => n < 0) ? -below / 8.0 : numbers[i]);
    }

    /// <summary>Tensors of generated shapes.</summary>
    public static Gen<Tensor<double>> AnyTensors => Gen.OneOf(Shapes, Vectors).SelectMany(Tensors);
}
