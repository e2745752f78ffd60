using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Text;

namespace Moltbot.Core.Tests;

public sealed class AsciiCollationTests
{
    private const string Printable = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly CompareInfo EnglishUnitedStates = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    [Fact]
    public void All_pairs_of_characters_stand_as_the_system_puts_them()
    {
        foreach (char left in Printable)
        {
            foreach (char right in Printable)
                ShouldAgree(left.ToString(), right.ToString());
        }
    }

    [Fact]
    public void All_names_stand_as_the_system_puts_them()
    {
        Gen<string> names = Gen.Elements("aAbBzZ09-_:. @".ToCharArray()).ArrayOf().Select(characters => new string(characters));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            names.Zip(names).ToArbitrary(),
            pair => ShouldAgree(pair.Item1, pair.Item2)));
    }

    [Theory]
    [InlineData("é", "e")]
    [InlineData("a", "a\u0301")]
    [InlineData("a", "a\t")]
    [InlineData("\u0007", "")]
    public void Other_characters_are_left_to_the_system(string left, string right) => AsciiCollation.Compare(left, right).ShouldBeNull();

    private static void ShouldAgree(string left, string right)
    {
        int? compared = AsciiCollation.Compare(left, right);
        compared.ShouldNotBeNull();
        Math.Sign(compared.Value).ShouldBe(Math.Sign(EnglishUnitedStates.Compare(left, right)), $"\"{left}\" and \"{right}\"");
    }
}
