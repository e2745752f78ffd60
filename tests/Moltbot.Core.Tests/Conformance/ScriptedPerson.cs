using System.Text.Json.Nodes;
using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>A person who types what a case says, and remembers what was shown and asked in the shape in which that was recorded.</summary>
/// <param name="typed">The lines that are typed.</param>
/// <param name="browserFails">Whether no browser can be opened.</param>
internal sealed class ScriptedPerson(JsonArray? typed, bool browserFails = false) : ISignInConversation
{
    private readonly Queue<string> remaining = new((typed ?? []).Select(line => line!.GetValue<string>()));

    /// <summary>What was asked.</summary>
    public JsonArray Prompts { get; } = [];

    /// <summary>The pages that were opened.</summary>
    public JsonArray Opened { get; } = [];

    /// <summary>The pages that were shown.</summary>
    public List<SignInPage> Pages { get; } = [];

    /// <summary>Whether an answer was refused, and nothing more is typed.</summary>
    public string? Rejected { get; private set; }

    public void Show(SignInPage page) => Pages.Add(page);

    public void Say(string sentence)
    {
    }

    public Task<bool> OpenAsync(Uri address, CancellationToken cancellation)
    {
        Opened.Add(address.AbsoluteUri);
        return Task.FromResult(!browserFails);
    }

    public Task<string?> AskAsync(SignInQuestion question, CancellationToken cancellation)
    {
        while (remaining.TryDequeue(out string? line))
        {
            Rejected = question.Refuse(line);
            JsonObject prompt = new() { ["message"] = question.Text };
            if (Rejected is not null)
                prompt["rejected"] = Rejected;

            Prompts.Add(prompt);
            if (Rejected is null)
                return Task.FromResult<string?>(line);
        }

        return Rejected is null ? new TaskCompletionSource<string?>().Task.WaitAsync(cancellation) : Task.FromResult<string?>(null);
    }
}
