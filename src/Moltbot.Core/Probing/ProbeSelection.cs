using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>Which credentials of an agent are probed.</summary>
/// <param name="Provider">The only provider, or <see langword="null"/> for all.</param>
/// <param name="ProfileIds">The only profiles; then neither the environment nor the configuration is looked at. None that is unknown counts. <see langword="null"/> for all.</param>
public sealed record ProbeSelection(ProviderId? Provider = null, IReadOnlyCollection<string>? ProfileIds = null);
