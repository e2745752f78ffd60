using System.Runtime.Versioning;

namespace Moltbot.Core.Files;

/// <summary>A directory, a link or a file that the way of a path leads over.</summary>
/// <param name="Path">Its absolute path; the directories in it are no links.</param>
/// <param name="Status">What it is.</param>
[UnsupportedOSPlatform("windows")]
internal readonly record struct PathStep(string Path, UnixFileStatus Status);
