using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Running;

namespace Moltbot.PowerShell.Running;

/// <summary>
/// A person who signs in, in a PowerShell host. What is said is information, so that it can be redirected and the pipeline stays
/// what the cmdlet says; what is pasted is not shown, and no transcript has it.
/// </summary>
/// <param name="thread">The pipeline thread.</param>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="environment">The environment, which tells whether there is a screen.</param>
/// <param name="drawsQrCode">Whether the address is drawn for a phone, too.</param>
internal sealed class HostConversation(PipelineThread thread, PSCmdlet cmdlet, ProcessEnvironment environment, bool drawsQrCode) : ISignInConversation
{
    private const int Activity = 1;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public void Show(SignInPage page) => thread.Do(() =>
    {
        Write($"Sign in to {page.Title} in a browser{(page.IsRemote ? " of the machine you sit at" : "")}:");
        Write("");
        Write($"  {Link(page.Address)}");
        if (drawsQrCode)
            Write(string.Join('\n', QrCode.Draw(page.Complete).Select(line => $"  {line}").Prepend("")));
        if (page.Code is { } code)
        {
            Write("");
            Write("and enter this code:");
            Write("");
            Write($"  {code}");
        }

        Write("");
        if (page.Until is { } end)
            cmdlet.WriteProgress(new ProgressRecord(Activity, $"Signing in to {page.Title}", string.Create(CultureInfo.InvariantCulture, $"Waiting until {end.ToLocalTime():HH:mm:ss}. Ctrl+C ends it.")));
    }).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Say(string sentence) => thread.Do(() => cmdlet.WriteWarning(sentence)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation) => new SystemBrowser(environment).OpenAsync(address, cancellation);

    /// <inheritdoc/>
    public async Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        while (await ReadAsync(question.Text, cancellation).ConfigureAwait(false) is { } answer)
        {
            if (question.Refuse(answer) is not { } problem)
                return answer;

            Say(problem);
        }

        return null;
    }

    /// <summary>Reads keys as they come, so that the browser may come first; nobody can be asked where there is no keyboard.</summary>
    private async Task<string?> ReadAsync(string prompt, CancellationToken cancellation)
    {
        if (!HasKeyboard())
            return null;

        await thread.Do(() => cmdlet.Host.UI.Write(prompt.TrimEnd(':') + ": ")).ConfigureAwait(false);
        StringBuilder typed = new();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isDone = await thread.Ask(() => TakeKeys(typed)).ConfigureAwait(false);
            if (isDone)
                return typed.ToString();

            await Task.Delay(Glance, cancellation).ConfigureAwait(false);
        }
    }

    private static bool HasKeyboard() => !Console.IsInputRedirected;

    /// <summary>Whether Enter has come, and nothing behind it.</summary>
    private bool TakeKeys(StringBuilder typed)
    {
        while (cmdlet.Host.UI.RawUI.KeyAvailable)
        {
            char key = cmdlet.Host.UI.RawUI.ReadKey(ReadKeyOptions.NoEcho | ReadKeyOptions.IncludeKeyDown).Character;
            if (key is '\r' or '\n' && !cmdlet.Host.UI.RawUI.KeyAvailable)
            {
                cmdlet.Host.UI.WriteLine();
                return true;
            }

            if (key == '\b' && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key))
                typed.Append(key);
        }

        return false;
    }

    private void Write(string line) => cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);

    private string Link(Uri address) => cmdlet.Host.UI.SupportsVirtualTerminal
        ? $"\u001b]8;;{address.AbsoluteUri}\u001b\\{address.AbsoluteUri}\u001b]8;;\u001b\\"
        : address.AbsoluteUri;
}
