//! The form of the deliveries panel: the event to emit and the simulated receiver.

use hookwright::catalog::{Provider, generic};
use hookwright::problem::Problem;
use hookwright::service::Emission;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::policy::DeliveryPolicy;
use super::receiver::{Answer, Course, Disabling, Failing, Receiver};
use crate::model::choice::by_id;
use crate::model::custom::CustomText;
use crate::model::form::Form;
use crate::model::link::Linked;
use crate::model::providers::with_apis;
use crate::model::{codes, duration};
use crate::panels::retries::model::policy::PolicyChoice;

/// The largest number of attempts that fail.
const MOST_ATTEMPTS: u32 = 100;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeliveriesForm {
    #[serde(with = "by_id")]
    pub(crate) provider: &'static Provider,
    /// The event type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The data of the event as JSON.
    pub(crate) data: String,
    /// The id of the only subscription that receives the event, or an empty text. Subscriptions are not kept.
    #[serde(skip)]
    pub(crate) to: String,
    pub(crate) answer: Answer,
    pub(crate) course: Course,
    /// The number of attempts that fail, as typed.
    pub(crate) attempts: String,
    /// The time for which the receiver fails, as typed.
    pub(crate) duration: String,
    /// The value of `Retry-After`, as typed.
    pub(crate) retry_after: String,
    pub(crate) disabling: Disabling,
    pub(crate) policy: DeliveryPolicy,
    /// The text of the custom policy.
    pub(crate) custom: CustomText<PolicyChoice>,
    /// The id of the subscription that the checklist is about, or an empty text for the newest one.
    #[serde(skip)]
    pub(crate) checked: String,
    /// Another URL that the checklist is about, or an empty text. It may contain credentials.
    #[serde(skip)]
    pub(crate) url: String,
}

impl Form for DeliveriesForm {
    const ID: &'static str = "deliveries";

    fn first(_now_ms: i64) -> Self {
        let mut form = Self {
            provider: &generic::PROVIDER,
            kind: String::new(),
            data: String::new(),
            to: String::new(),
            answer: Answer::default(),
            course: Course::default(),
            attempts: "3".into(),
            duration: "2 h".into(),
            retry_after: "120".into(),
            disabling: Disabling::default(),
            policy: DeliveryPolicy::default(),
            custom: CustomText::default(),
            checked: String::new(),
            url: String::new(),
        };
        form.choose_event("");
        form
    }

    fn complete(&mut self, _now_ms: i64) {
        if !providers().any(|provider| provider.id == self.provider.id) {
            self.provider = &generic::PROVIDER;
        }
        if self.is_custom() && (self.kind.is_empty() || !self.accepts_custom()) {
            self.choose_event("");
        }
    }
}

impl Linked for DeliveriesForm {
    /// Events and their samples may change, so this form has none.
    fn base() -> Self {
        Self { kind: String::new(), data: String::new(), ..Self::first(0) }
    }

    /// Keeps the text of the custom policy if the link has none: links contain it only if it is used.
    fn keep(&mut self, replaced: Self) {
        if self.custom.json.is_empty() {
            self.custom = replaced.custom;
        }
    }

    /// A link without an event emits the provider's first one.
    fn prepare(&mut self) {
        self.custom.from = None;
        if !self.policy.is_custom() {
            self.custom.json.clear();
        }
        let mut first = self.clone();
        first.choose_event("");
        if *self == first {
            self.kind.clear();
            self.data.clear();
        }
    }
}

/// Returns the providers whose API the page simulates.
pub(crate) fn providers() -> impl Iterator<Item = &'static Provider> {
    with_apis().filter(|provider| provider.apis.iter().any(|api| api.endpoint.is_some()))
}

impl DeliveriesForm {
    /// Selects a provider and its first event type.
    pub(crate) fn choose_provider(&mut self, id: &str) {
        let Some(provider) = providers().find(|provider| provider.id == id) else { return };
        self.provider = provider;
        (self.to, self.checked) = (String::new(), String::new());
        self.choose_event("");
    }

    /// Selects a policy. The custom one starts from the previous selection.
    pub(crate) fn choose_policy(&mut self, policy: DeliveryPolicy) {
        if policy.is_custom()
            && let Some(start) = self.policy.start(self.provider)
        {
            self.custom.start_from(start);
        }
        self.policy = policy;
    }

    /// Selects an event type and its sample, or the first one if the name is unknown.
    pub(crate) fn choose_event(&mut self, name: &str) {
        let Some(event_type) = self.provider.event_type(name).or_else(|| self.provider.events.first()) else { return };
        self.kind = event_type.name.into();
        let sample: Value = serde_json::from_str(event_type.sample).unwrap_or_default();
        self.data = format!("{sample:#}");
    }

