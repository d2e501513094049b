// The benchmarks' program.
//   serve                               answers the protocol of ../shared/bench (the top of peer_torch.py) on stdin and stdout
//   explain CASES.json THREADS [NAME…]  prints the steps of the rows whose names begin so, with times and shares of the peak
//   suites [FILTER…] [--…]              times kernels and networks by BenchmarkDotNet; its own options follow
using System.Globalization;
using FunctionalConv.Benchmarks;

if (args is ["explain", var file, var threads, ..])
{
    Explaining.Print(file, int.Parse(threads, CultureInfo.InvariantCulture), args[3..]);
    return 0;
}
if (args is ["suites", ..])
{
    Suites.Run(args[1..]);
    return 0;
}
if (args is not ["serve"])
{
    Console.Error.WriteLine("usage: FunctionalConv.Benchmarks serve                                   one JSON request per line in, one JSON answer per line out");
    Console.Error.WriteLine("       FunctionalConv.Benchmarks explain CASES.json THREADS [NAME…]      the steps of the rows whose names begin so");
    Console.Error.WriteLine("       FunctionalConv.Benchmarks suites [FILTER…] [--…]                  BenchmarkDotNet's suites of kernels and networks");
    return 1;
}
while (Console.In.ReadLine() is { } line) Console.Out.WriteLine(Serve.Answer(line));
return 0;
