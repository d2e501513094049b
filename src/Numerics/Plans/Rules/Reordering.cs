// Reordering: copies between the plain layout [N, C, …] and the blocked one [N, ⌈C/b⌉, …, b].
using System.Numerics;
using FunctionalConv.Graphs;

namespace FunctionalConv.Plans;

internal static unsafe class Reordering
{
    public static void Copy<T>(Shape shape, nint from, Layout a, nint to, Layout b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Maps maps = Maps.Of(shape);
        if (a.Block == 0) Block((T*)from, (T*)to, maps, b.Block);
        else if (b.Block == 0) Unblock((T*)from, (T*)to, maps, a.Block);
        else throw new NotSupportedException($"No reorder goes from blocks of {a.Block} to blocks of {b.Block}.");
    }

    private static void Block<T>(T* plain, T* blocked, Maps maps, int block)
        where T : unmanaged
    {
        int plane = maps.Plane, blocks = (maps.C + block - 1) / block;
        for (int n = 0; n < maps.N; n++)
            for (int b = 0; b < blocks; b++, blocked += plane * block)
                for (int c = 0; c < block; c++)
                {
                    T* source = plain + maps.Start(n, (b * block) + c);
                    if ((b * block) + c < maps.C)
                        for (int i = 0; i < plane; i++) blocked[(i * block) + c] = source[i];
                    else
                        for (int i = 0; i < plane; i++) blocked[(i * block) + c] = default;
                }
    }

    private static void Unblock<T>(T* blocked, T* plain, Maps maps, int block)
        where T : unmanaged
    {
        int plane = maps.Plane, blocks = (maps.C + block - 1) / block;
        for (int n = 0; n < maps.N; n++)
            for (int c = 0; c < maps.C; c++)
            {
                T* source = blocked + ((((n * blocks) + (c / block)) * plane) * block) + (c % block);
                T* target = plain + maps.Start(n, c);
                for (int i = 0; i < plane; i++) target[i] = source[i * block];
            }
    }
}
