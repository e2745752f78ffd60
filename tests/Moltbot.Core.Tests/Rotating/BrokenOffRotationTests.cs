using System.Text.Json.Nodes;
using Moltbot.Core.Probing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Rotating;

/// <summary>
/// A process that dies in the middle of a rotation. Each step is one file that is replaced, so a process that dies between two
/// leaves some files as they are after the operation and the others as they were before, in the order in which they are
/// written. Whatever there is, the key in use was accepted, the old one is still there, and the next command finishes.
/// </summary>
public sealed class BrokenOffRotationTests : IDisposable
{
    private const string Old = "sk-the-key-that-was-there-before";
    private const string New = "sk-the-key-that-comes-afterwards";
    private const string ProfileId = "openai:a";

    private readonly TemporaryInstallation installation = new();

    public BrokenOffRotationTests() => installation
        .Store(new StoreBuilder().ApiKey(ProfileId, Old).ApiKey("openai:b"))
        .Store(new StoreBuilder().ApiKey(ProfileId, Old), "work");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How many of the three files were replaced.</summary>
    public static TheoryData<int> Steps => [0, 1, 2, 3];

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(Steps))]
    public void While_a_key_is_put_into_use_leaves_a_rotation_that_can_be_completed(int done)
    {
        BreakOff(Start, Complete, done, Record(), Store("work"), Store("main"));
        ShouldBeSafe();

        Complete();

        ShouldHoldNew("main");
        ShouldHoldNew("work");
        Rotations().All().ShouldHaveSingleItem().Stage.ShouldBe(RotationStage.Completed);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void While_a_key_is_put_into_use_leaves_a_rotation_that_can_be_taken_back(int done)
    {
        string[] before = Stores();
        BreakOff(Start, Complete, done, Record(), Store("work"), Store("main"));

        Undo();

        Stores().ShouldBe(before);
        Rotations().All().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void While_it_is_taken_back_leaves_a_rotation_that_can_be_taken_back(int done)
    {
        string[] before = Stores();
        BreakOff(() => { Start(); Complete(); }, Undo, done, Store("work"), Store("main"), Record());
        ShouldBeSafe();

        if (Rotations().All().Count > 0)
            Undo();

        Stores().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void While_the_old_key_is_taken_out_leaves_a_rotation_that_is_still_due(int done)
    {
        BreakOff(
            () =>
            {
                Start();
                Complete();
                installation.Time.Advance(TimeSpan.FromDays(1));
            },
            End,
            done,
            Store("work"),
            Store("main"),
            Record());

        if (Rotations().All().Count > 0)
            End();

        installation.Stored().Find(ProfileId)!.Key.Reveal().ShouldBe(New);
        installation.Stored("work").Profiles.Select(profile => profile.Key.Reveal()).ShouldBe([New]);
        installation.Stored().Find("openai:a-previous").ShouldBeNull();
        Rotations().All().ShouldBeEmpty();
    }

    /// <summary>The files as they are when an operation has got as far as some of its steps.</summary>
    private static void BreakOff(Action before, Action operation, int done, params string[] steps)
    {
        before();
        string[] old = [.. steps.Select(Text)];
        operation();
        for (int step = 0; step < steps.Length; step++)
        {
            if (step >= done)
                File.WriteAllText(steps[step], old[step]);
            else if (JsonNode.Parse(old[step])!["value"] is { } value && File.Exists(steps[step]))
                Put(steps[step], value); // the record loses the new key in a last step of its own
        }
    }

    private static void Put(string path, JsonNode value)
    {
        JsonNode record = JsonNode.Parse(Text(path))!;
        record["value"] = value.DeepClone();
        File.WriteAllText(path, record.ToJsonString());
    }

    /// <summary>Both agents use one of the two keys, and the old one is in each store.</summary>
    private void ShouldBeSafe()
    {
        foreach (string agent in (string[])["main", "work"])
        {
            installation.Stored(agent).Find(ProfileId)!.Key.Reveal().ShouldBeOneOf(Old, New);
            Text(Store(agent)).ShouldContain(Old);
        }
    }

    private void ShouldHoldNew(string agent)
    {
        installation.Stored(agent).Find(ProfileId)!.Key.Reveal().ShouldBe(New);
        installation.Stored(agent).Find("openai:a-previous")!.Key.Reveal().ShouldBe(Old);
    }

    private void Start() => Rotations().Start(installation.Agent("main"), new RotationRequest(ProfileId) { AllAgents = true }, new Secret(New), Cancellation);

    private void Complete() => Rotations().Complete(Rotations().Open(installation.Agent("main"), ProfileId, SecretResolver.None), Accepted(), keepFor: null, Cancellation);

    private void Undo() => Rotations().Undo(installation.Agent("main"), ProfileId, Cancellation);

    private void End() => Rotations().End(Rotations().FindDue().ShouldHaveSingleItem(), Cancellation);

    private InstallationRotations Rotations() => installation.Open().OpenRotations();

    private string Store(string agent) => installation.StorePath(agent);

    /// <summary>Where the record is or will be: its name does not depend on what is in it.</summary>
    private string Record()
    {
        using TemporaryInstallation other = new();
        other.Store(new StoreBuilder().ApiKey(ProfileId, Old));
        other.Open().OpenRotations().Start(other.Agent("main"), new RotationRequest(ProfileId), new Secret(New), Cancellation);
        return installation.Home[$".clawdbot/credentials/rotations/{Path.GetFileName(Directory.GetFiles(other.Home[".clawdbot/credentials/rotations"]).Single())}"];
    }

    private static CredentialProbe Accepted() =>
        new(new ProbeOutcome(new ProbeVerdict(ProbeState.Ok), ProbeLevel.List)) { StateDirectory = "/", Agent = "main", Provider = "openai", Label = "given", Source = "given" };

    private string[] Stores() => [Text(Store("main")), Text(Store("work"))];

    private static string Text(string path) => File.ReadAllText(path);
}
