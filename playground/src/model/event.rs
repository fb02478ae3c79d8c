//! The panel that crafts an event and signs it.

use hookwright::credential::Credential;
use hookwright::event;
use hookwright::header::Headers;
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::provider::{Provider, generic};
use hookwright::signature::{Scheme, Secret, Signer};

use super::body::BodyInput;
use super::check::CheckForm;
use super::reading::Reading;
use super::{SAMPLE_SECRET, SAMPLE_URL, with_events};

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EventForm {
    /// Who sends it.
    pub(crate) provider: &'static Provider,
    /// The event type that the sample was made from. The body may say something else by now.
    pub(crate) kind: &'static str,
    /// The body, exactly as it is signed and sent.
    pub(crate) body: String,
    /// The secret to sign with.
    pub(crate) secret: Credential,
    /// Where it goes.
    pub(crate) url: String,
}

impl EventForm {
    /// The first event of the first provider, at `now_ms`.
    pub(crate) fn new(now_ms: i64) -> Self {
        let mut form = Self {
            provider: &generic::PROVIDER,
            kind: "",
            body: String::new(),
            secret: SAMPLE_SECRET.into(),
            url: SAMPLE_URL.into(),
        };
        form.choose("generic", "", now_ms);
        form
    }

    /// Starts from the sample of an event type, or of the provider's first one if it has none of this name.
    pub(crate) fn choose(&mut self, provider: &str, kind: &str, now_ms: i64) {
        self.provider = with_events().find(|candidate| candidate.id == provider).unwrap_or(self.provider);
        let Some(event_type) = self.provider.event_type(kind).or_else(|| self.provider.events.first()) else { return };
        self.kind = event_type.name;
        self.body = event::sample(self.provider, event_type, &format!("evt_{now_ms}"), now_ms);
    }

    /// How the provider signs, where that is known.
    pub(crate) fn scheme(&self) -> Option<&'static Scheme> {
        self.provider.default_scheme()
    }

    /// What the body says, and what is wrong with it.
    pub(crate) fn reading(&self) -> Reading {
        Reading::of(self.body.as_bytes(), self.provider)
    }

    /// The headers that sign the body.
    ///
    /// # Errors
    /// Why it cannot be signed: the secret cannot be one, or the scheme is not supported yet.
    pub(crate) fn signed(&self) -> Result<Headers, String> {
        let scheme =
            self.scheme().ok_or_else(|| format!("signing as {} does is not supported here yet", self.provider.name))?;
        let secret = Secret::new(self.secret.as_bytes()).map_err(|error| error.to_string())?;
        Ok(Signer::new(scheme, &secret).sign(self.body.as_bytes()))
    }

    /// The delivery as a request: unsigned where it cannot be signed.
    pub(crate) fn request(&self) -> HttpRequest {
        let content_type = ("Content-Type".into(), HeaderValue::Text("application/json".into()));
        let signed = self.signed().unwrap_or_default();
        let signed = signed.iter().map(|(name, value)| (name.into(), HeaderValue::Text(value.into())));
        HttpRequest {
            method: "POST",
            url: self.url.clone(),
            headers: [content_type].into_iter().chain(signed).collect(),
            body: Body::Exact(self.body.clone()),
        }
    }

    /// The same delivery as the panel beside this one takes it, where there is a scheme to check it by.
    pub(crate) fn to_check(&self) -> Option<CheckForm> {
        Some(CheckForm {
            provider: self.provider,
            scheme: self.scheme()?,
            body: BodyInput::from_text(self.body.clone()),
            headers: block(&self.signed().unwrap_or_default()).as_str().into(),
            secrets: self.secret.clone(),
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
    use crate::model::check::Verdict;
    use hookwright::provider::PROVIDERS;
    use hookwright::snippet::{Language, render};

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn every_sample_is_a_valid_event_that_checks_out() {
        for provider in PROVIDERS {
            for event_type in provider.events {
                let mut form = EventForm::new(NOW);
                form.choose(provider.id, event_type.name, NOW);
                assert_eq!(form.reading().kind.as_deref(), Some(event_type.name));
                assert!(form.reading().problems.is_empty(), "{}: {:?}", event_type.name, form.reading().problems);
                match form.to_check() {
                    Some(check) => assert_eq!(check.outcome().verdict, Verdict::Accepted { number: 1, of: 1 }),
                    None => assert!(form.signed().unwrap_err().contains(provider.name)),
                }
            }
        }
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
        let request = form.request();
        assert_eq!(request.body, Body::Exact(form.body.clone()));
        assert!(render(&request, Language::Curl).contains("X-Webhook-Signature: "));
    }

    #[test]
    fn without_a_secret_nothing_is_signed_and_the_rest_still_works() {
        let mut form = EventForm::new(NOW);
        form.secret = "".into();
        assert!(form.signed().unwrap_err().starts_with("the secret is empty"));
        assert_eq!(form.request().headers.len(), 1);
        assert!(form.reading().problems.is_empty());
    }
}
