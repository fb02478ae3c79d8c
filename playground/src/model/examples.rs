//! Deliveries to look at, by any scheme: good ones, and ones broken in the ways in which deliveries do break. All of them
//! are made by the core when they are asked for, and none is typed in.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, Place, Scheme};

use super::body::BodyInput;
use super::check::CheckForm;
use super::event::block;
use super::instant::When;
use super::sample::{self, Sample};
use super::signing::{Needs, Own, Signing};

/// How long before and after the present the examples are dated whose time is wrong.
const DAY_MS: i64 = 86_400_000;

/// One kind of example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    /// Nothing is wrong.
    Genuine,
    /// Signed with the second of two secrets.
    Rotated,
    /// Genuine, but a member of the event is missing.
    Incomplete,
    /// No delivery: what the sender asks before it sends any.
    Handshake,
    /// Parsed and serialised again on the way.
    Reserialised,
    /// Line ends turned from LF to CRLF on the way.
    LineEnds,
    /// One bit of the body is another one.
    Altered,
    /// Checked with the secret of another endpoint.
    WrongSecret,
    /// Called at an address, and checked at another one.
    OtherUrl,
    /// Kept for a day.
    Old,
    /// Signed by a clock that is a day ahead.
    Ahead,
    /// Not signed.
    Unsigned,
    /// The signature was cut off.
    CutOff,
}

impl Example {
    /// Every example, the genuine ones first.
    pub(crate) const ALL: [Self; 13] = [
        Self::Genuine,
        Self::Rotated,
        Self::Incomplete,
        Self::Handshake,
        Self::Reserialised,
        Self::LineEnds,
        Self::Altered,
        Self::WrongSecret,
        Self::OtherUrl,
        Self::Old,
        Self::Ahead,
        Self::Unsigned,
        Self::CutOff,
    ];

    /// The name in ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Rotated => "rotated",
            Self::Incomplete => "incomplete",
            Self::Handshake => "handshake",
            Self::Reserialised => "reserialised",
            Self::LineEnds => "line-ends",
            Self::Altered => "altered",
            Self::WrongSecret => "wrong-secret",
            Self::OtherUrl => "other-url",
            Self::Old => "old",
            Self::Ahead => "ahead",
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
            Self::Handshake => "Handshake before the first delivery",
            Self::Reserialised => "Body parsed and serialised again",
            Self::LineEnds => "Line ends changed to CRLF",
            Self::Altered => "One bit of the body altered",
            Self::WrongSecret => "Secret of another endpoint",
            Self::OtherUrl => "URL as a proxy sees it",
            Self::Old => "Signed a day ago",
            Self::Ahead => "Signed by a clock a day ahead",
            Self::Unsigned => "Signature header missing",
            Self::CutOff => "Signature cut off",
        }
    }

    /// Whether it should be accepted, or answered.
    pub(crate) const fn is_genuine(self) -> bool {
        matches!(self, Self::Genuine | Self::Rotated | Self::Incomplete | Self::Handshake)
    }

    /// Whether deliveries of this scheme can be like this.
    fn suits(self, provider: Option<&Provider>, scheme: &Scheme<&str>) -> bool {
        let needs = Needs::of(scheme);
        let signs_url = scheme.content.contains("{url") || scheme.content.contains("{path");
        let in_header = matches!(scheme.signature.place, Place::Header { .. });
        match self {
            Self::Genuine | Self::Rotated | Self::WrongSecret => true,
            Self::Incomplete => provider.is_some_and(|provider| !provider.events.is_empty()),
            Self::Handshake => scheme.handshake.is_some(),
            Self::Reserialised | Self::LineEnds => needs.whole_body,
            Self::Altered => needs.whole_body || needs.form,
            Self::OtherUrl => signs_url,
            Self::Old | Self::Ahead => needs.time,
            Self::Unsigned => in_header,
            Self::CutOff => in_header && scheme.algorithm != Algorithm::Token,
        }
    }

    /// Makes it, as it would have been sent at `now_ms`. Nothing where it cannot be signed here.
    fn make(self, signing: Signing, scheme: &Scheme<&str>, now_ms: i64) -> Option<CheckForm> {
        let secret = sample::secret(scheme);
        let other = sample::other_secret(scheme);
        let provider = signing.provider();
        let at_ms = match self {
            Self::Old => now_ms - DAY_MS,
            Self::Ahead => now_ms + DAY_MS,
            _ => now_ms,
        };
        let handshake = if self == Self::Handshake { Sample::handshake(scheme, at_ms) } else { None };
        let mut unsigned = handshake.unwrap_or_else(|| Sample::event(provider, scheme, at_ms));
        if let (Self::Incomplete, Some(provider)) = (self, provider) {
            unsigned.body = without_time(provider, &unsigned.body);
        }
        let asks_unsigned = scheme.handshake.as_ref().is_some_and(|handshake| !handshake.signed);
        let mut sent = if self == Self::Handshake && asks_unsigned {
            unsigned
        } else {
            unsigned.signed(scheme, &secret, at_ms)?
        };

        if let (Self::Unsigned | Self::CutOff, Place::Header { header, or_header }) = (self, scheme.signature.place) {
            let is_it = |name: &str| name == header || Some(name) == or_header;
            let cut = |value: &str| value.chars().take(value.chars().count().saturating_sub(23)).collect();
            let kept = sent.headers.iter().filter(|(name, _)| self == Self::CutOff || !is_it(name));
            let kept = kept.map(|(name, value)| (name, if is_it(name) { cut(value) } else { value.to_owned() }));
            sent.headers = kept.collect();
        }
        if self == Self::OtherUrl {
            sent.url = sent.url.replacen("https://", "http://", 1);
        }
        let body = match self {
            Self::Reserialised => BodyInput::from_text(reserialised(&sent.body)),
            Self::LineEnds => BodyInput::from_bytes(sent.body.replace('\n', "\r\n").as_bytes()),
            Self::Altered => BodyInput::from_text(altered(&sent.body)),
            _ => BodyInput::from_text(sent.body),
        };
        let secrets = match self {
            Self::Rotated => format!("{}\n{}", &*other, &*secret).into(),
            Self::WrongSecret => other,
            _ => secret.clone(),
        };
        let others = if self == Self::WrongSecret { secret } else { Credential::default() };
        Some(CheckForm {
            signing,
            method: sent.method,
            url: sent.url.into(),
            when: When::default(),
            body,
            headers: block(&sent.headers).into(),
            secrets,
            others,
            ..CheckForm::default()
        })
    }
}

