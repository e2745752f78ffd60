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
/// <param name="endpoints">The addresses that are used in the place of providers'.</param>
/// <param name="environment">The environment that the network was opened with.</param>
/// <param name="clock">The clock.</param>
internal sealed class OAuthMessages(HttpMessageInvoker http, EndpointReplacements endpoints, ProcessEnvironment environment, TimeProvider clock)
{
    private const string JsonMedia = "application/json";

    /// <summary>How long an answer is waited for.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Sends a request. That there is no answer, or one of refusal, is an answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="values">The values of its parameters.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the address is neither HTTPS nor this machine.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<OAuthAnswer> SendAsync(OAuthRequest request, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        Uri address = endpoints.Of(Secure(request.FillAddress(values)));
        using CancellationTokenSource limit = new(LongestWait, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return request.Encoding == OAuthEncoding.Form
                ? await SendFormAsync(request, address, values, either.Token)
                : await SendOtherAsync(request, address, values, either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (TransportFailure.IsOne(e))
        {
            return OAuthAnswer.None(SignInFailure.Of(TransportFailure.Of(e, address, environment), e));
        }
    }

    private async Task<OAuthAnswer> SendFormAsync(OAuthRequest request, Uri address, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        using ProtocolRequest message = new() { Address = address.AbsoluteUri, Method = HttpMethod.Post };
        foreach ((string name, string value) in request.Fill(values))
            message.Parameters.Add(name, value);

        AddHeaders(message.Headers, request, values);
        message.Prepare();
        using HttpResponseMessage response = await http.SendAsync(message, cancellation);
        ProtocolResponse answer = await ProtocolResponse.FromHttpResponseAsync<TokenResponse>(response);
        return new OAuthAnswer((int)response.StatusCode, response.ReasonPhrase ?? "", answer.Raw ?? "");
    }

    private async Task<OAuthAnswer> SendOtherAsync(OAuthRequest request, Uri address, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
    {
        using HttpRequestMessage message = new(request.Encoding == OAuthEncoding.Nothing ? HttpMethod.Get : HttpMethod.Post, address);
        if (request.Encoding == OAuthEncoding.Json)
        {
            JsonObject members = new(request.Fill(values).Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value)));
            message.Content = new StringContent(JsonText.WriteCompact(members), Encoding.UTF8, JsonMedia);
        }

        AddHeaders(message.Headers, request, values);
        using HttpResponseMessage response = await http.SendAsync(message, cancellation);
        return new OAuthAnswer((int)response.StatusCode, response.ReasonPhrase ?? "", await response.Content.ReadAsStringAsync(cancellation));
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

    private static Uri Secure(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && ProtectedHosts.Protects(uri)
            ? uri
            : throw new MoltbotException(ErrorCode.InvalidArgument, $"No secret is sent to {address}: only https is secure, and http to this machine.") { Subject = address };
}
