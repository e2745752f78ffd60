using Moltbot.Cli.Rendering;
using Moltbot.Core.OAuth;
using Moltbot.Core.Running;

namespace Moltbot.Cli.Input;

/// <summary>
/// A person who signs in, at a terminal or through a pipe. What is said goes to standard error, so that standard output stays
/// what the command says; what is pasted is not shown.
/// </summary>
/// <param name="session">The session.</param>
internal sealed class SignInAtTerminal(Session session) : ISignInConversation
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly Palette palette = Palette.For(session.Environment, !Console.IsErrorRedirected);

    /// <inheritdoc/>
    public void Show(SignInPage page)
    {
        string where = page.IsRemote ? "in a browser of the machine you sit at" : "in a browser";
        session.Errors.WriteLine($"Sign in to {page.Title} {where}:");
        session.Errors.WriteLine();
        session.Errors.WriteLine($"  {palette.Link(page.Address)}");
        if (page.Code is { } code)
        {
            session.Errors.WriteLine();
            session.Errors.WriteLine("and enter this code:");
            session.Errors.WriteLine();
            session.Errors.WriteLine($"  {palette.Heading(code)}");
        }

        session.Errors.WriteLine();
        if (page.Until is { } end)
            session.Errors.WriteLine($"Waiting until {end.ToLocalTime():HH:mm:ss}. Ctrl+C ends it.");
    }

    /// <inheritdoc/>
    public void Say(string sentence) => session.Warn([sentence]);

    /// <inheritdoc/>
    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation) => new SystemBrowser(session.Environment).OpenAsync(address, cancellation);

    /// <inheritdoc/>
    public async Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        while (await ReadAsync(question.Text.TrimEnd(':'), cancellation) is { } answer)
        {
            if (question.Refuse(answer) is not { } problem)
                return answer;

            session.Errors.WriteLine(problem);
        }

        return null;
    }

    private async Task<string?> ReadAsync(string prompt, CancellationToken cancellation)
    {
        if (!Terminal.IsPresent)
            return await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellation);

        session.Errors.Write($"{prompt}: ");
        while (!Console.KeyAvailable)
            await Task.Delay(Glance, cancellation);

        return new Terminal(session.Errors).ReadSecret("").Reveal();
    }
}
