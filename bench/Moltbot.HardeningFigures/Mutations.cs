using System.Globalization;
using Moltbot.Testing.Hardening;

namespace Moltbot.HardeningFigures;

/// <summary>Mutates the files of an installation one after the other, and has everything look that looks.</summary>
internal static class Mutations
{
    private const int FilesOfASeed = 500;

    /// <summary>Whether it was the file or the machine that took so long is told by looking again.</summary>
    private const int LooksAtSlow = 5;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    public static int Run(int files, int firstSeed)
    {
        int unhandled = 0;
        int slow = 0;
        TimeSpan slowest = TimeSpan.Zero;
        Lock telling = new();
        Parallel.For(0, (files + FilesOfASeed - 1) / FilesOfASeed, batch =>
        {
            using MutatedInstallation installation = new(firstSeed + batch);
            for (int file = 0; file < FilesOfASeed; file++)
            {
                try
                {
                    TimeSpan time = installation.Next();
                    for (int again = 0; time > Long && again < LooksAtSlow; again++)
                        time = TimeSpan.FromTicks(Math.Min(time.Ticks, installation.Again().Ticks));

                    lock (telling)
                    {
                        slowest = time > slowest ? time : slowest;
                        slow += time > Long ? 1 : 0;
                    }

                    if (time > Long)
                        Keep(installation, string.Create(CultureInfo.InvariantCulture, $"took {time.TotalSeconds:F1} s"));
                }
                catch (Exception e)
                {
                    lock (telling)
                        unhandled++;

                    Keep(installation, e.ToString());
                }
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files} mutated files, ten looks at each: {unhandled} unhandled, {slow} over a second, the slowest {slowest.TotalMilliseconds:F0} ms"));
        return unhandled + slow == 0 ? 0 : 1;
    }

    private static void Keep(MutatedInstallation installation, string what)
    {
        string path = Path.Combine(Path.GetTempPath(), $"moltbot-mutation-{Guid.NewGuid():N}-{Path.GetFileName(installation.Last.Path)}");
        File.WriteAllBytes(path, installation.Last.Content);
        Console.WriteLine($"{installation.Last.Path}, kept as {path}: {what}");
    }
}
