using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Secrets;

/// <summary>The providers of secrets that are declared: the environment, files and programs.</summary>
public sealed class SecretSourceTests : IDisposable
{
    private const string Answer = """{"protocolVersion":1,"values":{"a":"secret-a","n":7},"errors":{"b":{"code":"VAULT_LOCKED"},"c":{"code":"NOT_FOUND","message":"sk-in-a-message"}}}""";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_variable_needs_no_declaration_under_the_provider_default()
    {
        installation.Variable("MY_KEY", " secret ");

        Fetch(SecretReferenceSource.Environment, "default", "MY_KEY").ValueOrThrow().Reveal().ShouldBe("secret");
        Code(SecretReferenceSource.Environment, "default", "OTHER_KEY").ShouldBe(ErrorCode.SecretNotFound);
        Code(SecretReferenceSource.Environment, "mine", "MY_KEY").ShouldBe(ErrorCode.SecretProviderNotFound);
    }

    [Fact]
    public void An_allowlist_keeps_other_variables_out()
    {
        installation.Variable("MY_KEY", "secret");
        Declare("""{ mine: { source: "env", allowlist: ["OTHER_KEY"] } }""");

        Code(SecretReferenceSource.Environment, "mine", "MY_KEY").ShouldBe(ErrorCode.SecretProviderInvalid);
    }

    [Fact]
    public void A_file_of_several_secrets_has_pointers()
    {
        Protected("keys.json", """{ "providers": { "open/ai": ["x", "secret"] }, "n": 7 }""");
        Declare("""{ keys: { source: "file", path: "~/keys.json" } }""");

        Fetch(SecretReferenceSource.File, "keys", "/providers/open~1ai/1").ValueOrThrow().Reveal().ShouldBe("secret");
        Code(SecretReferenceSource.File, "keys", "/providers/none").ShouldBe(ErrorCode.SecretNotFound);
        Code(SecretReferenceSource.File, "keys", "/providers/open~1ai/01").ShouldBe(ErrorCode.SecretNotFound);
        Code(SecretReferenceSource.File, "keys", "/n").ShouldBe(ErrorCode.SecretUnusable);
        Code(SecretReferenceSource.File, "keys", "value").ShouldBe(ErrorCode.SecretProviderInvalid);
    }

    [Fact]
    public void A_file_of_one_secret_is_the_secret()
    {
        Protected("key", "secret\n");
        Declare("""{ key: { source: "file", path: "~/key", mode: "singleValue" } }""");

        Fetch(SecretReferenceSource.File, "key", "value").ValueOrThrow().Reveal().ShouldBe("secret");
        Code(SecretReferenceSource.File, "key", "/a").ShouldBe(ErrorCode.SecretProviderInvalid);
    }

