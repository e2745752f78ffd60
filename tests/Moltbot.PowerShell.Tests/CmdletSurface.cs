using Mono.Cecil;

namespace Moltbot.PowerShell.Tests;

/// <summary>
/// What others write of our cmdlets, read from the module's assembly without PowerShell: for each its parameter sets, what it
/// writes, and a line for each parameter in each of its sets.
/// </summary>
internal static class CmdletSurface
{
    private const string AllSets = "__AllParameterSets";

    private static readonly string[] Impacts = ["None", "Low", "Medium", "High"];

    /// <summary>The lines of an assembly's cmdlets, sorted by name.</summary>
    public static IReadOnlyList<string> Of(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return [.. from type in module.GetTypes()
                   where !type.IsAbstract
                   let cmdlet = Find(type.CustomAttributes, "CmdletAttribute")
                   where cmdlet is not null
                   let name = string.Join('-', cmdlet.ConstructorArguments.Select(argument => argument.Value))
                   orderby name
                   from line in Describe(name, cmdlet, type)
                   select line];
    }

    private static IEnumerable<string> Describe(string name, CustomAttribute cmdlet, TypeDefinition type)
    {
        yield return name;
        if (Named(cmdlet, "DefaultParameterSetName") is string set)
            yield return $"  set of parameters if none is told: {set}";
        if (Named(cmdlet, "SupportsShouldProcess") is true)
            yield return $"  -WhatIf and -Confirm, asks by itself from impact {(Named(cmdlet, "ConfirmImpact") is int impact ? Impacts[impact] : "Medium")}";
        foreach (string written in type.CustomAttributes.Where(attribute => Is(attribute, "OutputTypeAttribute")).SelectMany(WrittenBy))
            yield return $"  writes {written}";
        foreach (string alias in Aliases(type.CustomAttributes))
            yield return $"  alias {alias}";
        foreach (string line in Parameters(type).OrderBy(line => line, StringComparer.Ordinal))
            yield return $"  {line}";
    }

    private static IEnumerable<string> WrittenBy(CustomAttribute output) => output.ConstructorArguments
        .SelectMany(argument => argument.Value is CustomAttributeArgument[] several ? several : [argument])
        .Select(argument => argument.Value is TypeReference type ? NameOf(type) : $"{argument.Value}");

    private static IEnumerable<string> Parameters(TypeDefinition cmdlet) =>
        from property in Properties(cmdlet)
        from parameter in property.CustomAttributes.Where(attribute => Is(attribute, "ParameterAttribute"))
        let set = Named(parameter, "ParameterSetName") as string
        select $"-{property.Name} {NameOf(property.PropertyType)}{(set is null or AllSets ? "" : $" in {set}")}: {string.Join(", ", [.. Binding(parameter), .. Rules(property)])}";

    /// <summary>The properties of a cmdlet and of what it is derived from, each as the most derived type declares it.</summary>
    private static IEnumerable<PropertyDefinition> Properties(TypeDefinition cmdlet)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (TypeDefinition? type = cmdlet; type is not null && type.Module == cmdlet.Module; type = type.BaseType is TypeDefinition own ? own : null)
        {
            foreach (PropertyDefinition property in type.Properties.Where(property => seen.Add(property.Name)))
                yield return property;
        }
    }

    private static IEnumerable<string> Binding(CustomAttribute parameter)
    {
        if (Named(parameter, "Mandatory") is true)
            yield return "mandatory";
        yield return Named(parameter, "Position") is int position and >= 0 ? $"position {position}" : "named";
        if (Named(parameter, "ValueFromPipeline") is true)
            yield return "from the pipeline";
        if (Named(parameter, "ValueFromPipelineByPropertyName") is true)
            yield return "from the pipeline by name";
        if (Named(parameter, "ValueFromRemainingArguments") is true)
            yield return "the rest of the arguments";
        if (Named(parameter, "DontShow") is true)
            yield return "hidden";
    }

    /// <summary>What else is said of a parameter, but for the texts of help: <c>ValidateRange(1, 100)</c>.</summary>
    private static IEnumerable<string> Rules(PropertyDefinition property) =>
        from attribute in property.CustomAttributes
        where !Is(attribute, "ParameterAttribute") && !attribute.AttributeType.Namespace.StartsWith("System.Runtime", StringComparison.Ordinal)
        let name = attribute.AttributeType.Name[..^"Attribute".Length]
        orderby name
        select attribute.ConstructorArguments.Count == 0 ? name : $"{name}({string.Join(", ", attribute.ConstructorArguments.SelectMany(Values))})";

    private static IEnumerable<string> Values(CustomAttributeArgument argument) => argument.Value switch
    {
        CustomAttributeArgument[] several => several.SelectMany(Values),
        CustomAttributeArgument boxed => Values(boxed),
        TypeReference type => [type.Name],
        object value => [$"{value}"],
        null => ["null"],
    };

    private static IEnumerable<string> Aliases(IEnumerable<CustomAttribute> attributes) =>
        Find(attributes, "AliasAttribute") is { } alias ? alias.ConstructorArguments.SelectMany(Values) : [];

    private static string NameOf(TypeReference type) => type switch
    {
        GenericInstanceType { Name: "Nullable`1" } optional => NameOf(optional.GenericArguments[0]),
        GenericInstanceType generic => $"{generic.Name.Split('`')[0]}<{string.Join(", ", generic.GenericArguments.Select(NameOf))}>",
        ArrayType array => $"{NameOf(array.ElementType)}[]",
        { Namespace: "System" or "System.Management.Automation" or "System.Security" } => type.Name,
        _ => type.FullName,
    };

    private static CustomAttribute? Find(IEnumerable<CustomAttribute> attributes, string name) => attributes.FirstOrDefault(attribute => Is(attribute, name));

    private static bool Is(CustomAttribute attribute, string name) => attribute.AttributeType.Name == name;

    private static object? Named(CustomAttribute attribute, string name) => attribute.Properties.Where(property => property.Name == name).Select(property => property.Argument.Value).FirstOrDefault();
}
