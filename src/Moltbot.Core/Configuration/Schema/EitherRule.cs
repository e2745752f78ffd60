using System.Text.Json.Nodes;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>
/// A value that follows one of several rules. If exactly one of them takes it for its type, the issues are that rule's;
/// otherwise the value as a whole is refused.
/// </summary>
internal sealed class EitherRule(params SchemaRule[] options) : SchemaRule
{
    private const string Refusal = "Invalid input";

    /// <inheritdoc/>
    public override void Check(JsonNode? value, SchemaReport report)
    {
        int before = report.Count;
        List<IReadOnlyList<SchemaIssue>> ofItsType = [];
        foreach (SchemaRule option in options)
        {
            option.Check(value, report);
            if (report.Count == before)
                return;

            bool isOfItsType = !report.HasFatalSince(before);
            IReadOnlyList<SchemaIssue> issues = report.TakeSince(before);
            if (isOfItsType)
                ofItsType.Add(issues);
        }

        if (ofItsType is [IReadOnlyList<SchemaIssue> only])
            report.Restore(only);
        else
            report.AddFatal(Refusal);
    }

    /// <inheritdoc/>
    public override void CheckMissing(SchemaReport report) => report.AddFatal(Refusal);
}
