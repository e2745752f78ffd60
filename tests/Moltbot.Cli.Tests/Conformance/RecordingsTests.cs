using System.Reflection;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>That recordings and the rules about them are all of use.</summary>
public sealed class RecordingsTests
{
    [Fact]
    public void Every_kind_is_repeated() => typeof(RecordingsTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<RecordingsAttribute>())
        .Select(recordings => recordings.Kind)
        .Distinct()
        .ShouldBe(RecordingKinds.OfCommandLine, ignoreOrder: true);

    [Fact]
    public void Every_file_is_of_a_kind_that_is_repeated() => RecordingFolder.Repeated.UnknownFiles.ShouldBeEmpty();

    [Fact]
    public void Every_rule_applies() => RecordedCase.Rules.Names.ShouldBe(DeviationRules.NamesDeclaredBeside(typeof(RecordedCase)), ignoreOrder: true);

    [Fact]
    public void Every_rule_rewrites_a_recording() => RecordedCase.Rules.FindUnused().ShouldBeEmpty();

    [Fact]
    public void Every_rule_has_its_reason_in_the_documents() => RecordedCase.Rules.FindUndocumented().ShouldBeEmpty();
}
