// A public member that gives a layer or a loss, with what its XML documentation says: words, shapes, formula, parameters, an example. What lacks is named.
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FunctionalConv.Properties.Docs;

internal sealed partial record Documented(MemberInfo Member, XElement Docs)
{
    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.ChangeExtension(typeof(Layer).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>Every public member of the library that gives a layer, of <c>Layers</c>, of the zoo, of layers themselves; and the losses.</summary>
    public static IReadOnlyList<Documented> All { get; } =
    [
        .. typeof(Layer).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly | (type.IsAssignableTo(typeof(Layer)) ? BindingFlags.Instance : 0)))
            .Where(member => member.Name[0] != '<' && (Gives(member)?.IsAssignableTo(typeof(Layer)) == true || IsLoss(member)))
            .Select(member => new Documented(member, Members.GetValueOrDefault(Signature.Id(member)) ?? new XElement("member"))),
    ];

    public string Name => Member.Name;

    public string Summary => Markdown(Docs.Element("summary"));

    public string Remarks => Markdown(Docs.Element("remarks"));

    /// <summary>What comes out: shapes and formula.</summary>
    public string Gives() => Markdown(Results);

    public IEnumerable<(string Name, string Text)> Parameters => Docs.Elements("param").Select(p => (p.Attribute("name")!.Value, Markdown(p)));

    public IEnumerable<string> Throws => Docs.Elements("exception").Select(Markdown);

    /// <summary>The example: declarations, if any, and the expression that makes a network.</summary>
    public (string Declarations, string Expression) Example
    {
        get
        {
            string[] lines = [.. (Docs.Element("example")?.Element("code")?.Value ?? "").Trim('\n', '\r', ' ').ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
            int indent = lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
            string[] shifted = [lines[0].TrimStart(), .. lines.Skip(1).Select(l => l.Length > indent ? l[indent..] : "")];
            return (string.Join('\n', shifted[..^1]), shifted[^1]);
        }
    }

    /// <summary>What the documentation lacks, in words.</summary>
    public IEnumerable<string> Lacks()
    {
        string[] code = [.. Results?.Descendants("c").Select(c => c.Value) ?? []];
        string tag = Member is PropertyInfo ? "value" : "returns";
        if (Summary.Length == 0) yield return $"{this} has no <summary>";
        if (!code.Any(c => c.Contains('→', StringComparison.Ordinal))) yield return $"{this} says no shapes; write <{tag}><c>[in] → [out]</c>, <c>y = …</c>.</{tag}>";
        if (!code.Any(c => Formula().IsMatch(c))) yield return $"{this} says no formula; write <{tag}><c>[in] → [out]</c>, <c>y = …</c>.</{tag}>";
        string use = IsLoss(Member) ? "Of(outputs, targets)" : "On((3, 8, 8))";
        if (!Example.Expression.Contains(IsLoss(Member) ? ".Of(" : ".On(", StringComparison.Ordinal)) yield return $"{this} has no example; write <example><code>{Name}(…).{use}</code></example>";
    }

    public override string ToString() => $"{Member.DeclaringType!.Name}.{Signature.Of(Member)}";

    private XElement? Results => Docs.Element("returns") ?? Docs.Element("value");

    private static bool IsLoss(MemberInfo member) => member.DeclaringType == typeof(Losses) && member is not MethodInfo { IsGenericMethod: true } && Gives(member)?.IsAssignableTo(typeof(Loss)) == true;

    private static Type? Gives(MemberInfo member) => member switch { MethodInfo { IsSpecialName: false } m => m.ReturnType, PropertyInfo p => p.PropertyType, _ => null };

    private static string Markdown(XElement? element) => element is null ? "" : Blanks().Replace(string.Concat(element.Nodes().Select(Markdown)), " ").Trim();

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => $"`{Target().Match(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? "").Value}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => $"`{reference.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{Blanks().Replace(code.Value, " ").Trim()}`",
        XElement other => Markdown(other),
        _ => "",
    };

    [GeneratedRegex(@"[\p{L}\])₀-₉] = ")]
    private static partial Regex Formula();

    [GeneratedRegex(@"[A-Za-z_]+(?=(\(.*\))?$)")]
    private static partial Regex Target();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
