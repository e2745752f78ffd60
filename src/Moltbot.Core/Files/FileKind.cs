namespace Moltbot.Core.Files;

/// <summary>What there is at a path.</summary>
internal enum FileKind
{
    /// <summary>Nothing, not even at the end of a link.</summary>
    Missing,

    /// <summary>A regular file, the only thing that we read or replace.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A link, where links are not followed.</summary>
    Link,

    /// <summary>A named pipe. Who opens it waits for somebody at its other end.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, such as a disk or a terminal. Opening it can already do something.</summary>
    Device,
}
