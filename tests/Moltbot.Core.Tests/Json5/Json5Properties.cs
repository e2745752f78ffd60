using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Errors;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Json5;

public sealed class Json5Properties
{
    [Fact]
    public void A_value_written_in_any_style_is_read_back() => ForAnyWriting(writing =>
        JsonDifference.Find(writing.Value, Json5Document.Parse(writing.Text).Root.ToJson()) is null);

    [Fact]
    public void Tokens_and_trivia_together_are_the_text() => ForAnyWriting(writing =>
        Reassemble(Json5Document.Parse(writing.Text)) == writing.Text);

    [Fact]
    public void A_damaged_text_is_read_or_refused_with_a_position_inside_it() => ForAnyWriting(writing =>
        IsReadOrRefused(writing.DamagedText));

    private static void ForAnyWriting(Func<Writing, bool> holds)
    {
        Gen<Writing> writings =
            from value in Json5Values.Values(depth: 3)
            from seed in Gen.Choose(0, int.MaxValue)
            select Writing.Of(value(), seed);

        Config quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500);
        Check.One(quiet, Prop.ForAll(writings.ToArbitrary(), holds));
    }

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            return Reassemble(Json5Document.Parse(text)) == text;
        }
        catch (MoltbotException error)
        {
            return error.Code == ErrorCode.SyntaxError
                && Enumerable.Range(0, text.Length + 1)
                    .Select(offset => Json5Position.Of(text, offset))
                    .Contains(new Json5Position(error.Line!.Value, error.Column!.Value));
        }
    }

    private static string Reassemble(Json5Document document)
    {
        StringBuilder text = new();
        foreach (Json5Span token in Tokens(document.Root))
        {
            AppendTrivia(document, text);
            text.Append(document.TextOf(token));
        }

        AppendTrivia(document, text);
        return text.ToString();
    }

    private static void AppendTrivia(Json5Document document, StringBuilder text)
    {
        foreach (Json5Trivia piece in document.TriviaAt(text.Length))
            text.Append(document.TextOf(piece.Span));
    }

    private static IEnumerable<Json5Span> Tokens(Json5Node node)
    {
        if (node is not Json5Container container)
            return [node.Span];

        return
        [
            new Json5Span(container.OpeningBracket, 1),
            .. Enumerable.Range(0, container.Count).SelectMany(index => EntryTokens(container, index)),
            new Json5Span(container.ClosingBracket, 1),
        ];
    }

    private static IEnumerable<Json5Span> EntryTokens(Json5Container container, int index)
    {
        IEnumerable<Json5Span> entry = container switch
        {
            Json5Object { Members: var members } =>
                [members[index].NameSpan, new Json5Span(members[index].Colon, 1), .. Tokens(members[index].Value)],
            Json5Array { Items: var items } => Tokens(items[index]),
            _ => [],
        };

        return container.CommaAfter(index) is { } comma ? [.. entry, new Json5Span(comma, 1)] : entry;
    }

    private sealed record Writing(JsonNode? Value, string Text, string DamagedText)
    {
        public static Writing Of(JsonNode? value, int seed)
        {
            Json5Writing style = new(seed);
            string text = style.Write(value);
            return new Writing(value, text, style.Damage(text));
        }

        public override string ToString() => JsonDifference.Show(Text) + " damaged: " + JsonDifference.Show(DamagedText);
    }
}
