// What a summary costs: it is made whenever a layer is shown.
using System.Diagnostics;

namespace FunctionalConv.Properties.Analysis;

[Collection(Alone.Name)]
public class SummaryCosts
{
    [Fact]
    public void The_summary_of_ResNet_18_takes_under_50_ms_once_warm()
    {
        TimeSpan Once()
        {
            var watch = Stopwatch.StartNew();
            Assert.NotEmpty(Zoo.ResNet18().Summary((3, 224, 224)).ToString());
            return watch.Elapsed;
        }
        // The least of several: another process may hold the processor meanwhile.
        Assert.InRange(Enumerable.Range(0, 30).Min(_ => Once()).TotalMilliseconds, 0, 50);
    }
}
