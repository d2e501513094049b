// PlanCache: plans by what they are for, the least recently used one dropped first. One per network; safe for many threads.
namespace FunctionalConv;

internal sealed class PlanCache
{
    private const int Most = 12;
    private readonly object gate = new();
    private readonly LinkedList<(object Key, object Plan)> recent = new();

    /// <summary>The plan for a key, made when it is not there.</summary>
    public TPlan Get<TPlan>(object key, Func<TPlan> make)
        where TPlan : class
    {
        lock (gate)
        {
            for (var node = recent.First; node is not null; node = node.Next)
                if (node.Value.Key.Equals(key) && node.Value.Plan is TPlan plan)
                {
                    recent.Remove(node);
                    recent.AddFirst(node);
                    return plan;
                }
            TPlan made = make();
            recent.AddFirst((key, made));
            if (recent.Count > Most) recent.RemoveLast();
            return made;
        }
    }
}
