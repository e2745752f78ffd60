using System.Diagnostics;
using System.Text.Json.Nodes;
using Moltbot.Figures;

namespace Moltbot.SignInFigures;

/// <summary>Compares a refresh with nothing to renew with a status, in pairs of whole processes, in changing order.</summary>
internal static class Idle
{
    private static readonly string[] Refresh = ["models", "auth", "refresh"];
    private static readonly string[] Status = ["models", "status", "--no-usage"];

    public static async Task<int> RunAsync(string program, string[] arguments)
    {
        int pairs = House.Number(arguments, 0, 60);
        await using House house = await House.BuildAsync(TimeSpan.Zero, House.Codex);
        JsonObject entry = await house.SignInAsync(House.Codex, expired: false);
        house.WriteStore("main", KeyValuePair.Create(House.ProfileId, (JsonNode?)entry));
        List<(double Refresh, double Status)> measured = [];
        for (int pair = -1; pair < pairs; pair++)
        {
            bool isFirst = pair % 2 == 0;
            double early = await MeasureAsync(house, program, isFirst ? Refresh : Status);
            double late = await MeasureAsync(house, program, isFirst ? Status : Refresh);
            if (pair >= 0)
                measured.Add(isFirst ? (early, late) : (late, early));
        }

        double ratio = House.Median(measured.Select(one => one.Refresh / one.Status));
        House.Say($"refresh {House.Median(measured.Select(one => one.Refresh)):F1} ms, status {House.Median(measured.Select(one => one.Status)):F1} ms of processor time, ratio {ratio:F2} (medians of {pairs} pairs)");
        return ratio <= 1.05 ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(House house, string program, string[] arguments)
    {
        TimeSpan before = ProcessorTime.OfEnded();
        using Process process = house.Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, errors);
        return (ProcessorTime.OfEnded() - before).TotalMilliseconds;
    }
}