    /// Selects a custom event, whose name the user types. The data stays.
    pub(crate) fn choose_custom(&mut self) {
        self.kind.clear();
    }

    /// Returns whether the provider delivers events that are not in the catalog.
    pub(crate) fn accepts_custom(&self) -> bool {
        self.provider.apis.iter().any(|api| api.custom_events)
    }

    /// Returns whether the event is not in the catalog.
    pub(crate) fn is_custom(&self) -> bool {
        self.provider.event_type(&self.kind).is_none()
    }

    /// Returns the event to emit, from a workspace if the provider has any.
    ///
    /// # Errors
    /// The event type is missing, or the data is not a JSON object.
    pub(crate) fn emission(&self, workspace_id: Option<&str>) -> Result<Emission, Problem> {
        let kind = self.kind.trim();
        if kind.is_empty() {
            let message = "the event type is missing; enter a name such as `order.shipped`";
            return Err(Problem::error(codes::INVALID_VALUE, "/type", message));
        }
        let data: Value = serde_json::from_str(&self.data).map_err(|error| {
            Problem::error(codes::INVALID_VALUE, "/data", format!("the data is not valid JSON: {error}"))
        })?;
        if !data.is_object() {
            return Err(Problem::error(codes::INVALID_VALUE, "/data", "the data must be a JSON object"));
        }
        Ok(Emission {
            event_type: kind.into(),
            data: Some(data),
            workspace_id: workspace_id.map(String::from),
            subscription_id: Some(self.to.clone()).filter(|id| !id.is_empty()),
        })
    }

