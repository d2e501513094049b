// Moving: the rules that every animated picture shares: a check box pauses, and less motion and paper get a still.
namespace FunctionalConv;

internal static class Moving
{
    /// <summary>The keyframes of a picture of so many frames, by which each is visible in its own part of the period; a hair shorter, so that no two are visible at once.</summary>
    public static string Keyframes(int frames) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@keyframes fc-{frames}{{0%{{visibility:visible}}{(100.0 / frames) - 0.0005:0.#####}%{{visibility:hidden}}}}");

    public const string Css = "svg:has(.fc-stop:checked) .fc-f{animation-play-state:paused!important}.fc-control label{font:13px system-ui,sans-serif;color:var(--ink);cursor:pointer}"
        + "@media (prefers-reduced-motion:reduce){svg .fc-f{animation:none!important}svg .fc-still{visibility:visible!important}svg .fc-control{display:none}}"
        + "@media print{svg .fc-f{animation:none!important}svg .fc-still{visibility:visible!important}svg .fc-control{display:none}}";
}
