using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Tests.Json5;

public sealed class Json5EditTests
{
    public static TheoryData<string, string, string, string> Replacements => new()
    {
        { "{ a: 1, /* x */ b: 2 }", "a", "5", "{ a: 5, /* x */ b: 2 }" },
        { "{ 'a': 'one' } // end", "a", "\"it's\"", "{ 'a': 'it\\'s' } // end" },
        { "{ \"a\": \"one\", b: 'x' }", "a", "\"two\"", "{ \"a\": \"two\", b: 'x' }" },
        { "{ a: { b: [1, 2,], }, }", "a.b.1", "3", "{ a: { b: [1, 3,], }, }" },
        { "{\r\n\ta: {\r\n\t\tb: 1,\r\n\t},\r\n}", "a", "{\"c\":{}, \"d\":[1]}", "{\r\n\ta: {\r\n\t\tc: {},\r\n\t\td: [\r\n\t\t\t1,\r\n\t\t],\r\n\t},\r\n}" },
        { "{\n  a: 1\n}", "a", "{\"b\":true}", "{\n  a: {\n    b: true\n  }\n}" },
        { "{\n  a: { b: 1 } // two\n}", "a", "{\"b\":1,\"c\":null}", "{\n  a: { b: 1, c: null } // two\n}" },
        { "{\n  a: ['x']\n}", "a", "[\"y\",\"z\"]", "{\n  a: ['y', 'z']\n}" },
        { "{\n  a: [\n    'x'\n  ]\n}", "a", "[]", "{\n  a: []\n}" },
        { "\uFEFF{a:1}\n", "a", "{\"b\":[2,3]}", "\uFEFF{a:{b:[2,3]}}\n" },
        { "// only\n5", "", "{\"a\":1}", "// only\n{\n  \"a\": 1\n}" },
        { "{ a: 1, a: 2, b: 3, }", "a", "4", "{ a: 1, a: 4, b: 3, }" },
        { "{ a: null }", "a.b.c", "1", "{ a: { b: { c: 1 } } }" },
        { "{ a: 0x10, b: 'x' }", "a", "16", "{ a: 0x10, b: 'x' }" },
        { "{ a: {b: +1, 'c': 'x',} }", "a", "{\"c\":\"x\",\"b\":1}", "{ a: {b: +1, 'c': 'x',} }" },
    };

    public static TheoryData<string, string, string, string> Additions => new()
    {
        { "{}", "a", "1", "{\n  \"a\": 1\n}" },
        { "{}\n", "a.b", "[1]", "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}\n" },
        { "{\n  \"a\": 1\n}\n", "b", "2", "{\n  \"a\": 1,\n  \"b\": 2\n}\n" },
        { "{\n  a: 1, // one\n}\n", "b", "2", "{\n  a: 1, // one\n  b: 2,\n}\n" },
        { "{\n  a: 1 // one\n}", "b", "2", "{\n  a: 1, // one\n  b: 2\n}" },
        { "{\n  a: 1 /* one */ // uno\n\n  // later\n}", "b", "2", "{\n  a: 1, /* one */ // uno\n  b: 2\n\n  // later\n}" },
        { "{\n  a: 1,\n  // b: 7,\n}", "b", "2", "{\n  a: 1,\n  b: 2,\n  // b: 7,\n}" },
        { "{\r\n    a: 1\r\n}", "b", "2", "{\r\n    a: 1,\r\n    b: 2\r\n}" },
        { "{\r\ta: 1\r}", "b", "2", "{\r\ta: 1,\r\tb: 2\r}" },
        { "{a:1}", "b", "{\"c\":2}", "{a:1,b:{c:2}}" },
        { "{\"a\":1,\"c\":{}}", "c.d", "2", "{\"a\":1,\"c\":{\"d\":2}}" },
        { "{ a: 1 }", "b", "[2, 3]", "{ a: 1, b: [2, 3] }" },
        { "{ a: 1, }", "b", "2", "{ a: 1, b: 2, }" },
        { "{ a: 1 /* one */ }", "b", "2", "{ a: 1 /* one */, b: 2 }" },
        { "{ a: 1, // one\n}", "b", "2", "{ a: 1, // one\n  b: 2,\n}" },
        { "{ a: 1,\n  b: 2 }", "c", "3", "{ a: 1,\n  b: 2,\n  c: 3 }" },
        { "{\n  a: { x: 'one' },\n}", "b", "{\"x\":\"two\"}", "{\n  a: { x: 'one' },\n  b: { x: 'two' },\n}" },
        { "{\n  a: { x: 'one' },\n}", "b.c", "{\"x\":\"two\"}", "{\n  a: { x: 'one' },\n  b: {\n    c: { x: 'two' },\n  },\n}" },
        { "{\n  a: 1,\n}", "a:b", "2", "{\n  a: 1,\n  \"a:b\": 2,\n}" },
        { "{\n  'a:b': 'x',\n}", "c", "2", "{\n  'a:b': 'x',\n  \"c\": 2,\n}".Replace('"', '\'') },
        { "{\n  a: {\n    // nothing yet\n  }\n}", "a.b", "1", "{\n  a: {\n    // nothing yet\n\n    b: 1\n  }\n}" },
        { "{ // settings\n}", "a", "1", "{ // settings\n  \"a\": 1\n}" },
        { "{ /* nothing */ }", "a", "1", "{ /* nothing */ \"a\": 1 }" },
        { "{\n  // one\n  /* two */}", "a", "1", "{\n  // one\n  /* two */\n\n  \"a\": 1\n}" },
        { "{\n  a: [],\n  b: ['x'],\n}", "a.0", "\"y\"", "{\n  a: ['y'],\n  b: ['x'],\n}" },
        { "{\n  a: [],\n}", "a.0", "\"y\"", "{\n  a: [\n    \"y\",\n  ],\n}" },
        { "[ 1, 2 ]", "2", "3", "[ 1, 2, 3 ]" },
        { "[\n  1,\n]", "1.a", "3", "[\n  1,\n  {\n    \"a\": 3,\n  },\n]" },
        { "{ a: 1, b: { c: 1 }, b: { d: 2 } }", "b.e", "3", "{ a: 1, b: { c: 1 }, b: { d: 2, e: 3 } }" },
        { "\uFEFF{\n}\n// end", "a", "1", "\uFEFF{\n  \"a\": 1\n}\n// end" },
    };

