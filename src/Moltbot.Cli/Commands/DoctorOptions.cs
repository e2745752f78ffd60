namespace Moltbot.Cli.Commands;

/// <summary>How <c>moltbot doctor</c> goes.</summary>
/// <param name="Repair">Whether repairs are made, without questions.</param>
/// <param name="Yes">Whether every question is answered with yes.</param>
/// <param name="NonInteractive">Whether nobody is asked.</param>
/// <param name="Force">Whether repairs are made, too, that remove something which may still be wanted.</param>
/// <param name="Json">Whether the output is JSON.</param>
/// <param name="Sarif">Whether the output is SARIF.</param>
/// <param name="Check">Whether the exit code tells what remains.</param>
/// <param name="Probe">Whether providers are asked.</param>
internal sealed record DoctorOptions(bool Repair, bool Yes, bool NonInteractive, bool Force, bool Json, bool Sarif, bool Check, bool Probe);
