using Moltbot.Core.Errors;

namespace Moltbot.Core.Importing;

/// <summary>The way back from the first of two changes that belong together, for when the second cannot be made.</summary>
/// <param name="takeBack">Takes the first change back.</param>
/// <param name="taken">What to tell once it is taken back, or <see langword="null"/> for nothing.</param>
/// <param name="left">What to tell when it cannot be, given why.</param>
internal sealed class WayBack(Action takeBack, Advice? taken, Func<Advice, Advice> left)
{
    /// <summary>Whether the first change is still there although the second was not made.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Makes the second change, or takes the first back.</summary>
    /// <exception cref="MoltbotException">The second could not be made; the error says what came of the first.</exception>
    /// <exception cref="OperationCanceledException">The second was cancelled, and the first is taken back.</exception>
    public void Before(Action second)
    {
        try
        {
            second();
        }
        catch (OperationCanceledException)
        {
            Go(failure: null);
            throw;
        }
        catch (MoltbotException failure)
        {
            Go(failure);
            if (taken is null)
                throw;

            throw failure.With(taken);
        }
    }

    private void Go(MoltbotException? failure)
    {
        try
        {
            takeBack();
        }
        catch (MoltbotException problem)
        {
            IsBlocked = true;
            throw (failure ?? problem).With(left(problem.Words));
        }
    }
}
