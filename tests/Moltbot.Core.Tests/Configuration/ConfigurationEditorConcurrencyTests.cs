using System.Diagnostics;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Tests.Configuration;

/// <summary>What happens when others change the configuration at the same time.</summary>
public sealed class ConfigurationEditorConcurrencyTests
{
    private const int Editors = 4;
    private const int EditsOfEach = 10;
    private const string HomeToEdit = "MOLTBOT_TEST_HOME_TO_EDIT";
    private const string EditorName = "MOLTBOT_TEST_EDITOR_NAME";

    private static string TestProgram => Path.Combine(
        AppContext.BaseDirectory,
        typeof(ConfigurationEditorConcurrencyTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));

    [Fact]
    public void What_another_program_writes_in_the_last_moment_is_not_lost()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { A: '1' } }");
        int rounds = 0;

        home.Apply(_ => [Variable("OURS")], _ =>
        {
            if (++rounds == 1)
                home.WithConfig("{ env: { A: '1', THEIRS: 'x' } }");
        });

        rounds.ShouldBe(2);
        VariablesIn(home).ShouldBe(["A", "THEIRS", "OURS"]);
        home.FilesBeside().ShouldBe(["moltbot.json", "moltbot.json.bak"]);
    }

    [Fact]
    public void What_another_program_writes_into_an_included_file_is_not_lost()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/env.json", "{}").WithConfig("{ env: { $include: 'env.json' } }");
        int rounds = 0;

        home.Apply(_ => [Variable("OURS")], path =>
        {
            if (path == home.ConfigPath && ++rounds == 1)
                home.WithConfig("{ env: { $include: 'env.json' }, models: {} }");
        });

        VariablesIn(home).ShouldBe(["OURS"]);
        home.Config().ShouldContain("models: {}");
    }

    [Fact]
    public void A_prepared_edit_of_files_that_nobody_changed_is_made_as_it_was_found()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/env.json", "{}").WithConfig("{ env: { $include: 'env.json' } }");
        int rounds = 0;
        ConfigurationEdit edit = home.Prepare(_ =>
        {
            rounds++;
            return [Variable("OURS")];
        });

        edit.Apply(TestContext.Current.CancellationToken).ShouldBe(edit.Paths);

        rounds.ShouldBe(1);
        VariablesIn(home).ShouldBe(["OURS"]);
    }

    [Theory]
    [InlineData("{ env: { THEIRS: 'x', $include: 'env.json' } }", "{}")]
    [InlineData("{ env: { $include: 'env.json' } }", "{ THEIRS: 'x' }")]
    public void A_prepared_edit_is_found_anew_when_another_program_has_written_since(string config, string included)
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/env.json", "{}").WithConfig("{ env: { $include: 'env.json' } }");
        ConfigurationEdit edit = home.Prepare(_ => [Variable("OURS")]);
        home.With(".clawdbot/env.json", included).WithConfig(config);

        edit.Apply(TestContext.Current.CancellationToken);

        VariablesIn(home).ShouldBe(["THEIRS", "OURS"], ignoreOrder: true);
    }

    [Fact]
    public void A_prepared_edit_of_a_file_that_another_program_removes_creates_it_again()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { A: '1' } }");
        ConfigurationEdit edit = home.Prepare(_ => [Variable("OURS")]);
        File.Delete(home.ConfigPath);

        edit.Apply(TestContext.Current.CancellationToken);

        VariablesIn(home).ShouldBe(["OURS"]);
    }

    [Fact]
    public void A_prepared_edit_of_a_missing_file_is_found_anew_when_another_program_creates_it()
    {
        using ConfigurationHome home = new();
        ConfigurationEdit edit = home.Prepare(_ => [Variable("OURS")]);
        home.WithConfig("{ env: { THEIRS: 'x' } }");

        edit.Apply(TestContext.Current.CancellationToken);

        VariablesIn(home).ShouldBe(["THEIRS", "OURS"]);
    }

    [Fact]
    public void Preparing_an_edit_does_not_mind_what_another_program_writes_meanwhile()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");

        ConfigurationEdit edit = home.Prepare(_ =>
        {
            home.WithConfig("{ env: { THEIRS: 'x' } }");
            return [Variable("OURS")];
        });

        edit.Paths.ShouldBe([home.ConfigPath]);
        home.Config().ShouldBe("{ env: { THEIRS: 'x' } }");
    }

    [Fact]
    public void A_file_that_another_program_creates_meanwhile_is_changed_and_not_replaced()
    {
        using ConfigurationHome home = new();
        int rounds = 0;

        home.Apply(_ => [Variable("OURS")], _ =>
        {
            if (++rounds == 1)
                home.WithConfig("{ env: { THEIRS: 'x' } }");
        });

        VariablesIn(home).ShouldBe(["THEIRS", "OURS"]);
    }

    [Fact]
    public void A_file_that_another_program_removes_meanwhile_is_created_again()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{ env: { A: '1' } }");
        int rounds = 0;

        home.Apply(_ => [Variable("OURS")], _ =>
        {
            if (++rounds == 1)
                File.Delete(home.ConfigPath);
        });

        VariablesIn(home).ShouldBe(["OURS"]);
    }

    [Fact]
    public void Someone_who_changes_the_file_all_the_time_gets_the_better_of_us()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{}");
        int rounds = 0;

        MoltbotException error = Should.Throw<MoltbotException>(() => home.Apply(_ => [Variable("OURS")], _ => home.WithConfig($"{{ env: {{ V: '{++rounds}' }} }}")));

        error.Code.ShouldBe(ErrorCode.ConfigChanged);
        error.Path.ShouldBe(home.ConfigPath);
        rounds.ShouldBe(10);
        home.Config().ShouldBe("{ env: { V: '10' } }");
        home.FilesBeside().ShouldBe(["moltbot.json"]);
    }

    [Fact]
    public void An_included_file_that_someone_else_has_changed_since_is_not_put_back()
    {
        using ConfigurationHome home = new ConfigurationHome().With(".clawdbot/env.json", "{}").WithConfig("{ env: { $include: 'env.json' } }");

        Should.Throw<MoltbotException>(() => home.Apply(_ => [Variable("OURS")], path =>
        {
            if (path != home.ConfigPath)
                return;

            home.With(".clawdbot/env.json", "{ THEIRS: 'x' }");
            throw new IOException("The disk is on fire.");
        }));

        home.Read(".clawdbot/env.json").ShouldBe("{ THEIRS: 'x' }");
    }

    [Fact]
    public void Of_many_threads_none_loses_an_edit()
    {
        using ConfigurationHome home = new();

        Parallel.For(0, Editors, editor => Edit(home, $"T{editor}"));

        VariablesIn(home).Order(StringComparer.Ordinal).ShouldBe(AllNames("T"));
    }

    [Fact]
    public async Task Of_many_processes_none_loses_an_edit()
    {
        using ConfigurationHome home = new ConfigurationHome().WithConfig("{\n  // shared\n  env: {},\n}\n");

        await Task.WhenAll(Enumerable.Range(0, Editors).Select(editor => EditInProcess(home, $"P{editor}")));

        VariablesIn(home).Order(StringComparer.Ordinal).ShouldBe(AllNames("P"));
        home.Config().ShouldContain("// shared");
        home.FilesBeside().ShouldBe(["moltbot.json", "moltbot.json.bak", "moltbot.json.bak.1", "moltbot.json.bak.2", "moltbot.json.bak.3", "moltbot.json.bak.4"]);
    }

    [Fact(Explicit = true)]
    public void Edits_a_shared_configuration()
    {
        string directory = Environment.GetEnvironmentVariable(HomeToEdit) ?? throw new InvalidOperationException($"{HomeToEdit} is not set.");
        ProcessEnvironment environment = new() { HomeDirectory = directory, WorkingDirectory = directory };
        ConfigurationEditor editor = new(InstallationPaths.Locate(environment), environment, TimeProvider.System)
        {
            LockOptions = ConfigurationHome.PatientLock,
        };

        for (int edit = 0; edit < EditsOfEach; edit++)
            editor.Apply(_ => [Variable($"{Environment.GetEnvironmentVariable(EditorName)}_{edit}")], TestContext.Current.CancellationToken);
    }

    private static async Task EditInProcess(ConfigurationHome home, string name)
    {
        ProcessStartInfo program = new(TestProgram)
        {
            ArgumentList = { "-method", $"{typeof(ConfigurationEditorConcurrencyTests).FullName}.{nameof(Edits_a_shared_configuration)}", "-explicit", "only" },
            Environment = { [HomeToEdit] = home[""], [EditorName] = name },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(program)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output);
    }

    private static void Edit(ConfigurationHome home, string name)
    {
        for (int edit = 0; edit < EditsOfEach; edit++)
            home.Apply(Variable($"{name}_{edit}"));
    }

    private static IEnumerable<string> AllNames(string prefix) => Enumerable.Range(0, Editors)
        .SelectMany(editor => Enumerable.Range(0, EditsOfEach).Select(edit => $"{prefix}{editor}_{edit}"))
        .Order(StringComparer.Ordinal);

    private static ConfigurationChange Variable(string name) => ConfigurationChange.Set(["env", name], "x");

    private static IEnumerable<string> VariablesIn(ConfigurationHome home) =>
        home.Load().Configuration.Json["env"]!.AsObject().Select(member => member.Key);
}
