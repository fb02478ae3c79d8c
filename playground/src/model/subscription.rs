//! The panel that puts a subscription together.

use hookwright::catalog::{Provider, generic};
use hookwright::credential::Credential;
use hookwright::http::HttpRequest;
use hookwright::problem::{Problem, Severity};
use hookwright::snippet::{self, Language};
use hookwright::subscription::{Api, Draft, check, documents, requests};

use super::{SAMPLE_URL, fields};

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SubscriptionForm {
    /// Whose events.
    pub(crate) provider: &'static Provider,
    /// The number of the API among the provider's.
    pub(crate) api: usize,
    /// The receiver's address.
    pub(crate) url: String,
    /// The known events that are ticked, in the provider's order.
    pub(crate) events: Vec<&'static str>,
    /// Further event names, as typed.
    pub(crate) other_events: String,
    /// What the subscription is for.
    pub(crate) description: String,
    /// The secret to sign with.
    pub(crate) secret: Credential,
    /// Static headers, as a block of lines.
    pub(crate) headers: Credential,
    /// Whether deliveries start at once.
    pub(crate) active: bool,
}

/// What follows from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Review {
    /// What is wrong, the worst first.
    pub(crate) problems: Vec<Problem>,
    /// What to send; nothing, where the provider has no API.
    pub(crate) requests: Vec<HttpRequest>,
    /// What to fill in by hand, where the provider has no API.
    pub(crate) settings: Option<String>,
}

impl Default for SubscriptionForm {
    fn default() -> Self {
        Self {
            provider: &generic::PROVIDER,
            api: 0,
            url: SAMPLE_URL.into(),
            events: generic::PROVIDER.events.iter().take(1).map(|event| event.name).collect(),
            other_events: String::new(),
            description: String::new(),
            secret: Credential::default(),
            headers: Credential::default(),
            active: true,
        }
    }
}

impl SubscriptionForm {
    /// The API that the request is for.
    pub(crate) fn api(&self) -> Option<&'static Api> {
        self.provider.apis.get(self.api).or_else(|| self.provider.apis.first())
    }

    /// Changes the provider, and with it the API. Events that the new one does not have are no longer ticked.
    pub(crate) fn choose_provider(&mut self, provider: &'static Provider) {
        if provider.id == self.provider.id {
            return;
        }
        self.provider = provider;
        self.api = 0;
        self.events.retain(|name| provider.event_type(name).is_some());
        if self.events.is_empty() {
            self.events.extend(provider.events.first().map(|event| event.name));
        }
    }

    /// Ticks a known event or takes the tick away, and keeps the provider's order.
    pub(crate) fn tick(&mut self, name: &str, ticked: bool) {
        let chosen = |candidate: &str| if candidate == name { ticked } else { self.events.contains(&candidate) };
        self.events = self.provider.events.iter().map(|event| event.name).filter(|event| chosen(event)).collect();
    }

    /// Ticks all known events, or none.
    pub(crate) fn tick_all(&mut self, ticked: bool) {
        let all = self.provider.events.iter().map(|event| event.name);
        self.events = all.filter(|_| ticked).collect();
    }

    /// Whether all known events are ticked.
    pub(crate) fn has_all(&self) -> bool {
        self.events.len() == self.provider.events.len()
    }

    /// What is wrong with it, and the requests that it makes all the same.
    pub(crate) fn review(&self) -> Review {
        let Some(api) = self.api() else { return Review::default() };
        let member = api.headers.map(|member| format!("/{member}")).unwrap_or_default();
        let (headers, mut problems) = fields::headers(&self.headers, &member);
        if api.headers.is_none() {
            // The field is not shown, so that nothing can be done about what it holds.
            problems.clear();
        }
        let ticked = self.events.iter().copied().map(String::from);
        let draft = Draft {
            url: self.url.clone(),
            events: ticked.chain(fields::names(&self.other_events).map(String::from)).collect(),
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
    /// Every request in a language, one after the other.
    pub(crate) fn code(&self, language: Language) -> String {
        let code: Vec<String> = self.requests.iter().map(|request| snippet::render(request, language)).collect();
        code.join("\n\n")
    }

    /// Whether the provider would take the requests.
    pub(crate) fn is_ready(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity < Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    fn codes(form: &SubscriptionForm) -> Vec<&'static str> {
        form.review().problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn the_first_sight_is_a_request_that_works() {
        let review = SubscriptionForm::default().review();
        assert!(review.is_ready());
        assert_eq!(review.requests.len(), 1);
        assert!(review.code(Language::Curl).starts_with("curl -X POST 'https://api.example.com/v1/webhooks'"));
    }

    #[test]
    fn a_mistyped_event_gets_a_hint_and_the_worst_comes_first() {
        let form = SubscriptionForm { other_events: "user.craeted".into(), ..SubscriptionForm::default() };
        let review = form.review();
        assert_eq!(codes(&form), ["unknown_event", "missing_secret"]);
        assert!(review.problems[0].message.contains("did you mean `user.created`?"));
        assert!(review.code(Language::Curl).contains("user.craeted"));
        assert!(!review.is_ready());
    }

    #[test]
    fn ticks_keep_the_order_of_the_catalogue() {
        let mut form = SubscriptionForm::default();
        form.tick("payment.failed", true);
        form.tick("user.updated", true);
        form.tick("user.created", false);
        form.tick("no.such", true);
        assert_eq!(form.events, ["user.updated", "payment.failed"]);
        form.tick_all(true);
        assert!(form.has_all());
        form.tick_all(false);
        assert_eq!(codes(&form), ["missing_events", "missing_secret"]);
    }

    #[test]
    fn another_provider_has_other_events() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(catalog::find("well").unwrap());
        assert_eq!(form.events, ["company.created"]);
        assert!(form.review().is_ready());
        form.tick("invoice.created", true);
        assert_eq!(form.review().requests.len(), 2, "this API takes one event a subscription");
    }

    #[test]
    fn a_provider_without_an_api_has_settings_for_a_form() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(catalog::find("awell").unwrap());
        let review = form.review();
        assert!(review.requests.is_empty() && review.is_ready());
        assert!(review.settings.unwrap().contains("\"pathway.started\""));
    }

    #[test]
    fn headers_count_only_where_the_api_has_them() {
        let mut form = SubscriptionForm { headers: "nonsense\nX-Team: a".into(), ..SubscriptionForm::default() };
        assert_eq!(codes(&form), ["missing_secret"]);
        form.choose_provider(catalog::find("well").unwrap());
        assert_eq!(codes(&form), ["invalid_header_line"]);
        assert!(form.review().code(Language::Curl).contains("X-Team"));
    }
}
