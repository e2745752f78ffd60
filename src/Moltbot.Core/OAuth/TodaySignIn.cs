using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>
/// A sign-in as a gateway of today stores it (docs/gateway/later.md §4): some of January's providers have another name there,
/// and the account is told from the access token. Pure.
/// </summary>
internal static class TodaySignIn
{
    private const string Account = "https://api.openai.com/auth";
    private const string Profile = "https://api.openai.com/profile";

    /// <summary>The members that say whose an access token is, where it has no address.</summary>
    private static readonly string[] Subjects = ["chatgpt_account_user_id", "chatgpt_user_id", "user_id"];

    /// <summary>The sign-in of a provider, by its name of today or of January; <see langword="null"/> when today's gateway has none.</summary>
    public static SignInProvider? Find(ProviderId provider) =>
        SignInProvider.All.FirstOrDefault(known => known.TodayProvider is { } name && (name == provider || known.Provider == provider));

    /// <summary>What is stored of a sign-in that was made.</summary>
    public static SignedIn Of(SignedIn signedIn)
    {
        if (signedIn.Provider.TodayProvider is not { } provider || signedIn.StoredFor == provider)
            return signedIn;

        JsonObject entry = signedIn.Entry.DeepClone().AsObject();
        entry["provider"] = provider.Value;
        string access = entry["access"]!.GetValue<string>();
        string? address = AccessTokenClaims.Text(access, Profile, "email");
        if (address is not null)
            entry["email"] = address;
        if (AccessTokenClaims.Text(access, Account, "chatgpt_plan_type") is { } plan)
            entry["chatgptPlanType"] = plan;

        return signedIn with { Name = address ?? NameOf(access), Entry = entry };
    }

    /// <summary>The id of January's as today's.</summary>
    public static string IdOf(string profileId, SignInProvider provider) =>
        provider.TodayProvider is { } name && profileId.StartsWith($"{provider.Provider}:", StringComparison.Ordinal)
            ? $"{name}{profileId[provider.Provider.Value.Length..]}"
            : profileId;

    private static string? NameOf(string access) =>
        Subjects.Select(member => AccessTokenClaims.Text(access, Account, member)).FirstOrDefault(subject => subject is not null) is { } subject
            ? $"id-{PkceVerifier.ForAddresses(Encoding.UTF8.GetBytes(subject))}"
            : null;
}
