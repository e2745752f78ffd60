using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Duende.IdentityModel.Client;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Sends the requests of sign-ins, each once. Those of the standard, which are forms, are Duende.IdentityModel's; what some
/// providers made of it is put together here.
/// </summary>
/// <param name="http">The network.</param>
/// <param name="environment">The environment that the network was opened with.</param>
/// <param name="clock">The clock.</param>
/// <param name="replacements">Other addresses in the place of providers' own, or <see langword="null"/>.</param>
internal sealed class OAuthMessages(HttpMessageInvoker http, ProcessEnvironment environment, TimeProvider clock, EndpointReplacements? replacements = null)
{
    private const string JsonMedia = "application/json";

    /// <summary>No token answer is longer; what is, is none.</summary>
    private const int LargestAnswer = 1024 * 1024;

    /// <summary>How long an answer is waited for.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Sends a request. That there is no answer, or one of refusal, is an answer.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The request.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the address is neither HTTPS nor this machine.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<OAuthAnswer> SendAsync(ProviderId provider, OAuthRequest request, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        Uri address = AddressOf(provider, request.FillAddress(values));
        switch (request.Encoding)
        {
            case OAuthEncoding.Form:
                using (ProtocolRequest form = new() { Address = address.AbsoluteUri, Method = HttpMethod.Post })
                {
                    foreach ((string name, string value) in request.Fill(values))
                        form.Parameters.Add(name, value);

                    form.Prepare();
                    return await SendAsync(form, request, values, cancellation);
                }

            case OAuthEncoding.Json:
                JsonObject members = new(request.Fill(values).Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value)));
                return await SendAsync(provider, request, members, values, cancellation);
            default:
                using (HttpRequestMessage question = new(HttpMethod.Get, address))
                    return await SendAsync(question, request, values, cancellation);
        }
    }

    /// <summary>The same with JSON that is more than a list of parameters.</summary>
    public async Task<OAuthAnswer> SendAsync(ProviderId provider, OAuthRequest request, JsonObject body, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, AddressOf(provider, request.FillAddress(values)));
        message.Content = new StringContent(JsonText.WriteCompact(body), Encoding.UTF8, JsonMedia);
        return await SendAsync(message, request, values, cancellation);
    }

    /// <summary>Where something of a provider's is.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the address is neither HTTPS nor this machine.</exception>
    public Uri AddressOf(ProviderId provider, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || !ProtectedHosts.Protects(uri))
            throw new MoltbotException(ErrorCode.InvalidArgument, $"No secret is sent to {address}: only https is secure, and http to this machine.") { Subject = address };

        return replacements?.Of(provider, uri) ?? uri;
    }

    private async Task<OAuthAnswer> SendAsync(HttpRequestMessage message, OAuthRequest request, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        AddHeaders(message.Headers, request, values);
        using CancellationTokenSource limit = new(LongestWait, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(message, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer).WaitAsync(either.Token);

            // JSON is UTF-8, whatever the header says. To believe that would lose the tokens.
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return new OAuthAnswer((int)response.StatusCode, response.ReasonPhrase ?? "", Encoding.UTF8.GetString(body).TrimStart('\uFEFF'));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (TransportFailure.IsOne(e))
        {
            return OAuthAnswer.None(SignInFailure.Of(TransportFailure.Of(e, message.RequestUri!, environment), e));
        }
    }

    private static void AddHeaders(HttpRequestHeaders headers, OAuthRequest request, IReadOnlyDictionary<string, string?> values)
    {
        headers.Accept.Clear();
        if (request.AcceptsJson)
            headers.Accept.Add(new MediaTypeWithQualityHeaderValue(JsonMedia));
        if (request.Bearer is { } token)
            headers.Authorization = new AuthenticationHeaderValue("Bearer", values[token]);
        foreach ((string name, string value) in request.FillHeaders(values))
            headers.Add(name, value);
    }
}
