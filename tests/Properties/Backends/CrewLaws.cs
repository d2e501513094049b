// A crew runs every part once, whatever else happens: few parts, many parts, jobs inside jobs, callers at once, exceptions.
using FunctionalConv.MicroKernels;

namespace FunctionalConv.Properties.Backends;

public class CrewLaws
{
    [Law(100)]
    public void Every_part_runs_once(byte parts, byte threads)
    {
        var runs = new int[parts];
        Crew.Of((threads % 4) + 1).Run(parts, part => Interlocked.Increment(ref runs[part]));
        Assert.All(runs, n => Assert.Equal(1, n));
    }

    [Fact]
    public void An_exception_in_a_part_reaches_the_caller_and_the_crew_works_on()
    {
        Crew crew = Crew.Of(3);
        foreach (int bad in new[] { 0, 1, 2 })
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => crew.Run(3, part =>
            {
                if (part == bad) throw new InvalidOperationException($"part {part}");
            }));
            Assert.Equal($"part {bad}", thrown.Message);
            Every_part_runs_once(7, 2);
        }
    }

    [Fact]
    public void Of_several_exceptions_the_first_in_order_is_thrown()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Crew.Of(3).Run(3, part => throw new InvalidOperationException($"part {part}")));
        Assert.Equal("part 0", thrown.Message);
    }

    [Fact]
    public void A_job_inside_a_job_runs_too()
    {
        Crew crew = Crew.Of(2);
        int runs = 0;
        crew.Run(4, _ => crew.Run(5, _ => Interlocked.Increment(ref runs)));
        Assert.Equal(20, runs);
    }

    [Fact]
    public void Several_callers_may_use_one_crew_at_once()
    {
        Crew crew = Crew.Of(2);
        int runs = 0;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 500; i++) crew.Run(3, _ => Interlocked.Increment(ref runs));
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(4 * 500 * 3, runs);
    }

    [Fact]
    public void A_parked_worker_wakes_for_the_next_job()
    {
        // A crew of its own: a shared one may be busy with another test, and would run both parts on the caller, who would wait for himself.
        var crew = new Crew(2);
        for (int i = 0; i < 200; i++)
        {
            if (i % 2 == 0) Thread.Sleep(1);
            using var met = new Barrier(2);
            crew.Run(2, _ => Assert.True(met.SignalAndWait(TimeSpan.FromSeconds(60))));
        }
    }

    [Fact]
    public void After_an_exception_threads_still_share_the_work()
    {
        var crew = new Crew(2);
        for (int bad = 0; bad < 2; bad++)
        {
            Assert.Throws<InvalidOperationException>(() => crew.Run(2, part =>
            {
                if (part == bad) throw new InvalidOperationException();
            }));
            using var met = new Barrier(2);
            crew.Run(2, _ => Assert.True(met.SignalAndWait(TimeSpan.FromSeconds(20))));
        }
    }

    [Fact]
    public void The_number_of_threads_is_read_from_the_environment_or_refused_in_one_sentence()
    {
        Assert.Equal(Environment.ProcessorCount, Crew.Read(null));
        Assert.Equal(7, Crew.Read("7"));
        Assert.Equal(
            "FUNCTIONALCONV_THREADS is \"many\"; it takes a number of threads from 1 to 1024.",
            Assert.Throws<InvalidOperationException>(() => Crew.Read("many")).Message);
    }
}
