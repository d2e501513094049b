// Pages in a real browser: Chromium without a window. Where it is absent the tests say so and pass.
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public sealed partial class BrowserTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [Fact]
    public void Every_kind_of_picture_loads_on_one_page_without_errors_and_fits_a_narrow_screen()
    {
        Page page = PictureLaws.Pictures().Aggregate(Page.Of("All").Show(Zoo.LeNet5().Summary((1, 28, 28))), (p, picture) => p.Show(picture.Make(), picture.Name));
        // The page says its own width, so that nothing has to be measured by eye; this script is the test's, not the page's.
        string file = Write(page.ToString().Replace("</body>", "<script>document.title='wide '+document.documentElement.scrollWidth+' pictures '+document.querySelectorAll('svg.fc').length+' clipped '+"
            + "[...document.querySelectorAll('svg.fc')].filter(s=>{let w=s.viewBox.baseVal.width,h=s.viewBox.baseVal.height;return [...s.querySelectorAll('text')].some(t=>{let b=t.getBBox();return getComputedStyle(t).visibility!='hidden'&&!t.closest('[transform]')&&(b.x< -1||b.y< -1||b.x+b.width>w+1||b.y+b.height>h+1)})}).map(s=>s.getAttribute('aria-label')).join('|')</script></body>", StringComparison.Ordinal));
        foreach (int width in new[] { 500, 1400 })
        {
            if (Chromium($"--dump-dom --window-size={width},900", file) is not { } dom) return;
            Match said = Title().Match(dom);
            Assert.True(said.Success, dom[..Math.Min(500, dom.Length)]);
            Assert.InRange(int.Parse(said.Groups[1].Value), 1, width);
            Assert.Equal(PictureLaws.Pictures().Count(), int.Parse(said.Groups[2].Value));
            Assert.Equal("", said.Groups[3].Value);
        }
    }

    [Fact]
    public void An_animation_differs_at_three_moments_and_its_window_stands_where_the_operation_reads()
    {
        Picture picture = Conv(1, 3, stride: 2, padding: 1).Animate(5);
        var drawn = new Drawn(picture);
        string shown = "<script>setTimeout(()=>{document.title='frame '+[...document.querySelectorAll('.fc-f')].filter(f=>getComputedStyle(f).visibility=='visible').map(f=>f.dataset.frame).join(',')},WAIT)</script></body>";
        var frames = new List<int>();
        foreach (int wait in new[] { 300, 1500, 2700 })
        {
            string file = Write(Page.Of("One").Show(picture).ToString().Replace("</body>", shown.Replace("WAIT", $"{wait}", StringComparison.Ordinal), StringComparison.Ordinal));
            if (Chromium($"--dump-dom --virtual-time-budget={wait + 200}", file) is not { } dom) return;
            Match said = Frame().Match(dom);
            Assert.True(said.Success, $"at {wait} ms not exactly one frame is visible: {dom[..Math.Min(600, dom.Length)]}");
            frames.Add(int.Parse(said.Groups[1].Value));
        }
        Assert.Equal(3, frames.Distinct().Count());
        // Window f stands at rows 2 · (f / 3) − 1 … + 1, and likewise for columns.
        foreach (int f in frames)
            Assert.Equal((from h in Enumerable.Range((2 * (f / 3)) - 1, 3) from w in Enumerable.Range((2 * (f % 3)) - 1, 3) select (h, w)).ToHashSet(), drawn.Window(drawn.Frames[f]));
    }

    [Fact]
    public void Three_screenshots_of_an_animation_differ_and_those_of_a_still_do_not()
    {
        string[] Shots(Picture picture) => [.. new[] { 200, 1400, 2600 }.Select(ms => Screenshot(Write(Page.Of("One").Show(picture).ToString()), ms))];
        Picture moving = MaxPool(2).Animate(6);
        string[] shots = Shots(moving);
        if (shots.Contains("")) return;
        Assert.Equal(3, shots.Distinct().Count());
        Assert.Single(Shots(moving.Still()).Distinct());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Screenshot(string file, int ms)
    {
        string image = Path.Combine(folder, $"{Guid.NewGuid():N}.png");
        return Chromium($"--screenshot={image} --window-size=500,700 --virtual-time-budget={ms}", file) is null ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(image)));
    }

    private string Write(string html)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        File.WriteAllText(file, html);
        return file;
    }

    private string? Chromium(string arguments, string file)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "chromium"))))
        {
            output.WriteLine("Chromium is not available; no page was looked at.");
            return null;
        }
        var start = new ProcessStartInfo("chromium", $"--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars --user-data-dir={Path.Combine(folder, "profile")} {arguments} file://{file}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("Chromium took more than a minute.");
        }
        return said.Result;
    }

    [GeneratedRegex(@"<title>wide (\d+) pictures (\d+) clipped (.*?)</title>")]
    private static partial Regex Title();

    [GeneratedRegex(@"<title>frame (\d+)</title>")]
    private static partial Regex Frame();
}
