using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Tests.Files;

/// <summary>An acquisition under way. It moves on when the clock does.</summary>
internal sealed class LockAttempt(Task<DirectoryLock> acquired)
{
    public bool IsWaiting => !acquired.IsCompleted;

    /// <summary>The acquisition itself, for what ends on another thread.</summary>
    public Task Task => acquired;

    public bool HasSucceeded => acquired.IsCompletedSuccessfully;

    /// <summary>The lock, which has to be there by now.</summary>
    public DirectoryLock Held
    {
        get
        {
            HasSucceeded.ShouldBeTrue();
            return acquired.Result;
        }
    }

    /// <summary>The error, which has to be there by now.</summary>
    public MoltbotException Error
    {
        get
        {
            acquired.IsFaulted.ShouldBeTrue();
            return acquired.Exception!.InnerException.ShouldBeOfType<MoltbotException>();
        }
    }
}
