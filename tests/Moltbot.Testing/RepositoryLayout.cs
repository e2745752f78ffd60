using System.Reflection;

namespace Moltbot.Testing;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
public static class RepositoryLayout
{
    /// <summary>The absolute path of the repository.</summary>
    public static string Root { get; } = typeof(RepositoryLayout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The folder of recordings: the one in the repository, or the one that MOLTBOT_CONFORMANCE names.</summary>
    public static string Conformance { get; } =
        Environment.GetEnvironmentVariable("MOLTBOT_CONFORMANCE") is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(Root, "tests", "conformance");

    /// <summary>The public JSON5 parse tests beside the checkout; may be absent.</summary>
    public static string Json5Tests { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "json5-tests"));
}
