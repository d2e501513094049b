// Saving puts the new bytes where the path leads and changes nothing else there: links stay links, modes and owners stay, a pipe stays a pipe; only plain files are replaced.
//   Every public way to save is tried, because all of them use one writer.
using System.Diagnostics;
using System.Runtime.InteropServices;
using FunctionalConv.Plans;
using static FunctionalConv.Layers;

namespace FunctionalConv.Properties.Files;

public class SavingLaws
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly Tensor<float> Numbers = Tensor.Normal<float>((3, 4), 1);
    private static readonly DataSet Drawn = Digits.Draw(10, 2, 1).Test;

    private static readonly (string Name, Action<string> Save)[] Ways =
    [
        ("safetensors", path => TensorFile.Write(path, [("x", Numbers)])),
        ("npy", path => Npy.Write(path, Numbers)),
        ("npy labels", path => Npy.Write(path, Labels.Of(1, 2))),
        ("npz", path => Npz.Write(path, [("x", Numbers)])),
        ("model", path => Dense(2).Init<float>(3).Save(path)),
        ("choices", path => Choices.None.With("a", ConvolutionAlgorithm.Columns).Save(path)),
        ("picture", path => Numbers.Picture().Save(path)),
        ("page", path => Page.Of("p").Save(path)),
        ("sheet", path => ImageSheet.Wrong(Drawn, Labels.Of(1, 1)).Save(path)),
    ];

    public static TheoryData<string> Names => [.. Ways.Select(w => w.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_link_stays_a_link_and_a_mode_stays_a_mode(string way)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["deep"]);
        byte[] expected = Fresh(folder, way);
        string target = folder.Write("deep/target", [1, 2, 3]);
        File.SetUnixFileMode(target, Private);
        File.CreateSymbolicLink(folder["deep/middle"], "target");
        File.CreateSymbolicLink(folder["link"], "deep/middle");
        Save(way, folder["link"]);
        Assert.Equal("deep/middle", new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal("target", new FileInfo(folder["deep/middle"]).LinkTarget);
        Assert.Equal(expected, File.ReadAllBytes(target));
        Assert.Equal(Private, File.GetUnixFileMode(target));
        Assert.Equal(["deep/middle", "deep/target", "fresh", "link"], Left(folder));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pipe_stays_a_pipe_and_gets_the_bytes(string way)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        Fresh(folder, way);
        string pipe = folder["pipe"];
        Assert.Equal(0, MakePipe(pipe, 0x180)); // 600
        Task<byte[]> reader = Task.Run(() => File.ReadAllBytes(pipe));
        Save(way, pipe);
        byte[] arrived = await reader.WaitAsync(TimeSpan.FromSeconds(30));
        folder.Write("arrived", arrived);
        if (way == "npz") Assert.Equal(Numbers, Npz.Read(folder["arrived"]).Get<float>("x")); // what cannot seek back gets its sizes after the numbers
        else Assert.Equal(await File.ReadAllBytesAsync(folder["fresh"]), arrived);
        Assert.Equal(["arrived", "fresh", "pipe"], Left(folder));
    }

    [Fact]
    public void A_link_to_nothing_makes_the_file_that_it_names()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["link"], "target");
        Npy.Write(folder["link"], Numbers);
        Assert.Equal("target", new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(Numbers, Npy.Read<float>(folder["target"]));
    }

    [Fact]
    public void A_new_file_has_the_mode_that_any_new_file_has()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        Npy.Write(folder["x"], Numbers);
        Assert.Equal(File.GetUnixFileMode(folder.Write("other", [])), File.GetUnixFileMode(folder["x"]));
    }

    [Fact]
    public void The_owner_stays()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName != "root") return; // only root may give a file away
        using var folder = new TempFolder();
        string file = folder.Write("x", [1]);
        Assert.Equal(0, ChangeOwner(file, 12345, 23456));
        Npy.Write(file, Numbers);
        Assert.Equal("12345 23456", Said("stat", "-c", "%u %g", file));
        Assert.Equal(Numbers, Npy.Read<float>(file));
    }

    [Fact]
    public void What_a_killed_save_left_is_cleared_by_the_next_and_what_others_have_stays()
    {
        using var folder = new TempFolder();
        string left = folder.Write($"x.{Guid.NewGuid():N}.tmp", [1]), live = folder[$"x.{Guid.NewGuid():N}.tmp"];
        string[] others = [folder.Write($"y.{Guid.NewGuid():N}.tmp", [1]), folder.Write("x.tmp", [1]), folder.Write("x.notes.tmp", [1]), folder.Write($"x.{Guid.NewGuid():N}.tmp.old", [1])];
        using (var writing = new FileStream(live, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            Npy.Write(folder["x"], Numbers);
            Assert.False(File.Exists(left), "the file of a killed save is still there");
            Assert.All((string[])[live, .. others], file => Assert.True(File.Exists(file), file));
        }
        Npy.Write(folder["x"], Numbers);
        Assert.False(File.Exists(live), "its process has ended");
        Assert.All(others, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public void A_file_that_another_process_writes_stays_until_that_process_is_killed()
    {
        if (!File.Exists("/usr/bin/flock")) return; // the lock that the framework takes, held by a program of the system
        using var folder = new TempFolder();
        string live = folder.Write($"x.{Guid.NewGuid():N}.tmp", [1]);
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--no-fork", live, "sh", "-c", "echo locked; exec sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("locked", other.StandardOutput.ReadLine());
        Npy.Write(folder["x"], Numbers);
        Assert.True(File.Exists(live), "the file of a living process is gone");
        other.Kill();
        other.WaitForExit();
        Npy.Write(folder["x"], Numbers);
        Assert.False(File.Exists(live), "the file of a killed process is still there");
    }

    [Fact]
    public async Task Whoever_reads_meets_a_whole_file_while_others_save()
    {
        using var folder = new TempFolder();
        string file = folder["x"];
        Tensor<float>[] forms = [Tensor.Normal<float>(30_000, 1), Tensor.Normal<float>(50_000, 2)];
        Npy.Write(file, forms[0]);
        Task[] savers = [.. forms.Select(form => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++) Npy.Write(file, form);
        }))];
        Task all = Task.WhenAll(savers);
        while (!all.IsCompleted) Assert.Contains(Npy.Read<float>(file), forms);
        await all;
        Assert.Equal(["x"], Left(folder));
    }

    [Fact]
    public void What_may_not_be_written_is_refused_and_stays()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["d"]);
        Assert.Equal($"{folder["d"]}, on disk: expected a place for a file, found a folder; give the name of a file in it.", Assert.Throws<BadFileException>(() => Npy.Write(folder["d"], Numbers)).Message);
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");
        Assert.Throws<BadFileException>(() => Npy.Write(folder["a"], Numbers));
        if (Environment.UserName == "root") return; // who may write everything
        string kept = folder.Write("kept", [1]);
        File.SetUnixFileMode(kept, UnixFileMode.UserRead);
        Assert.Throws<BadFileException>(() => Npy.Write(kept, Numbers));
        Assert.Equal([1], File.ReadAllBytes(kept));
    }

    [Fact]
    public void A_last_save_that_fails_goes_to_a_neighbouring_name()
    {
        using var folder = new TempFolder();
        Model<float> model = Dense(2).Init<float>(3);
        Assert.Equal(folder["m.safetensors"], model.SaveNear(folder["m.safetensors"]));
        Directory.CreateDirectory(folder["n.safetensors"]);
        folder.Write("n-2.safetensors", [1]);
        Assert.Equal(folder["n-3.safetensors"], model.SaveNear(folder["n.safetensors"]));
        Assert.Equal(model.Fingerprint(), Model.Load<float>(folder["n-3.safetensors"], Dense(2), 3).Fingerprint());
        Assert.Equal([1], File.ReadAllBytes(folder["n-2.safetensors"]));
        string name = $"{Guid.NewGuid():N}.safetensors", near = model.SaveNear(folder[$"none/{name}"]);
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, name.Replace(".", "-2.", StringComparison.Ordinal)), near);
        Assert.Equal(model.Fingerprint(), Model.Load<float>(near, Dense(2), 3).Fingerprint());
        File.Delete(near);
    }

    [Fact]
    public void A_page_that_cannot_be_written_does_not_end_a_training()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["d"]);
        Training<float> training = Flatten.Then(Dense(10)).Init<float>((1, 28, 28)).Fit(Drawn, FunctionalConv.Optimizers.Sgd(0.1), 3);
        int epochs = 0;
        foreach (Epoch<float> epoch in training.DrawTo(folder["d/page.html"]))
            if (epochs++ == 0) Directory.Delete(folder["d"], recursive: true);
        Assert.Equal(3, epochs);
        Assert.Throws<BadFileException>(() => training.DrawTo(folder["d/page.html"]).First());
    }

    private static byte[] Fresh(TempFolder folder, string way)
    {
        Save(way, folder["fresh"]);
        return File.ReadAllBytes(folder["fresh"]);
    }

    private static void Save(string way, string path) => Ways.Single(w => w.Name == way).Save(path);

    private static string[] Left(TempFolder folder) =>
        [.. Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder.Root, f)).Order(StringComparer.Ordinal)];

    private static string Said(string program, params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);

    [DllImport("libc", EntryPoint = "chown", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(string path, uint user, uint group);
}
