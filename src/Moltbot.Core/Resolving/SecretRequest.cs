using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Resolving;

/// <summary>A gateway's request for secrets of vaults, as it sends it to a program that knows secrets.</summary>
/// <param name="Ids">The ids, each once.</param>
public sealed record SecretRequest(IReadOnlyList<string> Ids)
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SecretReferenceInvalid"/>: it is none, or of another version.</exception>
    public static SecretRequest Parse(byte[] text) => new([.. ExecProtocol.ReadRequest(text).Ids.Distinct(StringComparer.Ordinal)]);

    /// <summary>Fetches all of it in one pass.</summary>
    /// <returns>The answer, on one line: it holds the secrets.</returns>
    public Secret Answer(SecretResolver secrets)
    {
        FetchedSecret[] fetched = [.. Ids.Select(Check)];
        SecretReference[] references = [.. Ids.Where((_, i) => fetched[i].IsFound).Select(ReferenceTo)];
        Queue<FetchedSecret> found = new(secrets.Resolve(references));
        return new Secret(ExecProtocol.Answer(Ids.Select((id, i) => KeyValuePair.Create(id, fetched[i].IsFound ? found.Dequeue() : fetched[i]))));
    }

    /// <summary>An id that is none is an error of its own and does not keep the others from being fetched.</summary>
    private static FetchedSecret Check(string id)
    {
        try
        {
            ReferenceTo(id);
            return new FetchedSecret(default(Secret));
        }
        catch (MoltbotException error)
        {
            return new FetchedSecret(error);
        }
    }

    private static SecretReference ReferenceTo(string id) => SecretReference.Create(SecretReferenceSource.Exec, SecretReference.SecretManagement, id);
}
