using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>Puts an API key into the <c>.env</c> file, and what goes with it into the configuration.</summary>
/// <param name="file">The file.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="name">The variable for the key.</param>
/// <param name="rule">What is to be changed in the configuration; <see langword="null"/> to leave it alone.</param>
internal sealed class EnvironmentKeyImport(
    EnvironmentFile file,
    ConfigurationFile configuration,
    string name,
    Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? rule)
{
    private ConfigurationEdit? edit;

    /// <summary>Finds out whether both can be written.</summary>
    public void Check(Secret key)
    {
        if (rule is not null)
            edit = configuration.Prepare(rule);

        file.Check(name, key.Reveal());
    }

    /// <summary>Writes both, or neither.</summary>
    public EnvironmentFileVariable Run(Secret key, CancellationToken cancellation)
    {
        Check(key);
        DotEnvText? before = file.ReadIfThere();
        EnvironmentFileVariable written = file.Set(name, key.Reveal(), cancellation);
        if (edit is not null)
        {
            WayBack back = new(
                () => file.TakeBack(name, key.Reveal(), before),
                $"{name} was taken back, so the credentials are what they were.",
                problem => $"{name} is set all the same, because taking it back failed: {problem}");
            back.Before(() => edit.Apply(cancellation));
        }

        return written;
    }
}
