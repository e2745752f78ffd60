using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Architecture;

/// <summary>
/// A room is a folder of the core and its namespace. It uses only rooms that stand before it in the list of
/// docs/architecture.md, so no two of them are needed to understand each other. The front door, which stands in no folder,
/// comes last.
/// </summary>
public sealed partial class RoomsTests
{
    private const string Core = "Moltbot.Core";

    private static readonly string Folder = Path.Combine(RepositoryLayout.Root, "src", Core);

    private static readonly ILookup<string, (string Room, string By)> Uses = ReadUses();

    public static TheoryData<string> Rooms => [.. Listed];

    /// <summary>The rooms in the order of the list, the lowest first; the front door is the empty name.</summary>
    private static IReadOnlyList<string> Listed { get; } = [.. RoomInList()
        .Matches(File.ReadAllText(Path.Combine(RepositoryLayout.Root, "docs", "architecture.md")))
        .Select(match => match.Groups["room"].Value.Replace('/', '.')), ""];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_those_before_it(string room)
    {
        HashSet<string> lower = [.. Listed.TakeWhile(other => other != room), room];

        Assert.Empty(Uses[room].Where(use => !lower.Contains(use.Room)).Select(use => $"{use.By} uses {(use.Room.Length > 0 ? use.Room : "the front door")}").Distinct());
    }

    [Fact]
    public void The_list_has_every_folder_and_no_other() => Assert.Equal(
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!))
            .Where(folder => folder.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj" or "."))
            .Select(folder => folder.Replace(Path.DirectorySeparatorChar, '.'))
            .Distinct()
            .Order(StringComparer.Ordinal),
        Listed.Where(room => room.Length > 0).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_type_is_in_the_namespace_of_its_folder() => Assert.Empty(
        from file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        let folder = Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')
        where !folder.StartsWith("bin", StringComparison.Ordinal) && !folder.StartsWith("obj", StringComparison.Ordinal)
        let stated = Namespace().Match(File.ReadAllText(file))
        where stated.Success && stated.Groups["name"].Value != (folder == "." ? Core : $"{Core}.{folder}")
        select Path.GetRelativePath(Folder, file));

    /// <summary>What every type names in its members and in the code of its methods, by room.</summary>
    private static ILookup<string, (string Room, string By)> ReadUses()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(MoltbotInstallation).Assembly.Location);
        return (from type in module.GetTypes()
                where IsOurs(type)
                from used in UsedBy(type).SelectMany(Parts)
                where IsOurs(used) && RoomOf(used) != RoomOf(type)
                select (From: RoomOf(type), To: RoomOf(used), By: OutermostOf(type).Name)).ToLookup(use => use.From, use => (use.To, use.By));
    }

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type)
    {
        IEnumerable<TypeReference?> members =
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Properties.Select(property => property.PropertyType),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
            .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        ];
        return members.Concat(type.Methods.SelectMany(UsedBy));
    }

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (ParameterDefinition parameter in method.Parameters)
            yield return parameter.ParameterType;

        if (!method.HasBody)
            yield break;

        foreach (VariableDefinition variable in method.Body.Variables)
            yield return variable.VariableType;

        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
            yield return handler.CatchType;

        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    yield return type;
                    break;
                case MemberReference member:
                    yield return member.DeclaringType;
                    if (member is GenericInstanceMethod generic)
                    {
                        foreach (TypeReference argument in generic.GenericArguments)
                            yield return argument;
                    }

                    break;
            }
        }
    }

    /// <summary>A type, and those it is made of: the items of an array, the arguments of a generic type.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };

    private static bool IsOurs(TypeReference type) =>
        OutermostOf(type).Namespace is { } name && (name == Core || name.StartsWith($"{Core}.", StringComparison.Ordinal));

    private static string RoomOf(TypeReference type) => OutermostOf(type).Namespace is Core ? "" : OutermostOf(type).Namespace[(Core.Length + 1)..];

    private static TypeReference OutermostOf(TypeReference type) => type.DeclaringType is { } outer ? OutermostOf(outer) : type;

    [GeneratedRegex(@"^  (?<room>[A-Z]\w*(?:/[A-Z]\w*)*)/  +\S", RegexOptions.Multiline)]
    private static partial Regex RoomInList();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
