using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

public sealed class TokenImportTests : IDisposable
{
    private const string SetupTokenText = "sk-ant-oat01-FAKE-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";
    private const string TokenText = "FAKE-token-0123456789";

    private static readonly TokenImport ForZai = new() { Provider = ProviderId.Parse("z.ai") };

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_token_is_stored_and_entered_in_the_configuration()
    {
        installation.Configuration("{ auth: { order: { zai: ['zai:a'] } } } // mine\n");

        ImportedProfile imported = Import(ForZai with { ProfileId = " zai:work ", ExpiresIn = TimeSpan.FromDays(1), Email = " a@b.co " });

        AuthProfile stored = installation.Stored().Find("zai:work").ShouldNotBeNull();
        (stored.Kind, stored.ProviderName, stored.Token.Reveal(), stored.Email).ShouldBe((AuthProfileKind.Token, "zai", TokenText, "a@b.co"));
        stored.Expires.ShouldBe(installation.Time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());
        installation.Open().Configuration.Profiles["zai:work"].ShouldBe(new("zai:work", "zai", "token", "a@b.co"));
        installation.Open().Configuration.Order(ForZai.Provider).ShouldBe(["zai:work", "zai:a"]);
        File.ReadAllText(installation.ConfigPath).ShouldContain(" // mine");
        imported.ShouldSatisfyAllConditions(
            () => imported.ProfileId.ShouldBe("zai:work"),
            () => imported.HasReplaced.ShouldBeFalse(),
            () => imported.Notes.ShouldBeEmpty(),
            () => imported.ConfigPath.ShouldBe(installation.ConfigPath),
            () => imported.Path.ShouldBe(installation.StorePath()));
    }

    [Fact]
    public void The_configuration_is_left_alone_when_that_is_asked_for()
    {
        Import(ForZai with { Options = new() { NoConfig = true } }).ConfigPath.ShouldBeNull();

        File.Exists(installation.ConfigPath).ShouldBeFalse();
        installation.Stored().Find("zai:manual").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("  {0}\n")]
    [InlineData("sk-ant-oat01-\nFAKE-0123456789-0123456789-0123456789-0123456789-0123456789- 0123456789")]
    [InlineData("sk-ant-oat01-FAKE-0123456789-\r\n   0123456789-0123456789-0123456789-0123456789-0123456789")]
    public void What_copying_put_into_a_setup_token_is_taken_out(string pasted) =>
        new TokenImport { IsSetupToken = true }.CheckToken(new Secret(pasted.Replace("{0}", SetupTokenText, StringComparison.Ordinal))).Reveal().ShouldBe(SetupTokenText);

    [Theory]
    [InlineData("", "no token was given")]
    [InlineData(" \n", "no token was given")]
    [InlineData("sk-ant-api03-FAKE-0123456789", "paste-api-key")]
    [InlineData("sk-ant-oat01-FAKE", "too short")]
    [InlineData("something-else", "sk-ant-oat01-")]
    public void What_is_no_setup_token_is_refused_with_the_reason(string pasted, string reason) =>
        Refused(new TokenImport { IsSetupToken = true }, pasted).ShouldContain(reason, Case.Sensitive);

    [Theory]
    [InlineData("FAKE\nFAKE", "line break")]
    [InlineData("FAKE\u0007", "control character")]
    [InlineData("FAKE\u2013", "Character 5 of the token is U+2013")]
    [InlineData("FAKE-\uFFFD\uFFFD", "Character 6 of the token is U+FFFD")]
    public void What_no_header_can_carry_is_refused(string pasted, string reason) => Refused(ForZai, pasted).ShouldContain(reason);

    [Fact]
    public void A_setup_token_is_for_anthropic_only() => ShouldBeRefused(ForZai with { IsSetupToken = true }, ErrorCode.InvalidArgument);

    [Fact]
    public void A_provider_whose_name_no_profile_can_have_is_refused() => ShouldBeRefused(new TokenImport { Provider = ProviderId.Parse("a\nb") }, ErrorCode.InvalidArgument);

    [Fact]
    public void A_provider_has_to_be_named() => ShouldBeRefused(new TokenImport { Provider = ProviderId.Parse(" ") }, ErrorCode.ProviderMissing);

    [Fact]
    public void An_expiry_that_is_not_in_the_future_is_refused()
    {
        ShouldBeRefused(ForZai with { ExpiresIn = TimeSpan.Zero }, ErrorCode.InvalidArgument);
        ShouldBeRefused(ForZai with { ExpiresAt = installation.Time.GetUtcNow() }, ErrorCode.InvalidArgument);
        ShouldBeRefused(ForZai with { ExpiresIn = TimeSpan.MaxValue }, ErrorCode.InvalidArgument);
        ShouldBeRefused(ForZai with { ExpiresIn = TimeSpan.FromDays(1), ExpiresAt = DateTimeOffset.MaxValue }, ErrorCode.InvalidArgument);
    }

    [Fact]
    public void An_id_that_the_gateway_would_lose_is_refused() => ShouldBeRefused(ForZai with { ProfileId = "__proto__" }, ErrorCode.InvalidArgument);

    [Fact]
    public void A_profile_of_another_kind_is_replaced_only_by_force()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:manual"));

        ShouldBeRefused(ForZai, ErrorCode.ProfileOfOtherKind);

