using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>A variable of the installation's <c>.env</c> file.</summary>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">What the file sets it to.</param>
/// <param name="Origin">Where the value in force in this process comes from.</param>
/// <param name="IsInForce">Whether that is this file.</param>
public sealed record EnvironmentFileVariable(string Path, string Name, Secret Value, VariableOrigin Origin, bool IsInForce)
{
    /// <summary>The absolute path of the installation's state directory, in which the file is.</summary>
    public string StateDirectory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The value for people to recognise, without giving it away.</summary>
    public string MaskedValue => Value.IsBlank ? "(empty)" : Value.Mask();

    /// <summary>The value as it is, where somebody has asked for that; otherwise <see langword="null"/>.</summary>
    public string? PlainText { get; private init; }

    /// <summary>What wins over the file, for people; <see langword="null"/> when nothing does.</summary>
    public string? Winner => IsInForce ? null : Origin.Source switch
    {
        VariableSource.Process => "the environment of this process",
        VariableSource.DotEnvFile => $"{Origin.Path} (the .env file of the working directory)",
        VariableSource.Configuration => $"{Origin.Path} (its env section)",
        _ => "the login shell",
    };

    /// <summary>What a person should know about it: that something wins over it, or that it cannot be the secret that its name promises; <see langword="null"/> if there is nothing.</summary>
    public string? Warning => string.Join(' ', Warnings()) is { Length: > 0 } warning ? warning : null;

    private IEnumerable<string> Warnings()
    {
        if (Winner is { } winner)
            yield return $"{Name} is not in force here: {winner} wins.";
        if (SecretName.IsLike(Name) && SecretText.IsImpossible(Value.Reveal()))
            yield return $"What {Name} is set to cannot be a secret that a provider accepts. Set it to the secret alone, as it is.";
    }

    /// <summary>The variable with <see cref="PlainText"/>.</summary>
    public EnvironmentFileVariable AsPlainText() => this with { PlainText = Value.Reveal() };

    internal static EnvironmentFileVariable Of(string name, string value, string path, ProcessEnvironment environment)
    {
        VariableOrigin origin = environment.OriginOf(name);
        return new EnvironmentFileVariable(path, name, new Secret(value), origin, origin == new VariableOrigin(VariableSource.DotEnvFile, path));
    }
}
