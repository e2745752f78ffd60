using Moltbot.Core.Errors;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A file that the configuration is made of.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Document">What is in it, with positions.</param>
internal sealed record ConfigurationSource(string Path, Json5Document Document)
{
    /// <summary>The value of the <c>$include</c> member of an object, or of one of its items; <see langword="null"/> when it is not there.</summary>
    public Json5Node? FindDirective(IEnumerable<string> path, int? item = null)
    {
        Json5Node? directive = Document.Find([.. path, IncludeResolver.Key]);
        return item is { } index && directive is Json5Array items ? items.Items[index] : directive;
    }

    /// <summary>An error about a place in this file.</summary>
    public MoltbotException ErrorAt(Json5Node? place, string message, Exception? inner = null)
    {
        Json5Position? position = place is null ? null : Document.PositionOf(place.Span.Start);
        return new MoltbotException(ErrorCode.ConfigUnreadable, message, inner)
        {
            Path = Path,
            Line = position?.Line,
            Column = position?.Column,
        };
    }
}