    [Fact]
    public void A_file_that_others_can_read_is_not_used_unless_that_is_allowed()
    {
        Unix.SetMode(Protected("key", "secret"), "644");
        Declare("""{ key: { source: "file", path: "~/key", mode: "singleValue" }, open: { source: "file", path: "~/key", mode: "singleValue", allowInsecurePath: true } }""");

        Fetch(SecretReferenceSource.File, "key", "value").Error!.Message.ShouldContain("chmod 600");
        Fetch(SecretReferenceSource.File, "open", "value").IsFound.ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named_with_its_line_and_not_quoted()
    {
        Protected("keys.json", "{\n sk-secret }");
        Declare("""{ keys: { source: "file", path: "~/keys.json" } }""");

        MoltbotException error = Fetch(SecretReferenceSource.File, "keys", "/a").Error!;

        (error.Code, error.Line).ShouldBe((ErrorCode.SecretProviderInvalid, 2));
        error.Message.ShouldNotContain("sk-secret");
    }

    [Fact]
    public void A_program_is_asked_once_for_all()
    {
        Program($"read -r line; cat > \"$HERE/request\"; echo x >> \"$HERE/runs\"; echo '{Answer}'");
        MoltbotInstallation opened = installation.Open();

        IReadOnlyList<FetchedSecret> fetched = opened.OpenSecrets(null, CancellationToken.None).Resolve([.. "abcnd".Select(id => SecretReference.Create(SecretReferenceSource.Exec, "op", id.ToString()))]);

        fetched[0].ValueOrThrow().Reveal().ShouldBe("secret-a");
        fetched[1].Error!.Message.ShouldContain("VAULT_LOCKED");
        fetched[2].Error!.Code.ShouldBe(ErrorCode.SecretNotFound);
        fetched[2].Error!.Message.ShouldNotContain("sk-in-a-message");
        fetched[3].Error!.Code.ShouldBe(ErrorCode.SecretUnusable);
        fetched[4].Error!.Code.ShouldBe(ErrorCode.SecretNotFound);
        File.ReadAllText(installation.Home["runs"]).ShouldBe("x\n");
    }

    [Theory]
    [InlineData("\"q7GkP2xLw9ZrT4vNc8Yh3BsDf6JmQa1EuXoIiKp0\"")]
    [InlineData("\"hunter2\"")]
    [InlineData("\"NOT_FOUND_hunter2\"")]
    [InlineData("\"vault_locked\"")]
    [InlineData("\"VAULT_LOCKED\\n\"")]
    public void A_code_that_nobody_knows_is_not_repeated(string code)
    {
        Program($"echo '{{\"protocolVersion\":1,\"values\":{{}},\"errors\":{{\"a\":{{\"code\":{code.Replace("\\", "\\\\", StringComparison.Ordinal)}}}}}}}'");

        MoltbotException error = Fetch(SecretReferenceSource.Exec, "op", "a").Error!;

        error.Code.ShouldBe(ErrorCode.SecretProviderFailed);
        error.Message.ShouldBe("The provider \"op\" of secrets failed: it gave no secret for a, with a code that is not known and so not repeated.");
    }

    [Theory]
    [InlineData("echo sk-garbage", "no answer")]
    [InlineData("echo '{\"protocolVersion\":2,\"values\":{}}'", "no answer")]
    [InlineData("echo sk-secret >&2; exit 3", "exit code 3")]
    [InlineData("exec sleep 30", "did not answer within 0.3 s")]
    [InlineData("head -c 5000 /dev/zero", "more than 4096 bytes")]
    public void A_program_that_fails_is_a_clear_error_without_what_it_said(string script, string words)
    {
        Program(script, "timeoutMs: 300, maxOutputBytes: 4096,");

        MoltbotException error = Fetch(SecretReferenceSource.Exec, "op", "a").Error!;

        error.Code.ShouldBe(ErrorCode.SecretProviderFailed);
        error.Message.ShouldContain(words);
        error.Message.ShouldNotContain("sk-");
    }

    [Theory]
    [InlineData("777")]
    [InlineData("775")]
    public void A_program_that_others_can_change_is_not_started(string mode)
    {
        Unix.SetMode(Program("touch \"$HERE/ran\""), mode);

        Fetch(SecretReferenceSource.Exec, "op", "a").Error!.Message.ShouldContain("chmod go-w");
        File.Exists(installation.Home["ran"]).ShouldBeFalse();
    }

    [Fact]
    public void A_link_or_a_relative_path_is_no_command()
    {
        Program("true");
        SymbolicLink.Make(installation.Home["link"], installation.Home["op.sh"]);
        Declare("""{ link: { source: "exec", command: "$HOME/link" }, relative: { source: "exec", command: "op.sh" } }""");

        Fetch(SecretReferenceSource.Exec, "link", "a").Error!.Message.ShouldContain("is a link");
        Fetch(SecretReferenceSource.Exec, "relative", "a").Error!.Message.ShouldContain("absolute path");
    }

    [Fact]
    public void A_program_outside_of_the_trusted_directories_is_not_started()
    {
        Program("true", "trustedDirs: ['/opt/nowhere'],");

        Fetch(SecretReferenceSource.Exec, "op", "a").Error!.Message.ShouldContain("trustedDirs");
    }

    [Fact]
    public void A_program_gets_the_variables_that_are_passed_and_no_others()
    {
        installation.Variable("PASSED", "p").Variable("KEPT", "k");
        Program("echo \"{\\\"protocolVersion\\\":1,\\\"values\\\":{\\\"a\\\":\\\"$PASSED-$KEPT-$GIVEN\\\"}}\"", "passEnv: ['PASSED'], env: { GIVEN: 'g' },");

        Fetch(SecretReferenceSource.Exec, "op", "a").ValueOrThrow().Reveal().ShouldBe("p--g");
    }

    [Fact]
    public void A_plain_answer_counts_where_that_is_allowed()
    {
        Program("echo secret", "jsonOnly: false,");

        Fetch(SecretReferenceSource.Exec, "op", "a").ValueOrThrow().Reveal().ShouldBe("secret");
    }

    [Fact]
    public void The_configuration_wins_over_our_own_file()
    {
        Protected("key", "secret");
        Declare("""{ key: { source: "env" } }""");
        installation.Configuration("""{ secrets: { providers: { key: { source: "file", path: "~/key", mode: "singleValue" } } } }""");

        Fetch(SecretReferenceSource.File, "key", "value").IsFound.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ key: { source: "exec" } }""", "missing")]
    [InlineData("""{ key: { source: "disk" } }""", "source")]
    [InlineData("""{ key: { source: "exec", command: "/bin/true", timeoutMs: 0 } }""", "timeoutMs")]
    [InlineData("""{ key: { source: "exec", command: "/bin/true", args: "x" } }""", "args")]
    [InlineData("""{ key: { source: "env" } }""", "source env")]
    [InlineData("{ key: ", "line 1")]
    public void A_declaration_that_makes_no_sense_says_why(string declaration, string word)
    {
        Declare(declaration);

        MoltbotException error = Fetch(SecretReferenceSource.Exec, "key", "a").Error!;

        error.Code.ShouldBe(ErrorCode.SecretProviderInvalid);
        error.Message.ShouldContain(word);
    }

    [Fact]
    public void Without_PowerShell_a_vault_says_what_to_install()
    {
        installation.Variable("PATH", installation.Home.Path);
        SkipReason.Program.Require(!File.Exists("/usr/bin/pwsh") && !File.Exists("/usr/local/bin/pwsh") && !File.Exists("/opt/microsoft/powershell/7/pwsh"), "PowerShell is where its packages put it.");

        Code(SecretReferenceSource.Exec, "secretmanagement", "v/a").ShouldBe(ErrorCode.VaultUnavailable);
    }

    private FetchedSecret Fetch(SecretReferenceSource source, string provider, string id) =>
        installation.Open().OpenSecrets(null, CancellationToken.None).Resolve(SecretReference.Create(source, provider, id));

    private ErrorCode Code(SecretReferenceSource source, string provider, string id) => Fetch(source, provider, id).Error!.Code;

    private void Declare(string declarations) => installation.File(".clawdbot/secrets.providers.json", declarations);

    private string Protected(string name, string text)
    {
        string path = installation.Home.Write(name, text);
        Unix.SetMode(path, "600");
        return path;
    }

    private string Program(string script, string options = "")
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");
        string path = installation.Home.Write("op.sh", $"#!/bin/sh\nHERE='$HOME'\nPATH=/usr/bin:/bin\n{script}\n");
        Unix.SetMode(path, "700");
        Declare($$"""{ op: { source: "exec", {{options}} command: "$HOME/op.sh" } }""");
        return path;
    }
}
