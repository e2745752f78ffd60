using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Auditing;

/// <summary>A place where a secret is exposed, or a reference that leads nowhere. Never the secret or a part of it.</summary>
/// <param name="Code">What kind of exposure it is.</param>
/// <param name="Path">The absolute path of the file.</param>
/// <param name="Entry">Where in the file: a profile's member, a variable, a path in the configuration; <see langword="null"/> for the file as a whole.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
public sealed record SecretFinding(SecretFindingCode Code, string Path, string? Entry, string Message)
{
    /// <summary>Where in the file, as it may be shown; <see langword="null"/> for the file as a whole.</summary>
    public string? Entry { get; init; } = Entry is null ? null : VisibleText.Of(Entry);

    /// <summary>What is wrong, and what to do about it.</summary>
    public string Message { get; init; } = VisibleText.OfSentence(Message);

    /// <summary>The code as scripts know it: <c>PLAINTEXT_FOUND</c> and so on.</summary>
    public string CodeName => Code switch
    {
        SecretFindingCode.PlaintextFound => "PLAINTEXT_FOUND",
        SecretFindingCode.RefUnresolved => "REF_UNRESOLVED",
        SecretFindingCode.RefShadowed => "REF_SHADOWED",
        SecretFindingCode.LegacyResidue => "LEGACY_RESIDUE",
        SecretFindingCode.NotASecret => "NOT_A_SECRET",
        _ => "PERMISSIONS_TOO_OPEN",
    };

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; init; } = "";

    /// <summary>The id of the agent whose file it is, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>The profile that it is about, or <see langword="null"/>.</summary>
    public string? ProfileId { get; init; }

    /// <summary>Why a reference leads to no secret, or <see langword="null"/>.</summary>
    internal MoltbotException? Cause { get; init; }
}
