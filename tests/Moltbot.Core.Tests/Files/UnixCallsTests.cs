using System.IO.Pipes;
using System.Runtime.Versioning;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What is asked of descriptors that came from elsewhere, and what is written to them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnixCallsTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly AnonymousPipeServerStream pipe = Pipe();

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

    private static AnonymousPipeServerStream Pipe()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "These are calls of Unix systems.");
        return new(PipeDirection.Out, HandleInheritability.Inheritable);
    }

    private static int Descriptor(AnonymousPipeServerStream pipe) => (int)pipe.SafePipeHandle.DangerousGetHandle();
}
