using Moltbot.Core;
using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>The profiles of an agent as a table.</summary>
internal sealed class ProfileTable(Session session)
{
    private const string Gap = "  ";

    private static readonly string[] Headings = ["Profile", "Kind", "Value", "Health", "Expires in", "Not used", "Stored in"];

    public void Write(Agent agent, ProviderId? provider, IReadOnlyList<ProfileStatus> profiles)
    {
        if (profiles.Count == 0)
        {
            session.Output.WriteLine($"No auth profiles{(provider is null ? "" : $" of {provider}")} for agent {agent.Id} ({session.Shorten(agent.StorePath)}).");
            return;
        }

        string[][] rows = [Headings, .. profiles.Select(profile => Array.ConvertAll(Cells(profile), VisibleText.Of))];
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];
        for (int index = 0; index < rows.Length; index++)
        {
            string line = string.Join(Gap, rows[index].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            session.Output.WriteLine(index == 0 ? session.Palette.Heading(line) : Paint(line, profiles[index - 1]));
        }
    }

    private string[] Cells(ProfileStatus profile) =>
    [
        profile.Email is null ? profile.ProfileId : $"{profile.ProfileId} ({profile.Email})",
        profile.Kind.ToStoredName(),
        profile.MaskedValue,
        profile.HealthName,
        ExpiresIn(profile),
        profile.Unusable?.ToString() ?? "-",
        profile.Path is null ? "-" : session.Shorten(profile.Path),
    ];

    private static string ExpiresIn(ProfileStatus profile) => profile.Health switch
    {
        HealthStatus.Static => "-",
        HealthStatus.Expired => "expired",
        _ => DurationText.Remaining(profile.ExpiresIn?.TotalMilliseconds),
    };

    private string Paint(string line, ProfileStatus profile) => profile.Health switch
    {
        HealthStatus.Expired => session.Palette.Bad(line),
        HealthStatus.Expiring or HealthStatus.Missing => session.Palette.Warning(line),
        _ => line,
    };
}
