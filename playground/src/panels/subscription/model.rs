//! The form of a new subscription, and the requests that create it.

use hookwright::catalog::{Provider, generic};
use hookwright::credential::Credential;
use hookwright::http::HttpRequest;
use hookwright::problem::{Problem, Severity};
use hookwright::snippet::{self, Language};
use hookwright::subscription::{Api, Draft, check, documents, requests};
use serde::{Deserialize, Serialize};

use crate::model::choice::by_id;
use crate::model::fields;
use crate::model::form::{Form, has_credentials};
use crate::model::sample::SAMPLE_URL;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SubscriptionForm {
    #[serde(with = "by_id")]
    pub(crate) provider: &'static Provider,
    /// The id of the API. Any other text selects the provider's first API.
    pub(crate) api: String,
    /// The URL of the receiver.
    #[serde(skip_serializing_if = "has_credentials")]
    pub(crate) url: String,
    /// The selected known events, in the provider's order.
    pub(crate) events: Vec<String>,
    /// Other event names, as typed.
    pub(crate) other_events: String,
    /// The purpose of the subscription.
    pub(crate) description: String,
    /// The secret with which deliveries are signed.
    #[serde(skip)]
    pub(crate) secret: Credential,
    /// Static headers, one per line.
    #[serde(skip)]
    pub(crate) headers: Credential,
    /// Whether the subscription is active initially.
    pub(crate) active: bool,
}

/// The requests of a form, and its problems.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Review {
    /// The problems, most severe first.
    pub(crate) problems: Vec<Problem>,
    /// The requests to send, or none if the provider has no API.
    pub(crate) requests: Vec<HttpRequest>,
    /// The settings to enter by hand, if the provider has no API.
    pub(crate) settings: Option<String>,
}

impl Default for SubscriptionForm {
    fn default() -> Self {
        Self {
            provider: &generic::PROVIDER,
            api: String::new(),
            url: SAMPLE_URL.into(),
            events: generic::PROVIDER.events.iter().take(1).map(|event| event.name.into()).collect(),
            other_events: String::new(),
            description: String::new(),
            secret: Credential::default(),
            headers: Credential::default(),
            active: true,
        }
    }
}

impl Form for SubscriptionForm {
    const ID: &'static str = "subscription";

    fn first(_now_ms: i64) -> Self {
        Self::default()
    }

    fn complete(&mut self, _now_ms: i64) {
        let saved = std::mem::take(&mut self.events);
        self.select(|name| saved.iter().any(|event| event == name));
    }
}

impl SubscriptionForm {
    /// Returns the API that the requests use.
    pub(crate) fn api(&self) -> Option<&'static Api> {
        let apis = self.provider.apis;
        apis.iter().find(|api| api.id == self.api).or_else(|| apis.first())
    }

    /// Selects a provider and its first API. Events that it does not have are deselected.
    pub(crate) fn choose_provider(&mut self, provider: &'static Provider) {
        if provider.id == self.provider.id {
            return;
        }
        self.provider = provider;
        self.api = String::new();
        self.events.retain(|name| provider.event_type(name).is_some());
        if self.events.is_empty() {
            self.events.extend(provider.events.first().map(|event| event.name.into()));
        }
    }

    /// Selects or deselects a known event.
    pub(crate) fn set_selected(&mut self, name: &str, is_selected: bool) {
        let before = std::mem::take(&mut self.events);
        self.select(|event| if event == name { is_selected } else { before.iter().any(|known| known == event) });
    }

    /// Selects or deselects all known events.
    pub(crate) fn select_all(&mut self, is_selected: bool) {
        self.select(|_| is_selected);
    }

    /// Returns whether all known events are selected.
    pub(crate) fn has_all(&self) -> bool {
        self.events.len() == self.provider.events.len()
    }

    fn select(&mut self, is_selected: impl Fn(&str) -> bool) {
        let names = self.provider.events.iter().map(|event| event.name);
        self.events = names.filter(|name| is_selected(name)).map(String::from).collect();
    }

    /// Returns the requests of the form, which always exist, and its problems.
    pub(crate) fn review(&self) -> Review {
        let Some(api) = self.api() else { return Review::default() };
        let member = api.headers.map(|member| format!("/{member}")).unwrap_or_default();
        let (headers, mut problems) = fields::headers(&self.headers, &member);
        if api.headers.is_none() {
            // The field is hidden, so that the user could not fix its problems.
            problems.clear();
        }
        let draft = Draft {
            url: self.url.clone(),
            events: self
                .events
                .iter()
                .map(String::as_str)
                .chain(fields::names(&self.other_events))
                .map(String::from)
                .collect(),
            description: self.description.clone(),
            secret: self.secret.clone(),
            headers: headers.iter().map(|(name, value)| (name.into(), value.into())).collect(),
            active: Some(self.active),
        };
        problems.extend(check(&self.provider.rules(api), &draft));
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        let by_hand = api.endpoint.is_none().then(|| documents(api, &draft));
        let settings = by_hand.map(|documents| documents.iter().map(|document| format!("{document:#}")).collect());
        Review { problems, requests: requests(api, &draft), settings }
    }
}

