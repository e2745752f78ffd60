using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>A token does not take the place of a key, or a key that of a sign-in, unless that is asked for.</summary>
internal sealed class AnotherKindIsNotReplacedUnasked : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        string[] arguments = [.. recorded.Input["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];
        int id = Array.IndexOf(arguments, "--profile-id");
        if (arguments is not [_, _, "paste-token", ..] || id < 0 || recorded.Input["sharedStore"]?["profiles"]?[arguments[id + 1]]?["type"]?.GetValue<string>() is null or "token")
            return false;

        recorded.Expected["exit"] = 1;
        return recorded.Expected.Remove("after");
    }
}
