using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What is asked of descriptors that came from elsewhere, and what is written to them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnixCallsTests : IDisposable
{
    private readonly AnonymousPipeServerStream pipe = Pipe();
    private readonly TemporaryHome home = new();

    public void Dispose()
    {
        pipe.Dispose();
        home.Dispose();
    }

    [Fact]
    public void What_is_written_is_read_at_the_other_end_until_nobody_reads_any_more()
    {
        using (AnonymousPipeClientStream reader = new(PipeDirection.In, pipe.ClientSafePipeHandle))
        {
            UnixCalls.Write(Descriptor(pipe), "text"u8).ShouldBe(4);
            byte[] read = new byte[4];
            reader.ReadExactly(read);
            read.ShouldBe("text"u8.ToArray());
        }

        UnixCalls.Write(Descriptor(pipe), "text"u8).ShouldBeNull();
    }

    /// <summary>A shell's terminal may be left as one that does not wait.</summary>
    [Fact]
    public async Task What_there_is_no_room_for_is_waited_for_where_the_descriptor_does_not_wait()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "The numbers are those of Linux.");
        byte[] bytes = new byte[200_000]; // more than a pipe holds
        _ = SetFlags(Descriptor(pipe), command: 4, flags: 0x801); // F_SETFL, O_WRONLY | O_NONBLOCK
        using AnonymousPipeClientStream reader = new(PipeDirection.In, pipe.ClientSafePipeHandle);
        int written = UnixCalls.Write(Descriptor(pipe), bytes)!.Value;
        written.ShouldBeLessThan(bytes.Length);
        Task reading = Task.Run(() => reader.ReadExactly(new byte[bytes.Length]), TestContext.Current.CancellationToken);

        while (written < bytes.Length)
            written += UnixCalls.Write(Descriptor(pipe), bytes.AsSpan(written))!.Value;

        await reading;
    }

    [Fact]
    public void No_link_is_opened_by_its_name_in_a_directory()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux opens a directory by its path without links.");
        home.Write("file", "text");
        Directory.CreateDirectory(home["directory"]);
        SymbolicLink.Make(home["link"], "file");
        SymbolicLink.Make(home["linked"], "directory");
        using SafeFileHandle directory = UnixCalls.TryOpenDirectoryWithoutLinks(home.Path) ?? throw new IOException("There is a link on the way.");

        foreach (Func<SafeFileHandle, string, SafeFileHandle?> open in new Func<SafeFileHandle, string, SafeFileHandle?>[] { UnixCalls.OpenToEnter, UnixCalls.OpenToList })
        {
            open(directory, "directory").ShouldNotBeNull().Dispose();
            open(directory, "missing").ShouldBeNull();
            Should.Throw<IOException>(() => open(directory, "linked"));
            Should.Throw<IOException>(() => open(directory, "file"));
        }

        UnixCalls.OpenToRead(directory, "file").ShouldNotBeNull().Dispose();
        UnixCalls.OpenToRead(directory, "missing").ShouldBeNull();
        Should.Throw<IOException>(() => UnixCalls.OpenToRead(directory, "link"));
    }

    [Fact]
    public void What_cannot_be_written_to_is_an_error()
    {
        using FileStream file = File.OpenRead(home.Write("file", "text"));

        Should.Throw<IOException>(() => UnixCalls.Write((int)file.SafeFileHandle.DangerousGetHandle(), "text"u8));
    }

    [Fact]
    public void Only_what_does_not_close_with_a_program_was_inherited()
    {
        UnixCalls.IsInherited((int)pipe.ClientSafePipeHandle.DangerousGetHandle()).ShouldBeTrue();
        UnixCalls.IsInherited(Descriptor(pipe)).ShouldBeFalse();
        UnixCalls.IsInherited(descriptor: -1).ShouldBeFalse();
        UnixCalls.IsTerminal((int)pipe.ClientSafePipeHandle.DangerousGetHandle()).ShouldBeFalse();
    }

    [Fact]
    public void A_file_is_told_with_its_length_its_names_and_when_it_was_written()
    {
        string path = home.Write("file", "text");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_123));

        UnixFileStatus status = UnixCalls.TryStatusOf(path).ShouldNotBeNull();

        (status.Length, status.Names, status.WrittenAt, status.Kind).ShouldBe((4, 1u, 1_700_000_000_123, FileKind.File));
        UnixCalls.TryStatusOf(home["missing"]).ShouldBeNull();
    }

    [Fact]
    public void A_file_is_told_from_others_and_at_the_end_of_links()
    {
        home.Write("other", "text");
        string path = home.Write("file", "text");
        SymbolicLink.Make(home["link"], "file");

        ulong file = UnixCalls.TryStatusOf(path).ShouldNotBeNull().File;

        UnixCalls.TryStatusOf(home["link"]).ShouldNotBeNull().File.ShouldBe(file);
        UnixCalls.TryStatusOf(home["other"]).ShouldNotBeNull().File.ShouldNotBe(file);
    }

    [Fact]
    public void What_nobody_can_tell_is_not_told()
    {
        home.Write("closed/file", "text");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["closed"], "000");

        Unprivileged.Run(() => UnixCalls.TryStatusOf(home["closed/file"])).ShouldBeNull();
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int SetFlags(int descriptor, int command, int flags);

    private static AnonymousPipeServerStream Pipe()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "These are calls of Unix systems.");
        return new(PipeDirection.Out, HandleInheritability.Inheritable);
    }

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.SafePipeHandle.DangerousGetHandle();
}
