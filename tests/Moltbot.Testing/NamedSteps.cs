using System.Reflection;
using Moltbot.Core.Errors;

namespace Moltbot.Testing;

/// <summary>Everything that texts of the core tell people to do next, with names like those of the tests in the gaps.</summary>
public static class NamedSteps
{
    /// <summary>The steps by their names, in the words of both front ends.</summary>
    public static IReadOnlyList<(string Name, string Command, string Cmdlet)> All { get; } =
    [
        .. typeof(NextSteps).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(step => Named(step.Name, step.GetValue(null))),
        .. typeof(NextSteps).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(step => !step.IsSpecialName)
            .Select(step => Named(step.Name, step.Invoke(null, [.. step.GetParameters().Select(Sample)]))),
    ];

    private static (string Name, string Command, string Cmdlet) Named(string name, object? step) =>
        step is NextStep next ? (name, next.In(FrontEnd.CommandLine), next.In(FrontEnd.Module)) : throw new InvalidOperationException($"{name} is no step.");

    private static object Sample(ParameterInfo parameter) => parameter.ParameterType == typeof(string) ? "openai" : new[] { "openai:a", "openai:b" };
}
