using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Moltbot.Core.Monitoring.Schedules;

namespace Moltbot.Core.Tests.Monitoring;

/// <summary>
/// The schema of tasks of Windows, as far as ours use it: what Microsoft's documentation of the Task Scheduler says of these
/// elements, their order and their values. The service validates what it is given against the whole one.
/// </summary>
internal static class TaskSchema
{
    private const string Text = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"
                   targetNamespace="http://schemas.microsoft.com/windows/2004/02/mit/task" elementFormDefault="qualified">
          <xs:simpleType name="filled"><xs:restriction base="xs:string"><xs:minLength value="1" /></xs:restriction></xs:simpleType>
          <xs:simpleType name="path"><xs:restriction base="filled"><xs:maxLength value="260" /></xs:restriction></xs:simpleType>
          <xs:element name="Task">
            <xs:complexType>
              <xs:all>
                <xs:element name="RegistrationInfo" minOccurs="0">
                  <xs:complexType><xs:all><xs:element name="Description" type="xs:string" minOccurs="0" /></xs:all></xs:complexType>
                </xs:element>
                <xs:element name="Triggers" minOccurs="0">
                  <xs:complexType><xs:sequence><xs:element name="TimeTrigger" type="trigger" minOccurs="0" maxOccurs="48" /></xs:sequence></xs:complexType>
                </xs:element>
                <xs:element name="Principals" minOccurs="0">
                  <xs:complexType><xs:sequence><xs:element name="Principal" type="principal" /></xs:sequence></xs:complexType>
                </xs:element>
                <xs:element name="Settings" type="settings" minOccurs="0" />
                <xs:element name="Actions">
                  <xs:complexType>
                    <xs:sequence><xs:element name="Exec" type="program" maxOccurs="32" /></xs:sequence>
                    <xs:attribute name="Context" type="xs:string" />
                  </xs:complexType>
                </xs:element>
              </xs:all>
              <xs:attribute name="version"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="\d+(\.\d+){1,3}" /></xs:restriction></xs:simpleType></xs:attribute>
            </xs:complexType>
          </xs:element>
          <xs:complexType name="trigger">
            <xs:sequence>
              <xs:element name="Enabled" type="xs:boolean" minOccurs="0" />
              <xs:element name="StartBoundary" type="xs:dateTime" minOccurs="0" />
              <xs:element name="EndBoundary" type="xs:dateTime" minOccurs="0" />
              <xs:element name="Repetition" minOccurs="0">
                <xs:complexType>
                  <xs:all>
                    <xs:element name="Interval">
                      <xs:simpleType><xs:restriction base="xs:duration"><xs:minInclusive value="PT1M" /><xs:maxInclusive value="P31D" /></xs:restriction></xs:simpleType>
                    </xs:element>
                    <xs:element name="StopAtDurationEnd" type="xs:boolean" minOccurs="0" />
                  </xs:all>
                </xs:complexType>
              </xs:element>
              <xs:element name="ExecutionTimeLimit" type="xs:duration" minOccurs="0" />
              <xs:element name="RandomDelay" type="xs:duration" minOccurs="0" />
            </xs:sequence>
          </xs:complexType>
          <xs:complexType name="principal">
            <xs:all>
              <xs:element name="UserId" type="filled" minOccurs="0" />
              <xs:element name="LogonType" minOccurs="0">
                <xs:simpleType>
                  <xs:restriction base="xs:string"><xs:enumeration value="S4U" /><xs:enumeration value="Password" /><xs:enumeration value="InteractiveToken" /><xs:enumeration value="InteractiveTokenOrPassword" /></xs:restriction>
                </xs:simpleType>
              </xs:element>
              <xs:element name="RunLevel" minOccurs="0">
                <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="LeastPrivilege" /><xs:enumeration value="HighestAvailable" /></xs:restriction></xs:simpleType>
              </xs:element>
            </xs:all>
            <xs:attribute name="id" type="xs:ID" />
          </xs:complexType>
          <xs:complexType name="settings">
            <xs:all>
              <xs:element name="MultipleInstancesPolicy" minOccurs="0">
                <xs:simpleType>
                  <xs:restriction base="xs:string"><xs:enumeration value="Parallel" /><xs:enumeration value="Queue" /><xs:enumeration value="IgnoreNew" /><xs:enumeration value="StopExisting" /></xs:restriction>
                </xs:simpleType>
              </xs:element>
              <xs:element name="DisallowStartIfOnBatteries" type="xs:boolean" minOccurs="0" />
              <xs:element name="StopIfGoingOnBatteries" type="xs:boolean" minOccurs="0" />
              <xs:element name="StartWhenAvailable" type="xs:boolean" minOccurs="0" />
              <xs:element name="Enabled" type="xs:boolean" minOccurs="0" />
              <xs:element name="Hidden" type="xs:boolean" minOccurs="0" />
              <xs:element name="ExecutionTimeLimit" type="xs:duration" minOccurs="0" />
            </xs:all>
          </xs:complexType>
          <xs:complexType name="program">
            <xs:all>
              <xs:element name="Command" type="path" />
              <xs:element name="Arguments" type="xs:string" minOccurs="0" />
              <xs:element name="WorkingDirectory" type="path" minOccurs="0" />
            </xs:all>
            <xs:attribute name="id" type="xs:ID" />
          </xs:complexType>
        </xs:schema>
        """;

    /// <summary>What in a task is not as the schema says.</summary>
    public static IReadOnlyList<string> ErrorsOf(XDocument task)
    {
        XmlSchemaSet schemas = new();
        using XmlReader reader = XmlReader.Create(new StringReader(Text));
        schemas.Add(WindowsTask.Namespace, reader);
        List<string> errors = [];
        task.Validate(schemas, (_, problem) => errors.Add(problem.Message));
        return errors;
    }
}
