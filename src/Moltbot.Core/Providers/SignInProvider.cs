namespace Moltbot.Core.Providers;

/// <summary>
/// A provider that people sign in to, and all that has to be known for it (docs/gateway/oauth.md). How a sign-in goes is the
/// same for all; the next provider is an entry here.
/// </summary>
internal sealed record SignInProvider
{
    private const string Google = "https://www.googleapis.com/auth/";
    private const string GoogleToken = "https://oauth2.googleapis.com/token";
    private const string GoogleRevoke = "https://oauth2.googleapis.com/revoke";
    private const string CloudCode = "https://cloudcode-pa.googleapis.com";
    private const string Qwen = "https://chat.qwen.ai/api/v1/oauth2";
    private const string Chutes = "https://api.chutes.ai/idp";
    private const string DeviceGrant = "grant_type=urn:ietf:params:oauth:grant-type:device_code";
    private const double FiveMinutes = 5 * 60 * 1000;
    private const double HalfAMinute = 30 * 1000;

    private static readonly string[] GoogleRefresh = ["client_id", "client_secret?", "refresh_token", "grant_type=refresh_token"];
    private static readonly string[] GoogleQuery =
        ["client_id", "response_type=code", "redirect_uri", "scope", "code_challenge", "code_challenge_method=S256", "state", "access_type=offline", "prompt=consent"];

    private static readonly AccountQuestion GoogleAccount =
        new(new OAuthRequest("https://www.googleapis.com/oauth2/v1/userinfo?alt=json") { Encoding = OAuthEncoding.Nothing, Bearer = "access_token" }, "email", Id: null);

    private static readonly TokenRules GoogleRules = new()
    {
        Skew = FiveMinutes,
        NoAccess = "Token exchange returned no access_token",
    };

    private static readonly TokenRules CodexRules = new()
    {
        Account = ("https://api.openai.com/auth", "chatgpt_account_id"),
        NoAccess = "OpenAI Codex token answer holds no access_token",
    };

