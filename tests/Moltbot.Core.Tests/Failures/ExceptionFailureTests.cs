using System.Net;
using System.Net.Sockets;
using Moltbot.Core.Failures;

namespace Moltbot.Core.Tests.Failures;

/// <summary>What exceptions of .NET mean in the terms of the gateway.</summary>
public sealed class ExceptionFailureTests
{
    [Theory]
    [InlineData(SocketError.TimedOut, "ETIMEDOUT", FailureReason.Timeout)]
    [InlineData(SocketError.ConnectionReset, "ECONNRESET", FailureReason.Timeout)]
    [InlineData(SocketError.ConnectionAborted, "ECONNABORTED", FailureReason.Timeout)]
    [InlineData(SocketError.ConnectionRefused, null, null)]
    [InlineData(SocketError.HostNotFound, null, null)]
    public void A_socket_that_gives_no_answer_is_a_time_out(SocketError error, string? code, FailureReason? reason)
    {
        ProviderFailure failure = ExceptionFailure.Of(new SocketException((int)error));

        failure.Code.ShouldBe(code);
        failure.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, FailureReason.Auth)]
    [InlineData(HttpStatusCode.Forbidden, FailureReason.Auth)]
    [InlineData(HttpStatusCode.PaymentRequired, FailureReason.Billing)]
    [InlineData(HttpStatusCode.TooManyRequests, FailureReason.RateLimit)]
    [InlineData(HttpStatusCode.RequestTimeout, FailureReason.Timeout)]
    [InlineData(HttpStatusCode.BadRequest, null)]
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null)]
    public void The_status_of_an_answer_tells_the_reason(HttpStatusCode status, FailureReason? reason)
    {
        ProviderFailure failure = ExceptionFailure.Of(new HttpRequestException("no", inner: null, status));

        failure.Status.ShouldBe((double)status);
        failure.Reason.ShouldBe(reason);
    }

    [Fact]
    public void The_status_comes_before_the_message() =>
        ReasonOf(new HttpRequestException("too many requests", inner: null, HttpStatusCode.Unauthorized)).ShouldBe(FailureReason.Auth);

    [Fact]
    public void Where_the_status_says_nothing_the_message_may() =>
        ReasonOf(new HttpRequestException("Overloaded", inner: null, HttpStatusCode.ServiceUnavailable)).ShouldBe(FailureReason.RateLimit);

    /// <summary>As <see cref="HttpClient"/> throws when its time is up.</summary>
    [Fact]
    public void A_request_whose_time_was_up_is_a_time_out() =>
        ReasonOf(new TaskCanceledException("The request was canceled.", new TimeoutException("A task was canceled."))).ShouldBe(FailureReason.Timeout);

    [Fact]
    public void A_request_that_its_user_stopped_is_no_failure() => ReasonOf(new OperationCanceledException("stopped")).ShouldBeNull();

    /// <summary>As <see cref="HttpClient"/> throws when a connection breaks.</summary>
    [Fact]
    public void The_first_cause_that_tells_a_reason_counts()
    {
        HttpRequestException failed = new("An error occurred while sending the request.", new IOException("The response ended.", new SocketException((int)SocketError.ConnectionReset)));

        ProviderFailure failure = ExceptionFailure.Of(failed);

        failure.Reason.ShouldBe(FailureReason.Timeout);
        failure.Code.ShouldBe("ECONNRESET");
    }

    [Fact]
    public void Where_no_cause_tells_a_reason_the_failure_is_that_of_the_exception()
    {
        ProviderFailure failure = ExceptionFailure.Of(new HttpRequestException("no", new IOException("cable")));

        failure.Message.ShouldBe("no");
        failure.Cause!.Message.ShouldBe("cable");
        failure.Reason.ShouldBeNull();
    }

    [Fact]
    public void A_status_that_says_nothing_about_the_credential_is_told_all_the_same()
    {
        ProviderFailure failure = ExceptionFailure.Of(new InvalidOperationException("gave up", new HttpRequestException("no", inner: null, (HttpStatusCode)499)));

        failure.Status.ShouldBe(499);
        failure.Message.ShouldBe("no");
        failure.Reason.ShouldBeNull();
    }

    [Fact]
    public void An_exception_without_a_message_says_nothing()
    {
        ProviderFailure failure = ExceptionFailure.Of(new MuteException());

        failure.Message.ShouldBeEmpty();
        failure.Reason.ShouldBeNull();
        failure.IsTimeout.ShouldBeFalse();
        failure.Description.ShouldBe(nameof(MuteException));
    }

    private static FailureReason? ReasonOf(Exception exception) => ExceptionFailure.Of(exception).Reason;

    private sealed class MuteException : Exception
    {
        public override string Message => null!;
    }
}
