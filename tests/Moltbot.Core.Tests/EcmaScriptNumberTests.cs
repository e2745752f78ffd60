using System.Text.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

public sealed class EcmaScriptNumberTests
{
    [Theory]
    [InlineData("2", 2)]
    [InlineData("\"2\"", 2)]
    [InlineData("\" 2.5 \"", 2.5)]
    [InlineData("\"\"", 0)]
    [InlineData("\" \"", 0)]
    [InlineData("\"0x1F\"", 31)]
    [InlineData("\"0b101\"", 5)]
    [InlineData("\"0o17\"", 15)]
    [InlineData("\"1e3\"", 1000)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    [InlineData("[]", 0)]
    [InlineData("[null]", 0)]
    [InlineData("[7]", 7)]
    [InlineData("[\"7\"]", 7)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void A_value_is_converted_as_JavaScript_does(string json, double expected) =>
        EcmaScriptNumber.From(JsonDocument.Parse(json).RootElement).ShouldBe(expected);

    [Theory]
    [InlineData("\"two\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"infinity\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"0x\"")]
    [InlineData("\"0xG\"")]
    [InlineData("\"1_000\"")]
    [InlineData("\"-0x1\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("[true]")]
    public void What_is_no_number_is_not_a_number(string json) =>
        double.IsNaN(EcmaScriptNumber.From(JsonDocument.Parse(json).RootElement)).ShouldBeTrue();
}
