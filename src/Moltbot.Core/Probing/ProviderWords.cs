using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Probing;

/// <summary>What a provider says about a failure, in whichever of the ways that there are (docs/gateway/probes.md §3).</summary>
internal sealed record ProviderWords
{
    private const double Fine = 200;

    /// <summary>Whether it says that something failed at all.</summary>
    public bool IsError { get; private init; }

    /// <summary>What it says; empty for nothing.</summary>
    public string Message { get; private init; } = "";

    /// <summary>Its names for the failure: types, codes and statuses, as they are written.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>A number that it gives, which may be an HTTP status.</summary>
    public double? Number { get; private init; }

    /// <summary>How long it wants to be left alone, as it is written; or <see langword="null"/>.</summary>
    public string? RetryDelay { get; private init; }

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="isRefusal">Whether its status says that it is a failure.</param>
    public static ProviderWords Read(JsonElement body, bool isRefusal)
    {
        JsonElement json = body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
        JsonElement error = json.Member("error");
        if (error.ValueKind == JsonValueKind.Object)
            return OfObject(json, error);
        if (error.AsText() is { Length: > 0 } text)
            return new ProviderWords { IsError = true, Message = FirstText(json.Member("error_description"), json.Member("message")) is { Length: > 0 } more ? $"{text}: {more}" : text, Names = [text] };
        if (json.Member("base_resp") is var response && response.Member("status_code").AsNumber() is { } code and not 0)
            return new ProviderWords { IsError = true, Message = response.Member("status_msg").AsText() ?? "", Names = [Text(code)], Number = code };
        if (isRefusal || SaysFailure(json))
            return new ProviderWords { IsError = true, Message = FirstText(json.Member("message"), json.Member("msg"), json.Member("detail")), Names = NamesIn(json), Number = NumberIn(json.Member("code")) };

        return new ProviderWords();
    }

    private static ProviderWords OfObject(JsonElement json, JsonElement error)
    {
        string message = FirstText(error.Member("message"), json.Member("message"));
        string raw = error.Member("metadata").Member("raw").AsText() ?? "";
        JsonElement[] details = error.Member("details") is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
        return new ProviderWords
        {
            IsError = true,
            Message = raw.Length == 0 ? message : $"{message}: {raw}",
            Names = [.. NamesIn(error), .. details.Select(detail => detail.Member("reason").AsText()).OfType<string>()],
            Number = NumberIn(error.Member("code")),
            RetryDelay = details.Select(detail => detail.Member("retryDelay").AsText()).FirstOrDefault(delay => delay is not null),
        };
    }

    /// <summary>Whether an answer that is no error by its form says that it is one, as z.ai's do.</summary>
    private static bool SaysFailure(JsonElement json) =>
        json.Member("success").ValueKind == JsonValueKind.False
        || json.Member("type").AsText() == "error"
        || (json.Member("msg").AsText() is not null && NumberIn(json.Member("code")) is { } code && code is not (0 or Fine));

    private static string[] NamesIn(JsonElement error) =>
        [.. new[] { error.Member("type"), error.Member("status"), error.Member("code"), error.Member("__type") }.Select(TextOrNumber).OfType<string>()];

    private static string? TextOrNumber(JsonElement name) => name.AsText() ?? (name.AsNumber() is { } number ? Text(number) : null);

    private static double? NumberIn(JsonElement code) =>
        code.AsNumber() ?? (double.TryParse(code.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out double number) ? number : null);

    private static string FirstText(params JsonElement[] members) => members.Select(member => member.AsText()).FirstOrDefault(text => text is { Length: > 0 }) ?? "";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
