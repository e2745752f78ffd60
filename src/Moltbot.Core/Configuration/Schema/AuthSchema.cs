namespace Moltbot.Core.Configuration.Schema;

/// <summary>The section <c>auth</c>.</summary>
internal static class AuthSchema
{
    public static SchemaRule Section => Rules.Object(Auth);

    private static SchemaRule? Auth(string name) => name switch
    {
        "profiles" => Rules.Map(Rules.Object(Profile, "provider", "mode")),
        "order" => Rules.Map(Rules.Texts),
        "cooldowns" => Rules.Object(Cooldowns),
        _ => null,
    };

    private static SchemaRule? Profile(string name) => name switch
    {
        "provider" or "email" => Rules.Text,
        "mode" => Rules.OneOf("api_key", "oauth", "token"),
        _ => null,
    };

    private static SchemaRule? Cooldowns(string name) => name switch
    {
        "billingBackoffHours" or "billingMaxHours" or "failureWindowHours" => Rules.PositiveNumber,
        "billingBackoffHoursByProvider" => Rules.Map(Rules.PositiveNumber),
        _ => null,
    };
}
