using System.Globalization;
using System.Runtime.Versioning;

namespace Moltbot.Core.Files;

/// <summary>
/// The groups of a Unix system, as its own files tell. Many systems give each user a group of his own, in which nobody else is
/// (user private groups), and what such a group may do harms nobody.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixGroup
{
    private const int NameField = 0;
    private const int IdField = 2; // of a user in passwd(5), and of a group in group(5)
    private const int GroupField = 3; // of a user in passwd(5)
    private const int MembersField = 3; // of a group in group(5)

    /// <summary>Whoever is in it may become root anyway.</summary>
    private const uint MacAdministrators = 80;

    /// <summary>Whether somebody is in a group who is neither root nor the user of this process. Where nobody can tell, there is.</summary>
    public static bool HasOthers(uint group)
    {
        if (OperatingSystem.IsMacOS())
            return group is not (0 or MacAdministrators);

        return HasOthers(group, UnixCalls.User, LinesOf("/etc/passwd"), LinesOf("/etc/group"));
    }

    /// <summary>The same, told from what the files of a system say.</summary>
    /// <param name="group">The group.</param>
    /// <param name="user">The user who is none of the others.</param>
    /// <param name="users">The lines of passwd(5).</param>
    /// <param name="groups">The lines of group(5).</param>
    public static bool HasOthers(uint group, uint user, IReadOnlyList<string> users, IReadOnlyList<string> groups)
    {
        string[][] people = [.. users.Select(line => line.Split(':')).Where(fields => fields.Length > GroupField)];
        string? members = groups.Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > MembersField && Is(fields[IdField], group))?[MembersField];
        if (members is null)
            return true; // a directory service may know it

        HashSet<string> trusted = [.. people.Where(fields => Is(fields[IdField], 0) || Is(fields[IdField], user)).Select(fields => fields[NameField])];
        return people.Any(fields => Is(fields[GroupField], group) && !trusted.Contains(fields[NameField]))
            || members.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(member => !trusted.Contains(member));
    }

    private static bool Is(string field, uint id) => uint.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out uint found) && found == id;

    private static string[] LinesOf(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return [];
        }
    }
}
