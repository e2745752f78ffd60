using Moltbot.Core.Configuration.Reading;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>A file of the configuration that is to be changed.</summary>
/// <param name="Old">The file as it was read.</param>
/// <param name="New">The file as it is to be.</param>
internal sealed record ChangedSource(ConfigurationSource Old, ConfigurationSource New)
{
    /// <summary>The absolute path.</summary>
    public string Path => New.Path;
}
