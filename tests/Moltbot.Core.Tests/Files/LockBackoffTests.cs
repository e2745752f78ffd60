using FsCheck;
using FsCheck.Fluent;
using Moltbot.Core.Files;

namespace Moltbot.Core.Tests.Files;

public sealed class LockBackoffTests
{
    [Fact]
    public void The_lowest_draw_doubles_from_a_tenth_of_a_second_up_to_a_second()
    {
        double[] waits = Draw(new FixedRandom(0));

        waits.ShouldBe([100, 200, 400, 800, .. Enumerable.Repeat(1000.0, 44)]);
    }

    [Fact]
    public void The_highest_draw_is_just_below_twice_the_lowest()
    {
        double[] waits = Draw(new FixedRandom(0.9999));

        waits.ShouldBe([200, 400, 800, .. Enumerable.Repeat(1000.0, 45)]);
    }

    [Fact]
    public void A_half_millisecond_is_rounded_up()
    {
        Draw(new FixedRandom(0.125))[0].ShouldBe(113);
    }

    [Fact]
    public void The_waits_are_tried_in_ascending_order()
    {
        Prop.ForAll<int>(seed => Draw(new Random(seed)) is var waits && waits.Order().SequenceEqual(waits)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_waits_add_up_to_about_what_the_gateway_waits()
    {
        Prop.ForAll<int>(seed => Draw(new Random(seed)).Sum() is >= 45_500 and <= 46_400).QuickCheckThrowOnFailure();
    }

    private static double[] Draw(Random random) =>
        Array.ConvertAll(new LockBackoff().Draw(random), wait => wait.TotalMilliseconds);
}
