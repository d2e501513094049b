// Measurements of time, garbage and memory come one after the other, when no other test runs: what another does meanwhile would be measured too.
namespace FunctionalConv.Properties;

[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "measurements";
}
