using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;

namespace Moltbot.PowerShell;

/// <summary>An installation that items of a pipeline are about. It is opened and prepared once, however many they are.</summary>
/// <param name="installation">The installation.</param>
/// <param name="openSecrets">Follows its references. What one installation keeps under a reference is not what another does.</param>
internal sealed class OpenedInstallation(MoltbotInstallation installation, Func<MoltbotInstallation, SecretResolver> openSecrets)
{
    private bool isPrepared;
    private MoltbotException? problem;
    private bool isTold;

    /// <summary>The installation.</summary>
    public MoltbotInstallation Installation { get; } = installation;

    /// <summary>Follows references to secrets, and remembers what came of it.</summary>
    public SecretResolver Secrets => field ??= openSecrets(Installation);

    /// <summary>That it has been begun by this command, the first time that this is asked; else <see langword="null"/>.</summary>
    public string? TakeBeginning()
    {
        string? beginning = isTold ? null : Installation.Beginning;
        isTold |= beginning is not null;
        return beginning;
    }

    /// <summary>That a running gateway does not notice what this command has changed; <see langword="null"/> when there is nothing to say.</summary>
    public string? Unnoticed => Installation.Unnoticed;

    /// <summary>Prepares it the first time. What is wrong with it then is wrong for every item.</summary>
    /// <exception cref="MoltbotException">It cannot be used.</exception>
    public void Prepare(Action prepare)
    {
        if (!isPrepared)
        {
            isPrepared = true;
            try
            {
                prepare();
            }
            catch (MoltbotException error)
            {
                problem = error;
            }
        }

        if (problem is not null)
            throw problem;
    }
}
