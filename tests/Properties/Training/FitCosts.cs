// What a step of training costs in garbage.
using static FunctionalConv.Optimizers;

namespace FunctionalConv.Properties.Training;

[Collection(Alone.Name)]
public class FitCosts
{
    [Fact]
    public void A_step_allocates_nothing()
    {
        var counter = new Allocations();
        foreach (Epoch<float> _ in FitLaws.Model(1).Fit(FitLaws.Drawn.Train, null, Adam(), 3, 32, progress: counter)) counter.Start();
        Assert.InRange(counter.Median, 0, 2_000);
    }

    /// <summary>Bytes allocated between two steps of one epoch, after the first epoch. The median, because the runtime, too, now and then allocates on a thread: when it compiles anew what runs often.</summary>
    private sealed class Allocations : IProgress<Pace>
    {
        private readonly List<long> steps = [];
        private long before;
        private bool counting;

        public long Median => steps.Order().ElementAt(steps.Count / 2);

        public void Start() => (counting, before) = (true, 0);

        public void Report(Pace value)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (counting && value.Batch is > 1 and < 10) steps.Add(now - before);
            before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
