// Finds text that follows the current culture, also where no analyzer of the SDK looks: "…" + number, string.Join of numbers, tuples in text, records that print
// themselves, sorting of strings.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FunctionalConv.Properties.Culture;

internal sealed class CultureFinder(SemanticModel model)
{
    private static readonly string[] Writers = ["Append", "AppendLine", "AppendJoin", "AppendFormat", "Insert", "Write", "WriteLine", "Concat", "Join", "Format"];
    private static readonly string[] Texts = ["StringBuilder", "String", "TextWriter", "StringWriter", "StreamWriter", "Console"];

    /// <summary>What of a file follows the culture: file, line and reason.</summary>
    public static IEnumerable<string> Find(Compilation compilation, SyntaxTree tree)
    {
        var finder = new CultureFinder(compilation.GetSemanticModel(tree));
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            if (finder.Reason(node) is { } reason) yield return $"{Path.GetFileName(tree.FilePath)}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {reason}";
    }

    private string? Reason(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax add when add.IsKind(SyntaxKind.AddExpression) && IsString(add) => Joined(add.Left) ?? Joined(add.Right),
        AssignmentExpressionSyntax add when add.IsKind(SyntaxKind.AddAssignmentExpression) && IsString(add) => Joined(add.Right),
        InterpolationSyntax hole when Type(hole.Expression) is INamedTypeSymbol held && (held.IsTupleType ? Numbers.In(held) : Numbers.PrintedBy(held) is not null) => $"{held} in text",
        InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol method => Called(call, method),
        InvocationExpressionSyntax call when model.GetOperation(call) is not (INameOfOperation or IInvocationOperation or IFunctionPointerInvocationOperation) => "a call that was not understood",
        BaseObjectCreationExpressionSyntax made when Type(made) is INamedTypeSymbol { Name: "SortedDictionary" or "SortedSet" or "SortedList" } sorted => Compared([sorted.TypeArguments[0]], made.ArgumentList?.Arguments),
        RecordDeclarationSyntax record when model.GetDeclaredSymbol(record) is INamedTypeSymbol type && Numbers.IsPublic(type) && Numbers.PrintedBy(type) is { } number => $"{number} when the record {type.Name} prints itself",
        _ => null,
    };

    private string? Called(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (method.Parameters.Any(p => p.Type.Name is "IFormatProvider" or "CultureInfo")) return null;
        return method.Name switch
        {
            "ToString" => call.Expression is MemberAccessExpressionSyntax { Expression: var of } && Type(of) is { } printed && Numbers.In(printed) ? $"ToString of {printed}" : null,
            "Parse" or "TryParse" => Numbers.In(method.ContainingType) ? $"{method.ContainingType}.{method.Name}" : null,
            "ToUpper" or "ToLower" => method.ContainingType.SpecialType is SpecialType.System_String or SpecialType.System_Char ? method.Name : null,
            "CompareTo" => Compared([method.ContainingType], null),
            "Min" or "Max" => Compared([method.ReturnType], arguments),
            "Order" or "OrderDescending" or "Sort" => Compared(method.TypeArguments.Concat(method.ContainingType.TypeArguments), arguments),
            "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" or "MinBy" or "MaxBy" => Compared(method.TypeArguments.Skip(1), arguments),
            "ToImmutableSortedDictionary" or "ToImmutableSortedSet" => Compared(method.TypeArguments, arguments),
            "Create" when method.ContainingType.Name.StartsWith("ImmutableSorted", StringComparison.Ordinal) => Compared(method.TypeArguments.Take(1), arguments),
            _ => Written(method, arguments),
        };
    }

    private string? Written(IMethodSymbol method, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        if (!Writers.Contains(method.Name) || !Texts.Contains(method.ContainingType.Name)) return null;
        string of = $"{method.ContainingType.Name}.{method.Name}";
        return method.Parameters.Any(p => p.Type.Name == "AppendInterpolatedStringHandler") ? $"{of} of an interpolated string"
            : arguments.Select(a => Type(a.Expression)).FirstOrDefault(t => t is not null && Numbers.In(Item(t))) is { } type ? $"{of} of {type}" : null;
    }

    private string? Compared(IEnumerable<ITypeSymbol> keys, SeparatedSyntaxList<ArgumentSyntax>? arguments) =>
        keys.Any(key => key.SpecialType == SpecialType.System_String) && arguments?.Any(Compares) != true ? "the order of strings" : null;

    private bool Compares(ArgumentSyntax argument) => model.GetTypeInfo(argument.Expression).ConvertedType is { } type
        && (type.Name is "IComparer" or "Comparison" || type.AllInterfaces.Any(i => i.Name == "IComparer"));

    private string? Joined(ExpressionSyntax part) => Type(part) is { } type && (Numbers.In(type) || type is INamedTypeSymbol named && Numbers.PrintedBy(named) is not null) ? $"text + {type}" : null;

    private bool IsString(ExpressionSyntax node) => Type(node)?.SpecialType == SpecialType.System_String;

    private ITypeSymbol? Type(ExpressionSyntax node) => model.GetTypeInfo(node).Type;

    /// <summary>The items of a sequence; strings are no sequences here.</summary>
    private static ITypeSymbol Item(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType
        : type.SpecialType == SpecialType.System_String ? type
        : type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>().FirstOrDefault(i => i.Name == "IEnumerable" && i.IsGenericType)?.TypeArguments[0] ?? type;
}
