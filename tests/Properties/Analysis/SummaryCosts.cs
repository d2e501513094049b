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
        // Another process may hold the processor meanwhile; only a slow summary is never quick.
        Assert.Contains(Enumerable.Range(0, 100), i => Once() < TimeSpan.FromMilliseconds(50) && i > 2);
    }
}
