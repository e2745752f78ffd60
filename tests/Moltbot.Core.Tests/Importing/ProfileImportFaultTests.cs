using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

/// <summary>An import is two changes, of the store and then of the configuration; here something happens in between.</summary>
public sealed class ProfileImportFaultTests : IDisposable
{
    private const string Config = "{ gateway: { port: 1 } } // mine";
    private static readonly NewProfile New = new("zai:a", ProviderId.Parse("zai"), AuthProfileKind.ApiKey, new Secret("the-new-key-of-zai"));

    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Configuration(Config)
        .Store(new StoreBuilder().ApiKey("zai:a", "the-old-key-of-zai"));

    public void Dispose() => installation.Dispose();

    public static TheoryData<Exception> Failures() => [new MoltbotException(ErrorCode.WriteFailed, "The disk is full."), new OperationCanceledException()];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_configuration_that_cannot_be_changed_after_all_gives_the_store_its_profile_back(Exception failure)
    {
        string before = installation.Home.Fingerprint();

        Should.Throw(() => Import(replacing: () => throw failure), failure.GetType());

        installation.Stored().Find("zai:a")!.Key.Reveal().ShouldBe("the-old-key-of-zai");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_first_import_that_fails_leaves_no_store(Exception failure)
    {
        File.Delete(installation.StorePath());

        Should.Throw(() => Import(replacing: () => throw failure), failure.GetType());

        Directory.GetFileSystemEntries(Path.GetDirectoryName(installation.StorePath())!).ShouldBeEmpty();
    }

    [Fact]
    public void A_first_change_whose_rule_fails_leaves_no_store()
    {
        File.Delete(installation.StorePath());

        Should.Throw<NotSupportedException>(() => installation.AgentStore().Commit(StoreChange.Of(_ => throw new NotSupportedException()), TestContext.Current.CancellationToken));

        Directory.GetFileSystemEntries(Path.GetDirectoryName(installation.StorePath())!).ShouldBeEmpty();
    }

    [Fact]
    public void A_store_that_was_empty_before_stays_when_a_change_fails()
    {
        installation.Store(new StoreBuilder());

        Should.Throw<MoltbotException>(() => Import(replacing: () => throw new MoltbotException(ErrorCode.WriteFailed, "The disk is full.")));

        installation.Stored().Profiles.ShouldBeEmpty();
    }

    [Fact]
    public void A_process_that_dies_in_between_leaves_the_new_profile_and_a_second_run_finishes()
    {
        Should.Throw<NotSupportedException>(() => Import(replacing: () => throw new NotSupportedException()));

        installation.Stored().Find("zai:a")!.Key.Reveal().ShouldBe("the-new-key-of-zai");
        File.ReadAllText(installation.ConfigPath).ShouldBe(Config);

        Import(replacing: () => { });
        installation.Open().Configuration.Profiles.Keys.ShouldBe(["zai:a"]);
    }

    [Fact]
    public void What_someone_else_has_put_in_its_place_meanwhile_stays()
    {
        Should.Throw<MoltbotException>(() => Import(replacing: () =>
        {
            installation.Store(new StoreBuilder().ApiKey("zai:a", "the-key-of-someone-else"));
            throw new MoltbotException(ErrorCode.WriteFailed, "The disk is full.");
        }));

        installation.Stored().Find("zai:a")!.Key.Reveal().ShouldBe("the-key-of-someone-else");
    }

    [Fact]
    public void The_store_is_not_locked_while_the_configuration_is_changed()
    {
        bool wasLocked = true;

        Import(replacing: () => wasLocked = Directory.Exists(installation.StorePath() + ".lock"));

        wasLocked.ShouldBeFalse();
    }

    private void Import(Action replacing)
    {
        AgentContext agent = installation.Agent().Context;
        ConfigurationFile file = agent.ConfigurationFile;
        ConfigurationEditor editor = new(agent.Paths, agent.Environment, installation.Time) { Replacing = _ => replacing() };
        AgentContext watched = new(
            agent.Id, agent.Directory, agent.Store, agent.Paths, new ConfigurationFile(file.Path, () => file.Loaded, editor), agent.Environment, agent.Clock);
        new ProfileImport(watched, new ImportOptions(), more: null).Run(New, TestContext.Current.CancellationToken);
    }
}
