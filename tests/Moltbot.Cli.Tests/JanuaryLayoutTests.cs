using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests;

/// <summary>Commands where January's gateway keeps its files.</summary>
public sealed class JanuaryLayoutTests() : LayoutTests(SceneLayout.January);
