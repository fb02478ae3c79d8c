//! The form of an event, and the signed delivery that follows from it.

use hookwright::catalog::{Provider, SampleRequest, generic};
use hookwright::credential::Credential;
use hookwright::event;
use hookwright::http::{Body, HeaderValue, Headers, HttpRequest};
use hookwright::problem::Problem;
use hookwright::signature::{Algorithm, Signer, Unsigned, Verifier};
use serde::{Deserialize, Serialize};

use crate::model::choice::{Named as _, by_id};
use crate::model::fields::{self, header_block};
use crate::model::form::{Form, has_credentials};
use crate::model::instant::{Clock, When};
use crate::model::providers::with_events;
use crate::model::sample::{self, SAMPLE_URL};
use crate::model::scheme::{CustomScheme, Method, SchemeChoice, SchemeFields, UNUSABLE};
use crate::model::words::{Piece, pieces};
use crate::panels::check::model::body::BodyInput;
use crate::panels::check::model::form::CheckForm;

/// The header field of every event unless it is edited.
const CONTENT_TYPE: &str = "Content-Type: application/json";

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct EventForm {
    /// The sender.
    #[serde(with = "by_id")]
    pub(crate) provider: &'static Provider,
    /// The name of the event type of the sample. The body may have been changed since.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The body, exactly as it is signed.
    pub(crate) body: String,
    /// How it is signed.
    pub(crate) scheme: SchemeChoice,
    /// Whether it is signed with the sample secret of the scheme, and not with the typed ones.
    pub(crate) uses_sample: bool,
    /// The typed secrets, one per line.
    #[serde(skip)]
    pub(crate) secrets: Credential,
    /// The public half of a key pair that was made here.
    #[serde(skip)]
    pub(crate) public: Option<String>,
    /// The method.
    pub(crate) method: Method,
    /// The URL of the receiver.
    #[serde(skip_serializing_if = "has_credentials")]
    pub(crate) url: String,
    /// The id of the delivery, for schemes that have one.
    #[serde(skip)]
    pub(crate) id: String,
    /// When it is signed.
    pub(crate) when: When,
    /// The header fields besides those of the signature, as a block of lines.
    #[serde(skip)]
    pub(crate) headers: Credential,
}

/// A signed delivery.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignedDelivery {
    /// The header fields that the signature adds.
    pub(crate) added: Headers,
    /// All header fields.
    pub(crate) headers: Headers,
    /// The URL. It differs from the form's if the scheme signs there.
    pub(crate) url: String,
    /// The body. It differs from the form's if the scheme signs there.
    pub(crate) body: String,
}

impl Form for EventForm {
    const ID: &'static str = "event";

    fn first(now_ms: i64) -> Self {
        let mut form = Self {
            provider: &generic::PROVIDER,
            kind: String::new(),
            body: String::new(),
            scheme: SchemeChoice::of(&generic::PROVIDER),
            uses_sample: true,
            secrets: Credential::default(),
            public: None,
            method: Method::default(),
            url: SAMPLE_URL.into(),
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
        if self.provider.event_type(&self.kind).is_none() {
            let first = self.provider.events.first();
            self.kind = first.map(|event_type| event_type.name.into()).unwrap_or_default();
        }
    }
}

fn delivery_id(now_ms: i64) -> String {
    format!("msg_{now_ms}")
}

impl EventForm {
    /// Starts from the sample of an event type, or of the provider's first one if it has none of this name.
    pub(crate) fn choose(&mut self, kind: &str, now_ms: i64) {
        let Some(event_type) = self.provider.event_type(kind).or_else(|| self.provider.events.first()) else { return };
        self.kind = event_type.name.into();
        self.body = event::sample(self.provider.envelope, event_type, &format!("evt_{now_ms}"), now_ms);
    }

    /// Chooses the sender, and with it how that sender signs.
    pub(crate) fn choose_provider(&mut self, id: &str, custom: &CustomScheme, now_ms: i64) {
        self.provider = with_events().find(|provider| provider.id == id).unwrap_or(self.provider);
        self.choose("", now_ms);
        if let Some(scheme) = self.provider.default_scheme() {
            self.choose_scheme(SchemeChoice::Known(scheme), custom, now_ms);
        }
    }

    /// Chooses how it is signed. Header fields and members that the scheme reads are added if they are missing.
    pub(crate) fn choose_scheme(&mut self, choice: SchemeChoice, custom: &CustomScheme, now_ms: i64) {
        self.scheme = choice;
        // A key pair that was made here is of no use to another scheme, and no one else has it yet.
        self.uses_sample |= self.public.take().is_some();
        self.add_signed_headers(custom);
        if let Ok(scheme) = choice.scheme(custom) {
            self.body = SampleRequest::with_members(&self.body, &scheme, &self.id, now_ms);
        }
    }

    /// Adds the header fields that the scheme signs, if they are missing.
    pub(crate) fn add_signed_headers(&mut self, custom: &CustomScheme) {
        let Ok(scheme) = self.scheme.scheme(custom) else { return };
        let given = fields::headers(&self.headers, "").0;
        for name in SampleRequest::signed_headers(&scheme) {
            if given.get(&name).next().is_none() {
                self.headers = format!("{}\n{name}: sample", self.headers.trim_end()).into();
            }
        }
    }

    /// The secrets to sign with, one per line.
    pub(crate) fn secrets(&self, custom: &CustomScheme) -> Credential {
        match self.scheme.scheme(custom) {
            Ok(scheme) if self.uses_sample => sample::secret(&scheme),
            Err(_) if self.uses_sample => Credential::default(),
            _ => self.secrets.clone(),
        }
    }

    /// Takes typed secrets.
    pub(crate) fn type_secrets(&mut self, text: String) {
        (self.secrets, self.public, self.uses_sample) = (text.into(), None, false);
    }

