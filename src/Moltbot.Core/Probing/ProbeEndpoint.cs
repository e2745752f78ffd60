using Moltbot.Core.Configuration;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>Where and how a provider is asked in an installation: what is known of it, with what the configuration says instead.</summary>
internal sealed class ProbeEndpoint
{
    private const string UsualRegion = "us-east-1";

    private readonly ProviderApi? known;
    private readonly ConfiguredProvider? configured;
    private readonly EndpointReplacements replacements;
    private readonly string region;

    /// <summary>The endpoint of a provider.</summary>
    /// <param name="name">The provider, as whoever mentions it spells it.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment, which may name a region of AWS.</param>
    /// <param name="replacements">Other addresses in the place of providers' own.</param>
    public ProbeEndpoint(string name, MoltbotConfiguration configuration, ProcessEnvironment environment, EndpointReplacements replacements)
    {
        Provider = ProviderId.Parse(name);
        known = ProviderApi.Find(Provider);
        configured = configuration.Provider(name);
        this.replacements = replacements;
        region = environment.GetFirstNonBlank("AWS_REGION", "AWS_DEFAULT_REGION") ?? UsualRegion;
    }

    /// <summary>The provider.</summary>
    public ProviderId Provider { get; }

    /// <summary>What the configuration calls the models of the provider, and what they cost.</summary>
    public IReadOnlyList<(string Id, double? Cost)> Models => configured?.Models ?? [];

    /// <summary>A model for where the configuration names none, or <see langword="null"/>.</summary>
    public string? CheapModel => IsOwnHost ? known?.CheapModel : null;

    /// <summary>Why nothing can be asked; <see langword="null"/> where something can.</summary>
    public string? NotAsked =>
        known?.NotAsked is { } reason && configured?.BaseUrl is null ? reason :
        BaseUrl is null ? "nobody says where its requests go (models.providers of the configuration has no baseUrl for it)" :
        configured?.Api is { } api && ApiKind.Find(api) is null ? $"the protocol {api} is not known" :
        null;

    /// <summary>Whether requests go to the provider itself, as far as the configuration goes.</summary>
    private bool IsOwnHost => known is not null && (configured?.BaseUrl is null || HostOf(configured.BaseUrl) == HostOf(known.BaseUrl));

    private string? BaseUrl => configured?.BaseUrl?.TrimEnd('/') ?? known?.BaseUrl.Replace("{region}", region, StringComparison.Ordinal);

    private ApiKind Kind => (configured?.Api is { } api ? ApiKind.Find(api) : null) ?? known?.Kind ?? ApiKind.OpenAICompletions;

    /// <summary>The free question, and what its answer proves; <see langword="null"/> where none is known.</summary>
    /// <param name="isSubscription">Whether the credential is a token of a subscription.</param>
    public ListQuestion? List(bool isSubscription)
    {
        if (isSubscription && IsOwnHost && known!.SignInList is { } own)
            return own;
        if (IsOwnHost && (configured?.Api is null || Kind == known!.Kind))
            return known!.List;

        return Kind == ApiKind.Other ? null : new ListQuestion($"{{base}}{Kind.ListPath}", Kind.ListMember)
        {
            Proof = ListProof.UnlessPublic,
            Key = isSubscription ? KeyHeader.Bearer : null,
        };
    }

    /// <summary>The smallest request to a model; <see langword="null"/> where none can be sent honestly.</summary>
    public SmallestCompletion? Completion(string model)
    {
        SmallestCompletion? completion = KindOf(model).Kind.Completion;
        return completion is not null && known?.Limit is { } limit && Kind == known.Kind ? completion with { Limit = limit } : completion;
    }

    /// <summary>Whether models can be asked at all.</summary>
    public bool AsksModels => Kind.Completion is not null;

    /// <summary>The host that is asked, so that no two of its targets are asked at once.</summary>
    public string Host => HostOf(BaseUrl ?? "") ?? "";

    /// <summary>The free question as a request.</summary>
    /// <param name="list">The question.</param>
    /// <param name="credential">The credential; <see langword="null"/> to ask without one.</param>
    public ProbeRequest ListRequest(ListQuestion list, string? credential) => NewRequest(
        list.Address.Replace("{base}", BaseUrl, StringComparison.Ordinal).Replace("{region}", region, StringComparison.Ordinal), list.Body, Kind, list.Key ?? Kind.Key, list.Headers, credential);

    /// <summary>A request to a model.</summary>
    public ProbeRequest CompletionRequest(SmallestCompletion completion, string model, int limit, string credential)
    {
        (ApiKind kind, string? baseUrl) = KindOf(model);
        return NewRequest(baseUrl + completion.Path.Replace("{model}", Uri.EscapeDataString(model), StringComparison.Ordinal), ProbeRequest.BodyOf(completion, model, limit), kind, kind.Key, [], credential);
    }

    private (ApiKind Kind, string? BaseUrl) KindOf(string model)
    {
        foreach ((string prefix, ApiKind kind, string baseUrl) in IsOwnHost ? known!.ByModel : [])
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return (kind, baseUrl);
        }

        return (Kind, BaseUrl);
    }

    private static string? HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) ? parsed.Authority : null;

    private ProbeRequest NewRequest(
        string address, string? body, ApiKind kind, KeyHeader key, IReadOnlyList<(string Name, string Value)> headers, string? credential)
    {
        Uri parsed = Uri.TryCreate(address, UriKind.Absolute, out Uri? absolute) ? replacements.Of(Provider, absolute) : new Uri("about:blank");
        bool isBelowBase = configured?.BaseUrl is null || address.StartsWith(BaseUrl!, StringComparison.Ordinal);
        (string Name, string Value)[] own = isBelowBase ? [.. configured?.Headers ?? []] : [];
        List<(string Name, string Value)> fields = [.. kind.Headers, .. headers, .. own];
        if (credential is not null)
        {
            fields.Add((key.Name, key.Of(credential)));
            if (configured is { SendsBearer: true } && key.Name != KeyHeader.Bearer.Name)
                fields.Add((KeyHeader.Bearer.Name, KeyHeader.Bearer.Of(credential)));
            if (known is { NamesAccount: true } && AccessTokenClaims.Text(credential, "https://api.openai.com/auth", "chatgpt_account_id") is { } account)
                fields.Add(("ChatGPT-Account-Id", account));
        }

        return new ProbeRequest(parsed, body, fields) { MayBePlain = configured?.BaseUrl is not null || parsed.IsLoopback, Secrets = [.. own.Select(header => header.Value)] };
    }
}
