using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.OAuth;

public sealed class RemoteTerminalTests
{
    [Theory]
    [InlineData("Linux version 5.15.167.4-microsoft-standard-WSL2 (root@builder) #1 SMP", true)]
    [InlineData("Linux version 5.10.16.3-Microsoft-Standard", true)]
    [InlineData("Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) #488-Microsoft", false)]
    [InlineData("Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)", false)]
    [InlineData("", false)]
    public void A_Linux_in_a_machine_of_its_own_beside_Windows_is_known_by_its_kernel(string kernel, bool expected) =>
        RemoteTerminal.IsWsl2(kernel).ShouldBe(expected);
}