    public static TheoryData<string, string, int, string, string> Insertions => new()
    {
        { "{ a: ['x', 'y'] }", "a", 0, "\"n\"", "{ a: ['n', 'x', 'y'] }" },
        { "{ a: ['x', 'y'] }", "a", 1, "\"n\"", "{ a: ['x', 'n', 'y'] }" },
        { "{ a: ['x', 'y'] }", "a", 2, "\"n\"", "{ a: ['x', 'y', 'n'] }" },
        { "[1,2]", "", 0, "0", "[0,1,2]" },
        { "[\n  'x', // ex\n  'y'\n]", "", 0, "\"n\"", "[\n  'n',\n  'x', // ex\n  'y'\n]" },
        { "[\n  'x', // ex\n  // why\n  'y'\n]", "", 1, "\"n\"", "[\n  'x', // ex\n  'n',\n  // why\n  'y'\n]" },
        { "[ // all\r\n  'x'\r\n]", "", 0, "{}", "[ // all\r\n  {},\r\n  'x'\r\n]" },
        { "[ /* ex */ 'x' ]", "", 0, "1", "[ 1, /* ex */ 'x' ]" },
        { "[]", "", 0, "1", "[\n  1\n]" },
    };

    public static TheoryData<string, string, string> Removals => new()
    {
        { "{ a: 1, b: 2, c: 3 }", "a", "{ b: 2, c: 3 }" },
        { "{ a: 1, b: 2, c: 3 }", "b", "{ a: 1, c: 3 }" },
        { "{ a: 1, b: 2, c: 3 }", "c", "{ a: 1, b: 2 }" },
        { "{ a: 1, b: 2, c: 3, }", "c", "{ a: 1, b: 2, }" },
        { "{a:1,b:2}", "a", "{b:2}" },
        { "{a:1,b:2}", "b", "{a:1}" },
        { "{ a: 1 }", "a", "{}" },
        { "{\n  a: 1\n}\n", "a", "{}\n" },
        { "{\n  // about a\n  a: 1, // one\n}\n", "a", "{}\n" },
        { "{\n  // all\n\n  a: 1,\n}\n", "a", "{\n  // all\n}\n" },
        { "{ // all\n  a: 1\n}\n", "a", "{ // all\n}\n" },
        { "{\n  a: 1,\n  b: 2\n}", "b", "{\n  a: 1\n}" },
        { "{\n  a: 1, // one\n  b: 2 // two\n}", "b", "{\n  a: 1 // one\n}" },
        { "{\n  a: 1,\n  b: 2,\n}", "b", "{\n  a: 1,\n}" },
        { "{\n  a: 1, // one\n  // about b,\n  // and more\n  b: 2, /* two */ // zwei\n  c: 3,\n}", "b", "{\n  a: 1, // one\n  c: 3,\n}" },
        { "{\n  a: 1,\n  // a heading\n\n  b: 2,\n  c: 3,\n}", "b", "{\n  a: 1,\n  // a heading\n\n  c: 3,\n}" },
        { "{\n  a: 1,\n\n  b: 2,\n\n  c: 3,\n}", "b", "{\n  a: 1,\n\n  c: 3,\n}" },
        { "{\n  a: 1,\n\n  b: 2,\n}", "b", "{\n  a: 1,\n}" },
        { "{\n  a: 1,\n\n  b: 2,\n}", "a", "{\n  b: 2,\n}" },
        { "{\r\n  a: 1,\r\n  b: {\r\n    c: 1\r\n  },\r\n  d: 2\r\n}", "b", "{\r\n  a: 1,\r\n  d: 2\r\n}" },
        { "{ a: 1,\n  b: 2 }", "b", "{ a: 1 }" },
        { "{ a: 1, // one\n  b: 2 }", "b", "{ a: 1 // one\n  }" },
        { "{ a: 1,\n  b: 2 }", "a", "{\n  b: 2 }" },
        { "{ a: 1\n, b: 2\n, c: 3\n}", "b", "{ a: 1\n, c: 3\n}" },
        { "{ a: 1, /* two */ b: 2, c: 3 }", "b", "{ a: 1, c: 3 }" },
        { "{ a: 1, b: 2 /* two */, c: 3 }", "b", "{ a: 1, c: 3 }" },
        { "{ a: 1, b: 2, a: 3 }", "a", "{ b: 2 }" },
        { "{ a: { b: 1, b: 2 } }", "a.b", "{ a: {} }" },
        { "{ a: [1, 1, 1] }", "a.1", "{ a: [1, 1] }" },
        { "{ a: ['x'] }", "a.0", "{ a: [] }" },
        { "{ a: 1 }", "b.c", "{ a: 1 }" },
    };

