namespace Moltbot.Cli.Commands;

/// <summary>What <c>moltbot models status</c> was asked for.</summary>
internal sealed record StatusOptions(
    bool Json,
    bool Plain,
    bool Check = false,
    string? Agent = null,
    string? Provider = null,
    string? WarnWithin = null,
    bool CheckRefreshable = false,
    bool NoUsage = false)
{
    /// <summary>Whether the exit code says how the credentials are.</summary>
    public bool IsCheck => Check || CheckRefreshable;
}
