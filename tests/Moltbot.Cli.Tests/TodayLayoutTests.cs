using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests;

/// <summary>Commands where today's gateway keeps its databases.</summary>
public sealed class TodayLayoutTests() : LayoutTests(SceneLayout.Today);
