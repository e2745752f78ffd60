using System.Text;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.OAuth;

/// <summary>The keychain of macOS, by the program that comes with it. A secret is not among its arguments, which everybody can see.</summary>
internal sealed class MacKeychain : IKeychain
{
    private const string Program = "/usr/bin/security";
    private const int LargestSecret = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Secret? Read(string service, string? account)
    {
        string[] arguments = ["find-generic-password", "-s", service, .. account is null ? (string[])[] : ["-a", account], "-w"];
        ProgramOutcome outcome = new ExternalProgram { Path = Program, Arguments = arguments }.Capture(LargestSecret, Patience, CancellationToken.None);
        return outcome is { End: ProgramEnd.Exited, ExitCode: 0, Output: { Length: > 0 } output } ? new Secret(Encoding.UTF8.GetString(output).Trim()) : null;
    }

    /// <inheritdoc/>
    public bool Update(string service, string account, Secret secret)
    {
        string hex = Convert.ToHexString(Encoding.UTF8.GetBytes(secret.Reveal()));
        ExternalProgram program = new()
        {
            Path = Program,
            Arguments = ["-i"],
            Input = Encoding.UTF8.GetBytes($"add-generic-password -U -s \"{service}\" -a \"{account}\" -X {hex}\n"),
        };
        return program.Capture(LargestSecret, Patience, CancellationToken.None) is { End: ProgramEnd.Exited, ExitCode: 0 };
    }
}
