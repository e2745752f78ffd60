using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.EnvironmentFiles;

/// <summary>
/// The text of a <c>.env</c> file that can be changed: an immutable snapshot whose changes are new snapshots, in which
/// everything but the variable in question is as it was: comments, order, layout, quotes and line ends.
/// </summary>
public sealed class DotEnvText
{
    private readonly IReadOnlyList<DotEnvAssignment> assignments;

    private DotEnvText(string text)
    {
        Text = text;
        assignments = DotEnvReader.ReadAssignments(text);
        Variables = new OrderedMap<string>(assignments.Select(assignment => KeyValuePair.Create(assignment.Name, assignment.Value)));
    }

    /// <summary>The text as it is in the file.</summary>
    public string Text { get; }

    /// <summary>The variables by their names, in the order in which they are first named. Of two with one name the later value counts.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Reads a text. Every text can be read.</summary>
    public static DotEnvText Parse(string text) => new(text);

    /// <summary>Whether a variable can have this name in a <c>.env</c> file.</summary>
    public static bool IsName(string name) => name.Length > 0 && name != EcmaScriptText.Prototype && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>
    /// This text with a variable set: wherever it is set already, or else in a new line at the end. The value is quoted
    /// if it has to be, and in any case so that it is read back as it was given.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the name or the value cannot stand in such a file.</exception>
    public DotEnvText Set(string name, string value)
    {
        // What stands there instead is not repeated: it may be a secret in the wrong place.
        if (!IsName(name) || SecretShape.IsLike(name))
            throw new MoltbotException(ErrorCode.InvalidArgument, "This cannot be the name of a variable in a .env file. Use letters, digits and underscores, and give the value apart from it.");

        DotEnvAssignment[] existing = [.. assignments.Where(assignment => assignment.Name == name)];
        foreach (string written in DotEnvQuoting.Ways(value, existing is [.., DotEnvAssignment last] ? QuoteOf(last) : null))
        {
            DotEnvText changed = new(existing.Length > 0 ? Replace(existing, written) : Append(name, written));
            if (changed.SaysTheSameExcept(this, name) && changed.Variables.GetValueOrDefault(name) == value)
                return changed;
        }

        throw new MoltbotException(ErrorCode.InvalidArgument, $"The value of {name} cannot be written into the .env file so that it is read back as it is. It has quotes of all three kinds, or characters that no quotes protect, or a quote in the file is not closed.") { Subject = name };
    }

    /// <summary>This text without the lines that set a variable; this same text when there is none.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: that would change the meaning of other lines.</exception>
    public DotEnvText Remove(string name)
    {
        DotEnvAssignment[] existing = [.. assignments.Where(assignment => assignment.Name == name)];
        if (existing.Length == 0)
            return this;

        DotEnvText changed = new(RemoveLines(existing));
        return changed.SaysTheSameExcept(this, name) && !changed.Variables.ContainsKey(name) ? changed : throw new MoltbotException(
            ErrorCode.InvalidArgument,
            $"{name} cannot be taken out of the .env file without changing what other lines mean. Edit the file by hand.") { Subject = name };
    }

    private bool SaysTheSameExcept(DotEnvText before, string name) =>
        Variables.Where(variable => variable.Key != name).SequenceEqual(before.Variables.Where(variable => variable.Key != name));

    private string Replace(DotEnvAssignment[] existing, string written)
    {
        int[] offsets = Offsets();
        StringBuilder changed = new(Text);
        foreach (DotEnvAssignment assignment in Enumerable.Reverse(existing))
        {
            int start = offsets[assignment.ValueStart];
            changed.Remove(start, offsets[assignment.ValueEnd] - start).Insert(start, written);
        }

        return changed.ToString();
    }

    private string RemoveLines(DotEnvAssignment[] existing)
    {
        string normal = DotEnvReader.NormalizeLineEnds(Text);
        int[] offsets = Offsets();
        StringBuilder changed = new(Text);
        foreach (DotEnvAssignment assignment in Enumerable.Reverse(existing))
        {
            int start = normal.LastIndexOf('\n', Math.Max(0, assignment.NameStart - 1)) + 1;
            int lineEnd = normal.IndexOf('\n', assignment.ValueEnd);
            int end = lineEnd < 0 ? normal.Length : lineEnd + 1;
            changed.Remove(offsets[start], offsets[end] - offsets[start]);
        }

        return changed.ToString();
    }

    private string Append(string name, string written)
    {
        string newLine = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string separator = Text.Length == 0 || Text[^1] is '\n' or '\r' ? "" : newLine;
        return $"{Text}{separator}{name}={written}{newLine}";
    }

    private char? QuoteOf(DotEnvAssignment assignment)
    {
        char first = assignment.ValueLength > 1 ? Text[Offsets()[assignment.ValueStart]] : '\0';
        return first is '"' or '\'' or '`' ? first : null;
    }

    /// <summary>For every place in the text with normal line ends, and for its end, where that is in the text itself.</summary>
    private int[] Offsets()
    {
        List<int> offsets = new(Text.Length + 1);
        for (int i = 0; i < Text.Length; i++)
        {
            if (Text[i] != '\n' || i == 0 || Text[i - 1] != '\r')
                offsets.Add(i);
        }

        offsets.Add(Text.Length);
        return [.. offsets];
    }
}