impl Review {
    /// Returns all requests as code.
    pub(crate) fn code(&self, language: Language) -> String {
        let code: Vec<String> = self.requests.iter().map(|request| snippet::render(request, language)).collect();
        code.join("\n\n")
    }

    /// Returns whether the provider would accept the requests.
    pub(crate) fn is_ready(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity < Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form;
    use hookwright::catalog;

    fn codes(form: &SubscriptionForm) -> Vec<&'static str> {
        form.review().problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn a_first_visit_has_a_valid_request() {
        let review = SubscriptionForm::default().review();
        assert!(review.is_ready());
        assert_eq!(review.requests.len(), 1);
        assert!(review.code(Language::Curl).starts_with("curl -X POST 'https://api.example.com/v1/webhooks'"));
    }

    #[test]
    fn a_mistyped_event_is_reported_first_with_a_suggestion() {
        let form = SubscriptionForm { other_events: "user.craeted".into(), ..SubscriptionForm::default() };
        let review = form.review();
        assert_eq!(codes(&form), ["unknown_event", "missing_secret"]);
        assert!(review.problems[0].message.contains("did you mean `user.created`?"));
        assert!(review.code(Language::Curl).contains("user.craeted"));
        assert!(!review.is_ready());
    }

    #[test]
    fn selected_events_keep_the_order_of_the_catalog() {
        let mut form = SubscriptionForm::default();
        form.set_selected("payment.failed", true);
        form.set_selected("user.updated", true);
        form.set_selected("user.created", false);
        form.set_selected("no.such", true);
        assert_eq!(form.events, ["user.updated", "payment.failed"]);
        form.select_all(true);
        assert!(form.has_all());
        form.select_all(false);
        assert_eq!(codes(&form), ["missing_events", "missing_secret"]);
    }

    #[test]
    fn another_provider_has_other_events() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(catalog::find("well").unwrap());
        assert_eq!(form.events, ["company.created"]);
        assert!(form.review().is_ready());
        form.set_selected("invoice.created", true);
        assert_eq!(form.review().requests.len(), 2, "this API takes one event a subscription");
    }

    #[test]
    fn a_provider_without_an_api_has_settings() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(catalog::find("awell").unwrap());
        let review = form.review();
        assert!(review.requests.is_empty() && review.is_ready());
        assert!(review.settings.unwrap().contains("\"pathway.started\""));
    }

    #[test]
    fn headers_are_used_only_if_the_api_has_them() {
        let mut form = SubscriptionForm { headers: "nonsense\nX-Team: a".into(), ..SubscriptionForm::default() };
        assert_eq!(codes(&form), ["missing_secret"]);
        form.choose_provider(catalog::find("well").unwrap());
        assert_eq!(codes(&form), ["invalid_header_line"]);
        assert!(form.review().code(Language::Curl).contains("X-Team"));
    }

    #[test]
    fn a_saved_form_is_read_without_secrets_and_without_events_of_other_providers() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(catalog::find("well").unwrap());
        form.api = "well/webhooks".into();
        form.select_all(true);
        (form.secret, form.headers) = ("hunter2".into(), "X-Key: hunter2".into());
        let text = form::write(&form).0;
        assert!(!text.contains("hunter2"), "{text}");
        let expected = SubscriptionForm { secret: "".into(), headers: "".into(), ..form.clone() };
        assert_eq!(form::read::<SubscriptionForm>(&text, 0).0, expected);
        assert_eq!(form.api().unwrap().id, "well/webhooks");

        let text = text.replace("\"well\"", "\"generic\"");
        let read = form::read::<SubscriptionForm>(&text, 0).0;
        assert!(read.events.is_empty() && read.api().unwrap().id.starts_with("generic/"), "{read:?}");
    }

    #[test]
    fn a_url_with_credentials_is_not_saved() {
        let form = SubscriptionForm { url: "https://me.example/?token=hunter2".into(), ..SubscriptionForm::default() };
        assert!(!form::write(&form).0.contains("hunter2"));
    }
}