    /// Makes a new key in the form of the scheme, if such keys are made here.
    pub(crate) fn make_key(&mut self, custom: &CustomScheme, random: &[u8]) {
        if let Ok(scheme) = self.scheme.scheme(custom)
            && let Ok(made) = scheme.make_secret(random)
        {
            (self.secrets, self.public, self.uses_sample) = (made.secret, made.public, false);
        }
    }

    /// Whether keys for a scheme are made here.
    pub(crate) fn makes_keys(choice: SchemeChoice, custom: &CustomScheme) -> bool {
        choice.scheme(custom).is_ok_and(|scheme| scheme.make_secret(&[1; 32]).is_ok())
    }

    /// Whether the signature changes with the time.
    pub(crate) fn ages(&self, custom: &CustomScheme) -> bool {
        self.when.clock != Clock::At && self.scheme.scheme(custom).is_ok_and(|scheme| scheme.timestamp.is_some())
    }

    /// The problems of the header fields, and the warnings about the secrets.
    pub(crate) fn problems(&self, custom: &CustomScheme) -> Vec<Problem> {
        let (_, mut problems) = fields::headers(&self.headers, "");
        if let Ok(scheme) = self.scheme.scheme(custom)
            && let Ok(verifier) = Verifier::new(&scheme, &fields::secrets(&self.secrets(custom)))
        {
            problems.extend_from_slice(verifier.warnings());
        }
        problems
    }

    /// The signed delivery.
    ///
    /// # Errors
    /// Why it cannot be signed.
    pub(crate) fn signed(&self, custom: &CustomScheme, now_ms: i64) -> Result<SignedDelivery, String> {
        let scheme = self.scheme.scheme(custom).map_err(|_| UNUSABLE)?;
        let at_ms = match self.when.instant(now_ms) {
            Err(problem) if scheme.timestamp.is_some() => return Err(problem.message),
            instant => instant.unwrap_or(now_ms),
        };
        let (given, _) = fields::headers(&self.headers, "");
        let secrets = fields::secrets(&self.secrets(custom));
        let signer = Signer::with_short_keys(&scheme, &secrets).map_err(|error| error.to_string())?;
        let url = self.url.trim();
        let mut unsigned = Unsigned::new(self.body.as_bytes()).at(at_ms).to(self.method.id(), url).with(&given);
        if SchemeFields::of(&scheme).id {
            unsigned = unsigned.id(self.id.trim());
        }
        let signed = signer.sign(&unsigned).map_err(|error| error.to_string())?;
        Ok(SignedDelivery {
            headers: given.iter().chain(signed.headers.iter()).collect(),
            added: signed.headers,
            url: signed.url,
            body: String::from_utf8(signed.body).unwrap_or_default(),
        })
    }

    /// The delivery as a request. It has no signature if it cannot be signed.
    pub(crate) fn request(&self, delivery: &Result<SignedDelivery, String>) -> HttpRequest {
        let unsigned = || SignedDelivery {
            added: Headers::new(),
            headers: fields::headers(&self.headers, "").0,
            url: self.url.clone(),
            body: self.body.clone(),
        };
        let SignedDelivery { headers, url, body, .. } = delivery.clone().unwrap_or_else(|_| unsigned());
        let headers = headers.iter().map(|(name, value)| (name.into(), HeaderValue::Text(value.into()))).collect();
        HttpRequest { method: self.method.id(), url, headers, body: Body::Exact(body) }
    }

    /// The signature with the place that it is in, or why there is none.
    pub(crate) fn describe(&self, delivery: &Result<SignedDelivery, String>) -> String {
        match delivery {
            Err(reason) => pieces(reason).into_iter().map(Piece::into_text).collect(),
            Ok(delivery) if delivery.url != self.url.trim() => {
                [header_block(&delivery.added).as_str(), delivery.url.as_str()].join("\n").trim().into()
            }
            Ok(delivery) if delivery.body != self.body => {
                [header_block(&delivery.added).as_str(), delivery.body.as_str()].join("\n").trim().into()
            }
            Ok(delivery) => header_block(&delivery.added),
        }
    }

    /// What to know about the secret.
    pub(crate) fn secret_hint(&self, custom: &CustomScheme) -> String {
        let lengths = fields::describe_secrets(&self.secrets(custom));
        let Ok(scheme) = self.scheme.scheme(custom) else { return lengths };
        let sample = if self.uses_sample { "A sample that anyone can know" } else { "" };
        let key = match scheme.algorithm {
            Algorithm::RsaPkcs1Sha256 => {
                "Private key as PEM. Use a test key: signing is not blinded here, so its timing can reveal the key"
            }
            algorithm if algorithm.is_asymmetric() => "The private key signs; the receiver needs only the public one",
            _ => "",
        };
        let parts: Vec<&str> = [lengths.as_str(), sample, key].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 { format!("{}.", parts.join(". ")) } else { parts.concat() }
    }

    /// The form of the check panel with the same delivery, if it can be signed.
    pub(crate) fn to_check(&self, custom: &CustomScheme, now_ms: i64) -> Option<CheckForm> {
        let delivery = self.signed(custom, now_ms).ok()?;
        Some(CheckForm {
            scheme: self.scheme,
            method: self.method,
            url: delivery.url.into(),
            when: self.when.clone(),
            // A text field would turn CRLF into LF.
            body: if delivery.body.contains('\r') {
                BodyInput::from_bytes(delivery.body.as_bytes())
            } else {
                BodyInput::from_text(delivery.body)
            },
            headers: header_block(&delivery.headers).into(),
            secrets: self.public.as_deref().map_or_else(|| self.secrets(custom), Credential::from),
            ..CheckForm::default()
        })
    }
}

#[cfg(test)]
mod tests;
