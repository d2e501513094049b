// A hand that writes one digit: it picks a way of writing, moves every waypoint a little, runs a smooth curve through them (Catmull and Rom 1974),
// slants, scales, turns and shifts the whole, and bends it by a slow wave. The result is polylines in pixels.
namespace FunctionalConv;

/// <summary>A piece of ink: a straight line from (X0, Y0) to (X1, Y1) in pixels.</summary>
internal readonly record struct Dash(float X0, float Y0, float X1, float Y1);

/// <summary>Draws one after the other from a stream.</summary>
internal sealed class Dice(RandomStream stream)
{
    private long position;

    /// <summary>64 random bits.</summary>
    public ulong Bits() => stream.Bits(position++);

    /// <summary>Uniform between two bounds.</summary>
    public double Between(double low, double high) => low + ((high - low) * stream.Uniform(position++));

    /// <summary>A whole number below a bound.</summary>
    public int Below(int bound) => stream.Below(position++, bound);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => stream.Uniform(position++) < probability;
}

internal static class Hand
{
    private const int Steps = 6;         // straight dashes per curved span
    private const double Wide = 12;      // pixels of the unit box before scaling
    private const double High = 18;
    private const double Jitter = 0.05;  // of the unit box

    /// <summary>The dashes of a digit in an image of <paramref name="side"/> × <paramref name="side"/> pixels.</summary>
    public static List<Dash> Write(int digit, int side, Dice dice)
    {
        Waypoint[][][] ways = Glyphs.Of(digit);
        Waypoint[][] strokes = ways[dice.Below(ways.Length)];
        Func<double, double, (double X, double Y)> place = Place(side, dice);
        var dashes = new List<Dash>();
        foreach (Waypoint[] stroke in strokes)
        {
            Waypoint[] shaken = [.. stroke.Select(p => p with { X = p.X + dice.Between(-Jitter, Jitter), Y = p.Y + dice.Between(-Jitter, Jitter) })];
            (double x, double y) = place(shaken[0].X, shaken[0].Y);
            foreach ((double gx, double gy) in Curve(shaken))
            {
                (double nx, double ny) = place(gx, gy);
                dashes.Add(new((float)x, (float)y, (float)nx, (float)ny));
                (x, y) = (nx, ny);
            }
        }
        return dashes;
    }

    /// <summary>From the unit box to pixels: the affine part of a handwriting, then a bend.</summary>
    private static Func<double, double, (double X, double Y)> Place(int side, Dice dice)
    {
        double wide = Wide * dice.Between(0.8, 1.2), high = High * dice.Between(0.8, 1.15);
        double slant = dice.Between(-0.25, 0.25), turn = dice.Between(-18, 18) * Math.PI / 180;
        double cos = Math.Cos(turn), sin = Math.Sin(turn);
        double cx = (side / 2.0) + dice.Between(-2.5, 2.5), cy = (side / 2.0) + dice.Between(-2.5, 2.5);
        Func<double, double, double> bendX = Wave(dice), bendY = Wave(dice);
        return (gx, gy) =>
        {
            double v = (gy - 0.5) * high, u = ((gx - 0.5) * wide) - (slant * v);
            double x = cx + (cos * u) - (sin * v), y = cy + (sin * u) + (cos * v);
            return (x + bendX(x, y), y + bendY(x, y));
        };
    }

    private static Func<double, double, double> Wave(Dice dice)
    {
        double size = dice.Between(0, 0.8), phase = dice.Between(0, 2 * Math.PI);
        double across = dice.Between(-0.3, 0.3), down = dice.Between(-0.3, 0.3);
        return (x, y) => size * Math.Sin((across * x) + (down * y) + phase);
    }

    /// <summary>The points after the first, along a curve through all waypoints that breaks at corners.</summary>
    private static IEnumerable<(double X, double Y)> Curve(Waypoint[] p)
    {
        for (int i = 0; i + 1 < p.Length; i++)
        {
            Waypoint b = p[i], c = p[i + 1];
            Waypoint a = i == 0 || b.Corner ? b : p[i - 1], d = i + 2 == p.Length || c.Corner ? c : p[i + 2];
            for (int s = 1; s <= Steps; s++)
            {
                double t = (double)s / Steps;
                yield return (Along(a.X, b.X, c.X, d.X, t), Along(a.Y, b.Y, c.Y, d.Y, t));
            }
        }
    }

    private static double Along(double a, double b, double c, double d, double t) =>
        b + (t * 0.5 * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
}