    public static TheoryData<string, int, string> Moves => new()
    {
        { "['x', 'y', 'z']", 1, "['y', 'x', 'z']" },
        { "['x', /* why */ 'y']", 1, "[/* why */ 'y', 'x']" },
        { "['x', 'y']", 0, "['x', 'y']" },
        { "[\n  'x',\n  'y'\n]", 1, "[\n  'y',\n  'x'\n]" },
        { "[\n  // first\n  'x', // ex\n  // second\n  'y' // why\n]", 1, "[\n  // second\n  'y', // why\n  // first\n  'x' // ex\n]" },
        { "[\r\n\t'x',\r\n\t'y', // why\r\n\t'z',\r\n]", 1, "[\r\n\t'y', // why\r\n\t'x',\r\n\t'z',\r\n]" },
        { "[ 'x',\n  // why\n  'y' ]", 1, "[ 'y', 'x' ]" },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public void A_value_is_replaced_and_nothing_else(string text, string path, string value, string expected) =>
        Json5Document.Parse(text).Set(Steps(path), JsonNode.Parse(value)).Text.ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Additions))]
    public void A_member_is_added_below_the_last_one_in_the_style_of_its_object(string text, string path, string value, string expected) =>
        Json5Document.Parse(text).Set(Steps(path), JsonNode.Parse(value)).Text.ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Insertions))]
    public void An_item_is_put_before_another(string text, string path, int index, string value, string expected) =>
        Json5Document.Parse(text).Insert(Steps(path), index, JsonNode.Parse(value)).Text.ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Moves))]
    public void An_item_that_is_moved_keeps_its_lines_and_comments(string text, int index, string expected) =>
        Json5Document.Parse(text).MoveToFront([], index).Text.ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Removals))]
    public void An_entry_goes_with_its_comments_and_its_line(string text, string path, string expected) =>
        Json5Document.Parse(text).Remove(Steps(path)).Text.ShouldBe(expected);

    [Fact]
    public void The_document_that_is_edited_stays_as_it_was()
    {
        Json5Document document = Json5Document.Parse("{ a: 1 }");

        document.Set(["a"], 2);

        document.Text.ShouldBe("{ a: 1 }");
        document.Find("a")!.ToJson()!.GetValue<double>().ShouldBe(1);
    }

    [Fact]
    public void A_text_that_JSON_cannot_hold_as_it_is_is_escaped()
    {
        Json5Document document = Json5Document.Parse("{}").Set(["\u0001\"\\"], "\n\t\0\u2028\uD83D \uD83D\uDD11é");

        document.Text.ShouldBe("{\n  \"\\u0001\\\"\\\\\": \"\\n\\t\\u0000\\u2028\\ud83d \uD83D\uDD11é\"\n}");
    }

    [Fact]
    public void Numbers_that_JSON_does_not_know_are_written_as_JSON5()
    {
        JsonArray numbers = [double.NaN, double.NegativeInfinity, -0.0, 1e300, 7];

        Json5Document.Parse("[1, 2]").Set([], numbers).Text.ShouldBe("[NaN, -Infinity, -0, 1E+300, 7]");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("x")]
    public void A_step_into_an_array_is_an_index_of_it_or_the_next_one(string step) =>
        Should.Throw<MoltbotException>(() => Json5Document.Parse("[1, 2]").Set([step], 1)).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Theory]
    [InlineData("{ a: 1 }", "a", 0)]
    [InlineData("{ a: 1 }", "b", 0)]
    [InlineData("{ a: [] }", "a", 1)]
    [InlineData("{ a: [] }", "a", -1)]
    public void An_item_can_be_put_only_into_an_array(string text, string path, int index) =>
        Should.Throw<MoltbotException>(() => Json5Document.Parse(text).Insert(Steps(path), index, 1)).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public void The_whole_document_cannot_be_removed() =>
        Should.Throw<MoltbotException>(() => Json5Document.Parse("{}").Remove([])).Code.ShouldBe(ErrorCode.InvalidArgument);

    private static string[] Steps(string path) => path.Length == 0 ? [] : path.Split('.');
}
