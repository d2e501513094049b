// Which types print by the current culture when nobody names one.
using Microsoft.CodeAnalysis;

namespace FunctionalConv.Properties.Culture;

internal static class Numbers
{
    private static readonly SpecialType[] Plain = [SpecialType.System_Boolean, SpecialType.System_Char, SpecialType.System_String, SpecialType.System_Byte, SpecialType.System_UInt16,
        SpecialType.System_UInt32, SpecialType.System_UInt64, SpecialType.System_UIntPtr];

    /// <summary>Whether its ToString() follows the culture: signed and fractional numbers, dates, tuples of them, and what may be one of them.</summary>
    public static bool In(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => false,
        _ when Plain.Contains(type.SpecialType) => false,
        { SpecialType: SpecialType.System_Object } => true,
        ITypeParameterSymbol parameter => !parameter.ConstraintTypes.Any(c => c.TypeKind == TypeKind.Class && c.SpecialType == SpecialType.None),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(e => In(e.Type)),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => In(nullable.TypeArguments[0]),
        { Name: "Guid" or "TimeSpan" or "Version" } => false,
        _ => type.Name == "IFormattable" || type.AllInterfaces.Any(i => i.Name == "IFormattable"),
    };

    /// <summary>Whether others than the library see the type.</summary>
    public static bool IsPublic(INamedTypeSymbol type) => type.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected && (type.ContainingType is null || IsPublic(type.ContainingType));

    /// <summary>The first number that a record's own ToString prints, which the compiler writes without a culture; none where ToString is written out.</summary>
    public static string? PrintedBy(INamedTypeSymbol record)
    {
        if (!record.IsRecord) return null;
        for (INamedTypeSymbol? type = record; type is not null; type = type.BaseType)
            if (type.GetMembers("ToString").OfType<IMethodSymbol>().Any(m => m.Parameters.IsEmpty && !m.IsImplicitlyDeclared && (m.IsSealed || SymbolEqualityComparer.Default.Equals(type, record)))) return null;
        return record.GetMembers().FirstOrDefault(m => m is { DeclaredAccessibility: Accessibility.Public, IsStatic: false } && !m.IsOverride
            && (m is IPropertySymbol { IsIndexer: false, GetMethod: not null } p && In(p.Type) || m is IFieldSymbol f && In(f.Type)))?.Name;
    }
}
