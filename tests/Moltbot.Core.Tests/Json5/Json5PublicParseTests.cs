using Moltbot.Core.Errors;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Json5;

/// <summary>The parse tests that the JSON5 project publishes. A file's extension says whether it is valid.</summary>
public sealed class Json5PublicParseTests
{
    private const string Absent = "";

    public static TheoryData<string> ValidFiles => Files(".json", ".json5");

    public static TheoryData<string> InvalidFiles => Files(".js", ".txt");

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void A_valid_file_is_read(string file)
    {
        string text = Read(file);

        Should.NotThrow(() => Json5Document.Parse(text).Root.ToJson());
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void An_invalid_file_is_refused(string file)
    {
        string text = Read(file);

        Should.Throw<MoltbotException>(() => Json5Document.Parse(text)).Code.ShouldBe(ErrorCode.SyntaxError);
    }

    private static string Read(string file)
    {
        SkipReason.NamedFolder.Require(file != Absent, "The public JSON5 tests are not there; MOLTBOT_JSON5_TESTS can name their folder.");
        return File.ReadAllText(Path.Combine(RepositoryLayout.Json5Tests, file));
    }

    private static TheoryData<string> Files(params string[] extensions)
    {
        if (!Directory.Exists(RepositoryLayout.Json5Tests))
            return [Absent];

        return new(Directory
            .EnumerateFiles(RepositoryLayout.Json5Tests, "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryLayout.Json5Tests, file))
            .Order(StringComparer.Ordinal));
    }
}
