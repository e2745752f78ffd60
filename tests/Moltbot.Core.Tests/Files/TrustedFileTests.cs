using System.Runtime.Versioning;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>A program that gives secrets is what it was declared to be only if nobody else can exchange anything on the way to it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TrustedFileTests : IDisposable
{
    private const uint Stranger = 4321;

    private readonly TemporaryHome home = new();

    public TrustedFileTests() => Unix.SetMode(home.Write("above/bin/program", "#!/bin/sh"), "755");

    /// <summary>What is done to what, what is told of it, and the command that mends it; "" where all is well.</summary>
    public static TheoryData<string, string, string, string> Ways => new()
    {
        { "above", "mode 777", "others can replace what is in $HOME/above", "chmod o-w '$HOME/above'" },
        { "above/bin", "mode 757", "others can replace what is in $HOME/above/bin", "chmod o-w '$HOME/above/bin'" },
        { "above", "mode 1777", "", "" },
        { "above/bin/program", "mode 775", "others can write $HOME/above/bin/program", "chmod go-w '$HOME/above/bin/program'" },
    };

    /// <summary>The same with what only root can do.</summary>
    public static TheoryData<string, string, string, string> WaysOfOthers => new()
    {
        { "above", "owner", "$HOME/above belongs to another user", "chown \"$(id -u)\" '$HOME/above'" },
        { "above/bin", "owner", "$HOME/above/bin belongs to another user", "chown \"$(id -u)\" '$HOME/above/bin'" },
        { "above/bin/program", "owner", "$HOME/above/bin/program belongs to another user", "chown \"$(id -u)\" '$HOME/above/bin/program'" },
        { "above", "group 775", "others of its group can replace what is in $HOME/above", "chmod g-w '$HOME/above'" },
        { "above", "group 755", "", "" },
    };

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_program_that_only_we_and_root_can_exchange_is_trusted() => Problem("above/bin/program").ShouldBeNull();

    [Theory]
    [MemberData(nameof(Ways))]
    public void Who_can_exchange_something_on_the_way_can_exchange_the_program(string place, string deed, string problem, string command)
    {
        Unix.SetMode(home[place], deed.Split(' ')[1]);

        ShouldTell(Problem("above/bin/program"), problem, command);
    }

    [Theory]
    [MemberData(nameof(WaysOfOthers))]
    public void Whose_the_things_on_the_way_are_matters(string place, string deed, string problem, string command)
    {
        Unix.SetOwner(home[place], Stranger);
        if (deed.Split(' ') is ["group", string mode])
        {
            Unix.SetGroup(home[place], Stranger, owner: 0);
            Unix.SetMode(home[place], mode);
        }

        ShouldTell(Problem("above/bin/program"), problem, command);
    }

    [Theory]
    [InlineData(0u, true)]
    [InlineData(Stranger, false)]
    public void A_link_on_the_way_is_roots_or_ours(uint owner, bool isTrusted)
    {
        SymbolicLink.Make(home["link"], home["above/bin"]);
        Unix.SetOwner(home["link"], owner);

        string? problem = Problem("link/program");

        (problem is null).ShouldBe(isTrusted);
        if (!isTrusted)
            problem.ShouldBe($"{home["link"]} is a link of another user, who can have it lead elsewhere. Make it yours: chown -h \"$(id -u)\" '{home["link"]}'");
    }

    [Fact]
    public void The_directory_of_a_link_matters_as_well()
    {
        Directory.CreateDirectory(home["links"]);
        SymbolicLink.Make(home["links/program"], home["above/bin/program"]);
        Unix.SetMode(home["links"], "777");

        ShouldTell(Problem("links/program"), "others can replace what is in $HOME/links", "chmod o-w '$HOME/links'");
    }

    [Theory]
    [InlineData(1000u, false)] // a group of the user's own
    [InlineData(100u, true)] // other people's first group
    [InlineData(20u, true)] // one with a member
    [InlineData(30u, false)] // one with us and root
    [InlineData(50u, false)] // one with nobody
    [InlineData(99u, true)] // one that only a directory service knows
    [InlineData(7u, true)] // one whose line is cut off
    public void A_group_is_others_when_somebody_else_is_in_it(uint group, bool hasOthers) => UnixGroup.HasOthers(
        group,
        user: 1000,
        ["root:x:0:0::/root:/bin/sh", "me:x:1000:1000::/home/me:/bin/sh", "other:x:1001:100::/home/other:/bin/sh", "half:x:7", "broken"],
        ["root:x:0:", "me:x:1000:", "users:x:100:", "dialout:x:20:me,other", "wheel:x:30:me,root", "staff:x:50:", "half:x:7", "broken"]).ShouldBe(hasOthers);

    [Theory]
    [InlineData("777", true)]
    [InlineData("757", true)]
    [InlineData("1777", true)]
    [InlineData("755", false)]
    [InlineData("700", false)]
    public void A_directory_into_which_others_can_put_files_is_open(string mode, bool isOpen)
    {
        Unix.SetMode(home["above"], mode);

        (TrustedFile.ProblemOfDirectory(home["above"]) is not null).ShouldBe(isOpen);
    }

    [Theory]
    [InlineData("755", false)]
    [InlineData("775", true)]
    public void A_directory_is_open_when_others_of_its_group_can_put_files_into_it(string mode, bool isOpen)
    {
        Unix.SetGroup(home["above"], Stranger, owner: 0);
        Unix.SetMode(home["above"], mode);

        (TrustedFile.ProblemOfDirectory(home["above"]) is not null).ShouldBe(isOpen);
    }

    /// <summary>What can be done with a file, and whether it can be trusted as a program and as a secret.</summary>
    [Theory]
    [InlineData("600", true, true)]
    [InlineData("711", true, true)]
    [InlineData("640", true, false)]
    [InlineData("604", true, false)]
    [InlineData("620", false, false)]
    [InlineData("602", false, false)]
    public void A_secret_may_not_be_read_by_others_either(string mode, bool isTrusted, bool isSecret)
    {
        Unix.SetMode(home["above/bin/program"], mode);

        (TrustedFile.ProblemOfFile(home["above/bin/program"], isSecret: false) is null).ShouldBe(isTrusted);
        (TrustedFile.ProblemOfFile(home["above/bin/program"], isSecret: true) is null).ShouldBe(isSecret);
    }

    [Theory]
    [InlineData("757", false)]
    [InlineData("1757", true)]
    [InlineData("775", true)]
    public void Of_the_file_alone_only_its_directory_matters_where_everybody_may_write(string mode, bool isTrusted)
    {
        Unix.SetMode(home["above"], "777");
        Unix.SetMode(home["above/bin"], mode);

        (TrustedFile.ProblemOfFile(home["above/bin/program"], isSecret: false) is null).ShouldBe(isTrusted);
    }

    [Fact]
    public void What_is_not_there_is_no_problem_and_what_is_no_file_is_one()
    {
        Problem("missing").ShouldBeNull();
        TrustedFile.ProblemOfFile(home["missing"], isSecret: true).ShouldBeNull();
        Problem("above").ShouldNotBeNull().ShouldContain("is a directory");
        TrustedFile.ProblemOfDirectory(home["above/bin/program"]).ShouldBeNull();
    }

    [Theory]
    [InlineData("link", "444", true)]
    [InlineData("link", "555", true)]
    [InlineData("link", "644", false)]
    [InlineData("link", "464", false)]
    [InlineData("link", "446", false)]
    [InlineData("above/bin/program", "444", false)]
    [InlineData("dangling", "444", false)]
    public void What_nobody_may_change_behind_a_link_is_published(string path, string mode, bool isPublished)
    {
        SymbolicLink.Make(home["link"], home["above/bin/program"]);
        SymbolicLink.Make(home["dangling"], home["nothing"]);
        Unix.SetMode(home["above/bin/program"], mode);

        TrustedFile.IsPublished(home[path]).ShouldBe(isPublished);
    }

    private string? Problem(string path) => TrustedFile.Problem(home[path], isSecret: false);

    private void ShouldTell(string? told, string problem, string command)
    {
        if (problem.Length == 0)
        {
            told.ShouldBeNull();
            return;
        }

        told.ShouldNotBeNull().ShouldStartWith(home.Expand(problem));
        told.ShouldEndWith(home.Expand(command));
    }
}
