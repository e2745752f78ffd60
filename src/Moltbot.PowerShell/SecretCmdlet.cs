using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
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

    /// <summary>The parameter set for what the pipeline brings.</summary>
    protected const string PipelineSet = "Pipeline";

    /// <summary>The parameter set with an environment variable.</summary>
    protected const string EnvironmentSet = "Environment";

    /// <summary>The parameter set with standard input.</summary>
    protected const string StandardInputSet = "StandardInput";

    private readonly List<string> lines = [];
    private SecureString? typed;
    private Secret? standardInput;
    private bool isFed;
    private bool isText;

    /// <summary>The secret as a secure string, or as text, line by line; from the pipeline only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PipelineSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    [PipedSecret]
    public object InputObject { get; set; } = "";

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

    /// <summary>The name of the parameter that takes it.</summary>
    private protected abstract string NameOfSecret { get; }

    /// <summary>Whether a person is asked for a secret that was not given.</summary>
    private protected virtual bool NeedsSecret => true;

    /// <inheritdoc/>
    private protected override string? Refused => base.Refused ?? (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)) ? PlainArgument : null);

    /// <inheritdoc/>
    private protected override string WaysOfSecret => "Leave the parameter out to be asked for the secret, give a SecureString, pipe the text in, or use -FromEnvironment.";

    /// <summary>Text from the pipeline is one secret, however many lines it has.</summary>
    private protected override bool TakesItems => isFed && !isText && base.TakesItems;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (NeedsSecret && ParameterSetName == SecretSet && Given is null)
            typed = Ask();
    }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        isFed = true;
        isText = ParameterSetName == PipelineSet && InputObject is string;
        if (isText)
            lines.Add((string)InputObject);
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

    private Secret? Read() => ParameterSetName switch
    {
        EnvironmentSet => ReadVariable(),
        StandardInputSet => standardInput ??= StandardInput.Read(),
        PipelineSet => InputObject is SecureString secret ? secret.ToSecret() : throw new MoltbotException(
            ErrorCode.CredentialInvalid, "The pipeline brought an object with members, and no secret. Pipe in the secret itself, as a SecureString or as text."),
        _ => (Given ?? typed)?.ToSecret(),
    };

    /// <summary>Asks as PowerShell asks for a mandatory parameter. It would do so before arguments that are out of place are refused, and not say so.</summary>
    private SecureString Ask()
    {
        FieldDescription field = new(NameOfSecret);
        field.SetParameterType(typeof(SecureString));
        try
        {
            if (Host.UI.Prompt(MyInvocation.MyCommand.Name, "The secret is not shown.", new Collection<FieldDescription> { field }) is { } answers
                && answers.TryGetValue(NameOfSecret, out PSObject? answer) && answer?.BaseObject is SecureString given)
                return given;
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException or NotImplementedException or PSNotImplementedException)
        {
            throw NothingGiven(error);
        }

        throw NothingGiven(null);
    }

    private MoltbotException NothingGiven(Exception? cause) => new(
        ErrorCode.CredentialInvalid, $"Required: no secret was given, and there is nobody to ask. Give -{NameOfSecret} a SecureString, pipe the secret in, or use -FromEnvironment.", cause);

    /// <summary>The name is not repeated in the error: it may be a secret in the wrong place.</summary>
    private Secret ReadVariable()
    {
        if (FromEnvironment.Length > 0 && VariableScope.EnvironmentHere().Get(FromEnvironment) is { Length: > 0 } value)
            return new Secret(value);

        QuoteNothing();
        MyInvocation.BoundParameters.Remove(nameof(FromEnvironment));
        throw new MoltbotException(ErrorCode.CredentialInvalid, "Required: the environment variable that -FromEnvironment names is not set, or empty. Set it for the process that runs this, or name another one.");
    }
}
