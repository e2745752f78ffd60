using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Configuration;

public sealed class AuthProfileConfigurationTests
{
    private const string Kind = "apply-auth-profile";

    public static TheoryData<string> RecordedIds => [.. RecordingFolder.OfProject.Ids(Kind)];

    [Fact]
    public void A_profile_is_entered_without_touching_the_rest_of_its_entry() => Entering(new ConfiguredProfile("a:b", "a", "oauth", "kim@example.com")).ShouldChange(
        """
        {
          auth: {
            profiles: {
              'a:b': {
                provider: 'a',
                mode: 'token', // for now
              },
            },
          },
        }
        """,
        """
        {
          auth: {
            profiles: {
              'a:b': {
                provider: 'a',
                mode: 'oauth', // for now
                email: 'kim@example.com',
              },
            },
          },
        }
        """);

    [Fact]
    public void An_address_that_is_not_given_any_more_goes() => Entering(new ConfiguredProfile("a:b", "a", "oauth", "")).ShouldChange(
        "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'oauth', email: 'old@example.com' } } } }",
        "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'oauth' } } } }");

    [Fact]
    public void In_an_order_the_profile_becomes_the_first_and_stands_there_once() => Entering(new ConfiguredProfile("a:b", "a", "token", null)).ShouldChange(
        "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' } }, order: { a: ['x', 'a:b', 'y', 'a:b'], A: ['y'] } } }",
        "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' } }, order: { a: ['a:b', 'x', 'y'], A: ['y'] } } }");

    [Theory]
    [InlineData("['x', 'a:b']", "['x', 'a:b']")]
    [InlineData("['x']", "['x', 'a:b']")]
    public void A_profile_that_is_not_preferred_keeps_its_place_or_gets_the_last(string before, string after) => Entering(new ConfiguredProfile("a:b", "a", "token", null), preferFirst: false).ShouldChange(
        $"{{ auth: {{ profiles: {{ 'a:b': {{ provider: 'a', mode: 'token' }} }}, order: {{ a: {before} }} }} }}",
        $"{{ auth: {{ profiles: {{ 'a:b': {{ provider: 'a', mode: 'token' }} }}, order: {{ a: {after} }} }} }}");

    [Fact]
    public void A_profile_that_is_removed_leaves_no_trace_and_no_empty_order() => Removing("a:b").ShouldChange(
        "{ auth: { profiles: { 'a:b': { provider: 'a', mode: 'token' }, 'a:c': { provider: 'a', mode: 'token' } }, order: { a: ['a:b', 'a:c', 'a:b'], b: ['a:b'], c: [] } } }",
        "{ auth: { profiles: { 'a:c': { provider: 'a', mode: 'token' } }, order: { a: ['a:c'], c: [] } } }");

    [Fact]
    public void A_profile_that_the_configuration_does_not_know_needs_no_change() =>
        AuthProfileConfiguration.Remove(MoltbotConfiguration.Empty, "a:b").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(RecordedIds))]
    public void What_the_pure_rule_gives_is_what_the_edited_files_say(string id)
    {
        JsonObject input = RecordingFolder.OfProject.Case(Kind, id).Input;
        JsonObject configuration = input["cfg"]!.AsObject();
        ConfiguredProfile profile = new(input["params"]!["profileId"]!.GetValue<string>(), input["params"]!["provider"]!.GetValue<string>(), "token", null);
        using ConfigurationHome home = new ConfigurationHome().WithConfig(configuration.ToJsonString());

        home.Apply(current => AuthProfileConfiguration.Enter(current, profile));

        JsonObject expected = configuration.With(AuthProfileConfiguration.Enter(new MoltbotConfiguration(configuration), profile));
        JsonDifference.Find(expected["auth"], home.Load().Configuration.Json["auth"]).ShouldBeNull();
    }

    private static Rule Entering(ConfiguredProfile profile, bool preferFirst = true) => new(configuration => AuthProfileConfiguration.Enter(configuration, profile, preferFirst));

    private static Rule Removing(string profileId) => new(configuration => AuthProfileConfiguration.Remove(configuration, profileId));

    private sealed record Rule(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> Changes)
    {
        /// <summary>Applies the rule to a text; the stamp is taken off again.</summary>
        public void ShouldChange(string before, string after)
        {
            using ConfigurationHome home = new ConfigurationHome().WithConfig(before);

            home.Apply(Changes);

            Core.Json5.Json5Document.Parse(home.Config()).Remove(["meta"]).Text.ShouldBe(after);
            home.Apply(Changes).ShouldBeEmpty();
        }
    }
}
