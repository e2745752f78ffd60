using System.Net.Http.Headers;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Quotas;

/// <summary>Sends questions about quotas. That there is no answer, or one of refusal, is an answer.</summary>
/// <param name="http">The network.</param>
/// <param name="replacements">Other addresses in the place of providers' own.</param>
/// <param name="environment">The environment that the network was opened with.</param>
internal sealed class QuotaMessages(HttpClient http, EndpointReplacements replacements, ProcessEnvironment environment)
{
    private const string JsonMedia = "application/json";
    private const string Unsendable = "What is stored is no credential that could be sent";

    /// <summary>Asks a provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The question.</param>
    /// <param name="credential">What it is asked with.</param>
    /// <param name="headers">Header fields whose value is known only now.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<QuotaAnswer> SendAsync(QuotaProvider provider, QuotaRequest request, Secret credential, (string Name, string Value)[] headers, CancellationToken cancellation) =>
        SendAsync(provider, request, ("Authorization", $"{request.Scheme} {credential.Reveal()}"), headers, cancellation);

    /// <summary>Asks as a browser that is signed in does.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<QuotaAnswer> SendAsync(QuotaProvider provider, QuotaRequest request, string cookie, CancellationToken cancellation) =>
        SendAsync(provider, request, ("Cookie", cookie), [], cancellation);

    private async Task<QuotaAnswer> SendAsync(QuotaProvider provider, QuotaRequest request, (string Name, string Value) proof, (string Name, string Value)[] headers, CancellationToken cancellation)
    {
        if (!proof.Value.All(c => c is >= ' ' and <= '~'))
            return new QuotaAnswer(0, default, Unsendable);

        Uri address = replacements.Of(provider.Provider, new Uri(request.Address));
        using HttpRequestMessage message = new(request.Body is null ? HttpMethod.Get : HttpMethod.Post, address);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(JsonMedia));
        message.Headers.TryAddWithoutValidation(proof.Name, proof.Value);
        foreach ((string name, string value) in headers.Concat(request.Headers.Select(Split)))
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is { } body)
            message.Content = new StringContent(body, Encoding.UTF8, JsonMedia);

        try
        {
            using HttpResponseMessage answer = await http.SendAsync(message, cancellation).ConfigureAwait(false);
            return new QuotaAnswer((int)answer.StatusCode, OptionalJson.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false)));
        }
        catch (MoltbotException error)
        {
            return new QuotaAnswer(0, default, error.MessageIn(environment.FrontEnd));
        }
        catch (Exception e) when (TransportFailure.IsOne(e) && !cancellation.IsCancellationRequested)
        {
            return new QuotaAnswer(0, default, Describe(TransportFailure.Of(e, address, environment).Code, e));
        }
    }

    private static string Describe(ErrorCode code, Exception thrown) => code switch
    {
        ErrorCode.CertificateNotTrusted => "Certificate not trusted",
        ErrorCode.AnswerTooLarge => "Answer too large",
        ErrorCode.ProxyRefused => "Proxy refused",
        _ => thrown is OperationCanceledException ? QuotaAnswer.Timeout : "Network error",
    };

    private static (string Name, string Value) Split(string header)
    {
        string[] parts = header.Split('=', 2);
        return (parts[0], parts[1]);
    }
}
