//! Test vectors of a scheme: a delivery that a verifier must accept, and changed ones that it must reject.

use hookwright::credential::Credential;
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Verifier};

use super::delivery::SignedDelivery;
use super::form::EventForm;
use super::output::NO_SECRET;
use crate::model::choice::Named as _;
use crate::model::fields::texts;
use crate::model::json::Value;
use crate::model::sample;
use crate::model::scheme::{CustomScheme, SchemeChoice};

/// What the members of a vector mean.
const NOTES: [(&str, &str); 3] = [
    ("ok", "Whether a verifier accepts the request. `code` is the reason why this library rejects it."),
    ("nowMs", "The time of the check, in milliseconds since 1970. Set the clock of your test to it."),
    ("keyIndex", "The number of the secret that has signed, from 0."),
];

/// The note about a secret that was left out.
const PLACEHOLDER: &str =
    "Replace ‹secret› with your secret, or select *Include the secret*: until then every vector is rejected.";

/// How much later an old delivery arrives, in milliseconds. No scheme accepts a delivery for a year.
const LATE_MS: i64 = 366 * 86_400_000;

/// A request that a verifier receives.
struct Case<'a> {
    note: &'static str,
    headers: Headers,
    body: String,
    secrets: Vec<Credential>,
    now_ms: i64,
    delivery: &'a SignedDelivery,
}

impl EventForm {
    /// Returns test vectors. A typed secret is part of them only if `with_secret`.
    pub(super) fn vectors(
        &self,
        delivery: &SignedDelivery,
        custom: &CustomScheme,
        derived: Option<&str>,
        with_secret: bool,
    ) -> String {
        let secrets = texts(&self.receiver_secrets(custom, derived));
        let hides_secret = self.hides_secret(custom, with_secret);
        let mut tests = Vec::new();
        for (index, case) in self.cases(delivery, custom, secrets).into_iter().enumerate() {
            let code = if index == 0 { None } else { self.rejection(&case, custom) };
            // What a scheme does not sign can be changed.
            if index == 0 || code.is_some() {
                tests.push(self.vector(&case, code, tests.len() + 1, custom, with_secret));
            }
        }
        let placeholder = hides_secret.then_some(("secrets", PLACEHOLDER));
        let notes =
            placeholder.iter().chain(&NOTES).map(|(name, words)| ((*name).to_owned(), (*words).into())).collect();
        let mut members = vec![("notes".to_owned(), Value::Object(notes))];
        if let (SchemeChoice::Custom, Ok(custom)) = (self.scheme, custom) {
            let json = serde_json::to_string(&custom.scheme.borrow()).unwrap_or_default();
            members.push(("schemes".into(), Value::Array(Value::parse(&json).into_iter().collect())));
        }
        members.push(("tests".into(), Value::Array(tests)));
        pretty(&Value::Object(members), 0)
    }

    /// Returns whether a typed secret is left out. Public keys and the sample are not secrets.
    fn hides_secret(&self, custom: &CustomScheme, with_secret: bool) -> bool {
        !(with_secret || self.uses_sample || Self::has_pairs(self.scheme, custom))
    }

