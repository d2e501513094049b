// The digits as a hand writes them, several ways each: strokes through points in a unit box, x to the right, y down.
//   A glyph is strokes parted by ";", a stroke is points "x,y"; the pen runs smoothly through them and turns sharply at a point marked "!".
using System.Globalization;

namespace FunctionalConv;

/// <summary>A point that a pen passes.</summary>
internal readonly record struct Waypoint(double X, double Y, bool Corner);

internal static class Glyphs
{
    private static readonly string[][] Written =
    [
        [
            ".5,0! .2,.12 .04,.5 .2,.9 .52,1 .82,.88 .96,.5 .8,.1 .5,0!",
            ".62,.02! .3,.08 .14,.5 .26,.9 .5,1 .76,.86 .86,.45 .72,.06 .5,.02 .36,.1",
            ".7,.1 .4,0 .1,.3 .06,.7 .4,1 .8,.85 .95,.4 .75,.06 .55,.04",
        ],
        [
            ".5,0! .5,1!",
            ".22,.26! .56,0! .56,1!",
            ".25,.2! .55,0! .55,1!;.24,1! .86,1!",
            ".55,0 .52,.5 .45,1",
        ],
        [
            ".08,.26 .3,.02 .72,.04 .86,.28 .6,.62 .06,1! .95,1!",
            ".12,.2 .45,0 .84,.16 .76,.46 .42,.82 .14,.98 .08,.84 .28,.8 .6,.97 .96,.9",
            ".1,.12 .5,0 .86,.2 .7,.55 .1,.98! .5,.93 .95,1",
        ],
        [
            ".1,.14 .45,0 .84,.18 .72,.42 .36,.48! .78,.56 .92,.78 .5,1 .05,.86",
            ".12,.02! .86,.02! .42,.4! .8,.5 .92,.76 .5,1 .06,.87",
            ".14,.1 .5,0 .8,.2 .6,.44 .42,.47 .66,.5 .88,.74 .56,1 .1,.92",
        ],
        [
            ".26,0! .06,.62! .95,.62!;.7,.3! .66,1!",
            ".7,1! .7,0! .04,.68! .96,.68!",
            ".14,.02 .1,.34 .26,.54 .8,.48!;.84,.02! .78,.5 .72,1",
            ".2,.04! .14,.5! .86,.5!;.84,0! .82,1!",
        ],
        [
            ".85,0! .25,0! .18,.44! .55,.36 .9,.62 .65,.97 .08,.92",
            ".28,.05! .2,.46! .6,.38 .9,.68 .55,1 .08,.9;.28,.04! .92,.02!",
            ".86,.04 .4,.02 .2,.24 .5,.44 .86,.7 .5,1 .1,.9",
        ],
        [
            ".78,.04 .38,.18 .1,.6 .25,.95 .6,1 .9,.76 .65,.5 .3,.56 .12,.74",
            ".6,0! .24,.42 .1,.76 .42,1 .86,.86 .8,.58 .45,.5 .14,.7",
            ".42,0! .16,.4 .08,.78 .44,1 .84,.82 .62,.58 .3,.62 .12,.8",
        ],
        [
            ".06,.03! .92,.03! .4,1!",
            ".06,.03! .92,.03! .4,1!;.3,.52! .88,.5!",
            ".08,.16! .1,.03! .92,.03! .62,.44 .44,1",
            ".06,.06 .4,.02 .92,.05! .6,.5 .5,1;.34,.54! .84,.5!",
        ],
        [
            ".5,.46 .16,.28 .3,.03 .7,.03 .84,.26 .5,.46 .1,.74 .3,.99 .72,.99 .92,.74 .5,.46",
            ".86,.14 .5,0 .16,.22 .46,.46 .88,.76 .5,1 .1,.78 .46,.5 .84,.24 .86,.14",
            ".5,0! .2,.1 .2,.36 .5,.47 .8,.36 .8,.1 .5,0!;.5,.47! .12,.6 .12,.9 .5,1 .88,.9 .88,.6 .5,.47!",
        ],
        [
            ".86,.24 .5,0 .12,.2 .22,.5 .64,.5 .86,.22! .84,.6 .74,1",
            ".84,.2 .46,0 .12,.26 .36,.52 .74,.42 .86,.18 .9,.6 .64,.96 .16,.94",
            ".8,.02! .34,.04 .1,.3 .36,.5 .78,.36! .8,.02! .78,1!",
        ],
    ];

    private static readonly Waypoint[][][][] Parsed = [.. Written.Select(ways => ways.Select(Parse).ToArray())];

    /// <summary>The ways to write a digit; each is a list of strokes.</summary>
    public static Waypoint[][][] Of(int digit) => Parsed[digit];

    private static Waypoint[][] Parse(string glyph) => [.. glyph.Split(';').Select(stroke => stroke.Split(' ').Select(Point).ToArray())];

    private static Waypoint Point(string text)
    {
        string[] xy = text.TrimEnd('!').Split(',');
        return new(double.Parse(xy[0], CultureInfo.InvariantCulture), double.Parse(xy[1], CultureInfo.InvariantCulture), text.EndsWith('!'));
    }
}
