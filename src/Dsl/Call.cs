// Call: a factory call as C# text. Arguments that have their default value are left out; those after one left out are named.
using System.Globalization;

namespace FunctionalConv;

/// <summary>A call of a factory as C#, built argument by argument.</summary>
internal sealed class Call(string name)
{
    private readonly List<string> arguments = [];
    private bool skipped;

    public Call With(object value)
    {
        arguments.Add(Text(value));
        return this;
    }

    /// <summary>An argument that is left out when it has its default value.</summary>
    public Call With<T>(string parameter, T value, T otherwise)
    {
        if (EqualityComparer<T>.Default.Equals(value, otherwise)) skipped = true;
        else arguments.Add(skipped ? $"{parameter}: {Text(value!)}" : Text(value!));
        return this;
    }

    public override string ToString() => $"{name}({string.Join(", ", arguments)})";

    private static string Text(object value) => value switch
    {
        bool b => b ? "true" : "false",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        string s => $"\"{s}\"",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}

/// <summary>C# text that stands in a call as it is, without quotes.</summary>
internal readonly record struct Literal(string Text)
{
    public override string ToString() => Text;
}
