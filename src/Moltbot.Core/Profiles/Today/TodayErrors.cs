using Moltbot.Core.Errors;

namespace Moltbot.Core.Profiles.Today;

/// <summary>What is left to the gateway, and so not changed.</summary>
internal static class TodayErrors
{
    public static MoltbotException BeingRenewed(string profileId) => MoltbotException.About(profileId, ErrorCode.SignInOfGateway,
        $"The gateway, {GatewayCommands.Today}, is renewing the sign-in of profile \"{profileId}\" at this moment, so nothing is put in its place, and it is not removed. Try again once it is done. If no gateway is at it any more, its own command ends it: {GatewayCommands.Remove(profileId)}.");

    public static MoltbotException SetAside(string profileId) => MoltbotException.About(profileId, ErrorCode.SignInOfGateway,
        $"The gateway, openclaw, keeps profile \"{profileId}\" for later, or for one person, so it is not changed. Use the gateway's own commands: {GatewayCommands.Auth}.");
}
