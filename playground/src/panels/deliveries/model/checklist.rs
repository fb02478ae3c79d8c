//! Why webhooks are not received: the five points of the generic provider's documentation, answered from what is known.
//!
//! The page sends no requests. What only the network knows is unknown, and a command finds it out.

use hookwright::delivery::DeliveryState;
use hookwright::retry::{Outcome, TransportError};
use hookwright::subscription::SkipReason;

use super::facts::Facts;
use super::log;
use super::outcomes::{cause_of, title};
use super::reachability::{Reach, Target};
use crate::model::words::count;

/// What is known about a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointState {
    Passed,
    Failed,
    /// The sender tries again.
    Retrying,
    Unknown,
}

/// A point of the checklist. Texts have the format of messages of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// The id in the page.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) state: PointState,
    /// What is known, or why it is not.
    pub(crate) detail: String,
    /// What to do. It may be empty.
    pub(crate) remedy: String,
    /// The command that finds out what the page cannot know.
    pub(crate) command: Option<String>,
}

impl Facts<'_> {
    /// Answers the five points, in the order of the documentation.
    pub(crate) fn points(&self) -> [Point; 5] {
        [self.accessible(), self.certificate(), self.responds(), self.active(), self.log()]
    }

    fn accessible(&self) -> Point {
        let point = Point::new("accessible", "Webhook URL is accessible");
        let reached = "at the last attempt, the simulated endpoint was reached; this command checks the real one";
        match (&self.target.reach, self.last) {
            (Reach::Unusable(message), _) => point.failed(message.as_str(), ""),
            (Reach::Loopback, _) => point.failed(
                "the URL points to the machine of the sender, so a provider cannot reach your receiver",
                "open a tunnel to your receiver, and subscribe with its public URL",
            ),
            (Reach::Private, _) => point.failed(
                "the URL points into a private network, which a provider cannot reach",
                "use a public address, or open a tunnel to your receiver",
            ),
            (
                Reach::Public | Reach::Reserved(_),
                Some(Outcome::Failed(error @ (TransportError::Dns | TransportError::Connection))),
            ) => point.because(Outcome::Failed(error)).command(self.target.curl()),
            (Reach::Reserved(reserved), Some(Outcome::Answered(_) | Outcome::Failed(TransportError::Tls))) => {
                let detail =
                    format!("at the last attempt, the simulated endpoint was reached; {}", reserved.describe());
                point.known(PointState::Passed, detail)
            }
            // The simulation reaches every endpoint.
            (Reach::Reserved(reserved), _) if self.subscription.is_some() => {
                let detail = format!("{}, so only the simulated endpoint can answer", reserved.describe());
                point.known(PointState::Unknown, detail)
            }
            (Reach::Reserved(reserved), _) => {
                point.failed(reserved.describe(), "use the public URL of your receiver, or of a tunnel to it")
            }
            (Reach::Public, Some(Outcome::Answered(_) | Outcome::Failed(TransportError::Tls))) => {
                point.known(PointState::Passed, reached).command(self.target.curl())
            }
            (Reach::Public, _) => {
                let detail =
                    "the address is public; this command finds out whether it answers: any status means that it does";
                point.known(PointState::Unknown, detail).command(self.target.curl())
            }
        }
    }

    fn certificate(&self) -> Point {
        let point = Point::new("certificate", "HTTPS certificate is valid");
        let Target { reach, is_https, .. } = &self.target;
        match (reach, self.last) {
            (Reach::Unusable(_), _) => point.known(PointState::Unknown, "the URL is not valid"),
            _ if !is_https => point.failed(
                "the URL is not HTTPS, so there is no certificate, and anyone on the network can read the events",
                "use an `https://` URL with a certificate of a public authority",
            ),
            (_, Some(Outcome::Failed(TransportError::Tls))) => {
                point.because(Outcome::Failed(TransportError::Tls)).command(self.target.openssl())
            }
            (_, Some(Outcome::Answered(_))) => {
                let command = self.target.openssl();
                let check = command.as_ref().map_or("", |_| "; this command checks the real one");
                let detail = format!("at the last attempt, the simulated endpoint had a valid one{check}");
                point.known(PointState::Passed, detail).command(command)
            }
            (Reach::Reserved(_), _) => {
                point.known(PointState::Unknown, "a receiver cannot get a certificate for a reserved name")
            }
            _ => {
                let detail = "this command shows the certificate, and `Verify return code: 0 (ok)` if it is valid";
                point.known(PointState::Unknown, detail).command(self.target.openssl())
            }
        }
    }

    fn responds(&self) -> Point {
        let point = Point::new("responds", "Endpoint responds with 200");
        match self.last {
            Some(outcome) if cause_of(outcome).is_some() => point.because(outcome),
            Some(outcome) => {
                point.known(PointState::Passed, format!("the last attempt got the status `{}`", title(outcome)))
            }
            None if self.subscription.is_some() => {
                point.known(PointState::Unknown, "there is no attempt to this URL yet").remedy("emit an event")
            }
            None if matches!(self.target.reach, Reach::Reserved(_)) => {
                point.known(PointState::Unknown, "no receiver can have a reserved name")
            }
            None => point
                .known(
                    PointState::Unknown,
                    "this command sends an unsigned delivery and prints the status: 400, 401 or 403 means that the receiver \
                     checks signatures, 404 or 405 that the path is wrong, and 3xx that it redirects",
                )
                .remedy("then send a signed one, and look for the status in the log of the provider")
                .command(self.target.post()),
        }
    }

    fn active(&self) -> Point {
        let point = Point::new("active", "Webhook is active");
        let Some(subscription) = self.subscription else {
            return point.known(PointState::Unknown, "a URL alone does not say this").remedy(
                "retrieve the subscription from the provider, and compare its URL, its event types and whether it is active; the \
                 panel Subscribe has the request",
            );
        };
        let kind = self.kind;
        let others = match self.receiving {
            0 => format!("no subscription of the account receives `{kind}`"),
            1 => format!("1 subscription of the account receives `{kind}`"),
            number => format!("{} of the account receive `{kind}`", count(number, "subscription")),
        };
        match (subscription.receives(kind, &self.origin), self.health.disabled) {
            (Ok(()), _) => point.known(PointState::Passed, format!("the subscription is active and receives `{kind}`")),
            (Err(SkipReason::Inactive), Some(disabled)) => point.failed(
                log::why_disabled(disabled.reason),
                "correct the cause, enable the endpoint, and redeliver what was missed",
            ),
            (Err(SkipReason::Inactive), None) => {
                point.failed("the subscription is not active", "activate it with an update of the subscription")
            }
            (Err(SkipReason::OtherEvent), _) => {
                let events = subscription.events.join("`, `");
                point.failed(
                    format!("the subscription is active, but only for `{events}`; {others}"),
                    format!("add `{kind}` to the events of a subscription"),
                )
            }
            (Err(reason), _) => point.failed(
                format!("{}; {others}", reason.describe()),
                "remove the filter of the subscription, or emit the event in its workspace",
            ),
        }
    }

    fn log(&self) -> Point {
        let point = Point::new("log", "Delivery logs");
        let kind = self.kind;
        let Some(newest) = self.deliveries.first() else {
            let detail = match self.subscription {
                Some(_) => format!("the log has no delivery of `{kind}` to this subscription"),
                None => "the log of the provider has the attempts to this URL; this page knows only its own".into(),
            };
            let remedy = if self.subscription.is_some() {
                "emit an event"
            } else {
                "look for its attempts: without any, the provider did not emit the event; with some, their status names the cause"
            };
            return point.known(PointState::Unknown, detail).remedy(remedy);
        };
        let state = newest.progress.state;
        let next = log::next(state);
        let attempts = count(usize::try_from(newest.progress.attempts).unwrap_or(usize::MAX), "attempt");
        match state {
            DeliveryState::Succeeded { .. } => point
                .known(PointState::Passed, format!("the newest delivery of `{kind}` was accepted after {attempts}")),
            DeliveryState::Waiting { .. } => point
                .known(
                    PointState::Retrying,
                    format!("the newest delivery of `{kind}` is still being retried after {attempts}. {next}"),
                )
                .remedy("correct the cause; the next attempt then succeeds"),
            DeliveryState::Pending { .. } | DeliveryState::Attempting { .. } => {
                point.known(PointState::Unknown, format!("the newest delivery of `{kind}` has no attempt yet. {next}"))
            }
            DeliveryState::Failed { .. } | DeliveryState::Disabled { .. } => point.failed(
                format!("the newest delivery of `{kind}` has ended after {attempts}. {next}"),
                "correct the cause, and redeliver it",
            ),
        }
    }
}

impl Point {
    const fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title, state: PointState::Unknown, detail: String::new(), remedy: String::new(), command: None }
    }

    fn known(self, state: PointState, detail: impl Into<String>) -> Self {
        Self { state, detail: detail.into(), ..self }
    }

    fn failed(self, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self.known(PointState::Failed, detail) }
    }

    /// Fails because of the outcome of an attempt.
    fn because(self, outcome: Outcome) -> Self {
        let Some(cause) = cause_of(outcome) else { return self };
        let detail = match outcome {
            Outcome::Answered(_) => format!("the last attempt got the status `{}`: {}", title(outcome), cause.what),
            Outcome::Failed(_) => format!("at the last attempt, {}", cause.what),
        };
        self.failed(detail, cause.remedy)
    }

    fn remedy(self, remedy: &str) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    fn command(self, command: Option<String>) -> Self {
        Self { command, ..self }
    }
}

#[cfg(test)]
#[path = "checklist_tests.rs"]
mod tests;
