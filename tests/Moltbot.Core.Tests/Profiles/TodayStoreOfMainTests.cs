namespace Moltbot.Core.Tests.Profiles;

/// <summary>The same where the main agent's own database holds what all agents share, as in installations that were not moved.</summary>
public sealed class TodayStoreOfMainTests : TodayStoreTests
{
    protected override bool IsShared => false;
}
