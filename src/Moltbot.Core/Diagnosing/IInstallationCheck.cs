using Moltbot.Core.Installation;

namespace Moltbot.Core.Diagnosing;

/// <summary>Looks for things of a few kinds that can be wrong with an installation. It changes nothing.</summary>
internal interface IInstallationCheck
{
    /// <summary>The kinds of findings that it can have.</summary>
    IReadOnlyList<FindingKind> Kinds { get; }

    /// <summary>Whether what it looks for can be wrong where a generation of gateways keeps things.</summary>
    bool IsOf(LayoutKind layout) => true;

    /// <summary>Looks at an installation.</summary>
    IEnumerable<Finding> Examine(ExaminedInstallation installation);
}
