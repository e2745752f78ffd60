using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Selection;

/// <summary>Looks for credentials in the environment (docs/gateway/credentials.md §5).</summary>
internal static class EnvironmentKeys
{
    private const string VertexMarker = "<authenticated>";

    /// <summary>The credential that the environment holds for a provider, or <see langword="null"/>.</summary>
    public static EnvironmentKey? Find(ProviderId provider, ProcessEnvironment environment) => FindAll(provider, environment).FirstOrDefault();

    /// <summary>Every credential that the environment holds for a provider; the first one is used.</summary>
    public static IEnumerable<EnvironmentKey> FindAll(ProviderId provider, ProcessEnvironment environment)
    {
        if (provider.Value == "google-vertex" && HasGoogleCredentials(environment))
            yield return new EnvironmentKey(new Secret(VertexMarker), EnvironmentKey.GoogleCloud);

        foreach (string name in ProviderCatalog.EnvironmentVariables(provider))
        {
            if (environment.GetNonBlank(name) is { } value)
                yield return new EnvironmentKey(new Secret(value), Source(environment, name, name));
        }
    }

    /// <summary>The credentials that the environment holds for a provider of a gateway of today, under one of its names.</summary>
    public static IEnumerable<EnvironmentKey> FindAllOfToday(string provider, ProcessEnvironment environment)
    {
        foreach (string name in TodayVariables.Of(provider))
        {
            if (environment.GetNonBlank(name) is { } value)
                yield return new EnvironmentKey(new Secret(value), Source(environment, name, name));
        }
    }

    /// <summary>Where the AWS SDK would take its credentials from, as the gateway names it.</summary>
    public static string AwsSource(ProcessEnvironment environment)
    {
        if (environment.GetNonBlank("AWS_BEARER_TOKEN_BEDROCK") is not null)
            return Source(environment, "AWS_BEARER_TOKEN_BEDROCK", "AWS_BEARER_TOKEN_BEDROCK");
        if (environment.GetNonBlank("AWS_ACCESS_KEY_ID") is not null && environment.GetNonBlank("AWS_SECRET_ACCESS_KEY") is not null)
            return Source(environment, "AWS_ACCESS_KEY_ID + AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        if (environment.GetNonBlank("AWS_PROFILE") is not null)
            return Source(environment, "AWS_PROFILE", "AWS_PROFILE");

        return "aws-sdk default chain";
    }

    private static string Source(ProcessEnvironment environment, string label, params string[] names)
    {
        foreach (string name in names)
        {
            if (environment.OriginOf(name).Source == VariableSource.LoginShell)
                return "shell env: " + label;
        }

        return "env: " + label;
    }

    private static bool HasGoogleCredentials(ProcessEnvironment environment)
    {
        string? credentials = environment.Get("GOOGLE_APPLICATION_CREDENTIALS");
        string path = string.IsNullOrEmpty(credentials)
            ? Path.Combine(environment.HomeDirectory, ".config", "gcloud", "application_default_credentials.json")
            : Path.GetFullPath(credentials, environment.WorkingDirectory);

        return RealPath.Exists(path)
            && (IsSet(environment, "GOOGLE_CLOUD_PROJECT") || IsSet(environment, "GCLOUD_PROJECT"))
            && IsSet(environment, "GOOGLE_CLOUD_LOCATION");
    }

    private static bool IsSet(ProcessEnvironment environment, string name) => !string.IsNullOrEmpty(environment.Get(name));
}
