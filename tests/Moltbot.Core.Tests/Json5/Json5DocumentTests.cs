using Moltbot.Core.Json5;

namespace Moltbot.Core.Tests.Json5;

public sealed class Json5DocumentTests
{
    private const string Config = """
        // the gateway
        {
          auth: {
            order: { 'anthropic': ["a:1", "a:2",] }, // first one wins
            "profiles": { "a:1": { mode: 'token' } },
          }
        }
        """;

    [Fact]
    public void The_text_is_kept_as_it_was_given()
    {
        string text = "\uFEFF" + Config;

        Json5Document.Parse(text).Text.ShouldBeSameAs(text);
    }

    [Fact]
    public void A_byte_order_mark_is_trivia()
    {
        Json5Document document = Json5Document.Parse("\uFEFF{}");

        document.Root.Span.ShouldBe(new Json5Span(1, 2));
        document.TriviaAt(0).ShouldBe([new Json5Trivia(Json5TriviaKind.WhiteSpace, new Json5Span(0, 1))]);
    }

    [Theory]
    [InlineData("'token'", "auth", "profiles", "a:1", "mode")]
    [InlineData("\"a:2\"", "auth", "order", "anthropic", "1")]
    [InlineData("{ mode: 'token' }", "auth", "profiles", "a:1")]
    public void A_value_is_found_by_its_path(string expected, params string[] path)
    {
        Json5Document document = Json5Document.Parse(Config);

        document.TextOf(document.Find(path).ShouldNotBeNull().Span).ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("auth", "profiles", "a:3")]
    [InlineData("auth", "order", "anthropic", "2")]
    [InlineData("auth", "order", "anthropic", "-1")]
    [InlineData("auth", "order", "anthropic", "first")]
    [InlineData("auth", "profiles", "a:1", "mode", "length")]
    public void A_path_that_leads_nowhere_finds_nothing(params string[] path) =>
        Json5Document.Parse(Config).Find(path).ShouldBeNull();

    [Fact]
    public void An_empty_path_leads_to_the_root()
    {
        Json5Document document = Json5Document.Parse(Config);

        document.Find().ShouldBeSameAs(document.Root);
    }

    [Fact]
    public void A_value_found_can_be_shown_with_line_and_column()
    {
        Json5Document document = Json5Document.Parse(Config.ReplaceLineEndings("\r\n"));

        document.PositionOf(document.Find("auth", "profiles", "a:1", "mode")!.Span.Start).ShouldBe(new Json5Position(5, 34));
    }

    [Fact]
    public void Members_with_one_name_are_all_there_and_the_last_is_found()
    {
        Json5Object root = Root("{a:1, b:2, a:3}");

        root.Members.Select(member => member.Name).ShouldBe(["a", "b", "a"]);
        root.Find("a").ShouldBeOfType<Json5Number>().Value.ShouldBe(3);
    }

    [Fact]
    public void A_member_knows_its_parts()
    {
        Json5Object root = Root("{ 'a' : /* one */ 1 , }");

        Json5Member member = root.Member("a").ShouldNotBeNull();
        member.NameSpan.ShouldBe(new Json5Span(2, 3));
        member.Colon.ShouldBe(6);
        member.Value.Span.ShouldBe(new Json5Span(18, 1));
        member.Span.ShouldBe(new Json5Span(2, 17));
    }

    [Fact]
    public void An_object_knows_its_braces_and_commas()
    {
        Json5Object root = Root(" {a:1 , b:2} ");

        root.OpeningBracket.ShouldBe(1);
        root.CommaAfter(0).ShouldBe(6);
        root.CommaAfter(1).ShouldBeNull();
        root.ClosingBracket.ShouldBe(11);
        root.EntrySpan(1).ShouldBe(new Json5Span(8, 3));
    }

    [Fact]
    public void An_array_knows_its_brackets_and_a_trailing_comma()
    {
        Json5Array root = Json5Document.Parse("[1, 2 ,]").Root.ShouldBeOfType<Json5Array>();

        root.OpeningBracket.ShouldBe(0);
        root.CommaAfter(0).ShouldBe(2);
        root.CommaAfter(1).ShouldBe(6);
        root.ClosingBracket.ShouldBe(7);
        root.EntrySpan(1).ShouldBe(new Json5Span(4, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_entry_that_does_not_exist_has_neither_span_nor_comma(int index)
    {
        Json5Object root = Root("{a:1}");

        Should.Throw<ArgumentOutOfRangeException>(() => root.EntrySpan(index));
        Should.Throw<ArgumentOutOfRangeException>(() => root.CommaAfter(index));
    }

    [Fact]
    public void Trivia_is_told_apart()
    {
        Json5Document document = Json5Document.Parse("[1, // one\r\n\t/* two */ 2]");
        int afterComma = document.Root.ShouldBeOfType<Json5Array>().CommaAfter(0)!.Value + 1;

        document.TriviaAt(afterComma).Select(piece => (piece.Kind, document.TextOf(piece.Span).ToString())).ShouldBe(
        [
            (Json5TriviaKind.WhiteSpace, " "),
            (Json5TriviaKind.LineComment, "// one"),
            (Json5TriviaKind.LineEnd, "\r\n"),
            (Json5TriviaKind.WhiteSpace, "\t"),
            (Json5TriviaKind.BlockComment, "/* two */"),
            (Json5TriviaKind.WhiteSpace, " "),
        ]);
    }

    [Theory]
    [InlineData("[\n1]", 2, 1)]
    [InlineData("[\r\n1]", 2, 1)]
    [InlineData("[\r1]", 2, 1)]
    [InlineData("[\u20281]", 2, 1)]
    [InlineData("[\n\r1]", 3, 1)]
    [InlineData("[\r\n\r\n 1]", 3, 2)]
    [InlineData("['🔑', 1]", 1, 8)]
    public void Lines_are_counted_as_JSON5_ends_them(string text, int line, int column) =>
        Json5Document.Parse(text).PositionOf(text.IndexOf('1', StringComparison.Ordinal)).ShouldBe(new Json5Position(line, column));

    [Fact]
    public void A_line_break_belongs_to_the_line_it_ends()
    {
        Json5Document document = Json5Document.Parse("1\r\n");

        document.PositionOf(1).ShouldBe(new Json5Position(1, 2));
        document.PositionOf(2).ShouldBe(new Json5Position(1, 3));
        document.PositionOf(3).ShouldBe(new Json5Position(2, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_offset_outside_the_text_has_no_position(int offset) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Json5Document.Parse("{}").PositionOf(offset));

    private static Json5Object Root(string text) => Json5Document.Parse(text).Root.ShouldBeOfType<Json5Object>();
}
