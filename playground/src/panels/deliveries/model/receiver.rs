//! The simulated receiver: what it answers to each attempt of a delivery.

use hookwright::delivery::HealthRule;
use hookwright::http::Headers;
use hookwright::retry::{Outcome, TransportError};

use crate::model::choice::choices;

choices! {
    /// The answer of the receiver.
    #[derive(Default)]
    pub(crate) enum Answer {
        Ok: "200", "200 OK";
        Redirect: "301", "301 Moved Permanently";
        Unauthorized: "401", "401 Unauthorized";
        Gone: "410", "410 Gone";
        Busy: "429", "429 Too Many Requests";
        #[default]
        Error: "500", "500 Internal Server Error";
        Unavailable: "503", "503 Service Unavailable";
        Timeout: "timeout", "No response in time";
        Connection: "connection", "Connection refused";
        Dns: "dns", "Host not found";
        Tls: "tls", "Invalid TLS certificate";
    }
}

choices! {
    /// How long the receiver gives an answer that is a failure. Then it answers 200.
    #[derive(Default)]
    pub(crate) enum Course {
        Always: "always", "Always";
        #[default]
        Attempts: "attempts", "First attempts";
        Duration: "duration", "For a time";
    }
}

choices! {
    /// When the endpoint is disabled, in addition to receivers that request it.
    #[derive(Default)]
    pub(crate) enum Disabling {
        #[default]
        Never: "never", "Never";
        ThreeFailures: "failures", "After 3 failed attempts in a row, of any delivery";
        FiveDays: "svix", "After 5 days of failures (Svix)";
    }
}

impl Disabling {
    /// Returns the rule.
    pub(crate) fn rule(self) -> HealthRule {
        match self {
            Self::Never => HealthRule::default(),
            Self::ThreeFailures => HealthRule { failures: Some(3), ..HealthRule::default() },
            Self::FiveDays => HealthRule::SVIX,
        }
    }
}

impl Answer {
    /// Returns the outcome of an attempt that gets this answer.
    pub(crate) const fn outcome(self) -> Outcome {
        match self {
            Self::Ok => Outcome::Answered(200),
            Self::Redirect => Outcome::Answered(301),
            Self::Unauthorized => Outcome::Answered(401),
            Self::Gone => Outcome::Answered(410),
            Self::Busy => Outcome::Answered(429),
            Self::Error => Outcome::Answered(500),
            Self::Unavailable => Outcome::Answered(503),
            Self::Timeout => Outcome::Failed(TransportError::Timeout),
            Self::Connection => Outcome::Failed(TransportError::Connection),
            Self::Dns => Outcome::Failed(TransportError::Dns),
            Self::Tls => Outcome::Failed(TransportError::Tls),
        }
    }

    /// Returns whether the answer is a failure for every sender.
    pub(crate) fn is_failure(self) -> bool {
        self != Self::Ok
    }

    /// Returns whether receivers send `Retry-After` with this answer.
    pub(crate) const fn can_defer(self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable)
    }
}

/// How long the receiver fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failing {
    Always,
    /// For this number of attempts of each delivery.
    Attempts(u32),
    /// For this many milliseconds from the first attempt of the event, also in deliveries that repeat it.
    Ms(u64),
}

/// A simulated receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receiver {
    pub(crate) answer: Answer,
    pub(crate) failing: Failing,
    /// The value of `Retry-After`, if it is sent.
    pub(crate) retry_after: Option<String>,
}

/// The response to an attempt, or why there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) outcome: Outcome,
    /// The value of `Retry-After`.
    pub(crate) retry_after: Option<String>,
}

impl Receiver {
    /// Returns the response to an attempt, by its number from 1 and the time since the first attempt was due.
    pub(crate) fn respond(&self, number: u32, since_first_ms: u64) -> Response {
        let fails = match self.failing {
            Failing::Always => true,
            Failing::Attempts(attempts) => number <= attempts,
            Failing::Ms(duration_ms) => since_first_ms < duration_ms,
        };
        if fails {
            Response { outcome: self.answer.outcome(), retry_after: self.retry_after.clone() }
        } else {
            Response { outcome: Answer::Ok.outcome(), retry_after: None }
        }
    }
}

impl Response {
    /// Returns the header fields.
    pub(crate) fn headers(&self) -> Headers {
        self.retry_after.iter().map(|value| ("Retry-After", value.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::{Choice as _, Named as _};

    fn receiver(failing: Failing) -> Receiver {
        Receiver { answer: Answer::Error, failing, retry_after: None }
    }

    #[test]
    fn fails_for_a_number_of_attempts_or_for_a_time() {
        let statuses = |failing: Failing| {
            let receiver = receiver(failing);
            [(1, 0), (2, 30_000), (3, 330_000)].map(|(number, since)| receiver.respond(number, since).outcome)
        };
        let [ok, error] = [200, 500].map(Outcome::Answered);
        assert_eq!(statuses(Failing::Always), [error, error, error]);
        assert_eq!(statuses(Failing::Attempts(2)), [error, error, ok]);
        assert_eq!(statuses(Failing::Attempts(0)), [ok, ok, ok]);
        assert_eq!(statuses(Failing::Ms(30_000)), [error, ok, ok], "the end is not included");
        assert_eq!(statuses(Failing::Ms(30_001)), [error, error, ok]);
    }

    #[test]
    fn retry_after_is_sent_with_failures_only() {
        let busy = Receiver { answer: Answer::Busy, failing: Failing::Attempts(1), retry_after: Some("120".into()) };
        assert_eq!(busy.respond(1, 0).headers().get("retry-after").next(), Some("120"));
        assert_eq!(busy.respond(2, 0).headers().iter().count(), 0);
    }

    #[test]
    fn the_id_of_an_answer_names_its_outcome() {
        for answer in Answer::ALL {
            match answer.outcome() {
                Outcome::Answered(status) => {
                    assert_eq!(answer.id(), status.to_string());
                    assert!(answer.title().starts_with(answer.id()));
                }
                Outcome::Failed(error) => assert_eq!(TransportError::find(answer.id()), Some(error)),
            }
        }
        assert_eq!(TransportError::names().filter(|name| Answer::from_id(name).is_none()).count(), 0);
    }
}
