using Moltbot.Core.Health;
using Moltbot.Core.Sessions;
using Moltbot.Core.Text;
using Moltbot.Core;

namespace Moltbot.Cli.Rendering;

/// <summary>What sessions use, for people.</summary>
internal sealed class SessionText(Session session)
{
    private static readonly string[] Headings = ["Session", "Model", "Pinned profile", "Pinned by", "Pin", "Next profile"];

    public void WriteTable(Agent agent, IReadOnlyList<SessionModel> sessions)
    {
        if (sessions.Count == 0)
        {
            session.Output.WriteLine($"No sessions of agent {agent.Id} ({session.Shorten(agent.Sessions.StorePath)}).");
            return;
        }

        string[][] rows = [Headings, .. sessions.Select(model => Array.ConvertAll(Cells(model), VisibleText.Of))];
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];
        for (int index = 0; index < rows.Length; index++)
        {
            string line = string.Join("  ", rows[index].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            session.Output.WriteLine(index == 0 ? session.Palette.Heading(line) : sessions[index - 1].IsStale ? session.Palette.Bad(line) : line);
        }
    }

    public void Write(SessionModel model)
    {
        WriteField("Session", model.SessionKey);
        WriteField("Agent", model.Agent);
        WriteField("Model", $"{model.Model} ({OriginOf(model)})");
        WriteField("Pinned profile", model.ProfileId is null ? "-" : $"{model.ProfileId} ({NameOf(model.PinnedBy)})");
        WriteField("Pin", model.Reason is null ? NameOf(model.PinState) : $"{NameOf(model.PinState)}. {model.Reason}");
        WriteField("Next profile", model.NextProfileId ?? "-");
        WriteField("Session store", session.Shorten(model.Path));
    }

    /// <summary>The lines of the gateway's reply to <c>/model status</c>, with what the session is pinned to.</summary>
    public void Write(SelectableModels status)
    {
        WriteField("Session", status.Session.SessionKey);
        WriteField("Current", status.Session.Model);
        WriteField("Default", status.Default);
        WriteField("Agent", status.Session.Agent);
        WriteField("Auth file", session.Shorten(status.AuthStorePath));
        WriteField("Pinned profile", status.Session.ProfileId is null ? "-" : $"{status.Session.ProfileId} ({NameOf(status.Session.PinnedBy)})");
        WriteField("Next profile", status.Session.NextProfileId ?? "-");
        if (status.Session.Reason is { } reason)
            WriteField("Pin", $"{NameOf(status.Session.PinState)}. {reason}");

        foreach (ProviderModels provider in status.Providers)
        {
            session.Output.WriteLine();
            session.Output.WriteLine($"[{provider.Provider}] endpoint: {provider.Endpoint ?? "default"}{(provider.Api is null ? "" : $" api: {provider.Api}")} auth: {provider.Auth}");
            foreach ((string key, IReadOnlyList<string> aliases) in provider.Models)
                session.Output.WriteLine($"  • {key}{(aliases.Count > 0 ? $" ({string.Join(", ", aliases)})" : "")}");
        }
    }

    private static string[] Cells(SessionModel model) =>
    [
        model.SessionKey,
        model.Model,
        model.ProfileId ?? "-",
        model.PinnedBy == PinSource.None ? "-" : NameOf(model.PinnedBy),
        model.IsPinned ? NameOf(model.PinState) : "-",
        model.NextProfileId ?? "-",
    ];

    private static string OriginOf(SessionModel model) => model.ModelOrigin switch
    {
        ModelOrigin.Session => "pinned",
        ModelOrigin.Parent => "pinned in the session that the thread belongs to",
        _ => "default",
    };

    private static string NameOf(Enum value) => value.ToString().ToLowerInvariant();

    private void WriteField(string name, string value) => session.Output.WriteLine($"{session.Palette.Label(name)}: {value}");
}
