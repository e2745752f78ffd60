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
/// what the cmdlet says; what is pasted is not shown, and no transcript has it. How long there is left is told as progress, until
/// the conversation ends.
/// </summary>
/// <param name="thread">The pipeline thread.</param>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="environment">The environment, which tells whether there is a screen.</param>
internal sealed class HostConversation(PipelineThread thread, DiscreetCmdlet cmdlet, ProcessEnvironment environment) : ISignInConversation, IAsyncDisposable
{
    private const int Activity = 1455;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ended = new();
    private Task told = Task.CompletedTask;

    /// <summary>Whether the address is drawn for a phone, too.</summary>
    public bool DrawsQrCode { get; init; }

    /// <summary>The most that a person is given, or <see langword="null"/> if only the provider has a limit.</summary>
    public DateTimeOffset? Limit { get; init; }

    /// <inheritdoc/>
    public void Show(SignInPage page)
    {
        thread.Do(() => Write(page)).GetAwaiter().GetResult();
        told = TellAsync($"Signing in to {page.Title}", Earlier(page.Until, Limit));
    }

    /// <inheritdoc/>
    public void Say(string sentence) => thread.Do(() => cmdlet.WriteWarning(sentence)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation) => new SystemBrowser(environment).OpenAsync(address, cancellation);

    /// <inheritdoc/>
    public async Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        if (!await thread.Ask(HasKeyboard).ConfigureAwait(false))
            return null;

        while (true)
        {
            string answer = await ReadAsync(question.Text.Trim().TrimEnd(':'), cancellation).ConfigureAwait(false);
            if (question.Refuse(answer) is not { } problem)
                return answer;

            Say(problem);
        }
    }

    /// <summary>Ends the progress. A pipeline that is stopped has ended it already.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await thread.Do(() => cmdlet.WriteProgress(new ProgressRecord(Activity, "Signing in", "Done") { RecordType = ProgressRecordType.Completed })).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended.Dispose();
    }

    private void Write(SignInPage page)
    {
        Write($"Sign in to {page.Title} in a browser{(page.IsRemote ? " of the machine you sit at" : "")}:");
        Write("");
        Write($"  {Link(page.Address)}");
        if (DrawsQrCode)
            Write(string.Join('\n', QrCode.Draw(page.Complete).Select(line => $"  {line}").Prepend("")));
        if (page.Code is { } code)
        {
            Write("");
            Write("and enter this code:");
            Write("");
            Write($"  {Strong(code)}");
        }

        Write("");
    }

    private async Task TellAsync(string activity, DateTimeOffset? end)
    {
        DateTimeOffset begin = DateTimeOffset.UtcNow;
        using PeriodicTimer seconds = new(Second);
        do
        {
            await thread.Do(() => cmdlet.WriteProgress(ProgressOf(activity, begin, end))).ConfigureAwait(false);
        }
        while (await seconds.WaitForNextTickAsync(ended.Token).ConfigureAwait(false));
    }

    private static ProgressRecord ProgressOf(string activity, DateTimeOffset begin, DateTimeOffset? end)
    {
        if (end is not { } last)
            return new ProgressRecord(Activity, activity, "Waiting. Ctrl+C ends it.");

        DateTimeOffset now = DateTimeOffset.UtcNow;
        double part = last > begin ? (now - begin) / (last - begin) : 1;
        return new ProgressRecord(Activity, activity, string.Create(CultureInfo.InvariantCulture, $"Waiting until {last.ToLocalTime():HH:mm:ss}. Ctrl+C ends it."))
        {
            PercentComplete = (int)Math.Clamp(100 * part, 0, 100),
            SecondsRemaining = (int)Math.Clamp((last - now).TotalSeconds, 0, int.MaxValue),
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    /// <summary>Reads keys as they come, so that the browser may come first.</summary>
    private async Task<string> ReadAsync(string prompt, CancellationToken cancellation)
    {
        await thread.Do(() => cmdlet.Host.UI.Write($"{prompt}: ")).ConfigureAwait(false);
        try
        {
            StringBuilder typed = new();
            while (!await thread.Ask(() => TakeKeys(typed)).ConfigureAwait(false))
                await Task.Delay(Glance, cancellation).ConfigureAwait(false);

            return typed.ToString();
        }
        finally
        {
            _ = thread.Do(cmdlet.Host.UI.WriteLine);
        }
    }

    /// <summary>Whether there is somebody to ask. Some hosts have no keys, some a person who may not be asked.</summary>
    private bool HasKeyboard()
    {
        if (Console.IsInputRedirected || IsNonInteractive)
            return false;

        try
        {
            return cmdlet.Host.UI?.RawUI is { KeyAvailable: true or false };
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether the engine was started with <c>-NonInteractive</c>, which it takes abbreviated and tells nobody.</summary>
    private static bool IsNonInteractive => Array.Exists(
        Environment.GetCommandLineArgs(),
        argument => argument.Length >= "-noni".Length && argument[0] is '-' or '/' && "noninteractive".StartsWith(argument[1..], StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether Enter has come, and nothing behind it.</summary>
    private bool TakeKeys(StringBuilder typed)
    {
        PSHostRawUserInterface keyboard = cmdlet.Host.UI.RawUI;
        while (keyboard.KeyAvailable)
        {
            char key = keyboard.ReadKey(ReadKeyOptions.NoEcho | ReadKeyOptions.IncludeKeyDown).Character;
            if (key is '\r' or '\n' && !keyboard.KeyAvailable)
                return true;
            if (key is '\b' or '\u007f')
                typed.Length -= Math.Min(1, typed.Length);
            else if (!char.IsControl(key))
                typed.Append(key);
        }

        return false;
    }

    private void Write(string line) => cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);

    private string Link(Uri address) => HasStyle ? $"\u001b]8;;{address.AbsoluteUri}\u001b\\{address.AbsoluteUri}\u001b]8;;\u001b\\" : address.AbsoluteUri;

    private string Strong(string text) => HasStyle ? $"\u001b[1m{text}\u001b[0m" : text;

    private bool HasStyle => cmdlet.Host.UI is { SupportsVirtualTerminal: true } && !Console.IsOutputRedirected && !WantsPlainText;

    private bool WantsPlainText => cmdlet.GetVariableValue("PSStyle") is { } style && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() == "PlainText";
}
