using Moltbot.Core.Selection;

namespace Moltbot.PowerShell.Running;

/// <summary>Sets variables of this process's environment, and restores what they were at its end.</summary>
internal sealed class VariableScope : IDisposable
{
    private readonly List<(string Name, string? Value)> before = [];

    public VariableScope(IEnumerable<ProviderVariable> variables)
    {
        foreach (ProviderVariable variable in variables)
        {
            before.Add((variable.Name, Environment.GetEnvironmentVariable(variable.Name)));
            Environment.SetEnvironmentVariable(variable.Name, variable.Value is { } value ? value.Reveal() : null);
        }
    }

    /// <summary>The last that was set first, so that one that was set twice ends as it began.</summary>
    public void Dispose()
    {
        for (int i = before.Count - 1; i >= 0; i--)
            Environment.SetEnvironmentVariable(before[i].Name, before[i].Value);
    }
}
