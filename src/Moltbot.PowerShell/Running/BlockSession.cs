using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Shell = System.Management.Automation.PowerShell;

namespace Moltbot.PowerShell.Running;

/// <summary>
/// A session of its own for a script block, on the thread of the caller. The engine records errors where they happen, in
/// <c>$Error</c> and in transcripts, before anybody could hide what is secret in them; here it records them in a session that
/// ends with the script block and has no transcript.
/// </summary>
/// <remarks>
/// The block finds what it names as it would in the session of the caller: variables, functions, aliases and modules, and
/// those that these functions name; and the preferences and the location.
/// </remarks>
internal sealed class BlockSession : IDisposable
{
    private const string WithoutInput = "param($Block, $Arguments) & $Block @Arguments *>&1";
    private const string WithInput = "param($Block, $Arguments, $Items) $Items | & $Block @Arguments *>&1";
    private const string ExitCode = "LASTEXITCODE";

    /// <summary>What is the session's own, or of the block.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "args", "input", "Error", "Host", "HOME", "PID", "PWD", "MyInvocation", "PSCmdlet", "PSBoundParameters", "PSScriptRoot", "PSCommandPath", "PSHOME",
        "ExecutionContext", "StackTrace", "NestedPromptLevel", "null", "true", "false", "PROFILE", "PSVersionTable", "ShellId", "PSStyle", ExitCode,
    };

    private static readonly string[] Preferences =
    [
        "ErrorActionPreference", "WarningPreference", "VerbosePreference", "DebugPreference", "InformationPreference", "ProgressPreference", "ConfirmPreference", "WhatIfPreference",
        "PSNativeCommandUseErrorActionPreference", "PSNativeCommandArgumentPassing", "PSDefaultParameterValues", "OutputEncoding", "OFS", "ErrorView", "FormatEnumerationLimit",
    ];

    private readonly PSCmdlet caller;
    private readonly ScriptBlock block;
    private readonly InitialSessionState state = InitialSessionState.CreateDefault2();
    private readonly HashSet<string> commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PSVariable> variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> shared = [];
    private readonly HashSet<string> modules = new(StringComparer.OrdinalIgnoreCase);
    private readonly Runspace runspace;

    /// <summary>Makes the session.</summary>
    /// <param name="caller">The cmdlet of the caller's session.</param>
    /// <param name="block">The script block that will run.</param>
    public BlockSession(PSCmdlet caller, ScriptBlock block)
    {
        this.caller = caller;
        this.block = block;
        state.LanguageMode = caller.SessionState.LanguageMode;
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        Take(block.Ast);
        runspace = RunspaceFactory.CreateRunspace(caller.Host, state);
        runspace.Open();
        SetUp();
    }

    /// <summary>Runs the script block.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What comes through its pipeline; <see langword="null"/> when it has none.</param>
    /// <param name="handOn">Takes everything that it writes, to whatever stream, in the session of the caller.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(object[] arguments, IReadOnlyList<PSObject?>? input, Action<PSObject> handOn, CancellationToken cancellation)
    {
        Runspace session = Runspace.DefaultRunspace;
        using Shell shell = Open();
        using PSDataCollection<PSObject> output = [];
        output.DataAdding += (_, adding) =>
        {
            Runspace here = Runspace.DefaultRunspace;
            Runspace.DefaultRunspace = session;
            try
            {
                handOn((PSObject)adding.ItemAdded);
            }
            finally
            {
                Runspace.DefaultRunspace = here;
            }
        };
        shell.AddScript(input is null ? WithoutInput : WithInput, useLocalScope: true).AddParameters(new object?[] { Free(block), Array.ConvertAll(arguments, Free), input });
        using CancellationTokenRegistration stop = cancellation.Register(() => shell.BeginStop(callback: null, state: null));
        try
        {
            shell.Invoke(input: null, output);
        }
        finally
        {
            Runspace.DefaultRunspace = session;
            GiveBack();
        }
    }

    public void Dispose() => runspace.Dispose();

    /// <summary>A script block belongs to the session in which it was made, and would run there.</summary>
    private static object? Free(object? value) => Bare(value) switch
    {
        ScriptBlock { Ast: ScriptBlockAst ast } => ast.GetScriptBlock(),
        ScriptBlock other => ScriptBlock.Create(other.ToString()),
        _ => value,
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>Takes along what a piece of code names.</summary>
    private void Take(Ast code)
    {
        foreach (VariableExpressionAst variable in code.FindAll(static part => part is VariableExpressionAst, searchNestedScriptBlocks: true).Cast<VariableExpressionAst>())
            Take(variable.VariablePath);
        foreach (CommandAst command in code.FindAll(static part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is { Length: > 0 } name && commands.Add(name))
                TakeCommand(name);
        }
    }

    private void Take(VariablePath path)
    {
        string name = path.UserPath[(path.UserPath.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (path.IsDriveQualified || Own.Contains(name))
            return;
        if (path.IsGlobal || path.IsScript)
            shared.Add(path.UserPath);
        if ((block.Module?.SessionState.PSVariable.Get(path.UserPath) ?? caller.SessionState.PSVariable.Get(path.UserPath)) is { } variable && variables.TryAdd(name, variable) && Bare(variable.Value) is ScriptBlock code)
            Take(code.Ast);
    }

    private void TakeCommand(string name)
    {
        if (Find("Alias", name) is AliasInfo alias && state.Commands[name].Count == 0)
        {
            state.Commands.Add(new SessionStateAliasEntry(name, alias.Definition));
            if (commands.Add(alias.Definition))
                TakeCommand(alias.Definition);
        }
        else if (Find("Function", name) is FunctionInfo function)
        {
            if (function.Module is { Path: { } path } && File.Exists(path))
            {
                modules.Add(path);
                return;
            }

            state.Commands.Add(new SessionStateFunctionEntry(name, function.Definition));
            Take(function.ScriptBlock.Ast);
        }
        else if (LoadedModules.FirstOrDefault(module => module.ExportedCommands.ContainsKey(name)) is { Path: { } loaded } && File.Exists(loaded))
        {
            modules.Add(loaded);
        }
    }

    private object? Find(string drive, string name)
    {
        string path = $"{drive}:{WildcardPattern.Escape(name)}";
        return name.IndexOfAny(['\\', '/', ':']) < 0 && caller.SessionState.InvokeProvider.Item.Exists(path)
            ? caller.SessionState.InvokeProvider.Item.Get(path).FirstOrDefault()?.BaseObject
            : null;
    }

    private IReadOnlyList<PSModuleInfo> LoadedModules
    {
        get
        {
            if (field is null)
            {
                using Shell shell = Shell.Create(RunspaceMode.CurrentRunspace);
                field = [.. shell.AddCommand(@"Microsoft.PowerShell.Core\Get-Module").Invoke<PSModuleInfo>()];
            }

            return field;
        }
    }

    private Shell Open()
    {
        Shell shell = Shell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    private void SetUp()
    {
        Runspace session = Runspace.DefaultRunspace;
        try
        {
            foreach (string path in modules)
            {
                using Shell shell = Open();
                shell.AddCommand(@"Microsoft.PowerShell.Core\Import-Module").AddParameter("Name", path).AddParameter("ErrorAction", ActionPreference.Ignore).Invoke();
            }

            foreach (string name in Preferences)
            {
                if (caller.GetVariableValue(name) is { } value)
                    Set(name, value);
            }

            foreach ((string name, PSVariable variable) in variables)
                Set(name, Free(variable.Value));

            runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(caller.SessionState.Path.CurrentFileSystemLocation.ProviderPath));
        }
        finally
        {
            Runspace.DefaultRunspace = session;
        }
    }

    private void Set(string name, object? value)
    {
        try
        {
            runspace.SessionStateProxy.SetVariable(name, value);
        }
        catch (SessionStateException)
        {
            // The engine's own, which each session has.
        }
    }

    /// <summary>What the block has set beyond itself, and how its last program ended.</summary>
    private void GiveBack()
    {
        foreach (string path in shared)
            caller.SessionState.PSVariable.Set(path, runspace.SessionStateProxy.GetVariable(path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        if (runspace.SessionStateProxy.GetVariable(ExitCode) is { } exitCode)
            caller.SessionState.PSVariable.Set($"global:{ExitCode}", exitCode);
    }
}
