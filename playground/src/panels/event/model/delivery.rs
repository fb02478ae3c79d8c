//! The signed delivery of an event: as a request, as text, and for the check panel.

use hookwright::credential::Credential;
use hookwright::http::{Body, HeaderValue, Headers, HttpRequest};
use hookwright::signature::{Signer, Unsigned};
use hookwright::snippet::{Language, render};

use super::form::EventForm;
use super::keys::{setup_reason, sign_reason};
use crate::model::choice::Named as _;
use crate::model::fields::{self, header_block};
use crate::model::scheme::{CustomScheme, SchemeFields, UNUSABLE};
use crate::model::words::{Piece, pieces};
use crate::panels::check::model::body::BodyInput;
use crate::panels::check::model::form::CheckForm;

/// A signed delivery.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignedDelivery {
    /// The headers that the signature adds.
    pub(crate) added: Headers,
    /// All headers.
    pub(crate) headers: Headers,
    /// The URL. It differs from the form's if it contains the signature.
    pub(crate) url: String,
    /// The body. It differs from the form's if it contains the signature.
    pub(crate) body: String,
    /// The time of signing, in milliseconds since the epoch.
    pub(crate) at_ms: i64,
}

/// The reason that is shown while the worker signs.
pub(crate) const SIGNING: &str = "the delivery is being signed";

/// Returns a request without a signature as code, which begins with the reason as a comment. While the delivery is being
/// signed, there is no request.
pub(crate) fn not_signed(reason: &str, language: Language, request: &HttpRequest) -> String {
    let mark = match language {
        Language::Curl | Language::Python | Language::Httpie => "#",
        _ => "//",
    };
    let code = if reason == SIGNING { String::new() } else { render(request, language) };
    format!("{mark} Not signed: {reason}\n{code}")
}

impl EventForm {
    /// Signs the delivery.
    ///
    /// # Errors
    /// Returns the reason if it cannot be signed.
    pub(crate) fn signed(&self, custom: &CustomScheme, now_ms: i64) -> Result<SignedDelivery, String> {
        let compiled = self.scheme.compiled(custom).map_err(|_| UNUSABLE)?;
        let scheme = compiled.scheme();
        let at_ms = match self.when.instant(now_ms) {
            Err(problem) if scheme.timestamp.is_some() => return Err(problem.message),
            instant => instant.unwrap_or(now_ms),
        };
        let (given, _) = fields::headers(&self.headers, "");
        let secrets = fields::secrets(&self.secrets(custom));
        let signer = Signer::with_short_keys(compiled, &secrets).map_err(|error| setup_reason(&error, &scheme))?;
        let url = self.url.trim();
        let mut unsigned = Unsigned::new(self.body.as_bytes()).at(at_ms).to(self.method.id(), url).with(&given);
        if SchemeFields::of(&scheme).id {
            unsigned = unsigned.id(self.id.trim());
        }
        let signed = signer.sign(&unsigned).map_err(|error| sign_reason(&error, &scheme))?;
        Ok(SignedDelivery {
            headers: given.iter().chain(signed.headers.iter()).collect(),
            added: signed.headers,
            url: signed.url,
            body: String::from_utf8(signed.body).unwrap_or_default(),
            at_ms,
        })
    }

    /// Returns the delivery as a request, without a signature if it cannot be signed.
    pub(crate) fn request(&self, delivery: &Result<SignedDelivery, String>) -> HttpRequest {
        let unsigned = || SignedDelivery {
            added: Headers::new(),
            headers: fields::headers(&self.headers, "").0,
            url: self.url.clone(),
            body: self.body.clone(),
            at_ms: 0,
        };
        let SignedDelivery { headers, url, body, .. } = delivery.clone().unwrap_or_else(|_| unsigned());
        let headers = headers.iter().map(|(name, value)| (name.into(), HeaderValue::Text(value.into()))).collect();
        HttpRequest { method: self.method.id(), url, headers, body: Body::Exact(body) }
    }

    /// Describes the signature and its place, or why it is missing.
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

    /// Returns the secrets with which a receiver verifies. Of a key pair, it is only the public key: `derived` is that of a
    /// typed private key, if it is known.
    pub(crate) fn receiver_secrets(&self, custom: &CustomScheme, derived: Option<&str>) -> Credential {
        if !Self::has_pairs(self.scheme, custom) {
            return self.secrets(custom);
        }
        let public = self.public_key(custom).or_else(|| derived.map(String::from));
        public.map_or_else(Credential::default, Credential::from)
    }

