using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>
/// Whose certificates are trusted: those that the system trusts, and those below the roots in the files that
/// <c>SSL_CERT_FILE</c> and <c>NODE_EXTRA_CA_CERTS</c> name, as the gateway's users know them. The files are read when the
/// system's roots are not enough; one that is wrong or not there is part of what <see cref="TransportFailure"/> tells.
/// </summary>
internal sealed class TrustedRoots
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly Lazy<X509Certificate2Collection> added;

    /// <summary>The roots of an environment.</summary>
    public TrustedRoots(ProcessEnvironment environment)
    {
        added = new Lazy<X509Certificate2Collection>(() => ReadAll(environment));
    }

    /// <summary>The variables that name files with roots.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

    /// <summary>Whether a host is who it says it is.</summary>
    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || added.Value.Count == 0)
            return false;

        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        own.ChainPolicy.CustomTrustStore.AddRange(added.Value);
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            own.ChainPolicy.ExtraStore.Add(element.Certificate);

        using X509Certificate2 server = new(certificate);
        return own.Build(server);
    }

    /// <summary>The files that a variable names and that hold no certificate, each with what is wrong with it.</summary>
    public static IEnumerable<string> Problems(ProcessEnvironment environment)
    {
        foreach (string variable in Variables)
        {
            if (environment.GetNonBlank(variable) is { } path && Read(path, out string? problem).Count == 0)
                yield return $"{variable} names {path}, {problem ?? "which holds no certificate"}";
        }
    }

    private static X509Certificate2Collection ReadAll(ProcessEnvironment environment)
    {
        X509Certificate2Collection all = [];
        foreach (string variable in Variables)
        {
            if (environment.GetNonBlank(variable) is { } path)
                all.AddRange(Read(path, out _));
        }

        return all;
    }

    private static X509Certificate2Collection Read(string path, out string? problem)
    {
        X509Certificate2Collection certificates = [];
        problem = null;
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = "which cannot be read";
        }
        catch (CryptographicException)
        {
            problem = "which holds what is no certificate";
        }

        return certificates;
    }
}
