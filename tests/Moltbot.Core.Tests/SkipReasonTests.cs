using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

public sealed partial class SkipReasonTests
{
    private static readonly string[] Excepted = ["Moltbot.Testing/SkipReasons.cs", "Moltbot.Testing/RecordingsAttribute.cs"];

    [Fact]
    public void No_test_is_skipped_for_a_reason_that_is_not_on_the_list()
    {
        string tests = Path.Combine(RepositoryLayout.Root, "tests");
        string[] sources = [.. Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(tests, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !Excepted.Contains(file))];

        sources.Length.ShouldBeGreaterThan(100);
        sources.Where(file => OtherSkip().IsMatch(File.ReadAllText(Path.Combine(tests, file)))).ShouldBeEmpty();
    }

    /// <summary>Every way of xunit to skip a test.</summary>
    [GeneratedRegex("""Assert\s*\.\s*Skip|Skip[E]xception|DynamicSkip[T]oken|\bSkip(?:When|Unless|Exceptions|Type|TestWithoutData)?\s*=(?!=)""")]
    private static partial Regex OtherSkip();
}
