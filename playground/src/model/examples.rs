//! Deliveries to look at: good ones, and ones broken in the ways in which deliveries do break. All of them are made by the
//! core when they are asked for, and none is typed in.

use hookwright::event;
use hookwright::header::Headers;
use hookwright::provider::Provider;
use hookwright::signature::{Scheme, Secret, Signer};

use super::SAMPLE_SECRET;
use super::body::BodyInput;
use super::check::CheckForm;
use super::event::block;

/// One kind of example. Every provider has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    /// Nothing is wrong.
    Genuine,
    /// Signed with the second of two secrets.
    Rotated,
    /// Genuine, but a member of the event is missing.
    Incomplete,
    /// Parsed and serialised again on the way.
    Reserialised,
    /// Line ends turned from LF to CRLF on the way.
    LineEnds,
    /// One bit of the body is another one.
    Altered,
    /// Signed with another secret.
    WrongSecret,
    /// Not signed.
    Unsigned,
    /// The signature was cut off.
    CutOff,
}

impl Example {
    /// Every example, the genuine ones first.
    pub(crate) const ALL: [Self; 9] = [
        Self::Genuine,
        Self::Rotated,
        Self::Incomplete,
        Self::Reserialised,
        Self::LineEnds,
        Self::Altered,
        Self::WrongSecret,
        Self::Unsigned,
        Self::CutOff,
    ];

    /// The name in ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Rotated => "rotated",
            Self::Incomplete => "incomplete",
            Self::Reserialised => "reserialised",
            Self::LineEnds => "line-ends",
            Self::Altered => "altered",
            Self::WrongSecret => "wrong-secret",
            Self::Unsigned => "unsigned",
            Self::CutOff => "cut-off",
        }
    }

    /// What happened to it, as the menu says.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Genuine => "Genuine delivery",
            Self::Rotated => "Genuine, secret being rotated",
            Self::Incomplete => "Genuine, event incomplete",
            Self::Reserialised => "Body parsed and serialised again",
            Self::LineEnds => "Line ends changed to CRLF",
            Self::Altered => "One bit of the body altered",
            Self::WrongSecret => "Signed with another secret",
            Self::Unsigned => "Signature header missing",
            Self::CutOff => "Signature cut off",
        }
    }

    /// Whether it should be accepted.
    pub(crate) const fn is_genuine(self) -> bool {
        matches!(self, Self::Genuine | Self::Rotated | Self::Incomplete)
    }

    /// Makes it, as this provider would have sent it at `now_ms`.
    pub(crate) fn make(self, provider: &'static Provider, scheme: &'static Scheme, now_ms: i64) -> CheckForm {
        let sign = |secret: &str, body: &str| match Secret::new(secret) {
            Ok(secret) => Signer::new(scheme, &secret).sign(body.as_bytes()),
            Err(_) => Headers::new(),
        };
        let id = format!("evt_{now_ms}");
        let sample = provider.events.first().map(|kind| event::sample(provider, kind, &id, now_ms)).unwrap_or_default();
        let sent = if self == Self::Incomplete { without_time(provider, &sample) } else { sample };
        let signed = sign(if self == Self::WrongSecret { "whsec_of_another_endpoint" } else { SAMPLE_SECRET }, &sent);

        let headers = match self {
            Self::Unsigned => String::new(),
            Self::CutOff => {
                let whole = block(&signed);
                whole.chars().take(whole.chars().count().saturating_sub(24)).collect()
            }
            _ => block(&signed),
        };
        let body = match self {
            Self::Reserialised => BodyInput::from_text(reserialised(&sent)),
            Self::LineEnds => BodyInput::from_bytes(sent.replace('\n', "\r\n").as_bytes()),
            Self::Altered => BodyInput::from_text(altered(&sent)),
            _ => BodyInput::from_text(sent),
        };
        let secrets = match self {
            Self::Rotated => format!("whsec_the_new_secret_that_is_not_in_use_yet\n{SAMPLE_SECRET}"),
            _ => SAMPLE_SECRET.into(),
        };
        let headers = format!("Content-Type: application/json\n{headers}");
        CheckForm { provider, scheme, body, headers: headers.trim_end().into(), secrets: secrets.into() }
    }
}

/// The body as it comes out of a parser and a serialiser: the same document in other bytes.
fn reserialised(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body).map_or_else(|_| body.into(), |document| document.to_string())
}

/// The body without the member that says when it happened.
fn without_time(provider: &Provider, body: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(body) else {
        return body.into();
    };
    document.shift_remove(provider.envelope.time.unwrap_or(provider.envelope.kind));
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// The body with the lowest bit of its last digit turned over, which is easily overlooked. It is still a digit.
fn altered(body: &str) -> String {
    let mut bytes = body.as_bytes().to_vec();
    if let Some(byte) = bytes.iter_mut().rev().find(|byte| byte.is_ascii_digit()) {
        *byte ^= 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::Verdict;
    use crate::model::with_schemes;

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn every_example_gets_the_verdict_that_its_name_promises() {
        for (provider, scheme) in with_schemes() {
            for example in Example::ALL {
                let outcome = example.make(provider, scheme, NOW).outcome();
                let (code, second) = match outcome.verdict {
                    Verdict::Accepted { number, .. } => ("accepted", number == 2),
                    Verdict::Refused { code, .. } => (code, false),
                    other => panic!("{example:?} of {}: {other:?}", provider.id),
                };
                let expected = match example {
                    Example::Genuine | Example::Rotated | Example::Incomplete => "accepted",
                    Example::Unsigned => "missing_header",
                    Example::CutOff => "malformed_signature",
                    _ => "signature_mismatch",
                };
                assert_eq!(code, expected, "{example:?} of {}", provider.id);
                assert_eq!(example.is_genuine(), expected == "accepted");
                assert_eq!(second, example == Example::Rotated);
                let problems = outcome.reading.unwrap().problems;
                assert_eq!(problems.len(), usize::from(example == Example::Incomplete), "{problems:?}");
            }
        }
    }

    #[test]
    fn altered_differs_in_one_bit() {
        let body = r#"{ "a": "résumé 7" }"#;
        let altered = altered(body);
        let differing = body.bytes().zip(altered.bytes()).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert_eq!((altered.len(), differing), (body.len(), 1));
    }
}
