using System.Globalization;
using Moltbot.UsageFigures;

if (args is not [string program, ..])
{
    Console.Error.WriteLine("usage: <our moltbot> [pairs, 40] [milliseconds of the slowest provider, 400]");
    return 2;
}

int pairs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40;
int slowest = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 400;
await using ProviderHouse house = await ProviderHouse.BuildAsync(TimeSpan.FromMilliseconds(slowest));
List<double> with = [];
List<double> without = [];
List<double> trustingOne = [];
for (int pair = -1; pair < pairs; pair++)
{
    bool isFirst = pair % 2 == 0;
    double early = await house.MeasureAsync(program, showsUsage: isFirst);
    double late = await house.MeasureAsync(program, showsUsage: !isFirst);
    double bound = await house.MeasureAsync(program, showsUsage: true, hasSystemRoots: false);
    if (pair < 0)
        continue;

    trustingOne.Add(bound);

    with.Add(isFirst ? early : late);
    without.Add(isFirst ? late : early);
}

with.Sort();
without.Sort();
trustingOne.Sort();
double over = Median(with) - slowest;
Say($"a status with the quota windows of {ProviderHouse.Providers} providers takes {Median(with):F0} ms (worst {with[^1]:F0}), without {Median(without):F0} ms; the slowest provider answers after {slowest} ms, so {over:F0} ms over it (medians of {pairs} pairs)");
Say($"where the system trusts one root alone, it is {Median(trustingOne) - slowest:F0} ms over it: the rest is the reading of all that a system trusts");
return over <= 50 ? 0 : 1;

static double Median(List<double> sorted) => sorted[sorted.Count / 2];

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
