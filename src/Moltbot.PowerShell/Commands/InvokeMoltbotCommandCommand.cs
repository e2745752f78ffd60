using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Text;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Running;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Runs a script block or a program with the credentials of providers in its environment.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoltbotCommand", HelpUri = OnlineHelp.Pages + "Invoke-MoltbotCommand.md", DefaultParameterSetName = ProgramSet)]
[OutputType(typeof(object))]
public sealed class InvokeMoltbotCommandCommand : MoltbotCmdlet
{
    private const string ProgramSet = "Program";
    private const string ScriptBlockSet = "ScriptBlock";

    private readonly List<PSObject?> input = [];
    private OutputMask mask = new([]);

    /// <summary>The providers whose credentials the command gets.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string[] Provider { get; set; } = [];

    /// <summary>The program.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ProgramSet)]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>The script block.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ScriptBlockSet)]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create("");

    /// <summary>The arguments of the program or the script block.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyCollection]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>Nothing is out of place here: all that is left goes to the command.</summary>
    public override object[]? OutOfPlace { get; set; }

    /// <summary>What the program reads from its standard input, or the script block from its pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Another installation's state directory. The pipeline brings input, and no installation.</summary>
    [Parameter]
    public override string? StateDirectory { get; set; }

    /// <summary>The agent's id; the configured default agent if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether a sign-in that has expired is left as it is.</summary>
    [Parameter]
    public SwitchParameter NoRefresh { get; set; }