    /// Returns the form of the check panel for this delivery, if it can be signed. It never contains a private key; `derived`
    /// is the public key of a typed one, if it is known.
    pub(crate) fn to_check(&self, custom: &CustomScheme, now_ms: i64, derived: Option<&str>) -> Option<CheckForm> {
        let delivery = self.signed(custom, now_ms).ok()?;
        Some(CheckForm {
            scheme: self.scheme,
            method: self.method,
            url: delivery.url.into(),
            when: self.when.clone(),
            // A text field would convert CRLF to LF.
            body: if delivery.body.contains('\r') {
                BodyInput::from_bytes(delivery.body.as_bytes())
            } else {
                BodyInput::from_text(delivery.body)
            },
            headers: header_block(&delivery.headers).into(),
            secrets: self.receiver_secrets(custom, derived),
            ..CheckForm::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::Form as _;
    use crate::model::reading::ParsedEvent;
    use crate::model::scheme::SchemeChoice;
    use crate::panels::check::model::verdict::code;
    use hookwright::catalog::{PROVIDERS, senders};
    use hookwright::signature::{BodyCoverage, SecretError};

    const NOW: i64 = 1_768_478_400_000;

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn reading(form: &EventForm) -> ParsedEvent {
        ParsedEvent::of(form.body.as_bytes(), form.provider)
    }

    fn checked(form: &EventForm) -> &'static str {
        let check = form
            .to_check(&none(), NOW, None)
            .unwrap_or_else(|| panic!("{}: {:?}", form.scheme.id(), form.signed(&none(), NOW)));
        code(&check.outcome(&none(), NOW).verdict)
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
    fn parses_the_event_without_a_secret_but_signs_nothing() {
        let mut form = EventForm::first(NOW);
        form.set_secrets(String::new());
        assert!(form.signed(&none(), NOW).unwrap_err().starts_with("the secret is missing"));
        assert_eq!(form.request(&form.signed(&none(), NOW)).headers.len(), 1);
        assert!(reading(&form).problems.is_empty());
    }

    #[test]
    fn code_without_a_signature_says_so() {
        let mut form = EventForm::first(NOW);
        form.set_secrets(String::new());
        let request = form.request(&form.signed(&none(), NOW));
        for language in Language::ALL {
            let code = not_signed("the secret is missing", language, &request);
            let (first, rest) = code.split_once('\n').unwrap();
            assert!(first.ends_with(" Not signed: the secret is missing"), "{code}");
            assert_eq!(rest, render(&request, language));
            assert_eq!(not_signed(SIGNING, language, &request).lines().count(), 1);
        }
    }

    #[test]
    fn several_secrets_sign_if_the_scheme_allows_it() {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
        form.set_secrets("the old secret of sixteen\nthe new secret of sixteen".into());
        assert_eq!(header_block(&form.signed(&none(), NOW).unwrap().added).matches("v1=").count(), 2);
        form.choose_scheme(SchemeChoice::from_id("github/sha256").unwrap(), &none(), NOW);
        assert!(form.signed(&none(), NOW).unwrap_err().ends_with(&SecretError::TooMany.to_string()));
    }

    #[test]
    fn an_event_can_be_signed_by_every_scheme() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut form = EventForm::first(NOW);
            form.choose_scheme(SchemeChoice::from_id(scheme.id).unwrap(), &none(), NOW);
            if form.signed(&none(), NOW).is_err() {
                // A signer cannot write into arrays, and events are not forms.
                let is_form = matches!(scheme.coverage().body, BodyCoverage::Form | BodyCoverage::Fields(_));
                assert!(is_form || scheme.id == "adyen/notification", "{}", scheme.id);
                continue;
            }
            assert_eq!(checked(&form), "accepted", "{}", scheme.id);
        }
    }

    #[test]
    fn a_private_key_is_never_handed_over() {
        for scheme in senders().flat_map(|sender| sender.schemes).filter(|scheme| scheme.algorithm.is_asymmetric()) {
            let mut form = EventForm::first(NOW);
            form.choose_scheme(SchemeChoice::from_id(scheme.id).unwrap(), &none(), NOW);
            let private = form.secrets(&none());
            let public = form.receiver_secrets(&none(), None);
            assert!(!public.is_empty() && *public != *private && !public.contains("PRIVATE"), "{}", scheme.id);
            form.set_secrets(private.to_string());
            assert!(form.receiver_secrets(&none(), None).is_empty(), "{}", scheme.id);
            assert_eq!(&*form.receiver_secrets(&none(), Some("public")), "public");
        }
    }

    #[test]
    fn every_sample_is_a_valid_event_and_verifies() {
        for provider in PROVIDERS {
            for event_type in provider.events {
                let mut form = EventForm::first(NOW);
                form.choose_source(provider.id, &none(), NOW);
                form.choose(event_type.name, NOW);
                assert_eq!(reading(&form).kind.as_deref(), Some(event_type.name));
                assert!(reading(&form).problems.is_empty(), "{}: {:?}", event_type.name, reading(&form).problems);
                assert_eq!(checked(&form), "accepted");
            }
        }
    }

    #[test]
    fn generates_keys_in_the_format_of_the_scheme() {
        let mut form = EventForm::first(NOW);
        for (id, begins, has_public) in
            [("standard/v1", "whsec_", false), ("svix/v1a", "whsk_", true), ("discord/ed25519", "", true)]
        {
            form.choose_scheme(SchemeChoice::from_id(id).unwrap(), &none(), NOW);
            form.generate_key(&none(), &[7; 32]);
            assert!(form.secrets.starts_with(begins), "{id}");
            assert_eq!(form.public.is_some(), has_public, "{id}");
            assert_eq!(checked(&form), "accepted", "{id}");
        }
        form.choose_scheme(SchemeChoice::from_id("awell/rsa").unwrap(), &none(), NOW);
        assert!(form.public.is_none() && form.uses_sample, "the pair was for another scheme");
        form.generate_key(&none(), &[7; 32]);
        assert!(form.uses_sample, "RSA keys cannot be generated");
    }
}
