//! The panel that crafts an event and signs it.

use hookwright::catalog::{Provider, generic};
use hookwright::credential::Credential;
use hookwright::event;
use hookwright::http::Headers;
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::problem::Problem;
use hookwright::signature::{Algorithm, Scheme, Signer, Unsigned, Verifier};

use super::body::BodyInput;
use super::check::CheckForm;
use super::instant::{Clock, When};
use super::reading::Reading;
use super::signing::{Needs, Own, Signing, method};
use super::words::{Piece, pieces};
use super::{SAMPLE_URL, fields, sample, with_events};

/// The header field that every event goes out with, unless somebody says otherwise.
const CONTENT_TYPE: &str = "Content-Type: application/json";

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EventForm {
    /// Who sends it.
    pub(crate) provider: &'static Provider,
    /// The event type that the sample was made from. The body may say something else by now.
    pub(crate) kind: &'static str,
    /// The body, exactly as it is signed.
    pub(crate) body: String,
    /// How it is signed.
    pub(crate) signing: Signing,
    /// The secrets to sign with, one a line.
    pub(crate) secrets: Credential,
    /// The half of a key made here that may be known to everybody.
    pub(crate) public: Option<String>,
    /// The method.
    pub(crate) method: &'static str,
    /// Where it goes.
    pub(crate) url: String,
    /// The id of the delivery, for schemes that have one.
    pub(crate) id: String,
    /// When it is signed.
    pub(crate) when: When,
    /// The header fields that it has besides the signature, as a block of lines.
    pub(crate) headers: Credential,
}

/// A delivery with its signature.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delivery {
    /// The header fields that the signature made.
    pub(crate) added: Headers,
    /// All header fields.
    pub(crate) headers: Headers,
    /// Where it goes. Another URL than in the form, where the scheme signs there.
    pub(crate) url: String,
    /// The body. Another one than in the form, where the scheme signs there.
    pub(crate) body: String,
}

impl EventForm {
    /// The first event of the first provider, at `now_ms`.
    pub(crate) fn new(now_ms: i64) -> Self {
        let mut form = Self {
            provider: &generic::PROVIDER,
            kind: "",
            body: String::new(),
            signing: Signing::of(&generic::PROVIDER),
            secrets: generic::PROVIDER.default_scheme().map(sample::secret).unwrap_or_default(),
            public: None,
            method: method(""),
            url: SAMPLE_URL.into(),
            id: format!("msg_{now_ms}"),
            when: When::default(),
            headers: CONTENT_TYPE.into(),
        };
        form.choose("generic", "", now_ms);
        form
    }

    /// Starts from the sample of an event type, or of the provider's first one if it has none of this name.
    pub(crate) fn choose(&mut self, provider: &str, kind: &str, now_ms: i64) {
        self.provider = with_events().find(|candidate| candidate.id == provider).unwrap_or(self.provider);
        let Some(event_type) = self.provider.event_type(kind).or_else(|| self.provider.events.first()) else { return };
        self.kind = event_type.name;
        self.body = event::sample(self.provider.envelope, event_type, &format!("evt_{now_ms}"), now_ms);
    }

    /// Chooses whose event it is, and with it how that sender signs.
    pub(crate) fn choose_provider(&mut self, provider: &str, own: &Own, now_ms: i64) {
        self.choose(provider, "", now_ms);
        if let Some(scheme) = self.provider.default_scheme() {
            self.sign_by(Signing::Known(scheme), own, now_ms);
        }
    }

    /// Changes how it is signed. A sample secret becomes the one of the new scheme; header fields and members that the
    /// scheme reads are put where they are missing.
    pub(crate) fn sign_by(&mut self, signing: Signing, own: &Own, now_ms: i64) {
        // A pair made here is of no use to another scheme either, and nobody has it yet.
        let had_sample = self.has_sample_secret(own) || self.public.is_some();
        self.signing = signing;
        let Ok(scheme) = signing.scheme(own) else { return };
        if had_sample {
            self.secrets = sample::secret(&scheme);
            self.public = None;
        }
        let given = fields::headers(&self.headers, "").0;
        for name in sample::signed_headers(&scheme) {
            if given.get(&name).next().is_none() {
                self.headers = format!("{}\n{name}: sample", self.headers.trim_end()).into();
            }
        }
        self.body = sample::with_members(std::mem::take(&mut self.body), &scheme, &self.id, now_ms);
    }

