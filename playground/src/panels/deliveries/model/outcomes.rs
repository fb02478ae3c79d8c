//! What the outcome of an attempt means, and what to do about it.

use hookwright::retry::{Outcome, TransportError};

/// The cause of a failed attempt, and its remedy. Texts have the format of messages of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    pub(crate) what: &'static str,
    pub(crate) remedy: &'static str,
}

const fn cause(what: &'static str, remedy: &'static str) -> Cause {
    Cause { what, remedy }
}

/// The causes of statuses. The first range that contains a status applies.
const STATUSES: &[(u16, u16, Cause)] = &[
    (
        300,
        399,
        cause("the endpoint redirects, and senders do not follow redirects", "subscribe with the URL of the target"),
    ),
    (
        400,
        400,
        cause(
            "the endpoint cannot read the request",
            "read the raw body before any parser, and look for the reason in the log of the receiver",
        ),
    ),
    (
        401,
        403,
        cause(
            "the endpoint rejects the request, because of the signature or because it requires a login",
            "use the button Check this delivery, and exclude the path from logins and CSRF protection",
        ),
    ),
    (404, 404, cause("there is nothing at this path", "compare the path of the URL with the route of the receiver")),
    (405, 405, cause("the endpoint does not accept `POST`", "register the route for `POST`")),
    (408, 408, cause("the receiver waited too long for the request", "check proxies in front of the receiver")),
    (
        410,
        410,
        cause(
            "the endpoint says that it does not exist any more",
            "subscribe with its new URL, or delete the subscription",
        ),
    ),
    (413, 413, cause("the body is larger than the endpoint accepts", "raise the limit of the server or the proxy")),
    (415, 415, cause("the endpoint does not accept the content type", "accept `application/json`")),
    (
        429,
        429,
        cause(
            "the endpoint limits the number of requests",
            "exclude the sender from the limit, or put events into a queue",
        ),
    ),
    (
        502,
        504,
        cause(
            "a proxy does not reach the receiver behind it",
            "check that the receiver is running, and answer before long work begins",
        ),
    ),
    (
        500,
        599,
        cause("the receiver failed while it handled the request", "look for the error in the log of the receiver"),
    ),
];

const OTHER: Cause = cause("the status is not a success", "answer with status 200");

/// Returns the cause of an outcome. `None` if it is a success.
pub(crate) fn cause_of(outcome: Outcome) -> Option<Cause> {
    match outcome {
        Outcome::Answered(200..=299) => None,
        Outcome::Answered(status) => {
            let found = STATUSES.iter().find(|(from, to, _)| (*from..=*to).contains(&status));
            Some(found.map_or(OTHER, |(_, _, cause)| *cause))
        }
        Outcome::Failed(error) => Some(match error {
            TransportError::Timeout => cause(
                "the endpoint did not respond in time",
                "respond at once, and process the event afterwards; check that a firewall does not drop the connection",
            ),
            TransportError::Connection => cause(
                "the connection was refused or closed",
                "check that the receiver is running, and that the port is open",
            ),
            TransportError::Dns => {
                cause("the host name was not found", "check the spelling of the host, and its DNS record")
            }
            TransportError::Tls => {
                cause("the TLS certificate is not valid", "renew it, and serve the whole chain for the name in the URL")
            }
        }),
    }
}

/// Describes an outcome in a few words: `500 Internal Server Error`.
pub(crate) fn title(outcome: Outcome) -> String {
    match outcome {
        Outcome::Answered(status) => format!("{status} {}", reason_phrase(status)).trim_end().into(),
        Outcome::Failed(error) => error.describe().into(),
    }
}

/// Returns the reason phrase of a status that the simulated receiver sends.
const fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        401 => "Unauthorized",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::receiver::Answer;
    use super::*;
    use crate::model::choice::Choice as _;

    #[test]
    fn every_failure_has_a_cause_and_a_remedy() {
        for status in 100..=599 {
            assert_eq!(cause_of(Outcome::Answered(status)).is_none(), (200..=299).contains(&status), "{status}");
        }
        let what = |status| cause_of(Outcome::Answered(status)).unwrap().what;
        assert!(what(503).contains("proxy") && what(500).contains("receiver failed") && what(505) == what(500));
        assert_eq!(what(199), OTHER.what);
        for name in TransportError::names() {
            assert!(cause_of(Outcome::Failed(TransportError::find(name).unwrap())).is_some());
        }
    }

    #[test]
    fn texts_have_the_format_of_messages() {
        for (_, _, Cause { what, remedy }) in STATUSES {
            for text in [what, remedy] {
                let first = text.chars().next().unwrap();
                assert!(first.is_ascii_lowercase() && !text.ends_with('.'), "{text}");
            }
        }
    }

    #[test]
    fn titles_are_those_of_the_form() {
        for answer in Answer::ALL {
            if let Outcome::Answered(_) = answer.outcome() {
                assert_eq!(title(answer.outcome()), answer.title());
            }
        }
        assert_eq!(title(Outcome::Failed(TransportError::Dns)), "Host not found");
    }
}
