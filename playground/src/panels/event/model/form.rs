//! The form of an event.

use hookwright::catalog::{Provider, generic};
use hookwright::credential::Credential;
use hookwright::event;
use hookwright::problem::Problem;
use hookwright::signature::{Algorithm, KeyForm, Scheme, Verifier};
use serde::{Deserialize, Serialize};

use super::document::Document;
use super::keys::{converted, for_sender};
use super::shuffle::shuffled;
use crate::model::choice::{Named as _, by_id, choices};
use crate::model::fields;
use crate::model::form::{Form, has_credentials};
use crate::model::instant::{Clock, When};
use crate::model::json::Value;
use crate::model::providers::with_events;
use crate::model::reading::ParsedEvent;
use crate::model::sample::{self, LOCAL_URL};
use crate::model::samples::{SenderSample, sample_of};
use crate::model::scheme::{CustomScheme, Method, SchemeChoice};

/// The default headers.
const CONTENT_TYPE: &str = "Content-Type: application/json";

/// The time of an event with a seed, so that the same seed gives the same body: 2026-01-15T12:00:00Z.
const SEEDED_MS: i64 = 1_768_478_400_000;

/// The problems of a text that is not JSON. The others depend on a schema.
const SYNTAX: [&str; 6] =
    ["invalid_json", "empty_body", "invalid_utf8", "byte_order_mark", "duplicate_key", "lone_surrogate"];

