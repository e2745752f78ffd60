using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Resolving;

namespace Moltbot.PowerShell.Running;

/// <summary>
/// Variables that are set in this process's environment for one script block. All runspaces share that environment, so the
/// scopes of the process know each other: a variable is given back when the last that uses it ends, and never has a value
/// that one of those does not want. A scope that wants another value waits.
/// </summary>
/// <remarks>
/// A scope inside another one on the same thread can have its own value at once, because the outer script block stands
/// still meanwhile. A scope inside another one that would have to wait is refused instead: it could be waiting for itself.
/// </remarks>
internal sealed class VariableScope : IDisposable
{
    private static readonly object Gate = new();
    private static readonly Dictionary<string, List<Use>> Uses = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Flows into the thread jobs and parallel runspaces that a script block starts.</summary>
    private static readonly AsyncLocal<VariableScope?> Innermost = new();

    private readonly Dictionary<string, string?> wanted = new(Uses.Comparer);
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly VariableScope? outer;
    private bool isOpen;

    private VariableScope(IEnumerable<ProviderVariable> variables)
    {
        outer = Enclosing();
        foreach (ProviderVariable variable in variables)
            wanted[variable.Name] = variable.Value?.Reveal();
    }

    /// <summary>Sets variables, once nobody needs other values of them.</summary>
    /// <param name="variables">The variables. Of one that is named twice the last value counts.</param>
    /// <param name="onWait">Is told the name of a variable that has to be waited for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What holds them until it is disposed of, on the same thread.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.VariableInUse"/>: this is inside of another scope, and would have to wait.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static VariableScope Enter(IEnumerable<ProviderVariable> variables, Action<string> onWait, CancellationToken cancellation)
    {
        VariableScope scope = new(variables);
        try
        {
            if (scope.TryEnter() is { } name)
            {
                if (scope.outer is not null)
                    throw InUse(name);

                onWait(name);
                scope.Wait(cancellation);
            }
        }
        catch
        {
            scope.Dispose();
            throw;
        }

        Innermost.Value = scope;
        return scope;
    }

    /// <summary>
    /// The environment as it is seen from here: with what scopes around this have set, and without what others have, which
    /// run at the same time and whose credentials are not meant for this.
    /// </summary>
    /// <param name="workingDirectory">What relative paths are resolved against, where there are some.</param>
    public static ProcessEnvironment EnvironmentHere(string workingDirectory = "")
    {
        lock (Gate)
        {
            ProcessEnvironment environment = ProcessEnvironment.Current(workingDirectory);
            foreach ((string name, List<Use> uses) in Uses)
            {
                int others = uses.FindLastIndex(use => use.Scope.IsAround()) + 1;
                if (others < uses.Count && Environment.GetEnvironmentVariable(name) == uses[^1].Value)
                    environment = uses[others].Before is { } before ? environment.With(name, before) : environment.Without(name);
            }

            return environment;
        }
    }

    /// <summary>Gives the variables back. What somebody else has set meanwhile is theirs and stays.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            foreach (string name in wanted.Keys)
                GiveBack(name);

            isOpen = false;
            Monitor.PulseAll(Gate);
        }

        if (Innermost.Value == this)
            Innermost.Value = outer;
    }

    private static VariableScope? Enclosing()
    {
        lock (Gate)
        {
            VariableScope? scope = Innermost.Value;
            while (scope is { isOpen: false })
                scope = scope.outer;

            return scope;
        }
    }

    /// <summary>Sets all variables, or none and names one that another scope needs at another value.</summary>
    private string? TryEnter()
    {
        lock (Gate)
        {
            foreach ((string name, string? value) in wanted)
            {
                if (Uses.TryGetValue(name, out List<Use>? uses) && !CanHave(name, value, uses))
                    return name;
            }

            foreach ((string name, string? value) in wanted)
                Set(name, value);

            isOpen = true;
            return null;
        }
    }

    private void Wait(CancellationToken cancellation)
    {
        using CancellationTokenRegistration stop = cancellation.Register(static () =>
        {
            lock (Gate)
                Monitor.PulseAll(Gate);
        });
        lock (Gate)
        {
            while (TryEnter() is not null)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(Gate);
            }
        }
    }

    /// <summary>Those on this thread stand still; all others must want the same, and it must be there.</summary>
    private bool CanHave(string name, string? value, List<Use> uses) =>
        uses.TrueForAll(use => use.Scope.thread == thread)
        || (uses.TrueForAll(use => use.Value == value) && Environment.GetEnvironmentVariable(name) == value);

    private void Set(string name, string? value)
    {
        string? before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
        if (!Uses.TryGetValue(name, out List<Use>? uses))
            Uses[name] = uses = [];

        uses.Add(new Use(this, value) { Before = before });
    }

    /// <summary>Who came after this and stays longer gives back what this found.</summary>
    private void GiveBack(string name)
    {
        if (!Uses.TryGetValue(name, out List<Use>? uses) || uses.Find(use => use.Scope == this) is not { } mine)
            return;

        if (uses[^1] != mine)
            uses[uses.IndexOf(mine) + 1].Before = mine.Before;
        else if (Environment.GetEnvironmentVariable(name) == mine.Value)
            Environment.SetEnvironmentVariable(name, mine.Before);

        uses.Remove(mine);
        if (uses.Count == 0)
            Uses.Remove(name);
    }

    private bool IsAround()
    {
        for (VariableScope? scope = Innermost.Value; scope is not null; scope = scope.outer)
        {
            if (scope == this)
                return true;
        }

        return false;
    }

    private static MoltbotException InUse(string name) => new(
        ErrorCode.VariableInUse,
        $"{name} has another value in this process as long as another script block of Invoke-MoltbotCommand runs, and this cannot wait for it, because it runs inside of such a script block itself. Run a program in the place of the script block, which has an environment of its own, or use Start-Job.")
    {
        Subject = name,
    };

    /// <summary>What one scope has made of a variable.</summary>
    private sealed class Use(VariableScope scope, string? value)
    {
        public VariableScope Scope => scope;

        public string? Value => value;

        /// <summary>What has to be there again when this ends.</summary>
        public string? Before { get; set; }
    }
}
