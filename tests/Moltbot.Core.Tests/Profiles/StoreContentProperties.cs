using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What holds for any store, whatever is in it, after any changes of orders.</summary>
public sealed class StoreContentProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500);

    [Fact]
    public void Changing_orders_changes_nothing_else() => Check.One(Many, Prop.ForAll(Histories.ToArbitrary(), history =>
        RestOf(history.Result) == RestOf(Read(history.Text))));

    [Fact]
    public void An_order_reads_back() => Check.One(Many, Prop.ForAll(Histories.ToArbitrary(), history =>
        Reread(history.Result) is { } store && history.Changes
            .GroupBy(change => change.Provider)
            .All(changes => Equal(store.Order(changes.Key), changes.Last().Ids))));

    [Fact]
    public void The_orders_of_other_providers_stay() => Check.One(Many, Prop.ForAll(Histories.ToArbitrary(), history =>
        Providers.Except(history.Changes.Select(change => change.Provider))
            .All(other => Equal(Reread(history.Result).Order(other), Read(history.Text).Store.Order(other)))));

    [Fact]
    public void What_a_document_means_is_what_its_text_means() => Check.One(Many, Prop.ForAll(Histories.ToArbitrary(), history =>
        JsonText.WriteCompact(history.Result.Store.ToJson()) == JsonText.WriteCompact(Reread(history.Result).ToJson())));

    private static readonly ProviderId[] Providers = [.. ((string[])["anthropic", "openai", "zai", "qwen-portal", "0"]).Select(ProviderId.Parse)];

    private static Gen<History> Histories =>
        from text in Stores
        from changes in ShortListsOf(Changes)
        select new History(text, changes);

    private static Gen<Change> Changes =>
        from provider in Gen.Elements(Providers)
        from ids in ShortListsOf(Gen.Elements("anthropic:default", "openai:work", "é🔑", "a b", "0"))
        select new Change(provider, [.. ids.Distinct()]);

    /// <summary>Texts of stores: the sections that we know, in any order and often of the wrong type, between others.</summary>
    private static Gen<string> Stores =>
        from profiles in MembersOf(Gen.OneOf(Values(2), Gen.Constant("""{"type":"api_key","provider":"openai","key":"k"}""")))
        from others in ShortListsOf(Member(Values(3)))
        from order in Gen.Frequency((1, Scalars), (3, Orders), (1, Gen.Constant("")))
        from before in Gen.Choose(0, 1)
        let orders = order.Length == 0 ? [] : (string[])[$"\"order\":{order}"]
        let known = (string[])[$"\"profiles\":{profiles}", .. orders]
        select $"{{{string.Join(", ", before == 0 ? [.. others, .. known] : (string[])[.. known, .. others])}}}";

    private static Gen<string> Orders =>
        from lists in ShortListsOf(
            from provider in Gen.Elements("anthropic", "openai", "zai", "Z.AI", "z-ai", "qwen", " OpenAI ", "0", "future")
            from ids in Values(1)
            select $"\"{provider}\":{ids}")
        select $"{{{string.Join(",", lists)}}}";

    private static Gen<string> Values(int depth) => depth == 0 ? Scalars : Gen.Frequency(
        (3, Scalars),
        (1, MembersOf(Values(depth - 1))),
        (2, ShortListsOf(Values(depth - 1)).Select(items => $"[{string.Join(",", items)}]")));

    private static Gen<string> MembersOf(Gen<string> values) => ShortListsOf(Member(values)).Select(members => $"{{{string.Join(", ", members)}}}");

    private static Gen<string> Member(Gen<string> values) =>
        from name in Gen.Elements("a:1", "anthropic:default", "version", "lastGood", "usageStats", "0", "10", "__proto__", "é", "🔑", "\\u0041", "\\\"", "")
        from value in values
        select $"\"{name}\": {value}";

    private static Gen<string> Scalars => Gen.OneOf(
        Gen.Elements("null", "true", "false", "0", "-0", "1e400", "-1E+400", "1.50", "0.1", "12345678901234567890", "1769601600000"),
        Gen.Elements("\"\"", "\"a\"", "\"anthropic:default\"", "\" b \"", "\"\\u0041\\/\\n\"", "\"\\ud800\"", "\"🔑\"", "\"\\ud83d\\udd11\"", "\"</é\u2028\""),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => JsonSerializer.Serialize(number)));

    private static Gen<T[]> ShortListsOf<T>(Gen<T> items) => Gen.Choose(0, 4).SelectMany(count => items.ArrayOf(count));

    private static StoreContent Read(string text) => StoreContent.Read(JsonText.Parse(Encoding.UTF8.GetBytes(text)))!;

    private static AuthProfileStore Reread(StoreContent document) => AuthProfileStore.Read(JsonText.Parse(JsonText.Write(document.ToJson())))!;

    private static string RestOf(StoreContent document)
    {
        JsonObject json = JsonText.ToNode(JsonText.Parse(JsonText.Write(document.ToJson())))!.AsObject();
        json.Remove("order");
        return JsonText.WriteCompact(json);
    }

    private static bool Equal(IReadOnlyList<string>? left, IReadOnlyList<string>? right) => (left ?? []).SequenceEqual(right ?? []);

    /// <summary>An order to set, or to remove when there is nothing in it.</summary>
    private sealed record Change(ProviderId Provider, string[] Ids)
    {
        public StoreContent Apply(StoreContent document) =>
            Ids.Length == 0 ? document.WithoutOrder(Provider) : document.WithOrder(Provider, Ids);

        public override string ToString() => $"{Provider} = {string.Join(" ", Ids)}";
    }

    private sealed record History(string Text, Change[] Changes)
    {
        public StoreContent Result => Changes.Aggregate(Read(Text), (document, change) => change.Apply(document));

        public override string ToString() => $"{Text} then {string.Join("; ", Changes.Select(change => change.ToString()))}";
    }
}
