using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Moltbot.Core.Tests.Json5;

/// <summary>Generators of JSON values, with the texts and numbers that are hard to write.</summary>
internal static class Json5Values
{
    // A JSON node can have one parent only, so what is generated are recipes for nodes.
    public static Gen<Func<JsonNode?>> Values(int depth) => depth == 0
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

    public static Gen<string> Strings =>
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
}
