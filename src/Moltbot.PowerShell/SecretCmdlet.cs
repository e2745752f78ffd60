using System.Management.Automation;
using System.Security;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Running;
using Moltbot.PowerShell.Secrets;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>
/// A cmdlet that takes a secret: as a secure string, for which PowerShell asks with a masked prompt, from the pipeline,
/// from an environment variable or from standard input. Never as plain text on the command line.
/// </summary>
public abstract class SecretCmdlet : MoltbotCmdlet
{
    /// <summary>The parameter set with a secure string, which a derived cmdlet has under a name of its own.</summary>
    protected const string SecretSet = "Secret";

    /// <summary>The parameter set for text from the pipeline.</summary>
    protected const string TextSet = "Text";

    /// <summary>The parameter set with an environment variable.</summary>
    protected const string EnvironmentSet = "Environment";

    /// <summary>The parameter set with standard input.</summary>
    protected const string StandardInputSet = "StandardInput";

    /// <summary>Why plain text is refused, and what to do instead.</summary>
    internal const string PlainArgument =
        "A secret must not stand on the command line as plain text: the history of the session and transcripts would keep it. Leave the parameter out to be asked for the secret, give a SecureString, pipe the text in, or use -FromEnvironment. If it was a real one, it is best replaced.";

    private readonly List<string> lines = [];
    private Secret? standardInput;
    private bool isFed;

    /// <summary>The secret as text, line by line; from the pipeline only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    [PlainText]
    public string InputObject { get; set; } = "";

    /// <summary>The environment variable of this process that holds the secret.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SecretVariableCompleter))]
    public string FromEnvironment { get; set; } = "";

    /// <summary>Whether the secret is read from the standard input of this process.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StandardInputSet)]
    public SwitchParameter FromStandardInput { get; set; }

    /// <summary>The secret that was given as a secure string, or <see langword="null"/>.</summary>
    private protected abstract SecureString? Given { get; }

    /// <summary>Text from the pipeline is one secret, however many lines it has.</summary>
    private protected override bool TakesItems => isFed && ParameterSetName != TextSet && base.TakesItems;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
            throw new MoltbotException(ErrorCode.InvalidArgument, PlainArgument);
    }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        isFed = true;
        if (ParameterSetName == TextSet)
            lines.Add(Text());
        else
            Process(Read());
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        if (MyInvocation.ExpectingInput && !isFed)
            throw new MoltbotException(ErrorCode.CredentialInvalid, "Required: the pipeline brought nothing, so nothing was changed. See what the command before it gives.");
        if (lines.Count > 0)
            Process(new Secret(string.Join('\n', lines)));
    }

    /// <summary>Runs once for each secret; with <see langword="null"/> when none was given and none is needed.</summary>
    private protected abstract void Process(Secret? secret);

    private string Text() => InputObject == PlainTextAttribute.NoText
        ? throw new MoltbotException(ErrorCode.CredentialInvalid, "The pipeline brought an object with members, and no secret. Pipe in the secret itself, as a SecureString or as text.")
        : InputObject;

    private Secret? Read() => ParameterSetName switch
    {
        EnvironmentSet => ReadVariable(),
        StandardInputSet => standardInput ??= StandardInput.Read(),
        _ => Given?.ToSecret(),
    };

    /// <summary>The name is not repeated in the error: it may be a secret in the wrong place.</summary>
    private Secret ReadVariable() =>
        FromEnvironment.Length > 0 && VariableScope.EnvironmentHere().Get(FromEnvironment) is { Length: > 0 } value ? new Secret(value) : throw new MoltbotException(
            ErrorCode.CredentialInvalid,
            "Required: the environment variable that -FromEnvironment names is not set, or empty. Set it for the process that runs this, or name another one.");
}
