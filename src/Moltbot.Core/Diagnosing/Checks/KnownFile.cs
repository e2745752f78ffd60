using Moltbot.Core.Installation;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>A file that an installation may have.</summary>
/// <param name="Path">The absolute path, whether it exists or not.</param>
/// <param name="IsWritten">Whether the gateway writes it in its place, so that its owner has to be able to.</param>
/// <param name="Agent">The agent whose it is, or <see langword="null"/> when it is the installation's.</param>
internal sealed record KnownFile(string Path, bool IsWritten, AgentId? Agent = null)
{
    /// <summary>The file as the place of a finding.</summary>
    public FindingPlace Place => new(Path) { Agent = Agent?.Value };
}
