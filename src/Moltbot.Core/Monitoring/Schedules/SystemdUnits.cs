using System.Globalization;
using System.Text;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>A service of systemd and its timer, as texts.</summary>
internal static class SystemdUnits
{
    /// <summary>The service: one pass.</summary>
    public static string Service(ScheduledRun run) => $"""
        # {ScheduleName.Mark}
        [Unit]
        Description=Moltbot: watch the model credentials
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=oneshot
        ExecStart={string.Join(' ', [.. StartOf(run.Program), .. run.Arguments.Select(Quoted)])}
        # 2: a credential expires soon. That is told, and no failure of the unit; 1 is.
        SuccessExitStatus=2
        TimeoutStartSec=15min
        Nice=10
        UMask=0077
        NoNewPrivileges=yes

        """.ReplaceLineEndings("\n");

    /// <summary>The timer.</summary>
    public static string Timer(ScheduledRun run) => string.Create(CultureInfo.InvariantCulture, $"""
        # {ScheduleName.Mark}
        [Unit]
        Description=Moltbot: watch the model credentials every {run.Every.TotalMinutes} min

        [Timer]
        OnBootSec=5min
        OnActiveSec=1min
        OnUnitActiveSec={run.Every.TotalMinutes}min
        RandomizedDelaySec=30s

        [Install]
        WantedBy=timers.target

        """).ReplaceLineEndings("\n");

    /// <summary>
    /// The path of the program is no word like the others: a $ in it begins no variable, and one with quotes or backslashes is
    /// refused, so that a shell starts it.
    /// </summary>
    private static string[] StartOf(string program) => program.IndexOfAny(['\'', '"', '\\']) >= 0
        ? ["/bin/sh", "-c", Quoted("exec \"$0\" \"$@\""), Quoted(program)]
        : [Quoted(program).Replace("$$", "$", StringComparison.Ordinal)];

    /// <summary>A word as systemd reads it: in quotes, with what means something there escaped.</summary>
    private static string Quoted(string word)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in word)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '%' => "%%",
                '$' => "$$",
                '\n' => @"\n",
                '\t' => @"\t",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
