using System.Text;
using System.Xml;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>An agent of launchd, as the text of its property list.</summary>
internal static class LaunchAgent
{
    /// <summary>The label of an installation's agent.</summary>
    public static string Label(string stateDirectory) => $"bot.molt.{ScheduleName.Of(stateDirectory)}";

    /// <summary>The property list.</summary>
    /// <param name="run">What is started.</param>
    /// <param name="logPath">Where its output goes.</param>
    public static string Text(ScheduledRun run, string logPath)
    {
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteDocType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", subset: null);
            xml.WriteComment($" {ScheduleName.Mark} ");
            xml.WriteStartElement("plist");
            xml.WriteAttributeString("version", "1.0");
            xml.WriteStartElement("dict");
            Entry(xml, "Label", "string", Label(run.StateDirectory));
            xml.WriteElementString("key", "ProgramArguments");
            xml.WriteStartElement("array");
            xml.WriteElementString("string", run.Program);
            foreach (string argument in run.Arguments)
                xml.WriteElementString("string", argument);

            xml.WriteEndElement();
            Entry(xml, "StartInterval", "integer", XmlConvert.ToString((int)run.Every.TotalSeconds));
            xml.WriteElementString("key", "RunAtLoad");
            xml.WriteStartElement("true");
            xml.WriteEndElement();
            Entry(xml, "ProcessType", "string", "Background");
            Entry(xml, "StandardOutPath", "string", logPath);
            Entry(xml, "StandardErrorPath", "string", logPath);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    private static void Entry(XmlWriter xml, string key, string type, string value)
    {
        xml.WriteElementString("key", key);
        xml.WriteElementString(type, value);
    }
}
