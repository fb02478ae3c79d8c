//! Example deliveries for any scheme: valid ones, and ones with common mistakes. The core signs them on demand. The events are
//! those of the provider or the sample of the sender, or invented ones.

use hookwright::catalog::{Provider, SampleRequest};
use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, BodyCoverage, Place, Scheme, Secret, Signer, Unsigned, UrlCoverage};

use super::body::BodyInput;
use super::form::CheckForm;
use crate::model::choice::{Choice as _, Named as _, choices};
use crate::model::fields::header_block;
use crate::model::instant::When;
use crate::model::sample::{self, SAMPLE_URL};
use crate::model::samples::sample_of;
use crate::model::scheme::{CustomScheme, Method, SchemeChoice};

/// How far the timestamps of the examples `Old` and `Ahead` are from the current time.
const DAY_MS: i64 = 86_400_000;

choices! {
    /// A kind of example. The genuine ones come first.
    pub(crate) enum Example {
        /// A valid delivery.
        Genuine: "genuine", "Genuine delivery";
        /// A valid delivery, signed with the second of two secrets.
        Rotated: "rotated", "Genuine, secret being rotated";
        /// A valid signature of an event that lacks a member.
        Incomplete: "incomplete", "Genuine, event incomplete";
        /// The handshake that precedes deliveries.
        Handshake: "handshake", "Handshake before the first delivery";
        /// The body was parsed and serialized again in transit.
        Reserialised: "reserialised", "Body parsed and serialized again";
        /// The line ends were changed from LF to CRLF in transit.
        LineEnds: "line-ends", "Line ends changed to CRLF";
        /// One bit of the body was changed.
        Altered: "altered", "One bit of the body altered";
        /// The delivery is checked with the secret of another endpoint.
        WrongSecret: "wrong-secret", "Secret of another endpoint";
        /// The delivery is checked with a URL that differs from the called one.
        OtherUrl: "other-url", "URL as a proxy sees it";
        /// The timestamp is a day old.
        Old: "old", "Signed a day ago";
        /// The timestamp is a day in the future.
        Ahead: "ahead", "Signed by a clock a day ahead";
        /// The signature is missing.
        Unsigned: "unsigned", "Signature header missing";
        /// The signature is truncated.
        CutOff: "cut-off", "Signature cut off";
    }
}

impl Example {
    /// Returns whether the example is accepted or, for a handshake, has a response.
    pub(crate) const fn is_genuine(self) -> bool {
        matches!(self, Self::Genuine | Self::Rotated | Self::Incomplete | Self::Handshake)
    }

    /// Returns whether the example is possible for this scheme.
    fn suits(self, choice: SchemeChoice, scheme: &Scheme<&str>) -> bool {
        let coverage = scheme.coverage();
        let in_header = matches!(scheme.signature.place, Place::Header { .. });
        match self {
            Self::Genuine | Self::Rotated | Self::WrongSecret => true,
            Self::Incomplete => choice.provider().is_some_and(|provider| !provider.events.is_empty()),
            Self::Handshake => scheme.handshake.is_some(),
            Self::Reserialised => coverage.body == BodyCoverage::Whole,
            Self::LineEnds => {
                coverage.body == BodyCoverage::Whole
                    && sample_of(choice.sender_id()).is_none_or(|sample| sample.has_lines())
            }
            Self::Altered => matches!(coverage.body, BodyCoverage::Whole | BodyCoverage::Form),
            Self::OtherUrl => coverage.url != UrlCoverage::Nothing,
            Self::Old | Self::Ahead => scheme.timestamp.is_some(),
            Self::Unsigned => in_header,
            Self::CutOff => in_header && scheme.algorithm != Algorithm::Token,
        }
    }

