using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Configuration;

public sealed class VariableTests
{
    [Theory]
    [InlineData("${A}", "v")]
    [InlineData("x$${A}y${A}", "x${A}yv")]
    [InlineData("$$${A}", "$${A}")]
    [InlineData("${A}}", "v}")]
    [InlineData("${A", "${A")]
    [InlineData("$A ${a} ${1A} ${A:-d} ${ A } ${}", "$A ${a} ${1A} ${A:-d} ${ A } ${}")]
    [InlineData("${NESTED}", "${A}")]
    [InlineData("${BLANK}", "  ")]
    public void References_become_the_values_of_variables(string text, string expected)
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig($"{{ auth: {{ order: {{ p: ['{text}'] }} }} }}")
            .WithVariable("A", "v")
            .WithVariable("NESTED", "${A}")
            .WithVariable("BLANK", "  ");

        home.Load().Configuration.Order(ProviderId.Parse("p")).ShouldBe([expected]);
    }

    [Fact]
    public void Names_are_not_replaced()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ auth: { order: { '${A}': ['x'] } } }")
            .WithVariable("A", "v");

        home.Load().Configuration.Order(ProviderId.Parse("${A}")).ShouldBe(["x"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_variable_that_is_missing_or_empty_is_an_error_at_its_place(string? value)
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{\n  auth: { order: { p: ['a',\n    'x-${NEEDED}'] } },\n}");
        if (value is not null)
            home.WithVariable("NEEDED", value);

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Message.ShouldContain("\"NEEDED\" referenced at config path: auth.order.p[1]");
        error.Subject.ShouldBe("NEEDED");
        error.Path.ShouldBe(home.ConfigPath);
        (error.Line, error.Column).ShouldBe((3, 5));
    }

    [Fact]
    public void Values_that_would_make_the_configuration_endless_are_an_error_at_its_place()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig($"{{\n  auth: {{ order: {{ p: ['a',\n    '{string.Concat(Enumerable.Repeat("${LONG}", 2000))}'] }} }},\n}}")
            .WithVariable("LONG", new string('x', 1_100_000));

        MoltbotException error = home.LoadError();

        error.Code.ShouldBe(ErrorCode.ConfigUnreadable);
        error.Message.ShouldContain("\"LONG\" at config path: auth.order.p[1] the values of variables have more than 4194304 characters");
        error.Message.ShouldNotContain("xxxxx");
        (error.Line, error.Column).ShouldBe((3, 5));
    }

    [Fact]
    public void Half_references_without_end_are_text()
    {
        string text = string.Concat(Enumerable.Repeat("${", 1_000_000));
        using ConfigurationHome home = new ConfigurationHome().WithConfig($"{{ auth: {{ order: {{ p: ['{text}'] }} }} }}");

        home.Load().Configuration.Order(ProviderId.Parse("p")).ShouldBe([text]);
    }

    [Fact]
    public void A_variable_missing_in_an_included_file_is_found_there()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .With(".clawdbot/more.json", "[ 'b',\n '${NEEDED}' ]")
            .WithConfig("{ auth: { order: { p: { $include: ['empty.json'] }, q: { $include: 'more.json' } } } }")
            .With(".clawdbot/empty.json", "['a']");

        MoltbotException error = home.LoadError();

        error.Path.ShouldBe(home[".clawdbot/more.json"]);
        (error.Line, error.Column).ShouldBe((2, 2));
    }

    [Fact]
    public void A_missing_variable_leaves_every_other_reference_alone_in_the_snapshot()
    {
        using ConfigurationHome home = new ConfigurationHome()
            .WithConfig("{ auth: { order: { p: ['${A}', '${NEEDED}'] } } }")
            .WithVariable("A", "secret");

        home.Load().Snapshot.Configuration.Order(ProviderId.Parse("p")).ShouldBe(["${A}", "${NEEDED}"]);
    }
}
