using System.Reflection;
using Xunit;

namespace Moltbot.Testing;

/// <summary>That recordings and the rules about them are all of use, in each project that repeats some.</summary>
/// <param name="kinds">The kinds that the project repeats.</param>
/// <param name="rules">Its deviations.</param>
public abstract class RecordingsContract(IReadOnlyList<string> kinds, DeviationRules rules)
{
    [Fact]
    public void Every_kind_is_repeated() => Assert.Equal(
        kinds.Order(StringComparer.Ordinal),
        GetType().Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<RecordingsAttribute>())
            .Select(recordings => recordings.Kind)
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_is_of_a_kind_that_is_repeated() => Assert.Empty(RecordingFolder.Repeated.UnknownFiles);

    [Fact]
    public void Every_rule_applies() => Assert.Equal(
        DeviationRules.NamesDeclaredBeside(GetType()).Order(StringComparer.Ordinal),
        rules.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_rewrites_a_recording() => Assert.Empty(rules.FindUnused());

    [Fact]
    public void Every_rule_has_its_reason_in_the_documents() => Assert.Empty(rules.FindUndocumented());
}