choices! {
    /// How the body is shown on narrow screens, which have no place for both.
    #[derive(Default)]
    pub(crate) enum BodyView {
        #[default]
        Json: "json", "JSON";
        Form: "form", "Form";
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventForm {
    #[serde(with = "by_id")]
    pub(crate) provider: &'static Provider,
    /// The event type of the sample. The body may have been edited since.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The id of the sender whose sample the body is, or an empty text for an event of the provider.
    pub(crate) sender: String,
    /// The body, exactly as it is signed.
    pub(crate) body: String,
    /// Whether the user has edited the body.
    pub(crate) edited: bool,
    /// The sample without the members that were added for the scheme, or an empty text if none were added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) plain: String,
    /// The seed of the sample's values, which can be any text, or an empty text for the documented values.
    pub(crate) seed: String,
    pub(crate) view: BodyView,
    /// The id of the receiver's framework, or an empty text for that of the other panels.
    pub(crate) framework: String,
    /// The scheme with which the delivery is signed.
    pub(crate) scheme: SchemeChoice,
    /// Whether the sample secret of the scheme is used instead of the typed secrets.
    pub(crate) uses_sample: bool,
    /// The typed secrets, one per line.
    #[serde(skip)]
    pub(crate) secrets: Credential,
    /// The public key of a generated key pair.
    #[serde(skip)]
    pub(crate) public: Option<String>,
    pub(crate) method: Method,
    /// The URL of the receiver.
    #[serde(skip_serializing_if = "has_credentials")]
    pub(crate) url: String,
    /// The delivery id, for schemes that have one.
    #[serde(skip)]
    pub(crate) id: String,
    /// The time of signing.
    pub(crate) when: When,
    /// The headers in addition to the signature's, one per line.
    #[serde(skip)]
    pub(crate) headers: Credential,
}

impl Form for EventForm {
    const ID: &'static str = "event";

    fn first(now_ms: i64) -> Self {
        let mut form = Self {
            provider: &generic::PROVIDER,
            kind: String::new(),
            sender: String::new(),
            body: String::new(),
            edited: false,
            plain: String::new(),
            seed: String::new(),
            view: BodyView::default(),
            framework: String::new(),
            scheme: SchemeChoice::of(&generic::PROVIDER),
            uses_sample: true,
            secrets: Credential::default(),
            public: None,
            method: Method::default(),
            url: LOCAL_URL.into(),
            id: delivery_id(now_ms),
            when: When::default(),
            headers: CONTENT_TYPE.into(),
        };
        form.choose("", now_ms);
        form
    }

    fn complete(&mut self, now_ms: i64) {
        self.id = delivery_id(now_ms);
        self.headers = CONTENT_TYPE.into();
        if let Some(sample) = self.sample() {
            (self.kind, self.headers, self.id) = (sample.kind.into(), sample.headers.into(), sample.id(now_ms));
            return;
        }
        self.sender = String::new();
        if self.provider.event_type(&self.kind).is_none() {
            let first = self.provider.events.first();
            self.kind = first.map(|event_type| event_type.name.into()).unwrap_or_default();
        }
    }
}

fn delivery_id(now_ms: i64) -> String {
    format!("msg_{now_ms}")
}

/// Returns whether key pairs can be generated for a scheme: Ed25519 by the package, and PEM by the browser.
fn is_pair(scheme: &Scheme<&str>) -> bool {
    match scheme.algorithm {
        Algorithm::Ed25519 => matches!(scheme.key, KeyForm::Hex | KeyForm::Base64 | KeyForm::Whpk),
        algorithm => pem_algorithm(algorithm).is_some() && scheme.key == KeyForm::Pem,
    }
}

/// Returns the name of an algorithm whose keys the browser can read and generate.
fn pem_algorithm(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::RsaPkcs1Sha256 => Some("rsa"),
        Algorithm::EcdsaP256Sha256 => Some("p256"),
        _ => None,
    }
}

impl EventForm {
    /// Returns the sample of the sender that was chosen instead of a provider.
    pub(crate) fn sample(&self) -> Option<&'static SenderSample> {
        sample_of(&self.sender)
    }

    /// Returns the id of the provider or the sender whose sample the body is.
    pub(crate) fn source(&self) -> &'static str {
        self.sample().map_or(self.provider.id, |sample| sample.sender)
    }

    /// Loads the sample of an event type, or of the provider's first one if the name is unknown.
    pub(crate) fn choose(&mut self, kind: &str, now_ms: i64) {
        (self.edited, self.plain) = (false, String::new());
        if let Some(sample) = self.sample() {
            let body = sample.body();
            self.body = if self.seed.is_empty() { body.into() } else { shuffled(body, &self.seed) };
            return;
        }
        let Some(event_type) = self.provider.event_type(kind).or_else(|| self.provider.events.first()) else { return };
        self.kind = event_type.name.into();
        self.body = if self.seed.is_empty() {
            event::sample(self.provider.envelope, event_type, &format!("evt_{now_ms}"), now_ms)
        } else {
            let sample = event::sample(self.provider.envelope, event_type, "evt_7Q2M4X9K1B", SEEDED_MS);
            shuffled(&sample, &self.seed)
        };
    }

    /// Loads the sample again, with the members that the scheme reads.
    pub(crate) fn reset(&mut self, kind: &str, custom: &CustomScheme, now_ms: i64) {
        self.choose(kind, now_ms);
        self.add_signed_members(custom, now_ms);
    }

    /// Changes the event type of the body and keeps everything else as it is written. Returns whether that was possible.
    pub(crate) fn rename(&mut self, kind: &str) -> bool {
        let pointer = hookwright::problem::pointer("", self.provider.envelope.kind);
        let literal = Value::from(kind).to_string();
        let renamed = Document::parse(&self.body).ok().and_then(|document| document.set(&pointer, &literal));
        if let Some(body) = renamed {
            (self.body, self.kind) = (body, kind.into());
            return true;
        }
        false
    }

    /// Selects a provider or a sender by its id, and its default scheme.
    pub(crate) fn choose_source(&mut self, id: &str, custom: &CustomScheme, now_ms: i64) {
        if let Some(sample) = sample_of(id) {
            self.choose_sample(sample, now_ms);
            if let Some(scheme) = SchemeChoice::from_id(sample.scheme) {
                self.choose_scheme(scheme, custom, now_ms);
            }
            return;
        }
        if self.sample().is_some() {
            (self.sender, self.headers, self.id) = (String::new(), CONTENT_TYPE.into(), delivery_id(now_ms));
        }
        self.provider = with_events().find(|provider| provider.id == id).unwrap_or(self.provider);
        self.choose("", now_ms);
        if self.provider.default_scheme().is_some() {
            self.choose_scheme(SchemeChoice::of(self.provider), custom, now_ms);
        }
    }

    /// Loads the sample of a sender, and keeps the scheme.
    pub(crate) fn choose_sample(&mut self, sample: &SenderSample, now_ms: i64) {
        self.sender = sample.sender.into();
        (self.kind, self.headers, self.id) = (sample.kind.into(), sample.headers.into(), sample.id(now_ms));
        self.choose(sample.kind, now_ms);
    }

    /// Parses the body. Of a sender without a schema, only the syntax is checked, and not that of a form.
    pub(crate) fn reading(&self) -> ParsedEvent {
        let read = || ParsedEvent::of(self.body.as_bytes(), self.provider);
        match self.sample() {
            None => read(),
            Some(sample) if !sample.is_json() => ParsedEvent::default(),
            Some(_) => {
                let problems = read().problems.into_iter();
                ParsedEvent {
                    problems: problems.filter(|problem| SYNTAX.contains(&problem.code)).collect(),
                    ..ParsedEvent::default()
                }
            }
        }
    }

    /// Returns whether a scheme uses key pairs.
    pub(crate) fn has_pairs(choice: SchemeChoice, custom: &CustomScheme) -> bool {
        choice.scheme(custom).is_ok_and(|scheme| scheme.algorithm.is_asymmetric())
    }

    /// Returns the public key that the receiver needs, if it is known without computing it: that of the sample key or of a
    /// generated pair.
    pub(crate) fn public_key(&self, custom: &CustomScheme) -> Option<String> {
        let scheme = self.scheme.scheme(custom).ok().filter(|scheme| scheme.algorithm.is_asymmetric())?;
        if self.uses_sample { sample::public_key(&scheme) } else { self.public.clone() }
    }

    /// Returns the secrets to sign with, one per line.
    pub(crate) fn secrets(&self, custom: &CustomScheme) -> Credential {
        match self.scheme.scheme(custom) {
            Ok(scheme) if self.uses_sample => sample::secret(&scheme),
            Err(_) if self.uses_sample => Credential::default(),
            _ => self.secrets.clone(),
        }
    }

    /// Sets typed secrets.
    pub(crate) fn set_secrets(&mut self, text: String) {
        (self.secrets, self.public, self.uses_sample) = (text.into(), None, false);
    }

    /// Uses the sample secret again.
    pub(crate) fn use_sample(&mut self) {
        (self.secrets, self.public, self.uses_sample) = (Credential::default(), None, true);
    }

    /// Generates a key in the format of the scheme, if that is supported.
    pub(crate) fn generate_key(&mut self, custom: &CustomScheme, random: &[u8]) {
        if let Ok(scheme) = self.scheme.scheme(custom)
            && let Ok(generated) = scheme.make_secret(random)
        {
            (self.secrets, self.public, self.uses_sample) = (generated.secret, generated.public, false);
        }
    }

    /// Sets a generated key pair, as the worker returns it.
    pub(crate) fn set_pair(&mut self, answer: &Value) {
        let text = |name| answer.get(name).and_then(Value::as_str);
        if let Some(secret) = text("secret") {
            (self.secrets, self.public, self.uses_sample) = (secret.into(), text("publicKey").map(String::from), false);
        }
    }

    /// Returns the name of the algorithm of a scheme whose keys the browser generates, and from whose private keys it derives
    /// public ones.
    pub(crate) fn browser_algorithm(choice: SchemeChoice, custom: &CustomScheme) -> Option<&'static str> {
        let scheme = choice.scheme(custom).ok()?;
        if scheme.algorithm == Algorithm::Ed25519 { Some("ed25519") } else { pem_algorithm(scheme.algorithm) }
    }

    /// Returns whether the keys of a scheme are pairs, which the worker generates.
    pub(crate) fn generates_pairs(choice: SchemeChoice, custom: &CustomScheme) -> bool {
        choice.scheme(custom).is_ok_and(|scheme| is_pair(&scheme))
    }

    /// Returns whether the page can generate keys for a scheme.
    pub(crate) fn can_generate_keys(choice: SchemeChoice, custom: &CustomScheme) -> bool {
        choice.scheme(custom).is_ok_and(|scheme| is_pair(&scheme) || scheme.make_secret(&[1; 32]).is_ok())
    }

    /// Returns whether the signature depends on the time.
    pub(crate) fn depends_on_time(&self, custom: &CustomScheme) -> bool {
        self.when.clock != Clock::At && self.scheme.scheme(custom).is_ok_and(|scheme| scheme.timestamp.is_some())
    }

    /// Returns the problems of the headers, and the warnings about the secrets.
    pub(crate) fn problems(&self, custom: &CustomScheme) -> Vec<Problem> {
        let (_, mut problems) = fields::headers(&self.headers, "");
        if let Ok(scheme) = self.scheme.compiled(custom)
            && let Ok(verifier) = Verifier::new(scheme, &fields::secrets(&self.secrets(custom)))
        {
            problems.extend(for_sender(verifier.warnings(), scheme.scheme().algorithm));
        }
        problems
    }

    /// Returns the typed Ed25519 key in the form of the scheme, if it is PEM and the scheme has another form. `public` is its
    /// public key as PEM.
    pub(crate) fn converted(&self, custom: &CustomScheme, public: &str) -> Option<Credential> {
        converted(&self.secrets, &self.scheme.scheme(custom).ok()?, public)
    }

    /// Returns the hint below the secret.
    pub(crate) fn secret_hint(&self, custom: &CustomScheme) -> String {
        let lengths = fields::describe_secrets(&self.secrets(custom));
        let Ok(scheme) = self.scheme.scheme(custom) else { return lengths };
        let sample = if self.uses_sample { "A public sample of this scheme: do not use it in production" } else { "" };
        let key = match scheme.algorithm {
            Algorithm::RsaPkcs1Sha256 => {
                "Private key as PEM. Use a test key: signing is not blinded here, so its timing can reveal the key"
            }
            algorithm if algorithm.is_asymmetric() => "The private key signs; the receiver needs only the public one",
            _ => "",
        };
        let parts: Vec<&str> = [lengths.as_str(), sample, key].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!("{}.", parts.join(". ")) }
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
