using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

public sealed class LinguisticOrderTests
{
    [Fact]
    public void Names_are_sorted_as_people_do() =>
        Sorted("z", "B", "é", "a", "A", "10", "_x", "e").ShouldBe(["_x", "10", "a", "A", "B", "e", "é", "z"]);

    [Fact]
    public void Equal_names_keep_their_order() =>
        new[] { ("a", 1), ("b", 2), ("a", 3) }.InLinguisticOrder(item => item.Item1).ShouldBe([("a", 1), ("a", 3), ("b", 2)]);

    [Fact]
    public void The_order_does_not_depend_on_the_users_language()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("sv-SE"); // where ä and ö follow z
            Sorted("z", "ö", "a").ShouldBe(["a", "ö", "z"]);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Sorted(params string[] names) => [.. names.InLinguisticOrder(name => name)];
}
