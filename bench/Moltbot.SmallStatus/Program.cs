using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.SmallStatus;

// As little of a status as there can be with the libraries that ours uses: a command line is read, the configuration, and a
// cell of each database, and an object is written. What it takes is what any such program takes on .NET.
Option<bool> json = new("--json");
Command status = new("status") { json };
status.SetAction(_ =>
{
    string state = Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".openclaw");
    using JsonDocument configuration = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(state, "openclaw.json")));
    string shared = Sqlite.Cell(Path.Combine(state, "state", "openclaw.sqlite"), "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'");
    string own = Sqlite.Cell(Path.Combine(state, "agents", "main", "agent", "openclaw-agent.sqlite"), "SELECT store_json FROM auth_profile_store WHERE store_key = 'primary'");
    using JsonDocument store = JsonDocument.Parse(shared.Length > 0 ? shared : "{}");
    JsonObject shown = new()
    {
        ["sections"] = configuration.RootElement.EnumerateObject().Count(),
        ["profiles"] = store.RootElement.TryGetProperty("profiles", out JsonElement profiles) ? profiles.EnumerateObject().Count() : 0,
        ["own"] = own.Length,
    };
    using Stream output = Console.OpenStandardOutput();
    using Utf8JsonWriter writer = new(output, new JsonWriterOptions { Indented = true });
    shown.WriteTo(writer);
});

return new RootCommand { new Command("models") { status } }.Parse(args).Invoke();
