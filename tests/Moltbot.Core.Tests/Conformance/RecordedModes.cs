using Moltbot.Core.Selection;

namespace Moltbot.Core.Tests.Conformance;

internal static class RecordedModes
{
    public static string NameOf(CredentialMode mode) => mode switch
    {
        CredentialMode.ApiKey => "api-key",
        CredentialMode.OAuth => "oauth",
        CredentialMode.Token => "token",
        CredentialMode.AwsSdk => "aws-sdk",
        CredentialMode.Mixed => "mixed",
        _ => "unknown",
    };
}