    /// Whether the secret is the page's own sample, which is none.
    pub(crate) fn has_sample_secret(&self, own: &Own) -> bool {
        self.signing.scheme(own).is_ok_and(|scheme| sample::secret(&scheme) == self.secrets)
    }

    /// Makes a new key of the right form, where such keys are made here.
    pub(crate) fn make_key(&mut self, own: &Own, random: &[u8]) {
        if let Ok(scheme) = self.signing.scheme(own)
            && let Ok(made) = scheme.make_secret(random)
        {
            (self.secrets, self.public) = (made.secret, made.public);
        }
    }

    /// What the body says, and what is wrong with it.
    pub(crate) fn reading(&self) -> Reading {
        Reading::of(self.body.as_bytes(), self.provider)
    }

    /// Whether the signature becomes another one by waiting.
    pub(crate) fn ages(&self, own: &Own) -> bool {
        self.when.clock != Clock::At && self.signing.scheme(own).is_ok_and(|scheme| scheme.timestamp.is_some())
    }

    /// What is wrong with the header fields, and what to look at in the secrets.
    pub(crate) fn problems(&self, own: &Own) -> Vec<Problem> {
        let (_, mut problems) = fields::headers(&self.headers, "");
        if let Ok(scheme) = self.signing.scheme(own)
            && let Ok(verifier) = Verifier::new(&scheme, &fields::secrets(&self.secrets))
        {
            problems.extend_from_slice(verifier.warnings());
        }
        problems
    }

    /// The delivery with its signature.
    ///
    /// # Errors
    /// Why it cannot be signed.
    pub(crate) fn signed(&self, own: &Own, now_ms: i64) -> Result<Delivery, String> {
        let scheme: Scheme<&str> = self
            .signing
            .scheme(own)
            .map_err(|_| "the scheme of your own cannot be used yet; what is wrong with it stands below its text")?;
        let at_ms = match self.when.instant(now_ms) {
            Err(problem) if scheme.timestamp.is_some() => return Err(problem.message),
            instant => instant.unwrap_or(now_ms),
        };
        let (given, _) = fields::headers(&self.headers, "");
        let secrets = fields::secrets(&self.secrets);
        let signer = Signer::with_short_keys(&scheme, &secrets).map_err(|error| error.to_string())?;
        let mut unsigned = Unsigned::new(self.body.as_bytes()).at(at_ms).to(self.method, self.url.trim()).with(&given);
        if Needs::of(&scheme).id {
            unsigned = unsigned.id(self.id.trim());
        }
        let signed = signer.sign(&unsigned).map_err(|error| error.to_string())?;
        Ok(Delivery {
            headers: given.iter().chain(signed.headers.iter()).collect(),
            added: signed.headers,
            url: signed.url,
            body: String::from_utf8(signed.body).unwrap_or_default(),
        })
    }

    /// The delivery as a request: unsigned where it cannot be signed.
    pub(crate) fn request(&self, delivery: &Result<Delivery, String>) -> HttpRequest {
        let unsigned = || Delivery {
            added: Headers::new(),
            headers: fields::headers(&self.headers, "").0,
            url: self.url.clone(),
            body: self.body.clone(),
        };
        let Delivery { headers, url, body, .. } = delivery.clone().unwrap_or_else(|_| unsigned());
        let headers = headers.iter().map(|(name, value)| (name.into(), HeaderValue::Text(value.into()))).collect();
        HttpRequest { method: self.method, url, headers, body: Body::Exact(body) }
    }

