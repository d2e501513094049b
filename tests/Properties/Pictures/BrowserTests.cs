// Pages in a real browser: Chromium without a window. Where it is absent the tests say so and pass.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionalConv.Properties.Docs;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Pictures;

public sealed partial class BrowserTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    /// <summary>Milliseconds after a page was loaded.</summary>
    private static readonly int[] Moments = [200, 1400, 2600];

    private readonly string folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [Fact]
    public void Every_kind_of_picture_loads_on_one_page_without_errors_and_fits_a_narrow_screen()
    {
        Page page = PictureLaws.Pictures().Aggregate(Page.Of("All").Show(Zoo.LeNet5().Summary((1, 28, 28))), (p, picture) => p.Show(picture.Make(), picture.Name));
        string file = Write(Watched(page.ToString()));
        foreach (int width in new[] { 500, 1400 })
        {
            if (Chromium(["--dump-dom", $"--window-size={width},900"], file) is not { } dom) return;
            Match said = Title().Match(dom);
            Assert.True(said.Success, dom[..Math.Min(500, dom.Length)]);
            Assert.InRange(int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), 1, width);
            Assert.Equal(PictureLaws.Pictures().Count(), int.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture));
            Assert.Equal(("", "", ""), (said.Groups[3].Value, said.Groups[4].Value, said.Groups[5].Value));
        }
    }

    [Fact]
    public async Task The_gallery_loads_without_errors_and_network()
    {
        string code = string.Join('\n', File.ReadLines(Path.Combine(SnippetTests.Root(), "examples", "gallery.cs")).Where(line => !line.StartsWith("#:", StringComparison.Ordinal)));
        var arguments = await CSharpScript.RunAsync($"string[] args = [\"--out\", @\"{folder}\"];", SnippetTests.Options().AddImports("System.IO"));
        Assert.Equal(0, (await arguments.ContinueWithAsync<int>(code)).ReturnValue);
        string page = await File.ReadAllTextAsync(Path.Combine(folder, "gallery.html"));
        foreach (int width in new[] { 500, 1600 })
        {
            if (Chromium(["--dump-dom", $"--window-size={width},900"], Write(Watched(page))) is not { } dom) return;
            Match said = Title().Match(dom);
            Assert.True(said.Success, dom[..Math.Min(500, dom.Length)]);
            Assert.InRange(int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), 1, width);
            Assert.InRange(int.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), 60, 200);
            Assert.Equal(("", "", ""), (said.Groups[3].Value, said.Groups[4].Value, said.Groups[5].Value));
        }
    }

    [Fact]
    public void A_picture_is_as_light_or_dark_as_the_page_around_it_says()
    {
        (string Page, bool Dark)[] pages =
        [
            ("", false), ("style=\"color-scheme:light\"", false), ("style=\"color-scheme:dark\"", true), ("data-theme=\"dark\"", true), ("data-theme=\"light\"", false), ("class=\"vscode-dark\"", true), ("class=\"vscode-light\"", false),
            ("class=\"vscode-high-contrast\"", true), ("data-jp-theme-light=\"false\"", true), ("data-jp-theme-light=\"true\"", false), ("data-bs-theme=\"dark\"", true), ("data-color-mode=\"dark\"", true),
        ];
        string pictures = string.Concat(pages.Select(page => $"<div {page.Page}>{Tensor.Of(2, 1.0, 2).Picture()}{ImageSheet.Of("grey", [(Tensor.Filled((1, 2, 2), 0.5f), "")])}</div>"));
        string html = $"<!DOCTYPE html><html><head><title>no</title></head><body>{pictures}<script>document.title=[...document.querySelectorAll('svg .ground,svg .g')].map(g=>getComputedStyle(g).fill=='rgb(20, 23, 26)'?'dark':getComputedStyle(g).fill=='rgb(255, 255, 255)'?'light':'?').join(' ')</script></body></html>";
        if (Chromium(["--dump-dom"], Write(html)) is not { } dom) return;
        Assert.Equal(string.Join(' ', pages.SelectMany(page => Enumerable.Repeat(page.Dark ? "dark" : "light", 2))), Regex.Match(dom, "<title>(.*?)</title>").Groups[1].Value);
    }

    public static TheoryData<string> Chapters => ["01-motivation", "04-matrices", "05-padding-stride-receptive-fields", "08-equivariance", "09-training-lenet"];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void The_page_of_a_chapter_loads_without_errors_and_network(string chapter)
    {
        JsonElement notebook = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SnippetTests.Root(), "examples", "notebooks", $"{chapter}.ipynb"))).RootElement;
        static string Lines(JsonElement text) => string.Concat(text.EnumerateArray().Select(line => line.GetString()));
        Page page = Page.Of(chapter);
        int outputs = 0;
        foreach (JsonElement cell in notebook.GetProperty("cells").EnumerateArray())
        {
            page = cell.GetProperty("cell_type").GetString() == "code" ? page.Code(Lines(cell.GetProperty("source"))) : page.Text(Lines(cell.GetProperty("source")));
            if (!cell.TryGetProperty("outputs", out JsonElement shown)) continue;
            foreach (JsonElement output in shown.EnumerateArray())
            {
                page = page.Show(new Committed(Lines(output.GetProperty("data").GetProperty("text/html"))));
                outputs++;
            }
        }
        Assert.InRange(outputs, 3, 100);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page.ToString()), 1000, 1_000_000);
        if (Chromium(["--dump-dom", "--window-size=500,900"], Write(Watched(page.ToString()))) is not { } dom) return;
        Match said = Title().Match(dom);
        Assert.True(said.Success, dom[..Math.Min(500, dom.Length)]);
        Assert.InRange(int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture), 1, 500);
        Assert.Equal(("", "", ""), (said.Groups[3].Value, said.Groups[4].Value, said.Groups[5].Value));
    }

    /// <summary>An output as it was committed.</summary>
    private sealed record Committed(string Markup) : IShown
    {
        public string Html() => Markup;
    }

    /// <summary>The page with scripts of the test's, not of the page, by which it says its own width, whose text is clipped or overlaps, what went wrong and what it fetched.</summary>
    private static string Watched(string page) => page
        .Replace("<head>", "<head><script>var wrong=[];window.addEventListener('error',e=>wrong.push(e.message||e.target.tagName),true)</script>", StringComparison.Ordinal)
        .Replace("</body>", """
            <script>
            let shown=t=>getComputedStyle(t).visibility!='hidden'&&!t.closest('.fc-k');
            let svgs=[...document.querySelectorAll('svg.fc,svg.fcs')],named=s=>s.getAttribute('aria-label').slice(0,60);
            let clipped=svgs.filter(s=>{let w=s.viewBox.baseVal.width,h=s.viewBox.baseVal.height;return [...s.querySelectorAll('text')].some(t=>{let b=t.getBBox();return shown(t)&&!t.closest('[transform]')&&(b.x< -1||b.y< -1||b.x+b.width>w+1||b.y+b.height>h+1)})}).map(named);
            let over=svgs.flatMap(s=>{let b=[...s.querySelectorAll('text')].filter(t=>shown(t)&&t.textContent.trim()&&!t.classList.contains('fc-k')).map(t=>[t.getBoundingClientRect(),t.textContent]);
              for(let i=0;i<b.length;i++)for(let j=0;j<i;j++){let [p,q]=[b[i][0],b[j][0]],x=Math.min(p.right,q.right)-Math.max(p.left,q.left),y=Math.min(p.bottom,q.bottom)-Math.max(p.top,q.top);if(x>1.5&&y>4)return [named(s)+': '+b[i][1]+' over '+b[j][1]]}return []});
            wrong.push(...performance.getEntriesByType('resource').map(r=>r.name).filter(n=>!n.startsWith('data:')&&!n.startsWith('file:')));
            document.title='wide '+document.documentElement.scrollWidth+' pictures '+document.querySelectorAll('svg.fc').length+' clipped '+clipped.join('|')+' overlap '+over.join('|')+' wrong '+wrong.join('|')+' end';
            </script></body>
            """, StringComparison.Ordinal);

    [Fact]
    public void An_animation_differs_at_three_moments_and_its_window_stands_where_the_operation_reads()
    {
        Picture picture = Conv(1, 3, stride: 2, padding: 1).Animate(5);
        var drawn = new Drawn(picture);
        var frames = new List<int>();
        foreach (int moment in Moments)
        {
            if (Chromium(["--dump-dom"], Write(At(moment, Page.Of("One").Show(picture)))) is not { } dom) return;
            Match said = Frame().Match(dom);
            Assert.True(said.Success, $"at {moment} ms not everything runs, or not exactly one frame is visible: {dom[..Math.Min(600, dom.Length)]}");
            frames.Add(int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture));
        }
        Assert.Equal([0, 2, 4], frames); // a stop takes 0.6 s
        // Window f stands at rows 2 · (f / 3) − 1 … + 1, and likewise for columns.
        foreach (int f in frames)
            Assert.Equal((from h in Enumerable.Range((2 * (f / 3)) - 1, 3) from w in Enumerable.Range((2 * (f % 3)) - 1, 3) select (h, w)).ToHashSet(), drawn.Window(drawn.Frames[f]));
    }

    [Fact]
    public void Three_screenshots_of_an_animation_differ_and_those_of_a_still_do_not()
    {
        string[] Shots(Picture picture) => [.. Moments.Select(moment => Screenshot(Write(At(moment, Page.Of("One").Show(picture)))))];
        Picture moving = MaxPool(2).Animate(6);
        string[] shots = Shots(moving);
        if (shots.Contains("")) return;
        Assert.Equal(3, shots.Distinct().Count());
        Assert.Single(Shots(moving.Still()).Distinct());
    }

    // Chromium's helpers may go on writing for a moment after it ended.
    public void Dispose()
    {
        for (int attempt = 0; Directory.Exists(folder) && attempt < 50; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>
    /// A page whose animations stand as they do so many milliseconds after it was loaded, and which says in its title that all of them were running, and which frames are visible. On a
    /// busy machine a browser draws late, so that waiting would show another moment.
    /// </summary>
    private static string At(int moment, Page page) => page.ToString().Replace(
        "</body>",
        $$"""
        <script>
        let all=document.getAnimations(),running=all.length>0&&all.every(a=>a.playState=='running');
        all.forEach(a=>{a.pause();a.currentTime={{moment}}});
        document.title=(running?'frame ':'standing ')+[...document.querySelectorAll('.fc-f')].filter(f=>getComputedStyle(f).visibility=='visible').map(f=>f.dataset.frame).join(',');
        </script></body>
        """,
        StringComparison.Ordinal);

    private string Screenshot(string file)
    {
        string image = Path.Combine(folder, $"{Guid.NewGuid():N}.png");
        return Chromium([$"--screenshot={image}", "--window-size=500,700", "--virtual-time-budget=300"], file) is null ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(image)));
    }

    private string Write(string html)
    {
        string file = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        File.WriteAllText(file, html);
        return file;
    }

    private string? Chromium(string[] arguments, string file)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "chromium"))))
        {
            output.WriteLine("Chromium is not available; no page was looked at.");
            return null;
        }
        for (int attempt = 1; ; attempt++)
        {
            if (Ran([$"--user-data-dir={Path.Combine(folder, $"profile{attempt}")}", .. arguments, new Uri(file).AbsoluteUri], out string said)) return said;
            output.WriteLine($"Chromium did not end well, for the {attempt}. time.");
            if (attempt == 3) Assert.Fail($"Chromium did not end well three times; last it said: {said[..Math.Min(500, said.Length)]}");
        }
    }

    /// <summary>Whether the browser ended by itself within a minute and without an error: a busy machine may deny it that. Each argument is one, blanks in paths included.</summary>
    private static bool Ran(string[] arguments, out string said)
    {
        var start = new ProcessStartInfo("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--hide-scrollbars", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> heard = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        bool ended = process.WaitForExit(60_000);
        if (!ended) process.Kill(entireProcessTree: true);
        said = heard.Result;
        return ended && process.ExitCode == 0;
    }

    [GeneratedRegex(@"<title>wide (\d+) pictures (\d+) clipped (.*?) overlap (.*?) wrong (.*?) end</title>")]
    private static partial Regex Title();

    [GeneratedRegex(@"<title>frame (\d+)</title>")]
    private static partial Regex Frame();
}
