using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
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
            from value in Values(depth: 3)
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

    // A JSON node can have one parent only, so what is generated are recipes for nodes.
    private static Gen<Func<JsonNode?>> Values(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency((2, Scalars), (1, Objects(depth)), (1, Arrays(depth)));

    private static Gen<Func<JsonNode?>> Objects(int depth) =>
        from names in ShortListsOf(Strings)
        from values in Values(depth - 1).ArrayOf(names.Length)
        select new Func<JsonNode?>(() => ObjectOf(names.Zip(values)));

    private static Gen<Func<JsonNode?>> Arrays(int depth) =>
        from values in ShortListsOf(Values(depth - 1))
        select new Func<JsonNode?>(() => new JsonArray([.. values.Select(value => value())]));

    private static Gen<Func<JsonNode?>> Scalars => Gen.OneOf(
        Strings.Select(text => new Func<JsonNode?>(() => JsonValue.Create(text))),
        Numbers.Select(number => new Func<JsonNode?>(() => JsonValue.Create(number))),
        Gen.Elements<bool?>(true, false, null).Select(literal => new Func<JsonNode?>(() => JsonValue.Create(literal))));

    private static Gen<double> Numbers => Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Choose(-1_000_000, 1_000_000).Select(number => (double)number),
        Gen.Choose(1, 999).Select(number => number / 1000d),
        Gen.Elements(0, -0.0, 1769600000000, 9007199254740993, double.MaxValue, double.Epsilon, double.NegativeInfinity, double.NaN));

    private static Gen<string> Strings =>
        ShortListsOf(Gen.OneOf(
            Gen.Elements("a", "z9", "_", "$", "é", "0", "1", "'", "\"", "\\", "//", "/*", "\b", "\t", "\n", "\v", "\f", "\r", "\0", "🔑", "\uD83D", "\uDD11", "\u2028"),
            Gen.Choose(0, 0xFFFF).Select(unit => ((char)unit).ToString()),
            Gen.Elements("auth", "profiles", "sk-x")))
        .Select(string.Concat);

    private static Gen<T[]> ShortListsOf<T>(Gen<T> items) =>
        Gen.Choose(0, 5).SelectMany(count => items.ArrayOf(count));

    private static JsonObject ObjectOf(IEnumerable<(string Name, Func<JsonNode?> Value)> members)
    {
        JsonObject json = [];
        foreach ((string name, Func<JsonNode?> value) in members)
            json[name] = value();

        return json;
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