    /// <summary>Whether secrets are left in what is written.</summary>
    [Parameter]
    public SwitchParameter NoMask { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => false;

    /// <inheritdoc/>
    private protected override bool IsChosenByItems => false;

    private bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <inheritdoc/>
    protected override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected override void Process()
    {
        if (HasInput)
            input.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        Agent agent = FindAgent(Agent);
        ProviderVariable[] variables = [.. Credentials(agent).SelectMany(ProviderVariable.For)];
        WriteVerbose($"Variables: {string.Join(", ", variables.Where(variable => variable.Value is not null).Select(variable => variable.Name))}");
        mask = new OutputMask(NoMask ? [] : [.. variables.Select(variable => variable.Value).OfType<Secret>()]);
        if (ParameterSetName == ScriptBlockSet)
            RunScriptBlock(variables);
        else
            RunProgram(variables);
    }

    private CredentialInUse[] Credentials(Agent agent)
    {
        AgentCredentials credentials = agent.OpenCredentials(Secrets);
        if (!NoRefresh)
            Renew(agent, credentials, Provider, []);

        credentials.Fetch(Provider, []);
        CredentialInUse[] inUse = [.. Provider.Select(credentials.OfProvider)];
        WriteWarnings(inUse.SelectMany(credential => credential.PassedOver).Select(failure => failure.MessageIn(FrontEnd.Module)));
        return inUse;
    }

    private void RunProgram(ProviderVariable[] variables)
    {
        string path = FindProgram();
        string[] arguments = [.. ArgumentList.Select(LanguagePrimitives.ConvertTo<string>)];
        string workingDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        IReadOnlyDictionary<string, string> environment = VariableScope.EnvironmentHere().Variables;
        byte[]? given = HasInput ? ProgramInput.ToBytes(input, OutputEncoding()) : null;
        int exitCode = Pump((thread, cancellation) => new ExternalProgram
        {
            Path = path,
            Arguments = arguments,
            WorkingDirectory = workingDirectory,
            Variables = environment,
            Input = given,
            UsesConsole = true,
            Changes = variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value?.Reveal())),
            Output = ExternalProgram.Lines(Console.OutputEncoding, line => thread.Do(() => WriteObject(mask.Mask(line)))),
            Errors = ExternalProgram.Lines(Console.OutputEncoding, line => thread.Do(() => WriteErrorLine(mask.Mask(line)))),
        }.RunAsync(cancellation));
        SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
        if (exitCode != 0)
            Fail(path, exitCode);
    }

    /// <summary>What the engine does when a program of its own fails: it is an error where the user wants that, and else only <c>$?</c> is false.</summary>
    private void Fail(string path, int exitCode)
    {
        if (LanguagePrimitives.IsTrue(GetVariableValue("PSNativeCommandUseErrorActionPreference")) || MyInvocation.BoundParameters.ContainsKey("ErrorAction"))
            WriteError(Errors.ToRecord(new MoltbotException(ErrorCode.ProgramExitedWithNonZeroCode, $"Program \"{Path.GetFileName(path)}\" ended with non-zero exit code: {exitCode}.") { Subject = path }));
        else
            FailSilently();
    }

    /// <summary>Makes <c>$?</c> false, which only an error does, and of the error nothing else.</summary>
    private void FailSilently()
    {
        const string Preference = "local:ErrorActionPreference";
        PSVariableIntrinsics variables = SessionState.PSVariable;
        object? before = variables.Get(Preference)?.Value;
        variables.Set(Preference, ActionPreference.Ignore);
        try
        {
            WriteError(new ErrorRecord(new RuntimeException(), "Failed", ErrorCategory.NotSpecified, targetObject: null));
        }
        finally
        {
            if (before is null)
                variables.Remove(Preference);
            else
                variables.Set(Preference, before);
        }
    }

    private Encoding OutputEncoding() => (GetVariableValue("OutputEncoding") as PSObject)?.BaseObject as Encoding ?? GetVariableValue("OutputEncoding") as Encoding ?? new UTF8Encoding();

    private string FindProgram() => InvokeCommand.GetCommand(FilePath, CommandTypes.Application) is ApplicationInfo program
        ? program.Path
        : throw new MoltbotException(ErrorCode.ProgramNotFound, $"There is no program {FilePath} in the PATH. Write its path in full, or put commands of PowerShell into a script block: {{ … }}.") { Subject = FilePath };

    /// <summary>
    /// Everything that the script block writes comes through here, on this thread, and goes on to where it belongs. Once the
    /// next command in the pipeline refuses something (<c>Select-Object -First</c> wants no more), the script block is
    /// stopped and the refusal handed on.
    /// </summary>
    private void RunScriptBlock(ProviderVariable[] variables)
    {
        ExceptionDispatchInfo? refusal = null;
        using VariableScope scope = VariableScope.Enter(variables, WarnOfWaiting, Cancellation);
        using BlockSession session = new(this, ScriptBlock);
        try
        {
            session.Run(ArgumentList, HasInput ? input : null, HandOn, Cancellation);
        }
        catch (RuntimeException error) when (refusal is null && error is not PipelineStoppedException)
        {
            ThrowTerminatingError(mask.Mask(error.ErrorRecord));
        }

        refusal?.Throw();

        void HandOn(PSObject item)
        {
            try
            {
                Write(item);
            }
            catch (Exception exception)
            {
                refusal ??= ExceptionDispatchInfo.Capture(exception);
                throw new PipelineStoppedException();
            }
        }
    }

    private void WarnOfWaiting(string name) => WriteWarning(
        $"{name} has another value in this process until another script block of Invoke-MoltbotCommand ends, and this one waits for that. A program in the place of the script block, or Start-Job, has an environment of its own and need not wait.");

    /// <summary>What the command says is its own business: nothing is made of it but that its secrets are hidden.</summary>
    private void Write(PSObject? item)
    {
        Cmdlet streams = this;
        switch (item?.BaseObject)
        {
            case null:
                WriteObject(item);
                break;
            case ErrorRecord error when error.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal):
                WriteErrorLine(mask.Mask(error.ToString()));
                break;
            case ErrorRecord error:
                WriteError(mask.Mask(error));
                break;
            case WarningRecord warning:
                streams.WriteWarning(mask.Mask(warning.Message));
                break;
            case VerboseRecord verbose:
                streams.WriteVerbose(mask.Mask(verbose.Message));
                break;
            case DebugRecord debug:
                WriteDebug(mask.Mask(debug.Message));
                break;
            case InformationRecord information:
                WriteInformation(mask.Mask(information));
                break;
            default:
                WriteObject(mask.Mask(item));
                break;
        }
    }

    /// <summary>What a program says on its standard error is no error, and must not end a script that stops at errors.</summary>
    private void WriteErrorLine(string line)
    {
        if (Host.UI is { } host)
            host.WriteErrorLine(line);
        else
            WriteInformation(line, ["StandardError"]);
    }
}
