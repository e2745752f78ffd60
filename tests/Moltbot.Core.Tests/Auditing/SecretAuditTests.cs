using Moltbot.Core.Auditing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Tests.Files;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Auditing;

public sealed class SecretAuditTests : IDisposable
{
    private static readonly SecretReference InVault = SecretReference.To(new VaultSecret("SecretStore", "openai"));

    private readonly TemporaryInstallation installation = new();
    private readonly FakeSecretSource vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_store_of_references_alone_is_clean()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault).OAuth("anthropic:me"));

        SecretExposure exposure = Run();

        (exposure.ExitCode, exposure.Status).ShouldBe((0, "clean"));
        exposure.Files.ShouldBe([installation.StorePath()]);
    }

    [Fact]
    public void Plain_secrets_are_found_in_every_agents_store_and_in_copies()
    {
        installation.Store(new StoreBuilder().ApiKey("openai:a")).Store(new StoreBuilder().Token("zai:b"), "helper")
            .File(".clawdbot/agents/main/agent/auth-profiles.json.bak", new StoreBuilder().ApiKey("openai:old").ToText());

        Run().Findings.Select(finding => (finding.CodeName, finding.Entry)).ShouldBe(
        [
            ("PLAINTEXT_FOUND", "profiles.openai:a.key"),
            ("PLAINTEXT_FOUND", "profiles.openai:old.key"),
            ("PLAINTEXT_FOUND", "profiles.zai:b.token"),
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("auth-profiles.json~")]
    [InlineData("auth-profiles (1).json")]
    [InlineData("auth-profiles-WORKSTATION.json")]
    [InlineData("auth-profiles copy.json")]
    [InlineData("Copy of auth-profiles.json")]
    [InlineData("#auth-profiles.json#")]
    public void Copies_are_known_however_they_are_named(string name)
    {
        installation.Store(new StoreBuilder()).File($".clawdbot/agents/main/agent/{name}", new StoreBuilder().ApiKey("openai:old").ToText());

        Run().Findings.Select(finding => (finding.CodeName, finding.Entry)).ShouldBe([("PLAINTEXT_FOUND", "profiles.openai:old.key")]);
    }

    [Theory]
    [InlineData("auth-profiles.json.lock")]
    [InlineData("auth-profilesx.json")]
    [InlineData("other-auth.json")]
    public void Other_files_are_no_copies(string name)
    {
        installation.Store(new StoreBuilder()).File($".clawdbot/agents/main/agent/{name}", new StoreBuilder().ApiKey("openai:old").ToText());

        Run().Files.ShouldBe([installation.StorePath()]);
    }

    [Theory]
    [InlineData("""{"type": "api_key", "provider": "openai", "apiKey": "sk-abcdef0123456789"}""", "profiles.x.apiKey")]
    [InlineData("""{"mode": "api_key", "provider": "openai", "key": "sk-abcdef0123456789"}""", "profiles.x.key")]
    [InlineData("""{"type": "passkey", "provider": "openai", "data": {"secret": "abcdef0123456789"}}""", "profiles.x.data.secret")]
    [InlineData("""{"type": "api_key", "key": "sk-abcdef0123456789"}""", "profiles.x.key")]
    public void A_secret_that_the_gateway_does_not_read_is_exposed_all_the_same(string entry, string place)
    {
        installation.Store($$$"""{"version": 1, "profiles": {"x": {{{entry}}}}}""");

        Run().Findings.Select(finding => (finding.CodeName, finding.Entry)).ShouldBe([("PLAINTEXT_FOUND", place)]);
    }

    [Theory]
    [InlineData("${ZAI_API_KEY}")]
    [InlineData("sk-abcdefghijkl...6789")]
    [InlineData("Bearer sk-abcdefghijkl6789")]
    public void What_cannot_be_a_secret_is_pointed_out(string stored)
    {
        installation.Store($$$$"""{"version": 1, "profiles": {"zai:x": {"type": "api_key", "provider": "zai", "key": "{{{{stored}}}}"}}}""");

        SecretFinding finding = Run().Findings.ShouldHaveSingleItem();

        (finding.CodeName, finding.Entry).ShouldBe(("NOT_A_SECRET", "profiles.zai:x.key"));
        finding.Message.ShouldNotContain("abcdef");
        installation.Open().MainAgent.GetModelStatus().Warnings.ShouldContain(warning => warning.Contains("\"zai:x\" is none that a provider accepts"));
    }

    [Fact]
    public void What_is_no_file_where_one_is_looked_for_is_told()
    {
        Directory.CreateDirectory(installation.Home[".clawdbot/.env"]);
        SymbolicLink.Make(installation.Home[".clawdbot/moltbot.json"], installation.Home["nowhere"]);

        SecretExposure exposure = Run();

        exposure.ExitCode.ShouldBe(1);
        exposure.Errors.Select(error => error.Path).ShouldBe([installation.Home[".clawdbot/.env"], installation.Home[".clawdbot/moltbot.json"]], ignoreOrder: true);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("latin1")]
    public void Variables_in_another_encoding_are_told(string encoding)
    {
        Directory.CreateDirectory(installation.Home[".clawdbot"]);
        File.WriteAllBytes(installation.Home[".clawdbot/.env"], System.Text.Encoding.GetEncoding(encoding).GetBytes("ZAI_API_KEY=abc\u00E4def # \u00E4\n"));
        Unix.SetMode(installation.Home[".clawdbot/.env"], "600");

        Run().Errors.ShouldHaveSingleItem().Message.ShouldContain("is not UTF-8");
    }

    [Fact]
    public void A_directory_of_agents_that_cannot_be_listed_is_told()
    {
        installation.Store(new StoreBuilder());
        Unix.SetMode(installation.Home.Path, "755");
        Unix.SetMode(installation.Home[".clawdbot/agents"], "111");

        Unprivileged.Run(() => Run()).Errors.Select(error => error.Path).ShouldContain(installation.Home[".clawdbot/agents"]);
    }

    [Theory]
    [InlineData(".clawdbot/agents/main/agent/auth-profiles.json")]
    [InlineData(".clawdbot/agents/main/agent/auth-profiles.json.bak")]
    [InlineData(".clawdbot/agents/main/agent/models.json")]
    [InlineData(".clawdbot/moltbot.json")]
    [InlineData(".clawdbot/moltbot.json.bak.1")]
    [InlineData(".clawdbot/secrets.providers.json")]
    public void What_cannot_be_read_is_told_once_and_not_called_clean(string path)
    {
        installation.Configuration("{}").File(path, "{ broken");

        SecretExposure exposure = Run();

        exposure.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.Home[path]);
        exposure.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData(".clawdbot/agents/main/agent/auth-profiles.json")]
    [InlineData(".clawdbot/agents/main/agent/auth-profiles.json.bak")]
    public void What_is_json_and_no_store_is_not_called_clean(string path)
    {
        installation.File(path, """{ "keys": ["a-secret"] }""");

        SecretExposure exposure = Run();

        exposure.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.Home[path]);
        exposure.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_reference_that_agents_inherit_is_followed_and_reported_once()
    {
        vaults.Answers[InVault.Id] = new FetchedSecret(SecretErrors.NoVault("SecretStore", []));
        installation.Store(new StoreBuilder().ApiKeyAt("openai:gone", InVault))
            .Store(new StoreBuilder().ApiKey("zai:b"), "helper")
            .File(".clawdbot/agents/heir/agent/models.json", "{}");

        Run().Findings.Where(finding => finding.Code == SecretFindingCode.RefUnresolved).ShouldHaveSingleItem().Agent.ShouldBe("main");
    }

    [Fact]
    public void What_must_not_be_read_is_not_called_clean_either()
    {
        installation.File(".clawdbot/.env", "A_KEY=something-secret");
        Unix.SetMode(installation.Home.Path, "755");
        Unix.SetMode(installation.Home[".clawdbot/.env"], "0");

        SecretExposure exposure = Unprivileged.Run(() => Run());

        exposure.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.Home[".clawdbot/.env"]);
        exposure.ExitCode.ShouldBe(1);
    }

    [Fact]
    public void An_empty_file_is_clean()
    {
        installation.File(".clawdbot/agents/main/agent/models.json", "");

        Run().Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_configuration_that_another_has_taken_the_place_of_is_looked_at_too()
    {
        installation.Configuration("{}").File(".clawdbot/clawdbot.json", """{"gateway":{"auth":{"token":"a-token-in-plain-text"}}}""");

        Run().Findings.ShouldContain(finding => finding.Path == installation.Home[".clawdbot/clawdbot.json"] && finding.Entry == "gateway.auth.token");
    }

    [Fact]
    public void A_plain_secret_beside_a_reference_is_shadowed()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault, key: "plain-text"));

        Run().Findings.ShouldHaveSingleItem().CodeName.ShouldBe("REF_SHADOWED");
    }

    [Fact]
    public void A_reference_that_leads_nowhere_makes_it_2()
    {
        vaults.Answers[InVault.Id] = new FetchedSecret(SecretErrors.NoVault("SecretStore", []));
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault).ApiKey("openai:b"));

        SecretExposure exposure = Run();

        (exposure.ExitCode, exposure.Status).ShouldBe((2, "unresolved"));
        exposure.Findings.ShouldContain(finding => finding.CodeName == "REF_UNRESOLVED" && finding.ProfileId == "openai:a" && finding.Message.Contains("Register-SecretVault"));
    }

    [Fact]
    public void The_configuration_is_looked_at_with_its_includes_and_backups()
    {
        installation.Configuration("""{ $include: "./more.json5", env: { OPENAI_API_KEY: "sk-plain", ZAI_API_KEY: "${ZAI}", HOME_PAGE: "not a secret" }, gateway: { auth: { token: "gateway-token" } } }""")
            .File(".clawdbot/more.json5", "{ models: { providers: { acme: { apiKey: 'plain-key' } } } }")
            .File(".clawdbot/moltbot.json.bak.1", "{ env: { vars: { GROQ_API_KEY: 'old-plain' } } }");
        Protect();

        Run().Findings.Select(finding => (Path.GetFileName(finding.Path), finding.Entry)).ShouldBe(
        [
            ("moltbot.json", "env.OPENAI_API_KEY"),
            ("moltbot.json", "gateway.auth.token"),
            ("moltbot.json.bak.1", "env.vars.GROQ_API_KEY"),
            ("more.json5", "models.providers.acme.apiKey"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void Variables_and_models_and_older_layouts_are_looked_at()
    {
        installation.File(".clawdbot/.env", "OPENAI_API_KEY=sk-plain\nEDITOR=vim\n")
            .File(".clawdbot/agents/main/agent/models.json", """{ "providers": { "a": { "apiKey": "MINIMAX_API_KEY" }, "b": { "apiKey": "plain-secret" }, "c": { "apiKey": "!op read" } } }""")
            .File(".clawdbot/agents/main/agent/auth.json", "{}").File(".clawdbot/credentials/oauth.json", "{}");
        Protect();

        Run().Findings.Select(finding => (finding.CodeName, finding.Entry)).ShouldBe(
        [
            ("LEGACY_RESIDUE", null),
            ("PLAINTEXT_FOUND", "providers.b.apiKey"),
            ("LEGACY_RESIDUE", null),
            ("PLAINTEXT_FOUND", "OPENAI_API_KEY"),
        ]);
    }

    [Fact]
    public void A_finding_names_the_installation_and_the_agent_whose_file_it_is()
    {
        installation.Store(new StoreBuilder().ApiKey("openai:a")).Store(new StoreBuilder().Token("zai:b"), "helper")
            .File(".clawdbot/agents/helper/agent/auth-profiles.json.bak", new StoreBuilder().ApiKey("openai:old").ToText())
            .File(".clawdbot/agents/helper/agent/auth.json", "{}")
            .File(".clawdbot/.env", "OPENAI_API_KEY=sk-plain\n");
        Protect();
        Unix.SetMode(installation.AgentFile("auth.json", "helper"), "644");

        IReadOnlyList<SecretFinding> findings = Run(protect: false).Findings;

        findings.ShouldAllBe(finding => finding.StateDirectory == installation.Home[".clawdbot"]);
        findings.Select(finding => (finding.CodeName, finding.Entry, finding.Agent)).ShouldBe(
        [
            ("PLAINTEXT_FOUND", "profiles.openai:a.key", "main"),
            ("PLAINTEXT_FOUND", "profiles.zai:b.token", "helper"),
            ("PLAINTEXT_FOUND", "profiles.openai:old.key", "helper"),
            ("PERMISSIONS_TOO_OPEN", null, "helper"),
            ("LEGACY_RESIDUE", null, "helper"),
            ("PLAINTEXT_FOUND", "OPENAI_API_KEY", null),
        ]);
    }

    [Fact]
    public void A_reference_that_leads_nowhere_is_of_the_agent_whose_store_has_it()
    {
        vaults.Answers[InVault.Id] = new FetchedSecret(SecretErrors.NoVault("SecretStore", []));
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault)).Store(new StoreBuilder().ApiKeyAt("openai:b", InVault), "helper");

        Run().Findings.Select(finding => (finding.ProfileId, finding.Agent)).ShouldBe([("openai:a", "main"), ("openai:b", "helper")]);
    }

    [Fact]
    public void A_file_that_others_can_read_is_found()
    {
        installation.Configuration("{}");
        Unix.SetMode(installation.ConfigPath, "644");

        SecretFinding finding = Run().Findings.ShouldHaveSingleItem();

        (finding.CodeName, finding.Path).ShouldBe(("PERMISSIONS_TOO_OPEN", installation.ConfigPath));
        finding.Message.ShouldContain("chmod 600");
    }

    [Fact]
    public void No_secret_is_in_the_findings_and_no_file_is_changed()
    {
        installation.Store(new StoreBuilder().ApiKey("openai:a", "sk-plain-secret-of-some-length")).File(".clawdbot/.env", "ZAI_API_KEY=sk-plain-secret-of-some-length");
        string before = installation.Home.Fingerprint();

        IReadOnlyList<SecretFinding> findings = Run().Findings;

        findings.Select(finding => finding.CodeName).ShouldBe(["PLAINTEXT_FOUND", "PLAINTEXT_FOUND"]);
        findings.ShouldAllBe(finding => !finding.ToString().Contains("sk-plain"));

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_state_directory_into_which_others_can_put_files_is_a_finding_and_a_warning()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("openai:a", InVault));
        Unix.SetMode(installation.Home[".clawdbot"], "777");

        SecretFinding finding = Run().Findings.ShouldHaveSingleItem();

        (finding.CodeName, finding.Path).ShouldBe(("PERMISSIONS_TOO_OPEN", installation.Home[".clawdbot"]));
        finding.Message.ShouldContain($"chmod go-w '{installation.Home[".clawdbot"]}'");
        installation.Open().Warnings.ShouldBe([finding.Message]);
    }

    [Theory]
    [InlineData("{ agents: { list: [{ id: 'main' }] } }", 0)]
    [InlineData("{ agents: { list: [{ id: 'main' }] }, env: { X_API_KEY: 'sk-plain-in-a-package' } }", 2)]
    public void A_configuration_in_a_store_of_packages_is_a_finding_only_with_a_secret_in_it(string text, int count)
    {
        string packaged = installation.Home.Write("nix/store/abc-moltbot/moltbot.json", text);
        Unix.SetMode(packaged, "444");
        Directory.CreateDirectory(installation.Home[".clawdbot"]);
        SymbolicLink.Make(installation.ConfigPath, packaged);

        Run().Findings.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("ollama-local", true)]
    [InlineData("lmstudio-local", true)]
    [InlineData("custom-local", true)]
    [InlineData("secretref-managed", true)]
    [InlineData("secretref-env:OPENAI_API_KEY", true)]
    [InlineData("oauth:anthropic", true)]
    [InlineData("gcp-vertex-credentials", true)]
    [InlineData("OPENAI_API_KEY", true)]
    [InlineData("sk-plain-0123456789", false)]
    [InlineData("ollama-local-sk-0123456789", false)]
    public void What_gateways_write_in_the_place_of_a_key_is_no_secret(string key, bool isMarker)
    {
        installation.File(".clawdbot/agents/main/agent/models.json", $$"""{ "providers": { "x": { "apiKey": "{{key}}" } } }""");
        Unix.SetMode(installation.AgentFile("models.json"), "600");

        (Run().Findings.Count == 0).ShouldBe(isMarker);
    }

    private SecretExposure Run(bool protect = true)
    {
        if (protect && File.Exists(installation.StorePath()))
            Protect();

        MoltbotInstallation opened = installation.Open();
        return opened.AuditSecrets(opened.OpenSecrets(vaults, CancellationToken.None));
    }

    private void Protect()
    {
        foreach (string file in installation.Home.Files().Keys)
            Unix.SetMode(installation.Home[file], "600");
    }
}
