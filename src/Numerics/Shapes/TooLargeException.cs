// A shape with more elements than an array holds. Its own type, so that a check can tell a size that is too large from any other refusal.
namespace FunctionalConv;

/// <summary>A shape has more elements than an array holds (2,147,483,591).</summary>
public sealed class TooLargeException : ArgumentException
{
    internal TooLargeException(string message)
        : base(message)
    {
    }
}
