using System.Collections.ObjectModel;
using System.Reflection;

namespace Moltbot.PowerShell.Vault;

/// <summary>
/// Makes SecretManagement's own descriptions of secrets. Its assembly is there when a vault is asked, in whatever version,
/// and is never brought along.
/// </summary>
internal sealed class SecretInformation
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private readonly ConstructorInfo constructor;
    private readonly object type;

    public SecretInformation()
    {
        Assembly management = AppDomain.CurrentDomain.GetAssemblies().First(assembly => assembly.GetName().Name == Module);
        Type secretType = management.GetType($"{Module}.SecretType", throwOnError: true)!;
        Type information = management.GetType($"{Module}.SecretInformation", throwOnError: true)!;
        constructor = information.GetConstructor([typeof(string), secretType, typeof(string), typeof(ReadOnlyDictionary<string, object>)])!;
        type = Enum.Parse(secretType, "SecureString");
    }

    public object Create(string name, string vault, IReadOnlyDictionary<string, object> metadata) =>
        constructor.Invoke([name, type, vault, new ReadOnlyDictionary<string, object>(metadata.ToDictionary())]);
}