/// The examples that there are of a scheme. None while one's own cannot be used, or where deliveries cannot be signed here.
pub(crate) fn of(signing: Signing, own: &Own) -> Vec<Example> {
    let Ok(scheme) = signing.scheme(own) else { return Vec::new() };
    if Example::Genuine.make(signing, &scheme, 0).is_none() {
        return Vec::new();
    }
    Example::ALL.into_iter().filter(|example| example.suits(signing.provider(), &scheme)).collect()
}

/// An example of a scheme, as it would have been sent at `now_ms`.
pub(crate) fn make(example: Example, signing: Signing, own: &Own, now_ms: i64) -> Option<CheckForm> {
    signing.scheme(own).ok().and_then(|scheme| example.make(signing, &scheme, now_ms))
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
    use crate::model::check::{Verdict, code};
    use hookwright::catalog::senders;

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn every_example_of_every_scheme_gets_the_verdict_that_its_name_promises() {
        let own = Err(Vec::new());
        let mut made = 0;
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let signing = Signing::Known(scheme);
            // Its signature stands inside an array of the body, where the core reads and does not write.
            assert_eq!(of(signing, &own).is_empty(), scheme.id == "adyen/notification", "{}", scheme.id);
            for example in of(signing, &own) {
                let outcome = make(example, signing, &own, NOW).unwrap().outcome(&own, NOW);
                let expected = match example {
                    Example::Genuine | Example::Rotated | Example::Incomplete => "accepted",
                    Example::Handshake if scheme.handshake.is_some_and(|handshake| handshake.signed) => "accepted",
                    Example::Handshake => "handshake",
                    Example::Unsigned => "missing_header",
                    Example::CutOff => "malformed_signature",
                    Example::Old => "too_old",
                    Example::Ahead => "too_new",
                    _ => "signature_mismatch",
                };
                assert_eq!(code(&outcome.verdict), expected, "{example:?} of {}: {:?}", scheme.id, outcome.verdict);
                assert_eq!(example.is_genuine(), matches!(expected, "accepted" | "handshake"));
                if let Verdict::Accepted(matched) = &outcome.verdict {
                    assert_eq!(matched.number == 2, example == Example::Rotated, "{}", scheme.id);
                }
                assert_eq!(outcome.answer.is_some(), example == Example::Handshake, "{example:?} of {}", scheme.id);
                let problems = outcome.reading.map(|reading| reading.problems).unwrap_or_default();
                assert_eq!(problems.len(), usize::from(example == Example::Incomplete), "{problems:?}");
                made += 1;
            }
        }
        assert!(made > 700, "{made}");
    }

    #[test]
    fn a_scheme_of_ones_own_has_examples_too() {
        let text = r#"{ "id": "own/x", "algorithm": "hmac-sha256", "content": "{timestamp}.{header:X-A}.{body}",
            "signature": { "header": "X-Mine" }, "timestamp": { "header": "X-Time", "unit": "http-date" } }"#;
        let own = hookwright::signature::OwnedScheme::parse(text);
        assert!(of(Signing::Own, &own).contains(&Example::Old));
        let form = make(Example::Genuine, Signing::Own, &own, NOW).unwrap();
        assert_eq!(code(&form.outcome(&own, NOW).verdict), "accepted");
        assert!(of(Signing::Own, &Err(Vec::new())).is_empty());
    }

    #[test]
    fn altered_differs_in_one_bit() {
        let body = r#"{ "a": "résumé 7" }"#;
        let altered = altered(body);
        let differing = body.bytes().zip(altered.bytes()).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert_eq!((altered.len(), differing), (body.len(), 1));
    }
}
