using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>Why a provider's profiles give no credential now.</summary>
internal static class CredentialErrors
{
    public static MoltbotException Expired(ProviderId provider, IReadOnlyList<string> profileIds) => new(
        ErrorCode.CredentialExpired,
        $"The credential of {provider} has expired ({string.Join(", ", profileIds)}). Put in a new one with `moltbot models auth setup-token` or `paste-token` (Import-MoltbotToken).")
    {
        Subject = profileIds[0],
    };

    public static MoltbotException InCooldown(ProviderId provider, IEnumerable<(string Id, ProfileUsage Usage)> resting)
    {
        (string id, ProfileUsage usage) = resting.MinBy(profile => profile.Usage.UnusableUntil);
        string until = UnixTime.ToDateTime(usage.UnusableUntil) is { } time ? time.ToString("u", System.Globalization.CultureInfo.InvariantCulture) : "further notice";
        return new MoltbotException(
            ErrorCode.CredentialInCooldown,
            $"All profiles of {provider} rest after failures; the first one to be used again is {id}, from {until}. Clear its cooldown with `moltbot models auth cooldown clear` (Clear-MoltbotAuthCooldown), or add another profile.")
        {
            Subject = id,
        };
    }
}
