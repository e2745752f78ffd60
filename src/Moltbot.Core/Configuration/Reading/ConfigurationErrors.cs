using System.Globalization;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>The errors of a configuration that cannot be used: what is wrong, where, and what to do next.</summary>
internal static class ConfigurationErrors
{
    public static MoltbotException NotJson5(string path, ConfigurationIssue issue, Exception cause) =>
        Create(ErrorCode.ConfigUnreadable, issue, $"The configuration cannot be read: {issue.Message} in {path}. Correct the file{(File.Exists($"{path}.bak") ? $", or restore {path}.bak" : "")}.", cause);

    public static MoltbotException Include(ConfigurationIssue issue, Exception cause) =>
        Create(ErrorCode.ConfigUnreadable, issue, $"The configuration cannot be read: {issue.Message} ({Place(issue)}). Correct the $include or the file that it names.", cause);

    public static MoltbotException Variable(ConfigurationIssue issue, UnusableVariable variable) =>
        Create(ErrorCode.ConfigUnreadable, issue, $"The configuration cannot be read: {issue.Message} ({Place(issue)}). {(variable.IsTooLong ? $"Refer to {variable.Name} less often, or give it a shorter value" : $"Set {variable.Name}, or take the reference out")}.", null, variable.Name);

    public static MoltbotException SharedDirectory(ConfigurationIssue issue) =>
        Create(ErrorCode.AgentDirectoryShared, issue, $"{issue.Message} ({Place(issue)})", null, "agents.list");

    public static MoltbotException Invalid(IReadOnlyList<ConfigurationIssue> issues, string gateway = "moltbot")
    {
        ConfigurationIssue first = issues[0];
        string name = first.Path.Length == 0 ? "<root>" : first.Path;
        string more = issues.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {issues.Count - 1} more");
        string message = $"The configuration is not valid: {name}: {first.Message} ({Place(first)}){more}. Correct the file, or run the gateway's '{gateway} doctor --fix'.";
        return Create(ErrorCode.ConfigInvalid, first, message, null, first.Path);
    }

    private static MoltbotException Create(ErrorCode code, ConfigurationIssue issue, string message, Exception? cause = null, string? subject = null) =>
        new(code, message, cause) { Path = issue.File, Line = issue.Line, Column = issue.Column, Subject = subject };

    private static string Place(ConfigurationIssue issue) => issue.Line is null
        ? $"{issue.File}"
        : string.Create(CultureInfo.InvariantCulture, $"{issue.File}, line {issue.Line}, column {issue.Column}");
}