    /// Returns the simulated receiver.
    ///
    /// # Errors
    /// The number of attempts, the time or the value of `Retry-After` cannot be read.
    pub(crate) fn receiver(&self) -> Result<Receiver, Problem> {
        let retry_after = if self.sends_retry_after() {
            let seconds = self.retry_after.trim();
            if seconds.is_empty() || !seconds.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = "`Retry-After` must be a number of seconds";
                return Err(Problem::error(codes::INVALID_VALUE, "/retry-after", message));
            }
            Some(seconds.into())
        } else {
            None
        };
        Ok(Receiver { answer: self.answer, failing: self.failing()?, retry_after })
    }

    fn failing(&self) -> Result<Failing, Problem> {
        match self.course {
            _ if !self.answer.is_failure() => Ok(Failing::Always),
            Course::Always => Ok(Failing::Always),
            Course::Attempts => {
                let number = self.attempts.trim().parse().ok().filter(|number| (1..=MOST_ATTEMPTS).contains(number));
                number.map(Failing::Attempts).ok_or_else(|| {
                    let message = format!("the number of attempts must be from 1 to {MOST_ATTEMPTS}");
                    Problem::error(codes::INVALID_VALUE, "/attempts", message)
                })
            }
            Course::Duration => duration::parse(&self.duration).map(Failing::Ms).ok_or_else(|| {
                let message = "the time cannot be read; write a duration such as `2 h` or `30 min`";
                Problem::error(codes::INVALID_DURATION, "/duration", message)
            }),
        }
    }

    /// Returns whether the receiver sends `Retry-After`.
    pub(crate) const fn sends_retry_after(&self) -> bool {
        self.answer.can_defer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_contains_the_event_and_its_data_unless_they_are_the_first_ones() {
        let share = |form: &DeliveriesForm| crate::model::link::share(form, &Err(Vec::new()), None, false).members;
        let opened = |form: &DeliveriesForm| read_members::<DeliveriesForm>(&share(form), 0).unwrap().form;
        assert!(share(&first()).as_object().is_empty());
        assert_eq!(opened(&first()), first());
        let mut other = first();
        other.choose_event(other.provider.events[1].name);
        assert!(share(&other).get("type").is_some() && share(&other).get("data").is_some());
        let edited = DeliveriesForm { data: "{}".into(), ..first() };
        assert!(share(&edited).get("type").is_some(), "the first event may become another one");
        let deleted = DeliveriesForm { data: String::new(), ..first() };
        for form in [other, edited, deleted] {
            assert_eq!(opened(&form), form);
        }
    }

    #[test]
    fn a_link_contains_the_custom_policy_only_if_it_is_used() {
        let share = |form: &DeliveriesForm| crate::model::link::share(form, &Err(Vec::new()), None, false).members;
        let mut form = first();
        form.choose_policy(DeliveryPolicy::Other(PolicyChoice::Custom));
        assert!(form.custom.json.contains("custom-generic"), "it starts from that of the provider");
        form.custom.json = "5s, 1m".into();
        assert_eq!(read_members::<DeliveriesForm>(&share(&form), 0).unwrap().form.custom.json, "5s, 1m");
        form.choose_policy(DeliveryPolicy::OfProvider);
        assert!(share(&form).as_object().is_empty());
    }

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<DeliveriesForm>();
    }
    use crate::model::form;
    use crate::model::link_members::read_members;
    use serde_json::json;

    fn first() -> DeliveriesForm {
        DeliveriesForm::first(0)
    }

    #[test]
    fn a_first_visit_can_emit_and_has_a_receiver_that_recovers() {
        let emission = first().emission(None).unwrap();
        assert_eq!((emission.event_type.as_str(), emission.subscription_id), ("user.created", None));
        let receiver = first().receiver().unwrap();
        assert_eq!((receiver.answer, receiver.failing), (Answer::Error, Failing::Attempts(3)));
        assert_eq!(receiver.retry_after, None);
    }

    #[test]
    fn every_provider_with_an_api_has_events() {
        assert!(providers().count() >= 2);
        for provider in providers() {
            let mut form = first();
            form.choose_provider(provider.id);
            for event in provider.events {
                form.choose_event(event.name);
                let emission = form.emission(Some("w")).unwrap();
                assert_eq!(emission.event_type, event.name);
                assert_eq!(emission.workspace_id.as_deref(), Some("w"));
                assert!(emission.data.unwrap().is_object(), "{}", event.name);
            }
        }
        let mut form = first();
        form.choose_provider("awell");
        assert_eq!(form.provider.id, "generic", "it has no API");
    }

    #[test]
    fn a_custom_event_is_emitted_if_the_provider_accepts_it() {
        let mut form = first();
        form.choose_custom();
        assert!(form.is_custom() && form.accepts_custom());
        assert_eq!(form.emission(None).unwrap_err().path, "/type");
        form.kind = " order.shipped ".into();
        assert_eq!(form.emission(None).unwrap().event_type, "order.shipped");
        let text = form::write(&form).0;
        assert_eq!(form::read::<DeliveriesForm>(&text, 0).0.kind, form.kind, "it is kept");
        let other = form::read::<DeliveriesForm>(&text.replace("\"generic\"", "\"well\""), 0).0;
        assert!(!other.is_custom() && !other.accepts_custom());
    }

    #[test]
    fn data_must_be_an_object() {
        for (data, message) in [("{", "not valid JSON"), ("[]", "must be a JSON object"), ("", "not valid JSON")] {
            let problem = DeliveriesForm { data: data.into(), ..first() }.emission(None).unwrap_err();
            assert!(problem.message.contains(message), "{}", problem.message);
            assert_eq!(problem.path, "/data");
        }
        let form = DeliveriesForm { data: r#"{ "a": 1 }"#.into(), to: "hook_1".into(), ..first() };
        let emission = form.emission(None).unwrap();
        assert_eq!((emission.data, emission.subscription_id.as_deref()), (Some(json!({ "a": 1 })), Some("hook_1")));
    }

    #[test]
    fn fields_that_are_used_must_be_readable() {
        let wrong =
            DeliveriesForm { attempts: "0".into(), duration: "soon".into(), retry_after: "-1".into(), ..first() };
        let path = |form: DeliveriesForm| form.receiver().map_err(|problem| problem.path);
        assert_eq!(path(wrong.clone()).unwrap_err(), "/attempts");
        assert_eq!(path(DeliveriesForm { course: Course::Duration, ..wrong.clone() }).unwrap_err(), "/duration");
        assert_eq!(path(DeliveriesForm { answer: Answer::Busy, ..wrong.clone() }).unwrap_err(), "/retry-after");
        assert!(path(DeliveriesForm { course: Course::Always, ..wrong.clone() }).is_ok());
        assert!(path(DeliveriesForm { answer: Answer::Ok, ..wrong }).is_ok(), "it does not fail");
        let down = DeliveriesForm { course: Course::Duration, ..first() }.receiver().unwrap();
        assert_eq!(down.failing, Failing::Ms(7_200_000));
        let busy = DeliveriesForm { answer: Answer::Busy, ..first() }.receiver().unwrap();
        assert_eq!(busy.retry_after.as_deref(), Some("120"));
    }

    #[test]
    fn a_saved_form_has_no_ids_and_no_url() {
        let form = DeliveriesForm {
            to: "hook_1".into(),
            checked: "hook_1".into(),
            url: "https://hunter2.example".into(),
            ..first()
        };
        let text = form::write(&form).0;
        assert!(!text.contains("hook_1") && !text.contains("hunter2"), "{text}");
        assert_eq!(form::read::<DeliveriesForm>(&text, 0).0, first());
        let other = text.replace("\"generic\"", "\"well\"");
        let read = form::read::<DeliveriesForm>(&other, 0).0;
        assert_eq!((read.provider.id, read.kind.as_str()), ("well", read.provider.events[0].name));
        let without_api = text.replace("\"generic\"", "\"awell\"");
        assert_eq!(form::read::<DeliveriesForm>(&without_api, 0).0, first());
    }
}
