using System.Text;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Json5;
using Moltbot.Core.Profiles;

namespace Moltbot.Fuzzing;

/// <summary>What reads the files that others write. Each takes anything, or refuses it with an error of ours.</summary>
internal static class Readers
{
    /// <summary>The reader of a name.</summary>
    public static Action<byte[]> Find(string name) => name switch
    {
        "json5" => Refusing(content => Json5Document.Parse(Encoding.UTF8.GetString(content)).Root.ToJson()),
        "env" => Refusing(content => DotEnvReader.Read(Encoding.UTF8.GetString(content))),
        "store" => Refusing(ReadStore),
        _ => throw new ArgumentException($"There is no reader {name}."),
    };

    private static void ReadStore(byte[] content)
    {
        if (AuthProfileStore.Read(JsonText.Parse(content)) is not { } store)
            return;

        foreach (AuthProfile profile in store.Profiles)
            _ = (profile.Provider, profile.ProviderName, profile.Email, profile.Expires, profile.HasSecret, profile.MaskedValue, profile.Reference, store.Usage(profile.Id).UnusableUntil, store.Order(profile.Provider));
    }

    private static Action<byte[]> Refusing(Action<byte[]> read) => content =>
    {
        try
        {
            read(content);
        }
        catch (MoltbotException)
        {
            // That is how it says that something is wrong.
        }
    };
}
