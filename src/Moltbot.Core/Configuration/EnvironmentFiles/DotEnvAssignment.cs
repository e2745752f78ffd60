namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>An assignment in a <c>.env</c> file.</summary>
/// <param name="Name">The name of the variable.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="NameStart">Where the name stands in the text with normal line ends.</param>
/// <param name="ValueStart">Where the value stands there as it is written, with its quotes; or where it would.</param>
/// <param name="ValueLength">How long it is there.</param>
internal sealed record DotEnvAssignment(string Name, string Value, int NameStart, int ValueStart, int ValueLength)
{
    /// <summary>Behind the value as it is written.</summary>
    public int ValueEnd => ValueStart + ValueLength;
}
