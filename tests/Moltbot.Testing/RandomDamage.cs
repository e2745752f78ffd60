using System.Text;
using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>Damages a <see cref="HealthyHome"/> in one way, as a seed says.</summary>
/// <param name="home">The home.</param>
/// <param name="now">The time.</param>
/// <param name="random">Where it is drawn from.</param>
public sealed class RandomDamage(TemporaryHome home, DateTimeOffset now, Random random)
{
    private static readonly string[] Documents =
        ["moltbot.json", "agents/main/agent/auth-profiles.json", "agents/helper/agent/auth-profiles.json", "agents/main/sessions/sessions.json"];

    private static readonly string[] Directories = ["", "agents", "agents/main", "agents/main/agent", "agents/helper/agent", "agents/main/sessions", "credentials"];
    private static readonly string[] Modes = ["0", "400", "200", "644", "640", "660", "666", "755", "777"];
    private static readonly string[] Nonsense = ["YOUR_API_KEY", "", "   ", "sk-...abcd", "<paste here>", "changeme", "two words of nonsense", "line\nbreak in the middle of it"];

    /// <summary>The kinds of damages, of which each is as likely as the others.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["mode", "truncation", "swapped type", "deleted entry", "renamed entry", "stray lock", "garbage", "encoding", "leftover", "lost file", "other profile", "impossible secret", "copied sign-in", "link"];

    /// <summary>What was damaged, once it was: the file and the place in it.</summary>
    public string Place { get; private set; } = "";

    /// <summary>Inflicts one.</summary>
    /// <returns>Its kind.</returns>
    public string Inflict()
    {
        string kind = Kinds[random.Next(Kinds.Count)];
        switch (kind)
        {
            case "mode":
                SetMode();
                break;
            case "truncation":
                string truncated = AnyDocument();
                byte[] whole = File.ReadAllBytes(truncated);
                Write(truncated, whole[..random.Next(whole.Length)]);
                break;
            case "swapped type":
                Change((parent, name) => Put(parent, name, OfOtherType(Get(parent, name))));
                break;
            case "deleted entry":
                Change(Delete);
                break;
            case "renamed entry":
                Change((parent, name) => Rename(parent, name));
                break;
            case "stray lock":
                Lock();
                break;
            case "garbage":
                string garbled = AnyDocument();
                byte[] bytes = File.ReadAllBytes(garbled);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Write(garbled, bytes);
                break;
            case "encoding":
                string encoded = random.Next(4) == 0 ? Full(".env") : AnyDocument();
                Encoding encoding = Pick([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8]);
                Write(encoded, [.. encoding.GetPreamble(), .. encoding.GetBytes(File.ReadAllText(encoded))]);
                break;
            case "leftover":
                string left = AnyDocument();
                byte[] half = File.ReadAllBytes(left);
                Write($"{left}.{random.Next():x8}{random.Next():x8}.tmp", half[..random.Next(half.Length + 1)], now.AddHours(-random.Next(1, 100)));
                break;
            case "lost file":
                if (random.Next(3) == 0)
                    Directory.Delete(Full(Pick(["credentials", "agents/main/sessions"])), recursive: true);
                else
                    File.Delete(random.Next(5) == 0 ? Full(".env") : AnyDocument());
                break;
            case "other profile":
                OtherProfile();
                break;
            case "impossible secret":
                ChangeProfile((profile, member) => profile[member] = Pick(Nonsense), secretOnly: true);
                break;
            case "copied sign-in":
                Copy();
                break;
            case "link":
                Link();
                break;
        }

        return kind;
    }

    private string Full(string path) => path.Length == 0 ? home[HealthyHome.State] : home[$"{HealthyHome.State}/{path}"];

    private string AnyDocument() => Full(Pick(Documents));

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private void Write(string path, byte[] content, DateTimeOffset? at = null)
    {
        Place += $" {Path.GetRelativePath(home.Path, path)}";
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetLastWriteTimeUtc(path, (at ?? now).UtcDateTime);
    }

    private void SetMode()
    {
        string path = random.Next(2) == 0 ? AnyDocument() : Full(Pick(Directories));
        Place = Path.GetRelativePath(home.Path, path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(Pick(Modes), 8));
    }

