// Ink on paper: how dark each pixel is, from its distance to the nearest dash, with an edge one pixel soft; then noise, and grey bytes.
namespace FunctionalConv;

internal static class Ink
{
    /// <summary>Draws dashes of a pen's radius over what stands on the paper; the darker wins.</summary>
    /// <param name="paper">Darkness per pixel, [side, side].</param>
    /// <param name="side">Pixels per row.</param>
    /// <param name="dashes">The ink, in pixels; pixel (r, c) has its centre at (c + ½, r + ½).</param>
    /// <param name="radius">Half the pen's thickness, in pixels.</param>
    /// <param name="dark">Darkness in the middle of a stroke, 0 to 1.</param>
    public static void Draw(Span<float> paper, int side, List<Dash> dashes, float radius, float dark)
    {
        float reach = radius + 0.5f;
        foreach (Dash d in dashes)
        {
            int top = Clamp(Math.Min(d.Y0, d.Y1) - reach - 0.5f, side), bottom = Clamp(Math.Max(d.Y0, d.Y1) + reach + 0.5f, side);
            int left = Clamp(Math.Min(d.X0, d.X1) - reach - 0.5f, side), right = Clamp(Math.Max(d.X0, d.X1) + reach + 0.5f, side);
            float dx = d.X1 - d.X0, dy = d.Y1 - d.Y0, length = Math.Max((dx * dx) + (dy * dy), 1e-6f);
            for (int r = top; r < bottom; r++)
                for (int c = left; c < right; c++)
                {
                    float px = c + 0.5f - d.X0, py = r + 0.5f - d.Y0;
                    float t = Math.Clamp(((px * dx) + (py * dy)) / length, 0, 1);
                    float ex = px - (t * dx), ey = py - (t * dy), near = (ex * ex) + (ey * ey);
                    if (near >= reach * reach) continue;
                    float ink = dark * Math.Min(1, reach - MathF.Sqrt(near));
                    ref float pixel = ref paper[(r * side) + c];
                    if (ink > pixel) pixel = ink;
                }
        }
    }

    /// <summary>Adds noise (near normal: the sum of four uniform draws, variance 1/3) and rounds to bytes, 255 the darkest ink.</summary>
    public static void Develop(ReadOnlySpan<float> paper, float noise, Dice dice, Span<byte> pixels)
    {
        for (int i = 0; i < paper.Length; i++)
        {
            ulong bits = dice.Bits();
            float sum = (ushort)bits + (float)(ushort)(bits >> 16) + (ushort)(bits >> 32) + (ushort)(bits >> 48);
            float grain = ((sum / 65536) - 2) * 1.732f * noise;
            pixels[i] = (byte)Math.Clamp(((paper[i] + grain) * 255) + 0.5f, 0, 255);
        }
    }

    private static int Clamp(float at, int side) => Math.Clamp((int)MathF.Ceiling(at), 0, side);
}