    /// The genuine delivery, and changed ones. A key of a pair is not changed: only the worker verifies with it.
    fn cases<'a>(
        &self,
        delivery: &'a SignedDelivery,
        custom: &CustomScheme,
        secrets: Vec<Credential>,
    ) -> Vec<Case<'a>> {
        let case = |note| Case {
            note,
            headers: delivery.headers.clone(),
            body: delivery.body.clone(),
            secrets: secrets.clone(),
            now_ms: delivery.at_ms,
            delivery,
        };
        let mut cases = vec![case("A genuine delivery.")];
        let Ok(scheme) = self.scheme.scheme(custom) else { return cases };
        if scheme.algorithm.is_asymmetric() {
            return cases;
        }
        let altered = Case { body: format!("{} ", delivery.body), ..case("A space was added to the body.") };
        let other = Case {
            secrets: vec![sample::other_secret(&scheme)],
            ..case("The receiver has the secret of another endpoint.")
        };
        let late = Case {
            now_ms: delivery.at_ms.saturating_add(LATE_MS),
            ..case("The request is repeated a year later, with its valid signature.")
        };
        let added: Vec<&str> = delivery.added.iter().map(|(name, _)| name).collect();
        let signature: Vec<&str> = scheme.signature.place.headers().collect();
        let is_signature = |name: &str| signature.iter().any(|header| header.eq_ignore_ascii_case(name));
        let unsigned = Case {
            headers: delivery.headers.iter().filter(|(name, _)| !is_signature(name)).collect(),
            ..case("The header field with the signature is missing.")
        };
        cases.extend([altered, other, late]);
        if added.iter().any(|name| is_signature(name)) {
            cases.push(unsigned);
        }
        cases
    }

    /// Returns the code with which a verifier rejects a case.
    fn rejection(&self, case: &Case<'_>, custom: &CustomScheme) -> Option<&'static str> {
        let secrets: Vec<Secret> =
            case.secrets.iter().filter_map(|secret| Secret::new(secret.as_bytes()).ok()).collect();
        let verifier = Verifier::new(self.scheme.compiled(custom).ok()?, &secrets).ok()?;
        let request = Request::new(&case.headers, case.body.as_bytes()).to(self.method.id(), &case.delivery.url);
        verifier.verify(&request, case.now_ms).err().map(|rejection| rejection.code())
    }

    fn vector(
        &self,
        case: &Case<'_>,
        code: Option<&'static str>,
        number: usize,
        custom: &CustomScheme,
        with_secret: bool,
    ) -> Value {
        let Case { note, headers, body, secrets, now_ms, delivery } = case;
        let scheme = self.scheme.scheme(custom).map_or(self.scheme.id(), |scheme| scheme.id).to_owned();
        let hides_secret = self.hides_secret(custom, with_secret);
        let own = texts(&self.secrets(custom));
        // The secret of another endpoint is not the user's.
        let is_shown = |secret: &Credential| !hides_secret || !own.contains(secret);
        let secret = |text: &Credential| {
            Value::Object(vec![("text".into(), if is_shown(text) { &**text } else { NO_SECRET }.into())])
        };
        let hidden = if hides_secret { self.written_secrets(custom) } else { Vec::new() };
        let without = |text: &str| {
            Value::from(hidden.iter().fold(text.to_owned(), |text, form| text.replace(&**form, NO_SECRET)).as_str())
        };
        let header = |(name, value): (&str, &str)| Value::Array(vec![name.into(), without(value)]);
        let mut members = vec![
            ("id", format!("{}-crafted-{number}", self.scheme.sender_id()).as_str().into()),
            ("sender", self.scheme.sender_id().into()),
            ("scheme", scheme.as_str().into()),
            ("madeBy", "own".into()),
            ("source", "signed with the Hookwright playground".into()),
            ("note", (*note).into()),
            ("secrets", Value::Array(secrets.iter().map(secret).collect())),
            ("method", self.method.id().into()),
            ("url", without(&delivery.url)),
            ("headers", Value::Array(headers.iter().map(header).collect())),
            ("body", without(body)),
            ("nowMs", Value::Number(now_ms.to_string())),
            ("ok", Value::Bool(code.is_none())),
        ];
        members.push(match code {
            Some(code) => ("code", code.into()),
            None => ("keyIndex", Value::Number("0".into())),
        });
        Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Formats a value as the vectors of this project are: one space for each level.
fn pretty(value: &Value, level: usize) -> String {
    let inner = " ".repeat(level + 1);
    let list = |open: &str, items: Vec<String>, close: &str| {
        if items.is_empty() {
            format!("{open}{close}")
        } else {
            format!("{open}\n{inner}{}\n{}{close}", items.join(&format!(",\n{inner}")), " ".repeat(level))
        }
    };
    match value {
        Value::Array(items) => list("[", items.iter().map(|item| pretty(item, level + 1)).collect(), "]"),
        Value::Object(members) => {
            let member = |(name, value): &(String, Value)| {
                format!("{}: {}", Value::from(name.as_str()), pretty(value, level + 1))
            };
            list("{", members.iter().map(member).collect(), "}")
        }
        other => other.to_string(),
    }
}
