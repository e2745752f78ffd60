using System.Text;
using System.Xml;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>A task of Windows, as the XML that schtasks imports.</summary>
internal static class WindowsTask
{
    /// <summary>The namespace of task definitions.</summary>
    public const string Namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private static readonly string[] ServiceAccounts = ["S-1-5-18", "S-1-5-19", "S-1-5-20"];

    /// <summary>The definition.</summary>
    /// <param name="run">What is started.</param>
    /// <param name="user">The account or the SID of the user that it runs as.</param>
    public static string Text(ScheduledRun run, string user)
    {
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\r\n" }))
        {
            xml.WriteStartElement("Task", Namespace);
            xml.WriteAttributeString("version", "1.2");
            Element(xml, "RegistrationInfo", () => xml.WriteElementString("Description", ScheduleName.Mark));
            Element(xml, "Triggers", () => Element(xml, "TimeTrigger", () =>
            {
                // The schema wants the elements of a trigger in this order.
                xml.WriteElementString("Enabled", "true");
                xml.WriteElementString("StartBoundary", "2026-01-01T00:00:00");
                Element(xml, "Repetition", () =>
                {
                    xml.WriteElementString("Interval", XmlConvert.ToString(run.Every));
                    xml.WriteElementString("StopAtDurationEnd", "false");
                });
            }));
            Element(xml, "Principals", () =>
            {
                xml.WriteStartElement("Principal");
                xml.WriteAttributeString("id", "Author");
                xml.WriteElementString("UserId", user);

                // A service account has no session to be logged on in; a user without a stored password runs by S4U.
                if (!ServiceAccounts.Contains(user, StringComparer.Ordinal))
                    xml.WriteElementString("LogonType", "S4U");

                xml.WriteElementString("RunLevel", "LeastPrivilege");
                xml.WriteEndElement();
            });
            Element(xml, "Settings", () =>
            {
                xml.WriteElementString("MultipleInstancesPolicy", "IgnoreNew");
                xml.WriteElementString("DisallowStartIfOnBatteries", "false");
                xml.WriteElementString("StopIfGoingOnBatteries", "false");
                xml.WriteElementString("StartWhenAvailable", "true");
                xml.WriteElementString("Enabled", "true");
                xml.WriteElementString("Hidden", "true");
                xml.WriteElementString("ExecutionTimeLimit", "PT15M");
            });
            xml.WriteStartElement("Actions");
            xml.WriteAttributeString("Context", "Author");
            Element(xml, "Exec", () =>
            {
                xml.WriteElementString("Command", run.Program);
                xml.WriteElementString("Arguments", CommandLine(run.Arguments));
            });
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n{text}\r\n";
    }

    /// <summary>Arguments as CommandLineToArgvW takes them apart.</summary>
    internal static string CommandLine(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quoted));

    private static string Quoted(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c == '"'))
            return argument;

        StringBuilder quoted = new("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '"')
                quoted.Append('\\', backslashes + 1);

            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }

    private static void Element(XmlWriter xml, string name, Action content)
    {
        xml.WriteStartElement(name);
        content();
        xml.WriteEndElement();
    }
}
