// Moving: the rules that every animated picture shares: a check box pauses, and less motion and paper get a still.
namespace FunctionalConv;

internal static class Moving
{
    public const string Css = "svg:has(.fc-stop:checked) .fc-f{animation-play-state:paused!important}.fc-control label{font:13px system-ui,sans-serif;color:var(--ink);cursor:pointer}"
        + "@media (prefers-reduced-motion:reduce){svg .fc-f{animation:none!important}svg .fc-still{visibility:visible!important}svg .fc-control{display:none}}"
        + "@media print{svg .fc-f{animation:none!important}svg .fc-still{visibility:visible!important}svg .fc-control{display:none}}";
}
