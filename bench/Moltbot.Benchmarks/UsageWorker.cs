using System.Diagnostics;
using System.Globalization;
using Moltbot.Core;
using Moltbot.Core.Failures;
using Moltbot.Core.Installation;

namespace Moltbot.Benchmarks;

/// <summary>
/// Records failures of a profile for some seconds: says <c>ready</c> when it is warm, begins at the next line of standard
/// input, and prints how many it recorded: <c>usage-worker &lt;home&gt; &lt;profile&gt; &lt;seconds&gt; &lt;pause in milliseconds&gt;</c>.
/// </summary>
internal static class UsageWorker
{
    public static int Run(string[] args)
    {
        Agent agent = MoltbotInstallation.Open(new ProcessEnvironment { HomeDirectory = args[0], WorkingDirectory = args[0] }).MainAgent;
        int pause = int.Parse(args[3], CultureInfo.InvariantCulture);
        Update(agent, args[1], TimeSpan.FromSeconds(1), pause);
        Console.WriteLine("ready");
        Console.ReadLine();
        Console.WriteLine(Update(agent, args[1], TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture)), pause).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Update(Agent agent, string profileId, TimeSpan time, int pause)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            agent.ProfileUsage.Failed(profileId, FailureReason.RateLimit);
            count++;
            if (pause > 0)
                Thread.Sleep(pause);
        }

        return count;
    }
}
