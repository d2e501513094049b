// Signature: a member as C# (names, defaults, nullability, tuples), and as XML documentation calls it.
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FunctionalConv.Properties.Docs;

internal static class Signature
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Words = new() { [typeof(int)] = "int", [typeof(double)] = "double", [typeof(bool)] = "bool", [typeof(string)] = "string" };

    /// <summary><c>Conv(int filters, Extent kernel, …)</c>; a property by its name.</summary>
    public static string Of(MemberInfo member) => member is MethodInfo method ? $"{method.Name}({string.Join(", ", method.GetParameters().Select(Of))})" : member.Name;

    /// <summary><c>M:FunctionalConv.Layers.Conv(System.Int32,…)</c>.</summary>
    public static string Id(MemberInfo member)
    {
        string name = $"{member.DeclaringType!.FullName}.{member.Name}";
        if (member is not MethodInfo method) return $"P:{name}";
        ParameterInfo[] parameters = method.GetParameters();
        return parameters.Length == 0 ? $"M:{name}" : $"M:{name}({string.Join(",", parameters.Select(p => Id(p.ParameterType)))})";
    }

    private static string Of(ParameterInfo parameter)
    {
        string spread = parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "";
        string text = $"{spread}{Name(parameter.ParameterType, parameter.GetCustomAttribute<TupleElementNamesAttribute>()?.TransformNames)}";
        if (!parameter.ParameterType.IsValueType && Nullability.Create(parameter).ReadState == NullabilityState.Nullable) text += "?";
        return $"{text} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Value(parameter)}" : "")}";
    }

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        Enum e => $"{e.GetType().Name}.{e}",
        _ when parameter.ParameterType.IsEnum => $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!)}",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal),
        object other => other.ToString()!,
    };

    private static string Name(Type type, IList<string?>? names = null)
    {
        if (Words.TryGetValue(type, out string? word)) return word;
        if (type.IsArray) return $"{Name(type.GetElementType()!, names)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value, names)}?";
        if (!type.IsGenericType) return type.Name;
        string[] inner = [.. type.GetGenericArguments().Select(argument => Name(argument))];
        return typeof(ITuple).IsAssignableFrom(type)
            ? $"({string.Join(", ", inner.Select((part, i) => names?[i] is { } called ? $"{part} {called}" : part))})"
            : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", inner)}>";
    }

    private static string Id(Type type)
    {
        if (type.IsArray) return $"{Id(type.GetElementType()!)}[]";
        if (!type.IsGenericType) return type.FullName!;
        string name = type.GetGenericTypeDefinition().FullName!;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}";
    }
}
