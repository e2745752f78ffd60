using Moltbot.Cli.Rendering;
using Moltbot.Core.OAuth;
using Moltbot.Core.Running;

namespace Moltbot.Cli.Input;

/// <summary>
/// A person who signs in, at a terminal or through a pipe. What is said goes to standard error, so that standard output stays
/// what the command says; what is pasted is not shown.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="drawsQrCode">Whether the address is drawn for a phone, too.</param>
internal sealed class SignInAtTerminal(Session session, bool drawsQrCode) : ISignInConversation, IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly Palette palette = Palette.For(session.Environment, StandardStreams.IsErrorsTerminal);
    private readonly TimeLeft left = new(session.Errors);

    /// <inheritdoc/>
    public void Show(SignInPage page)
    {
        string where = page.IsRemote ? "in a browser of the machine you sit at" : "in a browser";
        session.Errors.WriteLine($"Sign in to {page.Title} {where}:");
        session.Errors.WriteLine();
        session.Errors.WriteLine($"  {palette.Link(page.Address)}");
        if (drawsQrCode)
            Draw(page.Complete);
        if (page.Code is { } code)
        {
            session.Errors.WriteLine();
            session.Errors.WriteLine("and enter this code:");
            session.Errors.WriteLine();
            session.Errors.WriteLine($"  {palette.Heading(code)}");
        }

        session.Errors.WriteLine();
        if (page.Until is not { } end)
            return;
        if (!StandardStreams.IsErrorsTerminal)
            session.Errors.WriteLine($"Waiting until {end.ToLocalTime():HH:mm:ss}. Ctrl+C ends it.");
        else
            left.Begin(end);
    }

    /// <inheritdoc/>
    public void Say(string sentence) => left.Interrupt(() => session.Warn([sentence]));

    /// <inheritdoc/>
    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation) => new SystemBrowser(session.Environment).OpenAsync(address, cancellation);

    /// <inheritdoc/>
    public async Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        while (await ReadAsync(question.Text.TrimEnd(':'), cancellation) is { } answer)
        {
            if (question.Refuse(answer) is not { } problem)
                return answer;

            left.Interrupt(() => session.Errors.WriteLine(problem));
        }

        return null;
    }

    /// <summary>Takes the line with the time away.</summary>
    public void Dispose() => left.Dispose();

    private void Draw(Uri address)
    {
        session.Errors.WriteLine();
        foreach (string line in QrCode.Draw(address))
            session.Errors.WriteLine($"  {line}");
    }

    private async Task<string?> ReadAsync(string prompt, CancellationToken cancellation)
    {
        if (!Terminal.IsPresent)
            return await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellation);

        // The first look at the keyboard turns the echo off, which has to be before somebody is invited to type.
        bool isTyped = Console.KeyAvailable;
        left.Ask(prompt);
        for (; !isTyped; isTyped = Console.KeyAvailable)
            await Task.Delay(Glance, cancellation);

        left.Stop();
        return await Task.Run(() => new Terminal(session.Errors).ReadSecret(prompt).Reveal(), CancellationToken.None).WaitAsync(cancellation);
    }
}