    /// Creates the example as it would have been sent at `now_ms`. Returns `None` if the page cannot sign it.
    fn create(self, choice: SchemeChoice, scheme: &Scheme<&str>, now_ms: i64) -> Option<CheckForm> {
        let secret = sample::secret(scheme);
        let other = sample::other_secret(scheme);
        let provider = choice.provider();
        let at_ms = match self {
            Self::Old => now_ms - DAY_MS,
            Self::Ahead => now_ms + DAY_MS,
            _ => now_ms,
        };
        let mut unsigned = match self {
            Self::Handshake => SampleRequest::handshake(scheme, SAMPLE_URL, at_ms)?,
            _ => delivery(choice, scheme, at_ms),
        };
        if let (Self::Incomplete, Some(provider)) = (self, provider) {
            unsigned.body = without_time(provider, &unsigned.body);
        }
        let is_handshake_unsigned = scheme.handshake.is_some_and(|handshake| !handshake.signed);
        let mut sent = if self == Self::Handshake && is_handshake_unsigned {
            unsigned
        } else {
            signed(unsigned, scheme, &secret, at_ms)?
        };

        if let (Self::Unsigned | Self::CutOff, Place::Header { header, or_header }) = (self, scheme.signature.place) {
            let is_it =
                |name: &str| name == header || or_header.is_some_and(|others| others.split(',').any(|it| it == name));
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
            scheme: choice,
            method: Method::from_id(sent.method).unwrap_or_default(),
            url: sent.url.into(),
            when: When::default(),
            body,
            headers: header_block(&sent.headers).into(),
            secrets,
            others,
            ..CheckForm::default()
        })
    }
}

/// An unsigned delivery: the sample of the sender if there is one, else the first event of the provider or an invented one.
fn delivery(choice: SchemeChoice, scheme: &Scheme<&str>, at_ms: i64) -> SampleRequest {
    let sample = sample_of(choice.sender_id()).and_then(|sample| sample.request(scheme, SAMPLE_URL, at_ms));
    sample.unwrap_or_else(|| SampleRequest::delivery(choice.provider(), scheme, SAMPLE_URL, at_ms))
}

/// Returns whether the body of the examples of a scheme is invented: neither of a documented event type nor in the shape that
/// the sender documents.
pub(crate) fn is_invented(choice: SchemeChoice) -> bool {
    sample_of(choice.sender_id()).is_none() && choice.provider().is_none_or(|provider| provider.events.is_empty())
}

/// Signs a request. Returns `None` if that is not possible.
fn signed(request: SampleRequest, scheme: &Scheme<&str>, secret: &str, at_ms: i64) -> Option<SampleRequest> {
    let secret = Secret::new(secret).ok()?;
    let unsigned = Unsigned::new(request.body.as_bytes()).id(&request.id).at(at_ms).to(request.method, &request.url);
    let signer = Signer::with_short_keys(scheme, &[secret]).ok()?;
    let signed = signer.sign(&unsigned.with(&request.headers)).ok()?;
    Some(SampleRequest {
        headers: request.headers.iter().chain(signed.headers.iter()).collect(),
        url: signed.url,
        body: String::from_utf8(signed.body).ok()?,
        ..request
    })
}

/// Returns the examples of a scheme. There are none if the custom scheme is invalid, or if the page cannot sign
/// deliveries of the scheme.
pub(crate) fn of(choice: SchemeChoice, custom: &CustomScheme) -> Vec<Example> {
    let Ok(scheme) = choice.scheme(custom) else { return Vec::new() };
    if Example::Genuine.create(choice, &scheme, 0).is_none() {
        return Vec::new();
    }
    Example::ALL.iter().copied().filter(|example| example.suits(choice, &scheme)).collect()
}

/// Creates an example of a scheme, as it would have been sent at `now_ms`.
pub(crate) fn create(example: Example, choice: SchemeChoice, custom: &CustomScheme, now_ms: i64) -> Option<CheckForm> {
    choice.scheme(custom).ok().and_then(|scheme| example.create(choice, &scheme, now_ms))
}

/// Parses and serializes a body again: the same document in different bytes.
fn reserialised(body: &str) -> String {
    let Ok(document) = serde_json::from_str::<serde_json::Value>(body) else { return body.into() };
    if body.contains('\n') { document.to_string() } else { serde_json::to_string_pretty(&document).unwrap_or_default() }
}

