using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>What came of putting a credential somewhere.</summary>
public interface IImported
{
    /// <summary>What still has to be known or done.</summary>
    FlatList<string> Warnings { get; }
}
