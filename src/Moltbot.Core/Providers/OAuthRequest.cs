namespace Moltbot.Core.Providers;

/// <summary>A request of a sign-in, as data.</summary>
/// <param name="Address">Where it goes; <c>{name}</c> in it stands for a value that is known when it is sent.</param>
/// <param name="Parameters">
/// What it carries, in order: <c>name=value</c>; a name alone, whose value is known when it is sent; or a name with a
/// question mark behind it, which is left out where it has none.
/// </param>
internal sealed record OAuthRequest(string Address, params string[] Parameters)
{
    /// <summary>How the parameters are written.</summary>
    public OAuthEncoding Encoding { get; init; }

    /// <summary>Whether it says that it wants JSON. What every server answers with by itself is not asked of those that the gateway does not ask.</summary>
    public bool AcceptsJson { get; init; }

    /// <summary>The name of the value that goes along as a bearer token, or <see langword="null"/>.</summary>
    public string? Bearer { get; init; }

    /// <summary>Header fields that the server wants besides: <c>name=value</c>, or a name alone.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The parameters that have a value, in order.</summary>
    /// <param name="values">The values that are known now, by name.</param>
    public IEnumerable<KeyValuePair<string, string>> Fill(IReadOnlyDictionary<string, string?> values) => Fill(Parameters, values);

    /// <summary>The further header fields that have a value.</summary>
    /// <param name="values">The values that are known now, by name.</param>
    public IEnumerable<KeyValuePair<string, string>> FillHeaders(IReadOnlyDictionary<string, string?> values) => Fill(Headers, values);

    /// <summary>The address with its values.</summary>
    /// <param name="values">The values that are known now, by name.</param>
    public string FillAddress(IReadOnlyDictionary<string, string?> values) =>
        values.Aggregate(Address, (address, value) => address.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> Fill(IEnumerable<string> parameters, IReadOnlyDictionary<string, string?> values)
    {
        foreach (string parameter in parameters)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? parameter.TrimEnd('?') : parameter[..equals];
            string? value = equals < 0 ? values.GetValueOrDefault(name) : parameter[(equals + 1)..];
            if (value is not null)
                yield return KeyValuePair.Create(name, value);
            else if (!parameter.EndsWith('?'))
                throw new ArgumentException($"The parameter {name} has no value.", nameof(values));
        }
    }
}
