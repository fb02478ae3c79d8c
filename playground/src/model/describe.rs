//! Describes a scheme in words.

use hookwright::signature::{
    Algorithm, BodyCoverage, Coverage, Handshake, HandshakeTrigger, KeyForm, Scheme, TimeUnit, TimestampField,
    Tolerance, UrlCoverage,
};
use hookwright::time::format_duration;

/// A described property of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The property.
    pub(crate) term: &'static str,
    /// Code that precedes the description.
    pub(crate) code: Option<String>,
    /// The description, with names in backticks.
    pub(crate) words: String,
}

/// Describes a scheme completely, in the order in which a delivery is checked.
pub(crate) fn facts(scheme: &Scheme<&str>) -> Vec<Fact> {
    let fact = |term, words| Fact { term, code: None, words };
    let mut facts = vec![
        fact("Method", method(scheme)),
        fact("Signature", signature(scheme)),
        Fact {
            term: "Signed content",
            code: (!scheme.content.is_empty()).then(|| scheme.content.replace('\n', "\\n")),
            words: content(scheme),
        },
        fact("Key", key(scheme)),
        fact("Time", scheme.timestamp.as_ref().map_or_else(|| NO_TIME.into(), |field| time(field, scheme))),
    ];
    let coverage = scheme.coverage();
    if let Some(place) = &scheme.message_id {
        let signed = if coverage.id == Some(true) { "signed" } else { "not signed, so anyone can change it" };
        facts.push(fact("Id", format!("the {}, {signed}", scheme.describe(place))));
    }
    facts.push(fact("Not signed", not_signed(&coverage)));
    if let Some(place) = &scheme.body_digest {
        let words = "hexadecimal SHA-256 of a body that is not signed otherwise";
        facts.push(fact("Body digest", format!("{words}: the {}", scheme.describe(place))));
    }
    if let Some(handshake) = &scheme.handshake {
        facts.push(fact("Handshake", self::handshake(handshake)));
    }
    facts
}

const NO_TIME: &str = "not checked: an old delivery is accepted again";

/// Describes the algorithm and its security property.
fn method(scheme: &Scheme<&str>) -> String {
    let title = scheme.algorithm.title();
    match scheme.algorithm {
        Algorithm::Token => format!("{title}, sent with every delivery: it does not protect the body"),
        Algorithm::Sha1 | Algorithm::Sha256 => {
            format!("{title} of content that includes the secret; this is not a MAC")
        }
        algorithm if algorithm.is_asymmetric() => {
            format!("{title}: the sender's private key signs, its public key verifies")
        }
        _ => format!("{title}: sender and receiver share the secret"),
    }
}

fn signature(scheme: &Scheme<&str>) -> String {
    let field = &scheme.signature;
    let mut words = vec![format!("the {}", scheme.describe(&field.place))];
    if let Some(separator) = field.separator {
        let separator = if separator == ' ' { "spaces".into() } else { format!("`{separator}`") };
        words.push(format!("in a list with {separator} between the items"));
    }
    if field.prefix.is_some() {
        words.push(format!("after `{}`", field.written_prefix()));
    }
    let characters = field.encoding.characters();
    words.push(format!("written in {}", characters.strip_prefix("characters of ").unwrap_or(characters)));
    words.join(", ")
}

fn content(scheme: &Scheme<&str>) -> String {
    let words = scheme.describe_content();
    if words.is_empty() { "nothing is computed over the delivery".into() } else { words }
}

fn key(scheme: &Scheme<&str>) -> String {
    let words = match scheme.key {
        KeyForm::Text => "the text of the secret, with its prefix",
        KeyForm::Base64 => "the secret, decoded from base64",
        KeyForm::Hex => "the secret, decoded from hexadecimal digits",
        KeyForm::Whsec => "the secret after `whsec_`, decoded from base64",
        KeyForm::Whpk => "the key after `whpk_` (public) or `whsk_` (private), decoded from base64",
        KeyForm::Pem => "a PEM block: a key, or a certificate that contains it",
        KeyForm::Sha1 => "the SHA-1 of the text of the secret",
        _ => "the secret, decoded",
    };
    if scheme.algorithm.is_asymmetric() {
        format!("{words}; the public key verifies, and the key pair signs")
    } else {
        words.into()
    }
}

fn time(field: &TimestampField<&str>, scheme: &Scheme<&str>) -> String {
    let unit = match field.unit {
        TimeUnit::Seconds => "in seconds since 1970",
        TimeUnit::Milliseconds => "in milliseconds since 1970",
        TimeUnit::Rfc3339 => "as RFC 3339",
        TimeUnit::Rfc3339Utc => "as RFC 3339, in UTC",
        TimeUnit::HttpDate => "as an HTTP date",
        TimeUnit::Any => "in seconds or milliseconds since 1970, as RFC 3339, or as an HTTP date",
    };
    let unsigned = if scheme.coverage().timestamp == Some(true) { "" } else { ", not signed" };
    format!("the {}, {unit}{unsigned}; {}", scheme.describe(&field.place), tolerance(field.tolerance))
}