    private void Lock()
    {
        string path = AnyDocument() + ".lock";
        DateTimeOffset at = now.AddSeconds(Pick([-3600, -60, 3600, -86400]));
        if (path.Contains("sessions.json", StringComparison.Ordinal) || random.Next(4) == 0)
        {
            Write(path, Encoding.UTF8.GetBytes("""{"pid":1}"""), at);
            return;
        }

        Directory.CreateDirectory(path);
        if (random.Next(4) == 0)
            Write(Path.Combine(path, "file"), [1, 2, 3]);

        Directory.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }

    /// <summary>Changes a document at a value that is drawn from all that are in it.</summary>
    private void Change(Action<JsonNode, string> change)
    {
        string path = AnyDocument();
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        List<(JsonNode Parent, string Name)> places = [];
        Collect(root, places);
        if (places.Count == 0)
            return;

        (JsonNode parent, string name) = Pick(places);
        Place = $"{parent.GetPath()}.{name}";
        change(parent, name);
        Write(path, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string Name)> places)
    {
        IEnumerable<KeyValuePair<string, JsonNode?>> entries = node switch
        {
            JsonObject members => members,
            JsonArray items => items.Select((item, index) => KeyValuePair.Create(index.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach ((string name, JsonNode? value) in entries)
        {
            places.Add((node!, name));
            Collect(value, places);
        }
    }

    private static JsonNode? Get(JsonNode parent, string name) => parent is JsonArray items ? items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : parent[name];

    private static void Put(JsonNode parent, string name, JsonNode? value)
    {
        if (parent is JsonArray items)
            items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        else
            parent[name] = value;
    }

    private static void Delete(JsonNode parent, string name)
    {
        if (parent is JsonArray items)
            items.RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
        else
            parent.AsObject().Remove(name);
    }

    private static void Rename(JsonNode parent, string name)
    {
        if (parent is not JsonObject members)
            return;

        JsonNode? value = members[name]?.DeepClone();
        members.Remove(name);
        members[$"{name}x"] = value;
    }

    private JsonNode? OfOtherType(JsonNode? value) => Pick<Func<JsonNode?>>([
        () => value is JsonValue text && text.TryGetValue(out string? _) ? JsonValue.Create(17) : JsonValue.Create("text"),
        () => new JsonArray(1, "two"),
        () => value is JsonObject ? JsonValue.Create(false) : new JsonObject { ["a"] = 1 },
        () => null,
    ])();

    private void ChangeProfile(Action<JsonObject, string> change, bool secretOnly)
    {
        string path = Full(Pick(Documents[1..3]));
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        JsonObject profile = Pick([.. root["profiles"]!.AsObject().Select(entry => entry.Value!.AsObject())]);
        string[] members = [.. profile.Select(member => member.Key).Where(name => !secretOnly || name is "key" or "token" or "access")];
        change(profile, Pick(members));
        Write(path, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    /// <summary>Gives a profile another id, and nobody is told.</summary>
    private void OtherProfile()
    {
        string path = Full(Pick(Documents[1..3]));
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        JsonObject profiles = root["profiles"]!.AsObject();
        string id = Pick([.. profiles.Select(entry => entry.Key)]);
        JsonNode? profile = profiles[id]!.DeepClone();
        profiles.Remove(id);
        profiles[$"{id}-renamed"] = profile;
        Write(path, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private void Copy()
    {
        JsonNode main = JsonNode.Parse(File.ReadAllText(Full(Documents[1])))!;
        JsonNode helper = JsonNode.Parse(File.ReadAllText(Full(Documents[2])))!;
        (string id, JsonNode? signIn) = Pick([.. main["profiles"]!.AsObject().Where(entry => entry.Value!["refresh"] is not null)]);
        helper["profiles"]![id] = signIn!.DeepClone();
        Write(Full(Documents[2]), Encoding.UTF8.GetBytes(helper.ToJsonString()));
    }

    /// <summary>Moves a file away, and leaves a link: to nowhere, to itself, or to a directory.</summary>
    private void Link()
    {
        string path = AnyDocument();
        File.Move(path, home["moved"]);
        string target = Pick([home["nowhere"], path, home.Path]);
        SymbolicLink.Make(path, target);
    }
}
