using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class SecretsTests : IDisposable
{
    private static readonly SecretReference Variable = SecretReference.Create(SecretReferenceSource.Environment, "default", "KEPT_ELSEWHERE");

    private readonly CommandScene scene = new CommandScene().WithConfig("{}");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void The_list_and_the_status_say_where_a_secret_is()
    {
        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.To(new VaultSecret("SecretStore", "openai"))));

        scene.Run("models", "auth", "list").ShouldSucceed().Output.ShouldContain("vault: SecretStore/openai");
        scene.Run("models", "status").Output.ShouldContain("openai:a=vault: SecretStore/openai");
        scene.Run("models", "auth", "list", "--json").ShouldSucceed().Json["profiles"]![0]!["reference"]!["id"]!.GetValue<string>().ShouldBe("SecretStore/openai");
    }

    [Fact]
    public void A_plain_secret_beside_a_reference_is_a_warning_of_the_status()
    {
        scene.WithStore(new StoreBuilder().ApiKeyAt("anthropic:a", Variable, key: "sk-left-over-plain-text"));

        scene.Run("models", "status").ShouldComplain("anthropic:a", "env: KEPT_ELSEWHERE", "\"key\"");
    }

    [Fact]
    public void The_credential_in_use_is_shown_masked()
    {
        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", Variable)).WithVariable("KEPT_ELSEWHERE", "sk-secret-from-elsewhere-123456");

        string output = scene.Run("models", "auth", "credential", "--provider", "openai").ShouldSucceed().Output;

        output.ShouldContain("Profile: openai:a\nMode: api-key\nSource: profile:openai:a\nKept at: env: KEPT_ELSEWHERE\nExpires: -\nValue: sk-se...");
        output.ShouldNotContain("sk-secret-from-elsewhere-123456");
    }

    [Fact]
    public void The_secret_itself_is_output_when_that_is_asked_for()
    {
        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", Variable)).WithVariable("KEPT_ELSEWHERE", "sk-secret-from-elsewhere-123456");

        scene.Run("models", "auth", "credential", "--profile-id", "openai:a", "--as-plain-text").ShouldSucceed().Output.ShouldBe("sk-secret-from-elsewhere-123456\n");
    }

    [Fact]
    public void A_secret_that_is_not_there_is_a_clear_error()
    {
        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", Variable));

        scene.Run("models", "auth", "credential", "--provider", "openai").ShouldFail("env: KEPT_ELSEWHERE");
        scene.Run("models", "auth", "credential", "--provider", "acme").ShouldFail("acme");
        scene.Run("models", "auth", "credential").ShouldFail("--provider", "--profile-id");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    public void A_signal_to_us_alone_ends_the_program_that_was_to_give_a_secret(int signal)
    {
        InterruptionTests.SkipWhereIgnored(signal);
        string program = scene.Home.Write("give.sh", "#!/bin/sh\nsleep 600 &\necho $! > \"$(dirname \"$0\")/pid\"\nwait\n");
        Unix.SetMode(program, "700");
        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", SecretReference.Create(SecretReferenceSource.Exec, "op", "a")))
            .WithFile(".moltbot/secrets.providers.json", $$"""{ op: { source: "exec", command: "{{program}}", timeoutMs: 120000, passEnv: ["PATH"] } }""");
        RunningCommand command = scene.Start("models", "auth", "credential", "--provider", "openai");
        string pid = scene.Home["pid"];
        SpinWait.SpinUntil(() => (File.Exists(pid) && new FileInfo(pid).Length > 0) || !command.IsRunning, TimeSpan.FromMinutes(1)).ShouldBeTrue();

        command.Send(signal);

        command.Outcome().ExitCode.ShouldBe(128 + signal);
        int sleeping = int.Parse(File.ReadAllText(pid), CultureInfo.InvariantCulture);
        SpinWait.SpinUntil(() => !Unix.IsRunning(sleeping), TimeSpan.FromMinutes(1)).ShouldBeTrue();
    }

    [Fact]
    public void An_audit_finds_and_its_check_tells_by_exit_code()
    {
        scene.WithStore(new StoreBuilder().ApiKey("openai:a"));

        scene.Run("secrets", "audit").ShouldSucceed().Output.ShouldContain(SystemForm.OfText("PLAINTEXT_FOUND ~/.moltbot/agents/main/agent/auth-profiles.json profiles.openai:a.key"));
        scene.Run("secrets", "audit", "--check").ExitCode.ShouldBe(1);

        scene.WithStore(new StoreBuilder().ApiKeyAt("openai:a", Variable));

        CommandOutcome outcome = scene.Run("secrets", "audit", "--check", "--json");
        outcome.ExitCode.ShouldBe(2);
        outcome.Json["status"]!.GetValue<string>().ShouldBe("unresolved");
        outcome.Json["findings"]!.AsArray().ShouldContain(finding => finding!["code"]!.GetValue<string>() == "REF_UNRESOLVED");
    }

    [Fact]
    public void What_is_no_request_is_refused_without_repeating_it()
    {
        foreach (string input in (string[])["", "sk-not-a-request", """{"protocolVersion":2,"provider":"p","ids":[]}""", """{"protocolVersion":1,"provider":"p","ids":[7]}"""])
            scene.WithInput(input).Run("secrets", "resolve").ShouldFail("no request");
    }

    [Fact]
    public void Ids_that_are_none_are_errors_of_their_own()
    {
        scene.WithInput("""{"protocolVersion":1,"provider":"secretmanagement","ids":["../x","a b"]}""");

        JsonNode answer = scene.Run("secrets", "resolve").ShouldSucceed().Json;

        answer["protocolVersion"]!.GetValue<int>().ShouldBe(1);
        answer["errors"]!["../x"]!["code"]!.GetValue<string>().ShouldBe("INVALID_ID");
        answer["errors"]!["a b"]!["code"]!.GetValue<string>().ShouldBe("INVALID_ID");
        answer["values"]!.AsObject().ShouldBeEmpty();
    }

    [Fact]
    public void Twenty_ids_start_PowerShell_once()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "The stand-in for PowerShell is a shell script.");
        string pwsh = scene.Home.Write("bin/pwsh", "#!/bin/sh\necho x >> '$HOME/starts'\nprintf '%s' \"$*\" > '$HOME/arguments'\ncat > '$HOME/request'\nmarker=$(sed -n 's/.*\"marker\": \"\\(.*\\)\".*/\\1/p' '$HOME/request')\nn=$(grep -c '\"vault\"' '$HOME/request')\nanswers=$(yes '{\"value\":\"from-vault\"}' | head -n \"$n\" | paste -sd, -)\necho noise\nprintf '%s%s\\n' \"$marker\" \"$(printf '[%s]' \"$answers\" | base64 -w0)\"\n");
        Unix.SetMode(pwsh, "755");
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"SecretStore/s{i}")];
        scene.WithVariable("PATH", "$HOME/bin:/usr/bin:/bin").WithInput(new JsonObject { ["protocolVersion"] = 1, ["provider"] = "secretmanagement", ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode?)id)]) }.ToJsonString());

        JsonObject values = scene.Run("secrets", "resolve").ShouldSucceed().Json["values"]!.AsObject();

        values.Select(value => value.Key).ShouldBe(ids);
        values["SecretStore/s7"]!.GetValue<string>().ShouldBe("from-vault");
        File.ReadAllText(scene.Home["starts"]).ShouldBe("x\n");
        File.ReadAllText(scene.Home["arguments"]).ShouldNotContain("SecretStore/s7");
    }

    [Fact]
    public void An_old_gateway_is_not_configured()
    {
        scene.WithConfig("{ meta: { lastTouchedVersion: '2026.1.27' } }");
        string before = scene.Home.Fingerprint();

        scene.Run("secrets", "configure").ShouldFail("2026.1.27", "moltbot run", "--force");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void The_executable_is_configured_also_when_dotnet_runs_the_assembly()
    {
        scene.WithConfig("{}");

        scene.RunByDotnet(BuiltProgram.Assembly, "secrets", "configure", "--force").ShouldSucceed();

        JsonNode.Parse(File.ReadAllText(scene.ConfigPath))!["secrets"]!["providers"]!["secretmanagement"]!["command"]!.GetValue<string>()
            .ShouldBe(Path.ChangeExtension(BuiltProgram.Assembly, OperatingSystem.IsWindows() ? ".exe" : null));
    }

    [Fact]
    public void An_assembly_without_an_executable_asks_for_one()
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(BuiltProgram.Assembly)!).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(Directory.CreateDirectory(scene.Home["tool"]).FullName, Path.GetFileName(file)));

        string before = scene.WithConfig("{}").Home.Fingerprint();

        scene.RunByDotnet(scene.Home["tool/moltbot.dll"], "secrets", "configure", "--force").ShouldFail("--command");

        scene.Home.Fingerprint().ShouldBe(before);
    }
}