    private static readonly SignInProvider[] Known =
    [
        new()
        {
            Provider = ProviderId.Parse("anthropic"),
            Label = "Anthropic",
            Client = new SignInClient { Id = "9d1c250a-e61b-44d9-88ed-5944d1962f5e" },
            Refresh = new TokenRefresh(
                new OAuthRequest("https://console.anthropic.com/v1/oauth/token", "grant_type=refresh_token", "client_id", "refresh_token") { Encoding = OAuthEncoding.Json },
                "Anthropic token refresh failed",
                new TokenRules { Skew = FiveMinutes, NoAccess = "Anthropic token refresh returned no access_token" })
            {
                NoRefreshToken = "Anthropic OAuth credential is missing refresh token",
            },
            Code = new CodeSignIn
            {
                Authorize = new OAuthRequest(
                    "https://claude.ai/oauth/authorize",
                    "code=true", "client_id", "response_type=code", "redirect_uri", "scope", "code_challenge", "code_challenge_method=S256", "state"),
                Redirect = "https://console.anthropic.com/oauth/code/callback",
                Scope = "org:create_api_key user:profile user:inference",
                StateIsVerifier = true,
                Paste = new PasteRules("Paste the authorization code:", "Missing authorization code", "State mismatch") { IsLiteral = true },
                Exchange = new OAuthRequest(
                    "https://console.anthropic.com/v1/oauth/token",
                    "grant_type=authorization_code", "client_id", "code", "state?", "redirect_uri", "code_verifier") { Encoding = OAuthEncoding.Json },
                ExchangeFailed = "Token exchange failed",
                Rules = new TokenRules { Skew = FiveMinutes, NoAccess = "Token exchange returned no access_token" },
            },
        },
        new()
        {
            Provider = ProviderId.Parse("openai-codex"),
            TodayProvider = ProviderId.Parse("openai"),
            Label = "OpenAI Codex (ChatGPT)",
            IsOffered = true,
            Client = new SignInClient { Id = "app_EMoamEEZ73f0CkXaXp7hrann" },
            Refresh = new TokenRefresh(
                new OAuthRequest("https://auth.openai.com/oauth/token", "grant_type=refresh_token", "refresh_token", "client_id"),
                "OpenAI Codex token refresh failed",
                CodexRules)
            {
                NoRefreshToken = "OpenAI Codex OAuth credential is missing refresh token",
            },
            Code = new CodeSignIn
            {
                Authorize = new OAuthRequest(
                    "https://auth.openai.com/oauth/authorize",
                    "response_type=code", "client_id", "redirect_uri", "scope", "code_challenge", "code_challenge_method=S256", "state",
                    "id_token_add_organizations=true", "codex_cli_simplified_flow=true", "originator=pi"),
                Redirect = "http://localhost:1455/auth/callback",
                Scope = "openid profile email offline_access",
                Loopback = new LoopbackWords("Missing authorization code", "State mismatch"),
                Wait = TimeSpan.FromSeconds(60),
                Paste = new PasteRules("Paste the authorization code (or full redirect URL):", "Missing authorization code", "State mismatch")
                {
                    RemotePrompt = "Paste the redirect URL (or authorization code)",
                },
                Exchange = new OAuthRequest(
                    "https://auth.openai.com/oauth/token", "grant_type=authorization_code", "client_id", "code", "code_verifier", "redirect_uri"),
                ExchangeFailed = "Token exchange failed",
                Rules = CodexRules with { NoAccess = "Token exchange failed: the answer holds no access_token" },
                NoRefresh = "Token exchange failed: the answer holds no refresh_token",
                NoAccount = "Failed to extract accountId from token",
            },
            Configuration = new SignInConfiguration { Model = "openai-codex/gpt-5.2", TodayModel = "openai/gpt-6-astra", Replaces = ["openai/"], ReplacesExactly = ["gpt", "gpt-mini"] },
        },
        new()
        {
            Provider = ProviderId.Parse("chutes"),
            TodayProvider = ProviderId.Parse("chutes"),
            Label = "Chutes",
            IsOffered = true,
            Client = new SignInClient
            {
                IdVariables = ["CHUTES_CLIENT_ID"],
                SecretVariables = ["CHUTES_CLIENT_SECRET"],
                IdPrompt = "Enter Chutes OAuth client id",
                IsRemembered = true,
                MissingAtRenewal = "Missing CHUTES_CLIENT_ID for Chutes OAuth refresh (set env var or re-auth)",
            },
            Refresh = new TokenRefresh(
                new OAuthRequest($"{Chutes}/token", "grant_type=refresh_token", "client_id", "refresh_token", "client_secret?"),
                "Chutes token refresh failed",
                new TokenRules { Skew = FiveMinutes, Shortest = HalfAMinute, NoAccess = "Chutes token refresh returned no access_token" })
            {
                NoRefreshToken = "Chutes OAuth credential is missing refresh token",
            },
            Code = new CodeSignIn
            {
                Authorize = new OAuthRequest(
                    $"{Chutes}/authorize", "client_id", "redirect_uri", "response_type=code", "scope", "state", "code_challenge", "code_challenge_method=S256"),
                Redirect = "http://127.0.0.1:1456/oauth-callback",
                RedirectVariable = "CHUTES_OAUTH_REDIRECT_URI",
                Scope = "openid profile chutes:invoke",
                ScopeVariable = "CHUTES_OAUTH_SCOPES",
                VerifierIsHex = true,
                Loopback = new LoopbackWords("Missing code", "Invalid state"),
                Wait = TimeSpan.FromMinutes(3),
                Paste = new PasteRules("Paste the redirect URL (or authorization code)", "Missing 'code' parameter in URL", "Invalid OAuth state")
                {
                    NoState = "Missing 'state' parameter. Paste the full URL.",
                },
                Exchange = new OAuthRequest(
                    $"{Chutes}/token", "grant_type=authorization_code", "client_id", "code", "redirect_uri", "code_verifier", "client_secret?"),
                ExchangeFailed = "Chutes token exchange failed",
                Rules = new TokenRules { Skew = FiveMinutes, Shortest = HalfAMinute, NoAccess = "Chutes token exchange returned no access_token" },
                NoRefresh = "Chutes token exchange returned no refresh_token",
                Account = new AccountQuestion(
                    new OAuthRequest($"{Chutes}/userinfo") { Encoding = OAuthEncoding.Nothing, Bearer = "access_token" }, "username", "sub"),
            },
        },
        new()
        {
            Provider = ProviderId.Parse("github-copilot"),
            TodayProvider = ProviderId.Parse("github-copilot"),
            Label = "GitHub Copilot",
            IsOffered = true,
            ProfileName = "github",
            Client = new SignInClient { Id = "Iv1.b507a08c87ecfe98" },
            Refresh = new TokenRefresh(
                new OAuthRequest("https://api.{enterprise}/copilot_internal/v2/token") { Encoding = OAuthEncoding.Nothing, AcceptsJson = true, Bearer = "refresh_token" },
                "GitHub Copilot token refresh failed",
                new TokenRules { Skew = FiveMinutes, Access = "token", EndsAt = "expires_at", NoAccess = "Copilot token response missing token" })
            {
                NoRefreshToken = "GitHub Copilot OAuth credential is missing refresh token",
            },
            Device = new DeviceSignIn
            {
                Begin = new OAuthRequest("https://github.com/login/device/code", "client_id", "scope") { AcceptsJson = true },
                BeginFailed = "GitHub device code failed",
                Incomplete = "GitHub device code response missing fields",
                Poll = new OAuthRequest("https://github.com/login/oauth/access_token", "client_id", "device_code", DeviceGrant) { AcceptsJson = true },
                PollFailed = "GitHub device token failed",
                TimedOut = "GitHub device code expired; run login again",
                Denied = "GitHub login cancelled",
                Refused = "GitHub device flow error",
                Unexpected = "Unexpected response from GitHub",
                NoToken = "GitHub device flow error: unknown",
                Scope = "read:user",
                TellsStatusOnly = true,
            },
            Configuration = new SignInConfiguration { Model = "github-copilot/gpt-4o" },
        },
        new()
        {
            Provider = ProviderId.Parse("google-gemini-cli"),
            Label = "Google Gemini CLI",
            IsOffered = true,
            Revoke = new OAuthRequest(GoogleRevoke, "token"),
            Client = new SignInClient
            {
                Id = "681255809395-oo8ft2oprdrnp9e3aqf6av3hmdib135j.apps.googleusercontent.com",
                IdVariables = ["CLAWDBOT_GEMINI_OAUTH_CLIENT_ID", "GEMINI_CLI_OAUTH_CLIENT_ID"],
                SecretVariables = ["CLAWDBOT_GEMINI_OAUTH_CLIENT_SECRET", "GEMINI_CLI_OAUTH_CLIENT_SECRET"],
                IsInGeminiCli = true,
                IsRemembered = true,
                MissingAtSignIn = "Gemini CLI not found",
                RemedyAtSignIn = "Install it first: brew install gemini-cli (or npm install -g @google/gemini-cli), or set GEMINI_CLI_OAUTH_CLIENT_ID.",
            },
            Refresh = new TokenRefresh(new OAuthRequest(GoogleToken, GoogleRefresh), "Google Gemini CLI token refresh failed", GoogleRules with { NeedsMember = "projectId" })
            {
                NoRefreshToken = "Google Gemini CLI OAuth credential is missing refresh token",
            },
            Code = new CodeSignIn
            {
                Authorize = new OAuthRequest("https://accounts.google.com/o/oauth2/v2/auth", GoogleQuery),
                Redirect = "http://localhost:8085/oauth2callback",
                Scope = $"{Google}cloud-platform {Google}userinfo.email {Google}userinfo.profile",
                VerifierIsHex = true,
                Loopback = new LoopbackWords("Missing code or state", "Invalid state"),
                Wait = TimeSpan.FromMinutes(5),
                TimedOut = "OAuth callback timeout",
                IsPastedInWsl2 = true,
                Paste = new PasteRules("Paste the redirect URL here: ", "Missing 'code' parameter in URL", "OAuth state mismatch - please try again")
                {
                    EmptyState = "Missing 'state' parameter. Paste the full URL.",
                    Nothing = "No input provided",
                },
                Exchange = new OAuthRequest(GoogleToken, "client_id", "code", "grant_type=authorization_code", "redirect_uri", "code_verifier", "client_secret?"),
                ExchangeFailed = "Token exchange failed",
                Rules = GoogleRules,
                NoRefresh = "No refresh token received. Please try again.",
                Account = GoogleAccount,
                Project = new ProjectSearch(CloudCode),
            },
            Configuration = new SignInConfiguration { Model = "google-gemini-cli/gemini-3-pro-preview", AllowsModel = true },
        },
        new()
        {
            Provider = ProviderId.Parse("google-antigravity"),
            Label = "Google Antigravity",
            IsOffered = true,
            Revoke = new OAuthRequest(GoogleRevoke, "token"),
            Client = new SignInClient
            {
                Id = "1071006060591-tmhssin2h21lcre235vtolojh4g403ep.apps.googleusercontent.com",
                SecretVariables = ["CLAWDBOT_ANTIGRAVITY_OAUTH_CLIENT_SECRET", "ANTIGRAVITY_OAUTH_CLIENT_SECRET"],
                NeedsSecret = true,
            },
            Refresh = new TokenRefresh(new OAuthRequest(GoogleToken, GoogleRefresh), "Google Antigravity token refresh failed", GoogleRules with { NeedsMember = "projectId" })
            {
                NoRefreshToken = "Google Antigravity OAuth credential is missing refresh token",
            },
            Code = new CodeSignIn
            {
                Authorize = new OAuthRequest("https://accounts.google.com/o/oauth2/v2/auth", GoogleQuery),
                Redirect = "http://localhost:51121/oauth-callback",
                Scope = $"{Google}cloud-platform {Google}userinfo.email {Google}userinfo.profile {Google}cclog {Google}experimentsandconfigs",
                VerifierIsHex = true,
                Loopback = new LoopbackWords("Missing code", "Invalid state"),
                Wait = TimeSpan.FromMinutes(5),
                TimedOut = "Timed out waiting for OAuth callback",
                IsPastedInWsl2 = true,
                Paste = new PasteRules("Paste the redirect URL: ", "Missing 'code' parameter in URL", "OAuth state mismatch. Please try again.")
                {
                    NoState = "Missing 'state' parameter in URL",
                    NoAddress = "Paste the full redirect URL (not just the code).",
                    Nothing = "No input provided",
                },
                Exchange = new OAuthRequest(GoogleToken, "client_id", "client_secret?", "code", "grant_type=authorization_code", "redirect_uri", "code_verifier"),
                ExchangeFailed = "Token exchange failed",
                Rules = GoogleRules,
                NoRefresh = "Token exchange returned no refresh_token",
                Account = GoogleAccount,
                Project = new ProjectSearch(CloudCode, "https://daily-cloudcode-pa.sandbox.googleapis.com") { Default = "rising-fact-p41fc", SendsMetadata = true },
            },
            Configuration = new SignInConfiguration { Model = "google-antigravity/claude-opus-4-5-thinking", AllowsModel = true },
        },
        new()
        {
            Provider = ProviderId.Parse("qwen-portal"),
            Label = "Qwen",
            IsOffered = true,
            Client = new SignInClient { Id = "f0304373b74a44d2b584a3fb70ca9e56" },
            Refresh = new TokenRefresh(
                new OAuthRequest($"{Qwen}/token", "grant_type=refresh_token", "refresh_token", "client_id") { AcceptsJson = true },
                "Qwen OAuth refresh failed",
                new TokenRules { NoAccess = "Qwen OAuth refresh response missing access token" })
            {
                NoRefreshToken = "Qwen OAuth refresh token missing; re-authenticate",
                BadRequest = "Qwen OAuth refresh token expired or invalid",
            },
            Device = new DeviceSignIn
            {
                Begin = new OAuthRequest($"{Qwen}/device/code", "client_id", "scope", "code_challenge", "code_challenge_method=S256")
                {
                    AcceptsJson = true,
                    Headers = ["x-request-id"],
                },
                BeginFailed = "Qwen device authorization failed",
                Incomplete = "Qwen device authorization returned an incomplete payload (missing user_code or verification_uri).",
                Poll = new OAuthRequest($"{Qwen}/token", DeviceGrant, "client_id", "device_code", "code_verifier") { AcceptsJson = true },
                PollFailed = "Qwen OAuth failed",
                TimedOut = "Qwen OAuth timed out waiting for authorization.",
                Refused = "Qwen OAuth failed",
                Unexpected = "Unexpected response from Qwen",
                NoToken = "Qwen OAuth failed: Qwen OAuth returned incomplete token payload.",
                Scope = "openid profile email model.completion",
                OpensBrowser = true,
                Rules = new TokenRules { NoAccess = "Qwen OAuth failed: Qwen OAuth returned incomplete token payload." },
            },
            Configuration = new SignInConfiguration
            {
                Model = "qwen-portal/coder-model",
                AllowsModel = true,
                Alias = "qwen",
                Further = ["qwen-portal/vision-model"],
                Endpoint = new SignInEndpoint("https://portal.qwen.ai/v1", "resource_url", "qwen-oauth", "openai-completions", QwenModels),
            },
        },
    ];

