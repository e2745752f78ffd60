using System.Reflection;

namespace Moltbot.Testing;

/// <summary>Where things lie in the checkout that the tests were built from.</summary>
public static class RepositoryLayout
{
    /// <summary>The absolute path of the repository.</summary>
    public static string Root { get; } = typeof(RepositoryLayout).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The folder of recordings in the repository.</summary>
    public static string OwnConformance { get; } = Path.GetFullPath(Path.Combine(Root, "tests", "conformance"));

    /// <summary>The folder of recordings that are repeated: the one in the repository, or the one that MOLTBOT_CONFORMANCE names.</summary>
    public static string Conformance { get; } = Folder("MOLTBOT_CONFORMANCE", OwnConformance);

    /// <summary>
    /// The public JSON5 parse tests: the ones beside the checkout, or the ones that MOLTBOT_JSON5_TESTS names. May be absent.
    /// </summary>
    public static string Json5Tests { get; } = Folder("MOLTBOT_JSON5_TESTS", Path.Combine(Root, "..", "shared", "json5-tests"));

    private static string Folder(string variable, string usual)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } named)
            return Path.GetFullPath(usual);

        // A mistyped folder must not look like one without tests.
        return Directory.Exists(named)
            ? Path.GetFullPath(named)
            : throw new DirectoryNotFoundException($"{variable} names a folder that does not exist: {named}");
    }
}