    /// What the signature is, wherever it stands; or why there is none.
    pub(crate) fn describe(&self, delivery: &Result<Delivery, String>) -> String {
        match delivery {
            Err(reason) => pieces(reason).into_iter().map(Piece::into_text).collect(),
            Ok(delivery) if delivery.url != self.url.trim() => {
                [block(&delivery.added).as_str(), delivery.url.as_str()].join("\n").trim().into()
            }
            Ok(delivery) if delivery.body != self.body => {
                [block(&delivery.added).as_str(), delivery.body.as_str()].join("\n").trim().into()
            }
            Ok(delivery) => block(&delivery.added),
        }
    }

    /// Whether keys of this scheme can be made here.
    pub(crate) fn makes_keys(signing: Signing, own: &Own) -> bool {
        signing.scheme(own).is_ok_and(|scheme| scheme.make_secret(&[1; 32]).is_ok())
    }

    /// What to know about the secret.
    pub(crate) fn secret_hint(&self, own: &Own) -> String {
        let lengths = fields::describe_secrets(&self.secrets);
        let Ok(scheme) = self.signing.scheme(own) else { return lengths };
        let sample = if self.has_sample_secret(own) { "A sample that everybody can know" } else { "" };
        let key = match scheme.algorithm {
            Algorithm::RsaPkcs1Sha256 => {
                "Private key as PEM. Use a test key: signing is not blinded here, so that its timing can tell of the key"
            }
            algorithm if algorithm.is_asymmetric() => "The private key signs; the receiver needs only the public one",
            _ => "",
        };
        let parts: Vec<&str> = [lengths.as_str(), sample, key].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 { format!("{}.", parts.join(". ")) } else { parts.concat() }
    }

    /// The same delivery as the panel beside this one takes it, where it can be signed.
    pub(crate) fn to_check(&self, own: &Own, now_ms: i64) -> Option<CheckForm> {
        let delivery = self.signed(own, now_ms).ok()?;
        Some(CheckForm {
            signing: self.signing,
            method: self.method,
            url: delivery.url.into(),
            when: self.when.clone(),
            // A text field would turn CRLF into LF.
            body: if delivery.body.contains('\r') {
                BodyInput::from_bytes(delivery.body.as_bytes())
            } else {
                BodyInput::from_text(delivery.body)
            },
            headers: block(&delivery.headers).into(),
            secrets: self.public.as_deref().map_or_else(|| self.secrets.clone(), Credential::from),
            ..CheckForm::default()
        })
    }
}