    private const string QwenModels = """
        [
          { "id": "coder-model", "name": "Qwen Coder", "reasoning": false, "input": ["text"],
            "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 }, "contextWindow": 128000, "maxTokens": 8192 },
          { "id": "vision-model", "name": "Qwen Vision", "reasoning": false, "input": ["text", "image"],
            "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 }, "contextWindow": 128000, "maxTokens": 8192 }
        ]
        """;

    private SignInProvider()
    {
    }

    /// <summary>All that can be signed in to.</summary>
    public static IReadOnlyList<SignInProvider> All { get; } = [.. Known.Where(provider => provider.IsOffered)];

    /// <summary>The provider.</summary>
    public ProviderId Provider { get; private init; } = ProviderId.Default;

    /// <summary>Its name for people.</summary>
    public string Label { get; private init; } = "";

    /// <summary>What today's gateway calls it; <see langword="null"/> when that has no sign-ins of it.</summary>
    public ProviderId? TodayProvider { get; private init; }

    /// <summary>How it lets a person sign in here.</summary>
    public SignInKind Kind => !IsOffered ? SignInKind.None : Code is not null ? SignInKind.Browser : SignInKind.DeviceCode;

    /// <summary>Whether people can sign in from here. The sign-ins of others come from older layouts, and are renewed.</summary>
    internal bool IsOffered { get; private init; }

