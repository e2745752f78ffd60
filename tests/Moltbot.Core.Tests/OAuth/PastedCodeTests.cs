using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.OAuth;

public sealed class PastedCodeTests
{
    private const string State = "s1";

    private static readonly SignInProvider[] Providers = [.. SignInProvider.All.Where(provider => provider.Code is not null)];

    [Theory]
    [InlineData("http://localhost:1455/auth/callback?code=c1&state=s1", "c1")]
    [InlineData("  http://localhost:1455/auth/callback?state=s1&code=c%2F1#top \n", "c/1")]
    [InlineData("localhost:1455/auth/callback?code=c1&state=s1", "c1")]
    [InlineData("?code=c1&state=s1", "c1")]
    [InlineData("c1#s1", "c1")]
    [InlineData("c1", "c1")]
    public void What_a_person_copies_holds_the_code(string text, string code)
    {
        PasteRules rules = SignInProvider.Find(ProviderId.Parse("openai-codex"))!.Code!.Paste;

        PastedCode.Read(text, rules, State, out SignInFailure? failure).ShouldNotBeNull().Code.ShouldBe(code);
        failure.ShouldBeNull();
    }

    [Fact]
    public void A_code_of_another_sign_in_is_never_taken_and_nothing_makes_the_reader_stumble()
    {
        Gen<string> pieces = Gen.Elements("code", "=", "c1", "state", "s2", "&", "#", "?", "http://localhost/cb", ":", "%", "%zz", "+", " ", "error", "\u0000", "é");
        Gen<string> texts = pieces.ArrayOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text => Providers.All(provider => Holds(provider.Code!.Paste, text))).QuickCheckThrowOnFailure();
    }

    /// <summary>There is a code or a failure; and where a state is stated as such, it is not another.</summary>
    private static bool Holds(PasteRules rules, string text)
    {
        AuthorizationCode? code = PastedCode.Read(text, rules, State, out SignInFailure? failure);
        bool statesAnother = text.Trim() is var pasted && pasted.StartsWith("http://localhost/cb?state=s2&code=c1", StringComparison.Ordinal) && !pasted[20..].Contains('#', StringComparison.Ordinal);
        return (code is null) != (failure is null) && code?.Code != "" && !(statesAnother && code is not null);
    }
}
