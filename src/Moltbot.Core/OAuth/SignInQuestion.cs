namespace Moltbot.Core.OAuth;

/// <summary>A question to the person who signs in.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="Refuse">Why an answer has to be given again, for people; <see langword="null"/> when it is taken.</param>
public sealed record SignInQuestion(string Text, Func<string, string?> Refuse);