/// Lists the parts that anyone who has seen a delivery can change without invalidating its signature.
fn not_signed(coverage: &Coverage) -> String {
    let mut parts: Vec<String> = vec![];
    match &coverage.body {
        BodyCoverage::Whole => {}
        BodyCoverage::Form => parts.push("where the names and values of the form begin and end".into()),
        BodyCoverage::Members(pointers) | BodyCoverage::Fields(pointers) => {
            let pointers: Vec<String> = pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
            parts.push(format!("the body, except {}", pointers.join(", ")));
        }
        _ => parts.push("the body".into()),
    }
    for (part, is_signed) in [
        ("the timestamp", coverage.timestamp),
        ("the id", coverage.id),
        ("the method", Some(coverage.method)),
        ("the URL", Some(coverage.url != UrlCoverage::Nothing)),
    ] {
        if is_signed == Some(false) {
            parts.push(part.into());
        }
    }
    let signed: Vec<String> = coverage.headers.iter().map(|name| format!("`{name}`")).collect();
    parts.push(match signed.is_empty() {
        true => "header fields such as `Content-Type` and the type of the event".into(),
        false => format!("header fields other than {}", signed.join(", ")),
    });
    let list = parts.join("; ");
    let between: Vec<String> = coverage.movable.iter().map(|field| format!("`{{{field}}}`")).collect();
    if between.is_empty() { list } else { format!("{list}; there is no separator between {}", between.join(" and ")) }
}

fn tolerance(given: Option<Tolerance>) -> String {
    let Tolerance { past_ms, future_ms } = given.unwrap_or(Tolerance::DEFAULT);
    let limit = |ms: Option<u64>| ms.map_or_else(|| "any time".into(), format_duration);
    let words = if past_ms == future_ms {
        format!("it may be {} old or ahead", limit(past_ms))
    } else {
        format!("it may be {} old or {} ahead", limit(past_ms), limit(future_ms))
    };
    if given.is_some() { words } else { format!("the sender documents no limit; by default, {words}") }
}

fn handshake(handshake: &Handshake<&str>) -> String {
    let trigger = match &handshake.trigger {
        HandshakeTrigger::Query { query, method } => {
            let method = match *method {
                None => "GET",
                Some("*") => "request",
                Some(method) => method,
            };
            format!("a {method} with `{query}` in the URL")
        }
        HandshakeTrigger::Header { header, equals: None, .. } => format!("a request with a `{header}` header"),
        HandshakeTrigger::Header { header, equals: Some(value), .. } => {
            format!("a request with `{value}` in the `{header}` header")
        }
        HandshakeTrigger::Member { member, equals: Some(equals) } => format!("a body with `{equals}` at `{member}`"),
        HandshakeTrigger::Member { member, equals: None } => format!("a body with a value at `{member}`"),
        HandshakeTrigger::Form { form, .. } => format!("a form with the parameter `{form}`"),
        HandshakeTrigger::Method { method } => format!("a request with the method `{method}`"),
    };
    let signed = if handshake.signed { "signed" } else { "not signed" };
    format!("{trigger}, {signed}; the response has status {}", handshake.reply.status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_scheme, senders};

    fn words(id: &str, term: &str) -> String {
        facts(find_scheme(id).unwrap())
            .into_iter()
            .find(|fact| fact.term == term)
            .map(|fact| fact.words)
            .unwrap_or_default()
    }

    #[test]
    fn a_scheme_is_described_by_its_row() {
        assert_eq!(words("stripe/v1", "Method"), "HMAC-SHA256: sender and receiver share the secret");
        assert_eq!(
            words("stripe/v1", "Signature"),
            "the `Stripe-Signature` header, in a list with `,` between the items, after `v1=`, written in hexadecimal digits"
        );
        assert_eq!(
            words("stripe/v1", "Time"),
            "the item `t=` in the `Stripe-Signature` header, in seconds since 1970; it may be 5 min old or ahead"
        );
        assert_eq!(words("standard/v1", "Id"), "the `webhook-id` header, signed");
        assert_eq!(words("github/sha256", "Time"), NO_TIME);
    }

    #[test]
    fn weaknesses_are_named() {
        assert!(words("gitlab/token", "Method").contains("does not protect the body"));
        assert!(words("hubspot/v1", "Method").contains("not a MAC"));
        assert!(words("wise/rsa", "Id").contains("not signed"));
        assert!(words("airwallex/hmac", "Time").contains("documents no limit; by default,"));
        assert!(words("paddle/h1", "Time").contains("5 s old or 1 min ahead"));
    }

    #[test]
    fn parts_that_are_not_signed_are_listed() {
        assert_eq!(
            words("stripe/v1", "Not signed"),
            "the method; the URL; header fields such as `Content-Type` and the type of the event"
        );
        assert!(words("adyen/notification", "Not signed").starts_with("the body, except `/notificationItems/0/"));
        assert!(words("gitlab/token", "Not signed").starts_with("the body; "));
        assert!(words("github/sha256", "Not signed").starts_with("the id; "));
        assert!(
            words("twilio/sha1", "Not signed")
                .ends_with("there is no separator between `{url:any-port}` and `{params:repeated}`")
        );
    }

    #[test]
    fn handshakes_are_described() {
        assert_eq!(
            words("dropbox/hmac", "Handshake"),
            "a GET with `challenge` in the URL, not signed; the response has status 200"
        );
        assert!(words("zoom/v0", "Handshake").starts_with("a body with `endpoint.url_validation` at `/event`, signed"));
    }

    #[test]
    fn every_scheme_can_be_described() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let facts = facts(scheme);
            assert!(facts.len() >= 5 && facts.iter().all(|fact| !fact.words.is_empty()), "{}", scheme.id);
            assert!(facts.iter().all(|fact| fact.words.matches('`').count() % 2 == 0), "{}", scheme.id);
        }
    }
}
