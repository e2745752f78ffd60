namespace Moltbot.Cli.Tests.Running;

/// <summary>What a generation of gateways keeps where.</summary>
public enum SceneLayout
{
    /// <summary>Files of JSON, as January's gateway has them.</summary>
    January,

    /// <summary>Databases, as today's gateway has them.</summary>
    Today,
}
