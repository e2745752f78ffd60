using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

public sealed class LinguisticOrderTests
{
    private const string Printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly CompareInfo EnglishUnitedStates = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    [Fact]
    public void Names_are_sorted_as_people_do() =>
        Sorted("z", "B", "é", "a", "A", "10", "_x", "e").ShouldBe(["_x", "10", "a", "A", "B", "e", "é", "z"]);

    [Fact]
    public void Equal_names_keep_their_order() =>
        new[] { ("a", 1), ("b", 2), ("a", 3) }.InLinguisticOrder(item => item.Item1).ShouldBe([("a", 1), ("a", 3), ("b", 2)]);

    [Fact]
    public void The_order_does_not_depend_on_the_users_language()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("sv-SE"); // where ä and ö follow z
            Sorted("z", "ö", "a").ShouldBe(["a", "ö", "z"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void All_pairs_of_characters_stand_as_the_system_puts_them()
    {
        Wine.Lacks(Wine.Languages);
        foreach (char left in Printable)
        {
            foreach (char right in Printable)
                ShouldAgree(left.ToString(), right.ToString());
        }
    }

    [Fact]
    public void All_names_stand_as_the_system_puts_them()
    {
        Wine.Lacks(Wine.Languages);
        Gen<string> names = Gen.Elements("aAbBzZ09-_:. @éa\u0301\t\u0007".ToCharArray()).ArrayOf().Select(characters => new string(characters));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            names.Zip(names).ToArbitrary(),
            pair => ShouldAgree(pair.Item1, pair.Item2)));
    }

    /// <summary>Sorting keeps the order of names that are equal, so both directions tell how two compare.</summary>
    private static void ShouldAgree(string left, string right)
    {
        int expected = EnglishUnitedStates.Compare(left, right);
        Sorted(left, right).ShouldBe(expected <= 0 ? [left, right] : [right, left]);
        Sorted(right, left).ShouldBe(expected < 0 ? [left, right] : [right, left]);
    }

    private static string[] Sorted(params string[] names) => [.. names.InLinguisticOrder(name => name)];
}
