// The benchmarks' program.      serve   answers the protocol of ../shared/bench (the top of peer_torch.py) on stdin and stdout
using FunctionalConv.Benchmarks;

if (args is not ["serve"])
{
    Console.Error.WriteLine("usage: FunctionalConv.Benchmarks serve      one JSON request per line in, one JSON answer per line out");
    return 1;
}
while (Console.In.ReadLine() is { } line) Console.Out.WriteLine(Serve.Answer(line));
return 0;
