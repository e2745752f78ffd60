using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Moltbot.PowerShell;

/// <summary>
/// The assemblies of others that we bring along. They lie in a folder of their own and are loaded when something of them is
/// first used, apart from those of other modules: another version of the same assembly can be there, and disturbs neither.
/// </summary>
internal static class ThirdPartyAssemblies
{
    private const string Folder = "dependencies";

    private static readonly AssemblyLoadContext Own = new("Moltbot.PowerShell");

    /// <summary>Has the runtime ask here for what it does not find. It asks for nothing else, so an import costs no more.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The cmdlets, the vault and completers all come first at times.")]
    internal static void Register()
    {
        AssemblyLoadContext.Default.Resolving += static (_, name) => Find(name);

        // What one of them needs of another is asked of the context that it is in.
        Own.Resolving += static (_, name) => Find(name);
    }

    private static Assembly? Find(AssemblyName name)
    {
        string path = Path.Combine(Path.GetDirectoryName(typeof(ThirdPartyAssemblies).Assembly.Location)!, Folder, $"{name.Name}.dll");
        return File.Exists(path) ? Own.LoadFromAssemblyPath(path) : null;
    }
}
