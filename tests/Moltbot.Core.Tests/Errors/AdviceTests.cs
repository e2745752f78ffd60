using System.Text.RegularExpressions;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Errors;

/// <summary>What to do next is said in the words of the front end, and the words are in one place.</summary>
public sealed partial class AdviceTests
{
    public static TheoryData<string> Sources =>
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src", "Moltbot.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(file => Path.GetRelativePath(RepositoryLayout.Root, file))
            .Where(file => Path.GetFileName(file) is not ("NextSteps.cs" or "GatewayCommands.cs"))];

    [Theory]
    [InlineData(FrontEnd.CommandLine, "Session gone. `moltbot sessions model list` shows those there are.")]
    [InlineData(FrontEnd.Module, "Session gone. Get-MoltbotSessionModel shows those there are.")]
    public void A_text_names_the_next_step_in_the_words_of_the_front_end(FrontEnd frontEnd, string expected) => Gone().MessageIn(frontEnd).ShouldBe(expected);

    [Fact]
    public void An_error_in_the_words_of_a_front_end_is_the_same_error()
    {
        MoltbotException error = Gone().In(FrontEnd.Module);

        error.Message.ShouldBe(Gone().MessageIn(FrontEnd.Module));
        (error.Code, error.Subject, error.Path).ShouldBe((ErrorCode.SessionNotFound, "gone", "/store"));
    }

    [Fact]
    public void A_sentence_more_keeps_the_next_step() =>
        Gone().With($"Or try {NextSteps.ClearStalePins}.").MessageIn(FrontEnd.Module).ShouldBe("Session gone. Get-MoltbotSessionModel shows those there are. Or try Clear-MoltbotSessionModel -Stale.");

    [Fact]
    public void A_secret_in_an_advice_is_hidden() =>
        new MoltbotException(ErrorCode.InvalidArgument, $"Not {$"sk-ant-api03-{new string('x', 40)}"}. See {NextSteps.ListModels}.").MessageIn(FrontEnd.Module).ShouldNotContain("xxxxxxxx");

    [Fact]
    public void A_hint_to_several_steps_names_them_all() => FailureHint.For("This credential is only authorized for use with Claude Code and cannot be used for other API requests.", FrontEnd.Module)!
        .ShouldEndWith("store one with Import-MoltbotApiKey anthropic, then have it alone used with Set-MoltbotAuthOrder anthropic anthropic:default.");

    [Theory]
    [MemberData(nameof(Sources))]
    public void No_other_text_of_the_core_names_what_only_one_front_end_has(string source)
    {
        string[] named = [.. File.ReadLines(Path.Combine(RepositoryLayout.Root, source))
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Text().Matches(line).Select(match => match.Value))
            .Where(text => Named().IsMatch(text) && !OfGateway().IsMatch(text))];

        named.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("anthropic", "Import-MoltbotToken")]
    [InlineData("chutes", "Connect-MoltbotAccount chutes")]
    public void A_sign_in_that_is_of_no_use_names_the_next_step_of_each_front_end(string provider, string step) =>
        SignInAdvice.SignInAgain(ProviderId.Parse(provider)).In(FrontEnd.Module).ShouldContain(step);

    /// <summary>Of two texts a condition makes a text, in which the steps have become words already, unless one of them is said to be an advice.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void No_condition_turns_next_steps_into_words(string source) =>
        File.ReadLines(Path.Combine(RepositoryLayout.Root, source)).Where(line => FlattenedAdvice().IsMatch(line)).ShouldBeEmpty();

    private static MoltbotException Gone() => new(ErrorCode.SessionNotFound, $"Session {"gone"}. {NextSteps.ListSessions} shows those there are.") { Subject = "gone", Path = "/store" };

    [GeneratedRegex(""" "(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text();

    /// <summary>A command, a cmdlet of the module, an option or a parameter of either.</summary>
    [GeneratedRegex(@"\bmoltbot (models|sessions|env|run|secrets|onboard|completion|--)|[A-Z][a-z]+-Moltbot[A-Z]|(?<![\w-])--(agent|force|stdin|state-dir|profile-id|accept-risk|disabled|stale)\b|(?<![\w-])-(Agent|Force|Secret|FromEnvironment|StateDirectory|ProfileId|AcceptRisk|SecretName|ToVault|ToFile)\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"[?:] \$""[^""]*\{(NextSteps|SignInAdvice)\.(?![^}]*\.In\()[^}]*\}")]
    private static partial Regex FlattenedAdvice();

    /// <summary>What only the gateway's own program does.</summary>
    [GeneratedRegex("gateway's own `moltbot onboard`|`openclaw models")]
    private static partial Regex OfGateway();
}
