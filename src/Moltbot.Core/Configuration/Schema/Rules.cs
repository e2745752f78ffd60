namespace Moltbot.Core.Configuration.Schema;

/// <summary>The words that the tables of the schema are written in.</summary>
internal static class Rules
{
    public static SchemaRule Anything { get; } = new AnyRule();

    public static SchemaRule Text { get; } = new TextRule(allowsEmpty: true);

    public static SchemaRule NonEmptyText { get; } = new TextRule(allowsEmpty: false);

    public static SchemaRule Flag { get; } = new FlagRule();

    public static SchemaRule Number { get; } = new NumberRule();

    public static SchemaRule PositiveNumber { get; } = new NumberRule { GreaterThan = 0 };

    public static SchemaRule PositiveInteger { get; } = new NumberRule { IsWhole = true, GreaterThan = 0 };

    public static SchemaRule NonNegativeInteger { get; } = new NumberRule { IsWhole = true, AtLeast = 0 };

    /// <summary>A number from 0 to 1.</summary>
    public static SchemaRule Ratio { get; } = new NumberRule { AtLeast = 0, AtMost = 1 };

    public static SchemaRule Texts { get; } = new ListRule(Text);

    public static SchemaRule TextMap { get; } = new MapRule(Text);

    public static SchemaRule List(SchemaRule item) => new ListRule(item);

    public static SchemaRule Map(SchemaRule? entry) => new MapRule(entry);

    public static SchemaRule Either(params SchemaRule[] options) => new EitherRule(options);

    /// <summary>One of some texts; refused without naming them.</summary>
    public static SchemaRule OneOf(params string[] choices) => new ChoiceRule("Invalid input", choices);

    /// <summary>One of some texts; refused with their names.</summary>
    public static SchemaRule Option(params string[] choices) =>
        new ChoiceRule($"Invalid option: expected one of \"{string.Join("\"|\"", choices)}\"", choices);

    /// <summary>One text and no other.</summary>
    public static SchemaRule Only(string choice) => new ChoiceRule($"Invalid input: expected \"{choice}\"", [choice]);

    /// <summary>An object with exactly the members of a table.</summary>
    public static SchemaRule Object(Func<string, SchemaRule?> members, params string[] required) => new ObjectRule(members, required);
}
