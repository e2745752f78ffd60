namespace Moltbot.Core.Models;

/// <summary>What a model is used for.</summary>
public enum ModelRole
{
    /// <summary>To talk: <c>agents.defaults.model</c>.</summary>
    Text,

    /// <summary>To look at images: <c>agents.defaults.imageModel</c>.</summary>
    Image,
}
