using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Connecting;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth login</c>: signs in at a provider.</summary>
internal static class LoginCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = CommonOptions.Provider("The provider to sign in at.");
        Option<string> method = new("--method") { Description = "The way to sign in: oauth or device (default: the provider's).", HelpName = "id" };
        Option<bool> setDefault = CommonOptions.Flag("--set-default", "Make the provider's model the default one.");
        Option<string> profileId = new("--profile-id") { Description = "The id to store the sign-in under (default: after the account).", HelpName = "id" };
        Option<string> agent = CommonOptions.Agent("The agent that gets the sign-in (default: the default agent).");
        Option<bool> deviceCode = CommonOptions.Flag("--device-code", "Enter a code in any browser, in place of one that comes back here.");
        Option<bool> noBrowser = CommonOptions.Flag("--no-browser", "Open no browser here; the address is shown.");
        Option<bool> qrCode = CommonOptions.Flag("--qr-code", "Draw the address as a QR code, for a phone.");
        Option<string> timeout = new("--timeout") { Description = "Wait no longer than this, as 90s or 5m.", HelpName = "duration" };
        Option<bool> force = CommonOptions.Flag("--force", "Replace a profile of another kind.");
        Option<bool> noConfig = CommonOptions.Flag("--no-config", "Leave the configuration as it is.");
        SecretCommand command = new("login", "Sign in at a provider, and store the sign-in as a profile.") { provider, method, setDefault, profileId, agent, deviceCode, noBrowser, qrCode, timeout, force, noConfig };
        command.SetAction((parsed, _) => RunAsync(session, parsed.GetValue(provider), parsed.GetValue(agent), parsed.GetValue(qrCode), new AccountOptions
        {
            ProfileId = parsed.GetValue(profileId),
            UseDeviceCode = parsed.GetValue(deviceCode) || IsDevice(parsed.GetValue(method)),
            NoBrowser = parsed.GetValue(noBrowser),
            SetDefaultModel = parsed.GetValue(setDefault),
            Timeout = TimeoutOf(parsed.GetValue(timeout)),
            Import = new ImportOptions { Force = parsed.GetValue(force), NoConfig = parsed.GetValue(noConfig) },
        }));
        return command;
    }

    private static async Task RunAsync(Session session, string? providerName, string? agentName, bool drawsQrCode, AccountOptions options)
    {
        MoltbotInstallation installation = session.OpenUsable();
        if (CommonOptions.ProviderOf(providerName) is not { IsEmpty: false } provider)
            throw new MoltbotException(ErrorCode.ProviderMissing, $"Name the provider to sign in at (--provider): {string.Join(", ", new NameCandidates(installation, agentName).SignInProviders.Select(candidate => candidate.Name))}.");

        Agent agent = installation.FindAgent(agentName);
        using InstallationSignIns signIns = installation.OpenSignIns();
        using SignInAtTerminal person = new(session, drawsQrCode);
        ImportedProfile imported = await Interruption.GuardAsync(cancellation => signIns.ConnectAsync(agent, provider, options, person, cancellation));
        person.Dispose();
        ImportReport.Write(session, imported);
    }

    private static bool IsDevice(string? method) => method switch
    {
        null or "oauth" => false,
        "device" => true,
        _ => throw new MoltbotException(ErrorCode.InvalidArgument, $"There is no way to sign in that is called {method}. Use oauth or device, or leave --method out."),
    };

    private static TimeSpan? TimeoutOf(string? text) => text is null
        ? null
        : DurationText.Parse(text, defaultUnit: "s") is { } limit && limit > TimeSpan.Zero
            ? limit
            : throw new MoltbotException(ErrorCode.InvalidArgument, $"--timeout {text} is not a duration. Use a number with ms, s, m, h or d, for instance 5m.");
}
