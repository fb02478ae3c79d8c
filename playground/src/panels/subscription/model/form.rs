//! The form of the panel.

use hookwright::catalog::{Provider, generic};
use hookwright::credential::Credential;
use hookwright::service::{Operation, OperationKind};
use hookwright::subscription::Api;
use serde::{Deserialize, Serialize};

use super::operation::{Chosen, operations};
use super::update::UpdateForm;
use crate::model::choice::by_id;
use crate::model::form::{Form, has_credentials};
use crate::model::sample::SAMPLE_URL;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SubscriptionForm {
    #[serde(with = "by_id")]
    pub(crate) provider: &'static Provider,
    /// The id of the API. Any other text selects the provider's first API.
    pub(crate) api: String,
    /// The operation. An operation that the API does not have selects its first one.
    pub(crate) operation: Chosen,
    /// The URL of the receiver of a new subscription.
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
    pub(crate) workspace_id: String,
    pub(crate) external_workspace_id: String,
    /// The id of the subscription that other operations concern.
    pub(crate) id: String,
    /// The number of items of a list, as typed.
    pub(crate) limit: String,
    /// Where a list continues.
    pub(crate) cursor: String,
    pub(crate) update: UpdateForm,
}

impl Default for SubscriptionForm {
    fn default() -> Self {
        Self {
            provider: &generic::PROVIDER,
            api: String::new(),
            operation: Chosen(OperationKind::Create),
            url: SAMPLE_URL.into(),
            events: generic::PROVIDER.events.iter().take(1).map(|event| event.name.into()).collect(),
            other_events: String::new(),
            description: String::new(),
            secret: Credential::default(),
            headers: Credential::default(),
            active: true,
            workspace_id: String::new(),
            external_workspace_id: String::new(),
            id: String::new(),
            limit: String::new(),
            cursor: String::new(),
            update: UpdateForm::default(),
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

    /// Returns the chosen operation. `None` if the provider has no API.
    pub(crate) fn operation(&self) -> Option<Operation> {
        let all = operations(self.provider, self.api()?);
        let chosen = all.iter().find(|operation| operation.kind() == self.operation.0);
        chosen.or_else(|| all.first()).cloned()
    }

    /// Selects a provider and its first API. Events that it does not have are deselected, and ids of another account are
    /// removed.
    pub(crate) fn choose_provider(&mut self, provider: &'static Provider) {
        if provider.id == self.provider.id {
            return;
        }
        self.provider = provider;
        self.choose_api("");
        self.events.retain(|name| provider.event_type(name).is_some());
        if self.events.is_empty() {
            self.events.extend(provider.events.first().map(|event| event.name.into()));
        }
    }

    /// Selects an API of the provider. Subscriptions belong to the API that created them.
    pub(crate) fn choose_api(&mut self, id: &str) {
        self.api = id.into();
        self.id.clear();
        self.cursor.clear();
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form;
    use hookwright::catalog::find;

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
        assert!(form.events.is_empty());
    }

    #[test]
    fn another_provider_has_other_events_and_other_ids() {
        let mut form = SubscriptionForm { id: "hook_1".into(), ..SubscriptionForm::default() };
        form.choose_provider(find("well").unwrap());
        assert_eq!((form.events.as_slice(), form.id.as_str()), (["company.created".to_owned()].as_slice(), ""));
    }

    #[test]
    fn a_saved_form_is_read_without_secrets_and_without_events_of_other_providers() {
        let mut form = SubscriptionForm::default();
        form.choose_provider(find("well").unwrap());
        form.choose_api("well/webhooks");
        form.select_all(true);
        form.operation = Chosen(OperationKind::Update);
        form.update.description = "new".into();
        let mut with_secrets = form.clone();
        (with_secrets.secret, with_secrets.headers) = ("hunter2".into(), "X-Key: hunter2".into());
        (with_secrets.update.secret, with_secrets.update.headers) = ("hunter2".into(), "X-Key: hunter2".into());
        let text = form::write(&with_secrets).0;
        assert!(!text.contains("hunter2"), "{text}");
        assert_eq!(form::read::<SubscriptionForm>(&text, 0).0, form);
        assert_eq!(form.api().unwrap().id, "well/webhooks");

        let text = text.replace("\"well\"", "\"generic\"");
        let read = form::read::<SubscriptionForm>(&text, 0).0;
        assert!(read.events.is_empty() && read.api().unwrap().id.starts_with("generic/"), "{read:?}");
    }

    #[test]
    fn a_url_with_credentials_is_not_saved() {
        let mut form =
            SubscriptionForm { url: "https://me.example/?token=hunter2".into(), ..SubscriptionForm::default() };
        form.update.url = "https://me.example/?token=hunter3".into();
        let text = form::write(&form).0;
        assert!(!text.contains("hunter"), "{text}");
    }
}