/// Headers as a block of lines, as they stand in a request.
pub(crate) fn block(headers: &Headers) -> String {
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::code;
    use hookwright::catalog::{PROVIDERS, senders};
    use hookwright::snippet::{Language, render};

    const NOW: i64 = 1_768_478_400_000;

    fn none() -> Own {
        Err(Vec::new())
    }

    fn checked(form: &EventForm) -> &'static str {
        let check = form
            .to_check(&none(), NOW)
            .unwrap_or_else(|| panic!("{}: {:?}", form.signing.id(), form.signed(&none(), NOW)));
        code(&check.outcome(&none(), NOW).verdict)
    }

    #[test]
    fn every_sample_is_a_valid_event_that_checks_out() {
        for provider in PROVIDERS {
            for event_type in provider.events {
                let mut form = EventForm::new(NOW);
                form.choose_provider(provider.id, &none(), NOW);
                form.choose(provider.id, event_type.name, NOW);
                assert_eq!(form.reading().kind.as_deref(), Some(event_type.name));
                assert!(form.reading().problems.is_empty(), "{}: {:?}", event_type.name, form.reading().problems);
                assert_eq!(checked(&form), "accepted");
            }
        }
    }

    #[test]
    fn an_event_can_be_signed_as_anybody_would() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut form = EventForm::new(NOW);
            form.sign_by(Signing::Known(scheme), &none(), NOW);
            if scheme.id == "adyen/notification" || scheme.content.contains("{params}") {
                // Events have no items of a notification, and are not forms.
                assert!(form.signed(&none(), NOW).is_err());
                continue;
            }
            assert_eq!(checked(&form), "accepted", "{}", scheme.id);
        }
    }

    #[test]
    fn keys_are_made_in_the_form_that_the_scheme_has() {
        let mut form = EventForm::new(NOW);
        for (id, begins, has_public) in
            [("standard/v1", "whsec_", false), ("svix/v1a", "whsk_", true), ("discord/ed25519", "", true)]
        {
            form.sign_by(Signing::from_id(id).unwrap(), &none(), NOW);
            form.make_key(&none(), &[7; 32]);
            assert!(form.secrets.starts_with(begins), "{id}");
            assert_eq!(form.public.is_some(), has_public, "{id}");
            assert_eq!(checked(&form), "accepted", "{id}");
        }
        form.sign_by(Signing::from_id("awell/rsa").unwrap(), &none(), NOW);
        assert!(form.public.is_none() && form.has_sample_secret(&none()), "the pair was for another scheme");
        let before = form.secrets.clone();
        form.make_key(&none(), &[7; 32]);
        assert_eq!(form.secrets, before, "RSA keys are not made here");
    }

    #[test]
    fn a_sample_secret_follows_the_scheme_and_ones_own_stays() {
        let mut form = EventForm::new(NOW);
        form.sign_by(Signing::from_id("standard/v1").unwrap(), &none(), NOW);
        assert!(form.has_sample_secret(&none()));
        form.secrets = "mine".into();
        form.sign_by(Signing::from_id("stripe/v1").unwrap(), &none(), NOW);
        assert_eq!(&*form.secrets, "mine");
    }

    #[test]
    fn an_unknown_choice_falls_back() {
        let mut form = EventForm::new(NOW);
        form.choose("standard", "", NOW);
        form.choose("nobody", "nothing", NOW);
        assert_eq!((form.provider.id, form.kind), ("generic", "user.created"));
    }

    #[test]
    fn the_command_carries_exactly_the_signed_body() {
        let mut form = EventForm::new(NOW);
        form.body = "{ \"type\":\n\"x\" }".into();
        let request = form.request(&form.signed(&none(), NOW));
        assert_eq!(request.body, Body::Exact(form.body.clone()));
        assert!(render(&request, Language::Curl).contains("X-Webhook-Signature: "));
    }

    #[test]
    fn what_is_signed_into_url_or_body_goes_out_there() {
        let mut form = EventForm::new(NOW);
        form.sign_by(Signing::from_id("pandadoc/query").unwrap(), &none(), NOW);
        assert!(form.request(&form.signed(&none(), NOW)).url.contains("?signature="));
        form.sign_by(Signing::from_id("mailgun/body").unwrap(), &none(), NOW);
        let Body::Exact(body) = form.request(&form.signed(&none(), NOW)).body else {
            panic!("signed bodies are exact")
        };
        assert!(body != form.body && body.contains("signature"));
    }

    #[test]
    fn without_a_secret_nothing_is_signed_and_the_rest_still_works() {
        let mut form = EventForm::new(NOW);
        form.secrets = "".into();
        assert!(form.signed(&none(), NOW).unwrap_err().starts_with("no secret was given"));
        assert_eq!(form.request(&form.signed(&none(), NOW)).headers.len(), 1);
        assert!(form.reading().problems.is_empty());
    }

    #[test]
    fn several_secrets_sign_side_by_side_where_there_is_room() {
        let mut form = EventForm::new(NOW);
        form.sign_by(Signing::from_id("stripe/v1").unwrap(), &none(), NOW);
        form.secrets = "the old secret of sixteen\nthe new secret of sixteen".into();
        assert_eq!(block(&form.signed(&none(), NOW).unwrap().added).matches("v1=").count(), 2);
        form.sign_by(Signing::from_id("github/sha256").unwrap(), &none(), NOW);
        assert!(form.signed(&none(), NOW).unwrap_err().contains("room for one signature"));
    }
}
