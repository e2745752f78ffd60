using System.Text.Json;
using Moltbot.Core.Json;
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
        JsonDocument.Parse(json).RootElement.ToNumber().ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1769900000000, "1769900000000")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.25e300, "1.25e+300")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(-1.5e-7, "-1.5e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_number_is_written_as_JavaScript_does(double number, string text) => EcmaScriptNumber.ToText(number).ShouldBe(text);

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
        double.IsNaN(JsonDocument.Parse(json).RootElement.ToNumber()).ShouldBeTrue();
}
