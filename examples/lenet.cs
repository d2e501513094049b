// The lecture's LeNet learns to read digits, from the first layer to a saved model.
//   dotnet run examples/lenet.cs                                    drawn digits, made on the spot
//   dotnet run examples/lenet.cs -- --data FOLDER --epochs 3        MNIST from its four files
#:project ../src/Dsl/FunctionalConv.csproj
using System.Globalization;
using FunctionalConv;
using static FunctionalConv.Layers;
using static FunctionalConv.Optimizers;

const string Usage = """
    usage: dotnet run examples/lenet.cs -- [options]
      --data DIR      read MNIST from this folder; without it digits are drawn
      --epochs N      passes over the training set (default 3; drawn digits 4)
      --seed N        decides weights, order and drawing (default 1)
      --backend NAME  who multiplies: simd, managed, openblas, mkl (default simd)
      --threads N     threads of a step (default one per processor)
      --out DIR       where lenet.safetensors and lenet-wrong.svg go (default: here)
      --help          this text
    """;

try
{
    Dictionary<string, string> options = Options(args);
    if (options.ContainsKey("--help"))
    {
        Console.WriteLine(Usage);
        return 0;
    }
    string? data = options.GetValueOrDefault("--data");
    string folder = options.GetValueOrDefault("--out", ".");
    int seed = Number(options, "--seed", 1, int.MinValue), epochs = Number(options, "--epochs", data is null ? 4 : 3, 1);
    int? threads = options.ContainsKey("--threads") ? Number(options, "--threads", 1, 1) : null;
    Backend backend = options.TryGetValue("--backend", out string? name) ? Backend.Named(name) : Backend.Default;
    if (!Directory.Exists(folder)) throw new UsageException($"--out {folder}: there is no such folder; make it first.");
    (DataSet train, DataSet test) = data is null ? Digits.Draw(20_000, 2_000, seed) : Mnist.Load(data);

    var lenet = Conv(6, 5, padding: Same).Then(Relu).Then(MaxPool(2))
        .Then(Conv(16, 5)).Then(Relu).Then(MaxPool(2))
        .Then(Flatten).Then(Dense(120)).Then(Relu).Then(Dense(84)).Then(Relu).Then(Dense(10));

    Model<float> model = lenet.Init(train.Item, seed).Using(backend, threads);
    Console.WriteLine($"{lenet.Summary(train.Item)}\n{train}\n{test}\nbackend {backend}, threads {model.Options.Threads}, seed {seed}");
    foreach (var epoch in model.Fit(train, test, Adam(1e-3), epochs, seed: seed).Watch()) model = epoch.Model;

    Labels guesses = model.Predict(test);
    Confusion confusion = model.Evaluate(test);
    string wanted = Path.Combine(folder, "lenet.safetensors"), saved = model.SaveNear(wanted), sheet = Path.Combine(folder, "lenet-wrong.svg");
    if (saved != wanted) Console.Error.WriteLine($"{wanted} could not be written; the model is in {saved}.");
    Console.WriteLine($"\n{confusion}\n\nmodel {saved}, wrong guesses {sheet}\nweights {model.Fingerprint()}");
    ImageSheet.Wrong(test, guesses).Save(sheet);
    Console.WriteLine(FormattableString.Invariant($"test accuracy {confusion.Accuracy:F4}"));
    return 0;
}
catch (Exception e) when (e is UsageException or BadFileException or DivergedException or ArgumentException or InvalidOperationException)
{
    int hint = e.Message.IndexOf(" (Parameter '", StringComparison.Ordinal); // the framework's addition names C# parameters, which say nothing here
    Console.Error.WriteLine(hint < 0 ? e.Message : e.Message[..hint]);
    return 1;
}

static Dictionary<string, string> Options(string[] args)
{
    string[] known = ["--data", "--epochs", "--seed", "--backend", "--threads", "--out"];
    var options = new Dictionary<string, string>();
    for (int i = 0; i < args.Length; i++)
    {
        if (args[i] is "--help" or "-h") options["--help"] = "";
        else if (!known.Contains(args[i])) throw new UsageException($"There is no option {args[i]}; the options are {string.Join(", ", known)} and --help.");
        else if (i + 1 == args.Length) throw new UsageException($"{args[i]} needs a value after it; --help shows all options.");
        else options[args[i]] = args[++i];
    }
    return options;
}

static int Number(Dictionary<string, string> options, string option, int otherwise, int least) =>
    !options.TryGetValue(option, out string? text) ? otherwise
    : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= least ? n
    : throw new UsageException($"{option} needs a whole number{(least == int.MinValue ? "" : $" of at least {least}")}; it was given \"{text}\".");

internal sealed class UsageException(string message) : Exception(message);
