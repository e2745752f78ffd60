using System.Management.Automation;

namespace EmptyModule;

/// <summary>A cmdlet that does nothing: what importing any binary module costs.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
