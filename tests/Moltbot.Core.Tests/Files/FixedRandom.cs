namespace Moltbot.Core.Tests.Files;

/// <summary>Draws the same number each time.</summary>
internal sealed class FixedRandom(double number) : Random
{
    public override double NextDouble() => number;
}
