using Moltbot.Core.Errors;

namespace Moltbot.Core.Profiles.Today;

/// <summary>What is left to the gateway, and so not changed.</summary>
internal static class TodayErrors
{
    public static MoltbotException BeingRenewed(string profileId) => MoltbotException.About(profileId, ErrorCode.SignInOfGateway,
        $"The gateway, openclaw, is renewing the sign-in of profile \"{profileId}\" at this moment, so nothing is put in its place. Try again once it is done.");

    public static MoltbotException SetAside(string profileId) => MoltbotException.About(profileId, ErrorCode.SignInOfGateway,
        $"The gateway, openclaw, keeps profile \"{profileId}\" for later, or for one person, so it is not changed. Use the gateway's own commands: {GatewayCommands.Auth}.");
}
