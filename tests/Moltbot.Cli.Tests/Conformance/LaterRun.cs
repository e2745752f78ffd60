using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>
/// Repeats a run that was recorded from a gateway of today, at the time at which it was recorded: the clock stood still, so the
/// command line runs in this process.
/// </summary>
internal sealed class LaterRun : IDisposable
{
    private const string State = ".openclaw";

    private readonly JsonObject input;
    private readonly TemporaryHome home = new();

    private LaterRun(JsonObject input) => this.input = input;

    /// <summary>Lays out an input, runs its command line, and describes the outcome in the shape of the recordings.</summary>
    public static async Task<JsonObject> RepeatAsync(JsonObject input, bool isJson)
    {
        using LaterRun run = new(input);
        run.LayOut();
        return await run.RunAsync(isJson);
    }

    public void Dispose() => home.Dispose();

    private long Now => (long)input["now"]!.GetValue<double>();

    private void LayOut()
    {
        Directory.CreateDirectory(home[State]);
        if (Cell("config") is { } config)
            home.Write($"{State}/openclaw.json", config);
        if (input["dotenv"]?.GetValue<string>() is { } variables)
            home.Write($"{State}/.env", variables);
        foreach ((string path, JsonNode? text) in input["files"] as JsonObject ?? [])
            home.Write(path, text!.GetValue<string>());

        LayOutDatabases();
        if (OperatingSystem.IsWindows())
            return;

        foreach (string path in Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void LayOutDatabases()
    {
        string? location = input["sharedLocation"]?.GetValue<string>();
        bool isOfMain = location == "legacy-main";
        if (location is not null)
            TodayDatabase.MakeState(home[$"{State}/state/openclaw.sqlite"], isOfMain ? null : """{"location":"state-db"}""", isOfMain ? null : Cell("sharedStore"), isOfMain ? null : Cell("sharedState"), Now);
        if (isOfMain && (Cell("sharedStore") ?? Cell("sharedState")) is not null)
            TodayDatabase.MakeAgent(home[DatabaseOf("main")], "main", Cell("sharedStore"), Cell("sharedState"), Now);
        foreach ((string agent, JsonNode? cells) in input["agents"] as JsonObject ?? [])
            TodayDatabase.MakeAgent(home[DatabaseOf(agent)], agent, Text(cells!["store"]), Text(cells["state"]), Now);
    }

    private async Task<JsonObject> RunAsync(bool isJson)
    {
        using MemoryStream output = new();
        using MemoryStream errors = new();
        using MemoryStream given = new(Encoding.UTF8.GetBytes(input["stdin"]?.GetValue<string>() ?? ""));
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["HOME"] = home.Path, ["NO_COLOR"] = "1", ["MOLTBOT_OFFLINE"] = "1" };
        foreach ((string name, JsonNode? value) in input["env"] as JsonObject ?? [])
            variables[name] = value!.GetValue<string>();

        ProcessEnvironment environment = home.Environment with { Variables = variables };
        int exitCode;
        using (Session session = new(environment, output, errors, given, new ManualTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Now))))
            exitCode = await new CommandLine(session).RunAsync([.. input["args"]!.AsArray().Select(argument => argument!.GetValue<string>())]);

        string text = home.Collapse(Encoding.UTF8.GetString(output.ToArray()).TrimEnd());
        JsonObject outcome = new() { ["exit"] = exitCode };
        if (isJson)
            outcome["json"] = text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(home.Collapse(Encoding.UTF8.GetString(errors.ToArray())));
        else
            outcome["stdout"] = text;

        return outcome;
    }

    /// <summary>Repeats a change, and tells what is kept afterwards, in the form of the input.</summary>
    public static async Task<JsonObject> ChangeAsync(JsonObject input)
    {
        using LaterRun run = new(input);
        run.LayOut();
        JsonObject outcome = new() { ["exit"] = (await run.RunAsync(isJson: false))["exit"]!.DeepClone() };
        outcome["after"] = run.After();
        return outcome;
    }

    /// <summary>All cells and the configuration.</summary>
    private JsonObject After()
    {
        bool isOfMain = input["sharedLocation"]?.GetValue<string>() == "legacy-main";
        string shared = home[isOfMain ? DatabaseOf("main") : $"{State}/state/openclaw.sqlite"];
        JsonObject agents = [];
        foreach (string directory in Directory.Exists(home[$"{State}/agents"]) ? Directory.EnumerateDirectories(home[$"{State}/agents"]) : [])
        {
            string agent = Path.GetFileName(directory);
            string database = home[DatabaseOf(agent)];
            if (File.Exists(database) && !(isOfMain && agent == "main"))
                agents[agent] = new JsonObject { ["store"] = Ask(database, "SELECT store_json FROM auth_profile_store"), ["state"] = Ask(database, "SELECT state_json FROM auth_profile_state") };
        }

        string config = home[$"{State}/openclaw.json"];
        return new JsonObject
        {
            ["sharedStore"] = Ask(shared, isOfMain ? "SELECT store_json FROM auth_profile_store" : "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'"),
            ["sharedState"] = Ask(shared, isOfMain ? "SELECT state_json FROM auth_profile_state" : "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.state'"),
            ["agents"] = agents,
            ["config"] = File.Exists(config) ? JsonNode.Parse(File.ReadAllText(config)) : null,
        };
    }

    private static JsonNode? Ask(string database, string question) => TodayDatabase.Ask(database, question) is { } cell ? JsonNode.Parse(cell) : null;

    private string? Cell(string name) => Text(input[name]);

    private static string? Text(JsonNode? cell) => cell switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => JsonText.WriteCompact(cell),
    };

    private static string DatabaseOf(string agent) => $"{State}/agents/{agent}/agent/openclaw-agent.sqlite";
}
