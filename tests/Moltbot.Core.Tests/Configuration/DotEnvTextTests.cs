using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Tests.Configuration;

public sealed class DotEnvTextTests
{
    [Fact]
    public void A_new_variable_goes_to_the_end() => Set("# keys\nA=1\n", "B", "2").ShouldBe("# keys\nA=1\nB=2\n");

    [Fact]
    public void A_file_without_a_line_end_gets_one_first() => Set("A=1", "B", "2").ShouldBe("A=1\nB=2\n");

    [Fact]
    public void Setting_the_same_twice_adds_nothing() => Set(Set("A=1\n", "B", "2"), "B", "2").ShouldBe("A=1\nB=2\n");

    [Theory]
    [InlineData("  export A = old   # why\nB=1\n", "  export A = new   # why\nB=1\n")]
    [InlineData("A: old\n", "A: new\n")]
    [InlineData("A=\n", "A=new\n")]
    [InlineData("A='old'\r\nB=1\r\n", "A='new'\r\nB=1\r\n")]
    [InlineData("A=\"old\" # why", "A=\"new\" # why")]
    [InlineData("A=`old`\n\n# below\n", "A=`new`\n\n# below\n")]
    [InlineData("A=\"first\nsecond\"\nB=1\n", "A=\"new\"\nB=1\n")]
    [InlineData("A=1\nB=2\nA=3\n", "A=new\nB=2\nA=new\n")]
    public void Everything_around_a_value_stays(string before, string after) => Set(before, "A", "new").ShouldBe(after);

    [Theory]
    [InlineData("sk-abc_1.2/3:4@5%6+7=", "A=sk-abc_1.2/3:4@5%6+7=\n")]
    [InlineData("a b", "A='a b'\n")]
    [InlineData("a#b", "A='a#b'\n")]
    [InlineData("$HOME", "A='$HOME'\n")]
    [InlineData("", "A=''\n")]
    [InlineData(" a ", "A=' a '\n")]
    [InlineData("it's", "A=\"it's\"\n")]
    [InlineData("it's \"so\"", "A=`it's \"so\"`\n")]
    [InlineData("a\nb", "A=\"a\\nb\"\n")]
    [InlineData("a\\nb", "A='a\\nb'\n")]
    public void A_value_is_quoted_when_it_has_to_be(string value, string text) => Set("", "A", value).ShouldBe(text);

    [Fact]
    public void A_value_that_no_quotes_protect_is_refused_without_showing_it()
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => Set("", "A", "secret' # \" # ` #"));

        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        error.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("A=B")]
    [InlineData("Ä")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Should.Throw<MoltbotException>(() => Set("", name, "x")).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Theory]
    [InlineData("# a\nA=1 # why\n# b\nB=2\n", "# a\n# b\nB=2\n")]
    [InlineData("\n\n  export A=1\nB=2", "\n\nB=2")]
    [InlineData("B=2\r\nA=\"x\r\ny\"\r\n", "B=2\r\n")]
    [InlineData("A=1\nB=2\nA=3", "B=2\n")]
    [InlineData("B=2\n", "B=2\n")]
    public void A_variable_goes_with_its_lines(string before, string after) => DotEnvText.Parse(before).Remove("A").Text.ShouldBe(after);

    [Fact]
    public void Any_value_in_any_file_is_read_back_as_it_was_given_and_nothing_else_changes()
    {
        Gen<string> texts = Pieces(["A", "B=", "C = ", "export ", "=", ": ", "'", "\"", "`", "#", " # why", "x", "1", "\\", "\\n", "\n", "\r\n", "\n\n", "\u2028"], 25);
        Gen<string> values = Pieces(["A", "=", "'", "\"", "`", "#", " ", "x", "$Y", "\\", "\\n", "\n", "é", "\u2028"], 8);

        Gen<(string Text, string Value)> cases =
            from text in texts
            from value in values
            select (text, value);
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2000),
            Prop.ForAll(cases.ToArbitrary(), input => IsReadBackOrRefused(input.Text, input.Value)));
    }

    private static bool IsReadBackOrRefused(string text, string value)
    {
        DotEnvText before = DotEnvText.Parse(text);
        try
        {
            IReadOnlyDictionary<string, string> after = DotEnvReader.Read(before.Set("C", value).Text);
            return after["C"] == value && after.Where(IsOther).OrderBy(Name).SequenceEqual(before.Variables.Where(IsOther).OrderBy(Name));
        }
        catch (MoltbotException error)
        {
            return error.Code == ErrorCode.InvalidArgument && IsHard(text + value);
        }
    }

    private static Gen<string> Pieces(string[] pieces, int most) =>
        from length in Gen.Choose(0, most)
        from chosen in Gen.Elements(pieces).ListOf(length)
        select string.Concat(chosen);

    private static bool IsHard(string text) => text.AsSpan().IndexOfAny("'\"`\u2028") >= 0;

    private static bool IsOther(KeyValuePair<string, string> variable) => variable.Key != "C";

    private static string Name(KeyValuePair<string, string> variable) => variable.Key;

    private static string Set(string text, string name, string value) => DotEnvText.Parse(text).Set(name, value).Text;
}