        Import(ForZai with { Options = new() { Force = true } }).HasReplaced.ShouldBeTrue();
        installation.Stored().Find("zai:manual")!.Kind.ShouldBe(AuthProfileKind.Token);
    }

    [Fact]
    public void A_profile_of_another_provider_is_replaced_only_by_force()
    {
        installation.Store(new StoreBuilder().Token("zai:manual", provider: "openai"));

        ShouldBeRefused(ForZai, ErrorCode.ProfileOfOtherKind);
    }

    [Fact]
    public void A_profile_of_the_same_kind_is_replaced()
    {
        installation.Store(new StoreBuilder().Token("zai:manual"));

        Import(ForZai).HasReplaced.ShouldBeTrue();

        installation.Stored().Find("zai:manual")!.Token.Reveal().ShouldBe(TokenText);
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_keeps_the_store_as_it_is()
    {
        installation.Configuration("{ auth: { profiles: 3 } }");

        ShouldBeRefused(ForZai, ErrorCode.ConfigInvalid);
    }

    [Fact]
    public void A_profile_that_cannot_be_entered_in_the_configuration_is_taken_back()
    {
        string directory = Directory.CreateDirectory(installation.Home["elsewhere"]).FullName;
        using SmallDisk disk = SmallDisk.MountAt(directory);
        installation.File("elsewhere/moltbot.json", "{}").Variable("MOLTBOT_CONFIG_PATH", Path.Combine(directory, "moltbot.json")).Store(new StoreBuilder().Token("zai:manual"));
        disk.Fill();
        string before = installation.Home.Fingerprint();

        MoltbotException error = Should.Throw<MoltbotException>(() => Import(ForZai));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Message.ShouldEndWith("The profile zai:manual was taken back, so the credentials are what they were.");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_full_disk_keeps_every_file_as_it_was()
    {
        string state = Directory.CreateDirectory(installation.Home[".clawdbot"]).FullName;
        using SmallDisk disk = SmallDisk.MountAt(state);
        installation.Configuration("{}").Store(new StoreBuilder().Token("zai:manual"));
        disk.Fill();

        ShouldBeRefused(ForZai, ErrorCode.WriteFailed);
    }

    [Fact]
    public void An_order_that_leaves_the_profile_out_is_named()
    {
        installation.Store(new StoreBuilder().Token("zai:a").Order("zai", "zai:a"));

        ImportNote note = Import(ForZai).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.LeftOutOfOrder);
        note.Message.ShouldContain("moltbot models auth order set --provider zai zai:a zai:manual");
    }

    [Fact]
    public void A_configuration_that_says_otherwise_is_named()
    {
        installation.Configuration("{ auth: { profiles: { 'zai:manual': { provider: 'zai', mode: 'api_key' } } } }");

        Import(ForZai with { Options = new() { NoConfig = true } }).Notes.ShouldHaveSingleItem().Obstacle.ShouldBe(ImportNoteKind.ConfiguredOtherwise);
    }

    [Fact]
    public void A_credential_that_comes_first_is_named()
    {
        installation.Configuration("{ auth: { order: { zai: ['zai:a'] } } }").Store(new StoreBuilder().Token("zai:a").Order("zai", "zai:a", "zai:manual"));

        ImportNote note = Import(ForZai).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.OtherCredentialFirst);
        note.Message.ShouldStartWith("zai:a comes before zai:manual.");
    }

    [Fact]
    public void Variables_that_a_provider_is_configured_to_use_come_first_and_are_named()
    {
        installation.Configuration("{ models: { providers: { 'amazon-bedrock': { baseUrl: 'https://bedrock.example.test', auth: 'aws-sdk', models: [] } } } }").Variable("AWS_PROFILE", "work");

        ImportNote note = Import(new TokenImport { Provider = ProviderId.Parse("amazon-bedrock") }).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.OtherCredentialFirst);
        note.Message.ShouldStartWith("env: AWS_PROFILE comes before amazon-bedrock:manual.");
    }

    [Fact]
    public void A_provider_that_nobody_knows_is_accepted_with_a_word_about_it()
    {
        ImportNote note = Import(new TokenImport { Provider = ProviderId.Parse("anthropc") }).Notes.ShouldHaveSingleItem();

        note.Obstacle.ShouldBe(ImportNoteKind.ProviderUnknown);
        note.Message.ShouldEndWith("Did you mean anthropic?");
    }

    [Fact]
    public void A_provider_of_the_configuration_is_known()
    {
        installation.Configuration("{ models: { providers: { proxy: { baseUrl: 'https://llm.example.test', models: [] } } } }");

        Import(new TokenImport { Provider = ProviderId.Parse("proxy") }).Notes.ShouldBeEmpty();
    }

    [Fact]
    public void An_agent_gets_the_profile_and_none_of_mains()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));

        installation.Agent("helper").Profiles.ImportToken(ForZai, new Secret(TokenText), TestContext.Current.CancellationToken);

        installation.Stored("helper").Profiles.Select(profile => profile.Id).ShouldBe(["zai:manual"]);
        installation.Stored().Find("zai:manual").ShouldBeNull();
    }

    private ImportedProfile Import(TokenImport import) => installation.Agent().Profiles.ImportToken(import, new Secret(TokenText), TestContext.Current.CancellationToken);

    private static string Refused(TokenImport import, string pasted)
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => import.CheckToken(new Secret(pasted)));
        error.Code.ShouldBe(ErrorCode.CredentialInvalid);
        error.Message.ShouldNotContain(pasted.Length > 13 ? pasted : $"\"{pasted}\"");

        return error.Message;
    }

    private void ShouldBeRefused(TokenImport import, ErrorCode code)
    {
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Import(import)).Code.ShouldBe(code);

        installation.Home.Fingerprint().ShouldBe(before);
    }
}
