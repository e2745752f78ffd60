using Moltbot.Core.Configuration;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>Puts an API key into the <c>.env</c> file, and what goes with it into the configuration.</summary>
internal sealed class EnvironmentKeyImport(MoltbotInstallation installation, string name)
{
    /// <summary>Writes both, or neither.</summary>
    public EnvironmentFileVariable Run(Secret key, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? rule, CancellationToken cancellation)
    {
        if (rule is not null)
            installation.ConfigurationEditor.Preview(rule);

        EnvironmentFile file = installation.EnvironmentFile;
        Secret? previous = file.Variables.FirstOrDefault(variable => variable.Name == name)?.Value;
        EnvironmentFileVariable written = file.Set(name, key.Reveal(), cancellation);
        if (rule is null)
            return written;

        try
        {
            installation.ConfigurationEditor.Apply(rule, cancellation);
            return written;
        }
        catch (Exception failure) when (failure is MoltbotException or OperationCanceledException)
        {
            TakeBack(file, previous);
            throw;
        }
    }

    private void TakeBack(EnvironmentFile file, Secret? previous)
    {
        if (previous is { } old)
            file.Set(name, old.Reveal(), CancellationToken.None);
        else
            file.Remove(name, CancellationToken.None);
    }
}
