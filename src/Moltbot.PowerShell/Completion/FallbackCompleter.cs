using System.Collections;
using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Models;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the models that the default model, or with <c>-Image</c> the one for images, falls back on.</summary>
internal sealed class FallbackCompleter : InstallationCompleter
{
    private protected override IEnumerable<NameCandidate> Candidates(NameCandidates names, IDictionary bound) =>
        names.Fallbacks(LanguagePrimitives.IsTrue(bound["Image"]) ? ModelRole.Image : ModelRole.Text);
}
