using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Moltbot.Testing;

/// <summary>The one way to skip a test.</summary>
public static class SkipReasons
{
    /// <summary>Skips the test where something that it needs is not there.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="isMet">Whether it is there.</param>
    /// <param name="missing">A sentence that says what is missing.</param>
    public static void Require(this SkipReason reason, [DoesNotReturnIf(false)] bool isMet, string missing) =>
        Assert.SkipUnless(isMet, reason.Explain(missing));

    /// <summary>What is shown as the reason: its name, so that reasons can be grouped, and what is missing.</summary>
    internal static string Explain(this SkipReason reason, string missing) => $"{reason}: {missing}";
}
