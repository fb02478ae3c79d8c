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
mod tests {
    use super::*;
    use crate::model::form;
    use crate::model::reading::Reading;
    use crate::panels::check::model::verdict::code;
    use hookwright::catalog::{PROVIDERS, senders};
    use hookwright::snippet::{Language, render};

    const NOW: i64 = 1_768_478_400_000;

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn reading(form: &EventForm) -> Reading {
        Reading::of(form.body.as_bytes(), form.provider)
    }

    fn checked(form: &EventForm) -> &'static str {
        let check = form
            .to_check(&none(), NOW)
            .unwrap_or_else(|| panic!("{}: {:?}", form.scheme.id(), form.signed(&none(), NOW)));
        code(&check.outcome(&none(), NOW).verdict)
    }

    #[test]
    fn every_sample_is_a_valid_event_that_checks_out() {
        for provider in PROVIDERS {
            for event_type in provider.events {
                let mut form = EventForm::first(NOW);
                form.choose_provider(provider.id, &none(), NOW);
                form.choose(event_type.name, NOW);
                assert_eq!(reading(&form).kind.as_deref(), Some(event_type.name));
                assert!(reading(&form).problems.is_empty(), "{}: {:?}", event_type.name, reading(&form).problems);
                assert_eq!(checked(&form), "accepted");
            }
        }
    }

    #[test]
    fn an_event_can_be_signed_by_every_scheme() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut form = EventForm::first(NOW);
            form.choose_scheme(SchemeChoice::Known(scheme), &none(), NOW);
            if scheme.id == "adyen/notification" || scheme.content.contains("{params}") {
                // A signer does not write into arrays, and events are not forms.
                assert!(form.signed(&none(), NOW).is_err());
                continue;
            }
            assert_eq!(checked(&form), "accepted", "{}", scheme.id);
        }
    }

    #[test]
    fn keys_are_made_in_the_form_of_the_scheme() {
        let mut form = EventForm::first(NOW);
        for (id, begins, has_public) in
            [("standard/v1", "whsec_", false), ("svix/v1a", "whsk_", true), ("discord/ed25519", "", true)]
        {
            form.choose_scheme(SchemeChoice::from_id(id).unwrap(), &none(), NOW);
            form.make_key(&none(), &[7; 32]);
            assert!(form.secrets.starts_with(begins), "{id}");
            assert_eq!(form.public.is_some(), has_public, "{id}");
            assert_eq!(checked(&form), "accepted", "{id}");
        }
        form.choose_scheme(SchemeChoice::from_id("awell/rsa").unwrap(), &none(), NOW);
        assert!(form.public.is_none() && form.uses_sample, "the pair was for another scheme");
        form.make_key(&none(), &[7; 32]);
        assert!(form.uses_sample, "RSA keys are not made here");
    }

    #[test]
    fn a_sample_secret_follows_the_scheme_and_a_typed_one_stays() {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id("standard/v1").unwrap(), &none(), NOW);
        assert!(form.secrets(&none()).starts_with("whsec_") && form.secrets.is_empty());
        form.type_secrets("mine".into());
        form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
        assert_eq!(&*form.secrets(&none()), "mine");
    }

    #[test]
    fn an_unknown_choice_is_ignored() {
        let mut form = EventForm::first(NOW);
        form.choose_provider("standard", &none(), NOW);
        form.choose_provider("nobody", &none(), NOW);
        form.choose("nothing", NOW);
        assert_eq!((form.provider.id, form.kind.as_str()), ("generic", "user.created"));
    }

    #[test]
    fn the_command_has_exactly_the_signed_body() {
        let mut form = EventForm::first(NOW);
        form.body = "{ \"type\":\n\"x\" }".into();
        let request = form.request(&form.signed(&none(), NOW));
        assert_eq!(request.body, Body::Exact(form.body.clone()));
        assert!(render(&request, Language::Curl).contains("X-Webhook-Signature: "));
    }

    #[test]
    fn a_signature_in_the_url_or_the_body_is_sent_there() {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id("pandadoc/query").unwrap(), &none(), NOW);
        assert!(form.request(&form.signed(&none(), NOW)).url.contains("?signature="));
        form.choose_scheme(SchemeChoice::from_id("mailgun/body").unwrap(), &none(), NOW);
        let Body::Exact(body) = form.request(&form.signed(&none(), NOW)).body else {
            panic!("signed bodies are exact")
        };
        assert!(body != form.body && body.contains("signature"));
    }

    #[test]
    fn without_a_secret_nothing_is_signed_and_the_event_is_still_read() {
        let mut form = EventForm::first(NOW);
        form.type_secrets(String::new());
        assert!(form.signed(&none(), NOW).unwrap_err().starts_with("no secret was given"));
        assert_eq!(form.request(&form.signed(&none(), NOW)).headers.len(), 1);
        assert!(reading(&form).problems.is_empty());
    }

    #[test]
    fn several_secrets_sign_if_the_scheme_allows_it() {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
        form.type_secrets("the old secret of sixteen\nthe new secret of sixteen".into());
        assert_eq!(header_block(&form.signed(&none(), NOW).unwrap().added).matches("v1=").count(), 2);
        form.choose_scheme(SchemeChoice::from_id("github/sha256").unwrap(), &none(), NOW);
        assert!(form.signed(&none(), NOW).unwrap_err().contains("a signature for each secret"));
    }

    #[test]
    fn a_saved_form_is_read_without_secrets_and_with_a_new_id() {
        let mut form = EventForm::first(NOW);
        form.choose_provider("well", &none(), NOW);
        form.choose("invoice.created", NOW);
        form.choose_scheme(SchemeChoice::Custom, &none(), NOW);
        (form.body, form.method) = ("{}".into(), Method::Put);
        form.when = When { clock: Clock::At, instant: "2026-01-15T12:00:00Z".into() };
        form.type_secrets("hunter2".into());
        form.headers = "X-Key: hunter2".into();
        let text = form::write(&form);
        assert!(!text.contains("hunter2"), "{text}");
        let read = form::read::<EventForm>(&text, NOW + 1).0;
        let expected = EventForm {
            secrets: Credential::default(),
            headers: CONTENT_TYPE.into(),
            id: format!("msg_{}", NOW + 1),
            ..form
        };
        assert_eq!(read, expected);
        assert!(read.secrets(&none()).is_empty(), "the sample does not replace a typed secret");
    }

    #[test]
    fn a_first_visit_is_read_as_it_was() {
        let form = EventForm::first(NOW);
        assert_eq!(form::read::<EventForm>(&form::write(&form), NOW).0, form);
    }

    #[test]
    fn an_event_type_of_another_provider_is_replaced_and_the_body_is_kept() {
        let text = r#"{ "provider": "well", "type": "user.created", "body": "{}" }"#;
        let form = form::read::<EventForm>(text, NOW).0;
        assert_eq!((form.kind.as_str(), form.body.as_str()), ("company.created", "{}"));
    }

    #[test]
    fn a_url_with_credentials_is_not_saved() {
        let form = EventForm { url: "https://me:hunter2@me.example/".into(), ..EventForm::first(NOW) };
        assert!(!form::write(&form).contains("hunter2"));
    }
}