    /// <summary>The name behind the provider in the id of a profile of which nothing else is known.</summary>
    internal string ProfileName { get; private init; } = "default";

    /// <summary>As which client it is asked.</summary>
    internal SignInClient Client { get; private init; } = new();

    /// <summary>How its sign-ins are renewed; <see langword="null"/> when they last for ever.</summary>
    internal TokenRefresh? Refresh { get; private init; }

    /// <summary>Whether a sign-in can be ended at the provider, so that nobody can use it any more.</summary>
    public bool Revokes => Revoke is not null;

    /// <summary>How a token is made worthless (RFC 7009); <see langword="null"/> where the provider has no way.</summary>
    internal OAuthRequest? Revoke { get; private init; }

    /// <summary>The sign-in by a browser that comes back, or <see langword="null"/>.</summary>
    internal CodeSignIn? Code { get; private init; }

    /// <summary>The sign-in by a code for people, or <see langword="null"/>.</summary>
    internal DeviceSignIn? Device { get; private init; }

    /// <summary>What a sign-in adds to the configuration, besides its profile.</summary>
    internal SignInConfiguration Configuration { get; private init; } = new();

    /// <summary>What is known of a provider's sign-ins, or <see langword="null"/>.</summary>
    public static SignInProvider? Find(ProviderId provider) => Array.Find(Known, known => known.Provider == provider);

    /// <summary>The same for a name as it is stored, which the gateway takes to the letter.</summary>
    internal static SignInProvider? FindExactly(string name) => Array.Find(Known, known => known.Provider.Value == name);
}
