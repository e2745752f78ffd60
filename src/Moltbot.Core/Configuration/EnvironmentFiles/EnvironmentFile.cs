using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>
/// The <c>.env</c> file of an installation, from which the gateway takes variables when it starts. Reading changes
/// nothing; a change is atomic, keeps what it is not about, and leaves the file for its owner only.
/// </summary>
public sealed class EnvironmentFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Func<string, WriteVerdict> mayWrite;
    private readonly StringComparer names;
    private readonly Func<ProcessEnvironment> environment;
    private readonly Func<ProcessEnvironment> environmentAfterChange;
    private readonly TimeProvider time;

    internal EnvironmentFile(
        string path,
        Func<string, WriteVerdict> mayWrite,
        StringComparer names,
        Func<ProcessEnvironment> environment,
        Func<ProcessEnvironment> environmentAfterChange,
        TimeProvider time)
    {
        Path = path;
        this.mayWrite = mayWrite;
        this.names = names;
        this.environment = environment;
        this.environmentAfterChange = environmentAfterChange;
        this.time = time;
    }

    /// <summary>The absolute path, whether the file exists or not.</summary>
    public string Path { get; }

    /// <summary>The variables of the file in their order, each with where its value in force comes from.</summary>
    /// <exception cref="MoltbotException">The file cannot be read.</exception>
    public IReadOnlyList<EnvironmentFileVariable> Variables =>
        [.. Read().Variables.Select(variable => EnvironmentFileVariable.Of(variable.Key, variable.Value, Path, environment()))];

    /// <summary>Whether the file may be changed at all.</summary>
    public WriteVerdict MayWrite => mayWrite(Path);

    /// <summary>Sets a variable, quoted as it has to be to be read back as it is.</summary>
    /// <returns>The variable, with where its value in force comes from now.</returns>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.InvalidArgument"/> for a name or a value that cannot stand in such a file, or the file cannot
    /// be read, locked or written; it is as it was then.
    /// </exception>
    public EnvironmentFileVariable Set(string name, string value, CancellationToken cancellation = default)
    {
        Check(name, value);
        if (RealPath.Exists(Path) || !AtomicFile.Create(Path, ToBytes(Empty.Set(name, value))))
            Update(text => text.Set(SpellingIn(text, name), value), cancellation);

        return EnvironmentFileVariable.Of(SpellingIn(Read(), name), value, Path, environmentAfterChange());
    }

    /// <summary>Finds out whether a variable can be set, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="Set"/>, but for what only shows while the file is written.</exception>
    public void Check(string name, string value)
    {
        MayWrite.Require();
        if (value.Contains('\0', StringComparison.Ordinal) || !IsUnicode(value))
            throw new MoltbotException(ErrorCode.InvalidArgument, $"The value of {name} has characters that no variable can hold: a zero or half a surrogate pair.") { Subject = name };

        DotEnvText current = Read();
        _ = current.Set(SpellingIn(current, name), value);
    }

    /// <summary>Finds out what <see cref="Set"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="Check"/>.</exception>
    public PlannedChange Plan(string name, string value)
    {
        Check(name, value);
        DotEnvText current = Read();
        string? before = current.Variables.GetValueOrDefault(SpellingIn(current, name));
        return new PlannedChange(Path, before is null ? $"Set {name}" : $"Replace {name}") { IsDone = before == value };
    }

    /// <summary>A value as it was entered, without the line end behind it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.CredentialInvalid"/>: there is none.</exception>
    public static Secret CheckValue(Secret entered)
    {
        string value = entered.Reveal().TrimEnd('\r', '\n');
        return value.Length > 0 ? new Secret(value) : throw new MoltbotException(
            ErrorCode.CredentialInvalid,
            $"Required: no value was given. Enter it at the prompt, or pipe it in; {NextSteps.RemoveVariable} removes a variable.");
    }

    /// <summary>The error about a variable that the file does not set.</summary>
    public MoltbotException Missing(string name)
    {
        Advice hint = NearName.Hint(name, Read().Variables.Keys) ?? (Advice)$"{NextSteps.ListVariables} shows what is.";
        return new MoltbotException(ErrorCode.VariableNotFound, $"{name} is not set in {Path}. {hint}") { Path = Path, Subject = name };
    }

    /// <summary>Finds out whether a variable is there and can be removed, and changes nothing.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.VariableNotFound"/>, or as <see cref="Remove"/>, but for what only shows while the file is written.</exception>
    public void CheckRemoval(string name)
    {
        MayWrite.Require();
        DotEnvText current = Read();
        if (SpellingsIn(current, name).Length == 0)
            throw Missing(name);

        _ = Without(current, name);
    }

    /// <summary>Removes a variable, with the lines that set it.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="MoltbotException">The file cannot be read, locked or written; it is as it was then.</exception>
    public bool Remove(string name, CancellationToken cancellation = default)
    {
        MayWrite.Require();
        bool isThere = SpellingsIn(Read(), name).Length > 0;
        if (isThere)
            Update(text => Without(text, name), cancellation);

        return isThere;
    }

    /// <summary>
    /// Takes back that a variable was set: the file is what it was before. If someone else has changed it since, only the
    /// variable is.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">What it was set to.</param>
    /// <param name="before">What <see cref="ReadIfThere"/> gave before.</param>
    /// <exception cref="MoltbotException">The file cannot be read, locked or written.</exception>
    internal void TakeBack(string name, string value, DotEnvText? before)
    {
        using DirectoryLock held = Lock(CancellationToken.None);
        DotEnvText present = Read();
        name = SpellingIn(before ?? Empty, name);
        if (present.Text != (before ?? Empty).Set(name, value).Text)
            Write(held, before?.Variables.GetValueOrDefault(name) is { } old ? present.Set(name, old) : present.Remove(name));
        else if (before is not null)
            Write(held, before);
        else
            Delete(held);
    }

    /// <summary>What is in the file, or <see langword="null"/> when there is none.</summary>
    /// <exception cref="MoltbotException">The file cannot be read.</exception>
    internal DotEnvText? ReadIfThere()
    {
        try
        {
            if (SharedFile.Read(Path, FileLimit.Variables) is not { } bytes)
                return null;

            string text = StrictUtf8.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? throw ConfigurationText.NotText(Path) : DotEnvText.Parse(text);
        }
        catch (DecoderFallbackException)
        {
            throw ConfigurationText.NotText(Path);
        }
        catch (Exception error) when (WriteFailure.IsRefusal(error))
        {
            throw Unreadable(ConfigurationText.Explain(Path, error), error);
        }
    }

    /// <summary>The names in a file that mean a variable: on Windows several may.</summary>
    private string[] SpellingsIn(DotEnvText text, string name) => [.. text.Variables.Keys.Where(other => names.Equals(other, name))];

    /// <summary>The one of them that counts, which is the first, or the name as it is.</summary>
    private string SpellingIn(DotEnvText text, string name) => SpellingsIn(text, name) is [string first, ..] ? first : name;

    private DotEnvText Without(DotEnvText text, string name) => SpellingsIn(text, name).Aggregate(text, (left, spelling) => left.Remove(spelling));

    private static DotEnvText Empty => DotEnvText.Parse("");

    private DotEnvText Read() => ReadIfThere() ?? Empty;

    private void Update(Func<DotEnvText, DotEnvText> change, CancellationToken cancellation)
    {
        using DirectoryLock held = Lock(cancellation);
        Write(held, change(Read()));
    }

    /// <summary>The gateway takes no lock for this file; ours is for two changes of ours at once.</summary>
    private DirectoryLock Lock(CancellationToken cancellation)
    {
        MayWrite.Require();
        return DirectoryLock.Acquire(Path, new LockOptions { TimeProvider = time }, cancellation);
    }

    private static void Write(DirectoryLock held, DotEnvText text) => AtomicFile.Replace(held, ToBytes(text), isLasting: true);

    private static void Delete(DirectoryLock held)
    {
        held.EnsureHeld();
        try
        {
            held.Place.Directory.Delete(held.Place.Name);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw WriteFailure.Create(held.FilePath, "could not be removed again", refusal);
        }
    }

    private static byte[] ToBytes(DotEnvText text) => StrictUtf8.GetBytes(text.Text);

    private MoltbotException Unreadable(string message, Exception cause) => new(ErrorCode.ConfigUnreadable, message, cause) { Path = Path };

    private static bool IsUnicode(string value)
    {
        try
        {
            return StrictUtf8.GetByteCount(value) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
