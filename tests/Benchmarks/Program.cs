// The benchmarks' program.
//   serve                               answers the protocol of ../shared/bench (the top of peer_torch.py) on stdin and stdout
//   explain CASES.json THREADS [NAME…]  prints the steps of the rows whose names begin so, with times and shares of the peak
//   suites [FILTER…] [--…]              times kernels and networks by BenchmarkDotNet; its own options follow
// --exact at the end of the first two: without Winograd's filtering.
using System.Globalization;
using FunctionalConv.Benchmarks;
using FunctionalConv.Plans;

Accuracy accuracy = args is [.., "--exact"] ? Accuracy.Exact : Accuracy.Fast;
if (accuracy == Accuracy.Exact) args = args[..^1];
if (args is ["explain", var file, var threads, ..])
{
    Explaining.Print(file, int.Parse(threads, CultureInfo.InvariantCulture), accuracy, args[3..]);
    return 0;
}
if (args is ["suites", ..])
{
    Suites.Run(args[1..]);
    return 0;
}
if (args is not ["serve"])
{
    Console.Error.WriteLine("usage: FunctionalConv.Benchmarks serve [--exact]                               one JSON request per line in, one JSON answer per line out");
    Console.Error.WriteLine("       FunctionalConv.Benchmarks explain CASES.json THREADS [NAME…] [--exact]  the steps of the rows whose names begin so");
    Console.Error.WriteLine("       FunctionalConv.Benchmarks suites [FILTER…] [--…]                        BenchmarkDotNet's suites of kernels and networks");
    return 1;
}
while (Console.In.ReadLine() is { } line) Console.Out.WriteLine(Serve.Answer(line, accuracy));
return 0;
