using Moltbot.Core.Installation;
using Moltbot.Core.Quotas;
using Moltbot.Core.Running;

namespace Moltbot.Cli.Rendering;

/// <summary>How much of plans is left, as bars.</summary>
internal sealed class UsageText(Session session)
{
    private const int LongestBar = 20;
    private const int ShortestBar = 5;
    private const int RoomForWords = 34;
    private const double NearlyNothing = 10;
    private const double Little = 30;

    private readonly bool isUnicode = SpeaksUnicode(session.Environment);
    private readonly int length = LengthOfBar();

    public void Write(IReadOnlyList<ProviderUsage> usages)
    {
        if (usages.Count == 0)
        {
            session.Output.WriteLine("Usage: no provider usage available.");
            return;
        }

        session.Output.WriteLine("Usage:");
        foreach (ProviderUsage usage in usages)
        {
            int widest = usage.Windows.Select(window => window.Label.Length).DefaultIfEmpty().Max();
            string[] lines = [.. QuotaText.Report(usage, TimeZoneInfo.Local, window => Bar(window, widest))];
            session.Output.WriteLine(usage.Error is not null ? session.Palette.Bad(lines[0]) : session.Palette.Heading(lines[0]));
            foreach (string line in lines.Skip(1))
                session.Output.WriteLine(isUnicode ? line : line.Replace('·', '-'));
        }
    }

    /// <summary>What is left is full, below labels that are as wide as the widest.</summary>
    private string Bar(UsageWindow window, int widest)
    {
        string margin = new(' ', widest - window.Label.Length);
        if (length < ShortestBar)
            return margin;

        int full = (int)Math.Round(window.LeftPercent / 100 * length, MidpointRounding.AwayFromZero);
        string bar = new string(isUnicode ? '█' : '#', full) + new string(isUnicode ? '░' : '.', length - full);
        return $"{margin}{Paint(bar, window.LeftPercent)} ";
    }

    private string Paint(string bar, double left) =>
        left < NearlyNothing ? session.Palette.Bad(bar) :
        left < Little ? session.Palette.Warning(bar) :
        session.Palette.Good(bar);

    /// <summary>What fits beside the words into the window of a terminal.</summary>
    private static int LengthOfBar() => StandardStreams.IsOutputTerminal ? Math.Clamp(Console.WindowWidth - RoomForWords, 0, LongestBar) : LongestBar;

    /// <summary>Whether the language settings name an encoding that has more than letters. Where none is set, as on Windows, it has.</summary>
    private static bool SpeaksUnicode(ProcessEnvironment environment) =>
        environment.Get("TERM") != "dumb"
        && (environment.GetFirstNonBlank("LC_ALL", "LC_CTYPE", "LANG") is not { } locale || locale.Replace("-", "", StringComparison.Ordinal).Contains("utf8", StringComparison.OrdinalIgnoreCase));
}
