using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>What rules ask about a recorded command line.</summary>
internal static class RecordedCommand
{
    /// <summary>Whether the command is the status, under either of its names.</summary>
    public static bool IsStatus(this ConformanceCase recorded)
    {
        string[] words = recorded.Words();
        return words is ["models"] or ["models", "status", ..];
    }

    /// <summary>Whether the command shows something and changes nothing.</summary>
    public static bool IsLook(this ConformanceCase recorded) =>
        recorded.IsStatus() || recorded.Words() is ["models", "auth", "list", ..] or ["models", "auth", "order", "get", ..];

    /// <summary>Whether the command changes an order.</summary>
    public static bool ChangesOrder(this ConformanceCase recorded) =>
        recorded.Words() is ["models", "auth", "order", "set" or "clear", ..];

    /// <summary>Whether the command removes an order.</summary>
    public static bool ClearsOrder(this ConformanceCase recorded) => recorded.Words() is ["models", "auth", "order", "clear", ..];

    /// <summary>Whether the command has an option.</summary>
    public static bool Has(this ConformanceCase recorded, string option) => recorded.Arguments().Contains(option);

    /// <summary>The files before the run, by their path.</summary>
    public static JsonObject FilesBefore(this ConformanceCase recorded) => recorded.Input["files"] as JsonObject ?? [];

    /// <summary>The files expected after the run, by their path.</summary>
    public static JsonObject FilesAfter(this ConformanceCase recorded) => recorded.Expected["files"]!.AsObject();

    /// <summary>What is expected of a file that the run does not touch.</summary>
    public static JsonObject Untouched(JsonNode file) => file["symlink"] is { } target
        ? new JsonObject { ["symlink"] = target.DeepClone() }
        : new JsonObject { ["unchanged"] = true };

    /// <summary>The first line of standard error.</summary>
    public static string Complaint(this ConformanceCase recorded) => recorded.Expected["stderrFirstLine"]!.GetValue<string>();

    private static string[] Arguments(this ConformanceCase recorded) => [.. recorded.Input["argv"]!.AsArray().Select(argument => argument!.GetValue<string>())];

    /// <summary>The arguments from the command on, without options; the value of one may be among those behind.</summary>
    private static string[] Words(this ConformanceCase recorded) =>
        [.. recorded.Arguments().SkipWhile(argument => argument != "models").Where(argument => !argument.StartsWith('-'))];
}
