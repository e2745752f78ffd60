using Moltbot.Core.Auditing;
using Moltbot.Core.Secrets;
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

        Run().Findings.Select(finding => (finding.CodeName, finding.Place)).ShouldBe(
        [
            ("PLAINTEXT_FOUND", "profiles.openai:a.key"),
            ("PLAINTEXT_FOUND", "profiles.openai:old.key"),
            ("PLAINTEXT_FOUND", "profiles.zai:b.token"),
        ], ignoreOrder: true);
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

        Run().Findings.Select(finding => (Path.GetFileName(finding.Path), finding.Place)).ShouldBe(
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

        Run().Findings.Select(finding => (finding.CodeName, finding.Place)).ShouldBe(
        [
            ("LEGACY_RESIDUE", null),
            ("PLAINTEXT_FOUND", "providers.b.apiKey"),
            ("LEGACY_RESIDUE", null),
            ("PLAINTEXT_FOUND", "OPENAI_API_KEY"),
        ]);
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

    private SecretExposure Run()
    {
        if (File.Exists(installation.StorePath()))
            Protect();

        MoltbotInstallation opened = installation.Open();
        return new SecretAudit(opened, opened.OpenSecrets(vaults, CancellationToken.None)).Run();
    }

    private void Protect()
    {
        foreach (string file in installation.Home.Files().Keys)
            Unix.SetMode(installation.Home[file], "600");
    }
}