/// Removes the member with the time of the event.
fn without_time(provider: &Provider, body: &str) -> String {
    let Ok(mut document) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(body) else {
        return body.into();
    };
    document.shift_remove(provider.envelope.time.unwrap_or(provider.envelope.kind));
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

/// Inverts the lowest bit of the last digit in a body. The result is still a digit, so that the change is easy to
/// overlook.
fn altered(body: &str) -> String {
    let mut bytes = body.as_bytes().to_vec();
    if let Some(byte) = bytes.iter_mut().rev().find(|byte| byte.is_ascii_digit()) {
        *byte ^= 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::verdict::{Verdict, code};
    use super::*;
    use crate::model::scheme::ValidScheme;
    use hookwright::catalog::senders;

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn every_example_of_every_scheme_has_the_expected_verdict() {
        let custom = Err(Vec::new());
        let mut checked = 0;
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let choice = SchemeChoice::from_id(scheme.id).unwrap();
            // Adyen's signature is in an array of the body, into which a signer cannot write.
            assert_eq!(of(choice, &custom).is_empty(), scheme.id == "adyen/notification", "{}", scheme.id);
            for example in of(choice, &custom) {
                let form = create(example, choice, &custom, NOW).unwrap();
                let outcome = form.outcome(&custom, NOW);
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
                assert_eq!(outcome.response.is_some(), example == Example::Handshake, "{example:?} of {}", scheme.id);
                let problems = form.reading().map(|reading| reading.problems).unwrap_or_default();
                assert_eq!(problems.len(), usize::from(example == Example::Incomplete), "{problems:?}");
                checked += 1;
            }
        }
        assert!(checked > 700, "{checked}");
    }

    #[test]
    fn the_examples_of_popular_senders_carry_what_they_send() {
        let custom = Err(Vec::new());
        for (scheme, header, member) in [
            ("github/sha256", "X-GitHub-Event: issues", "/sender/login"),
            ("github/sha1", "User-Agent: GitHub-Hookshot/", "/repository/full_name"),
            ("stripe/v1", "Content-Type: application/json; charset=utf-8", "/data/object/object"),
            ("slack/v0", "X-Slack-Request-Timestamp: ", "/event/type"),
            ("shopify/hmac", "X-Shopify-Topic: orders/create", "/line_items/0/price"),
            ("hubspot/v3", "X-HubSpot-Request-Timestamp: ", "/0/subscriptionType"),
            ("resend/v1", "svix-id: msg_", "/data/email_id"),
            ("gitlab/v1", "X-Gitlab-Event: Push Hook", "/object_kind"),
            ("linear/hmac", "Linear-Event: Issue", "/data/identifier"),
            ("square/sha256", "square-environment: Sandbox", "/data/object/payment/id"),
        ] {
            let choice = SchemeChoice::from_id(scheme).unwrap();
            let form = create(Example::Genuine, choice, &custom, NOW).unwrap();
            assert!(form.headers.contains(header), "{scheme}: {}", &*form.headers);
            let body: serde_json::Value = serde_json::from_str(&form.body.text).unwrap();
            assert!(body.pointer(member).is_some_and(|value| value.is_string()), "{scheme}: {}", form.body.text);
            assert!(!is_invented(choice));
        }
        let twilio = create(Example::Genuine, SchemeChoice::from_id("twilio/sha1").unwrap(), &custom, NOW).unwrap();
        assert!(twilio.body.text.contains("&MessageSid=SM"), "{}", twilio.body.text);
        assert!(!is_invented(SchemeChoice::from_id("well/signature").unwrap()));
        assert!(is_invented(SchemeChoice::from_id("zoom/v0").unwrap()));
    }

    #[test]
    fn a_custom_scheme_has_examples() {
        let text = r#"{ "id": "custom/x", "algorithm": "hmac-sha256", "content": "{timestamp}.{header:X-A}.{body}",
            "signature": { "header": "X-Mine" }, "timestamp": { "header": "X-Time", "unit": "http-date" } }"#;
        let custom = hookwright::signature::OwnedScheme::parse(text).and_then(ValidScheme::new);
        assert!(of(SchemeChoice::Custom, &custom).contains(&Example::Old));
        let form = create(Example::Genuine, SchemeChoice::Custom, &custom, NOW).unwrap();
        assert_eq!(code(&form.outcome(&custom, NOW).verdict), "accepted");
        assert!(of(SchemeChoice::Custom, &Err(Vec::new())).is_empty());
    }

    #[test]
    fn an_altered_body_differs_in_one_bit() {
        let body = r#"{ "a": "résumé 7" }"#;
        let altered = altered(body);
        let differing = body.bytes().zip(altered.bytes()).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        assert_eq!((altered.len(), differing), (body.len(), 1));
    }
}
