//! Events that happen, and the attempts at telling the subscriptions of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::api::Ids;
use super::super::check::unknown_event;
use super::super::record::{Filter, Skip, Subscription, route};
use super::Service;
use crate::delivery::{Attempt, Delivery, Outcome};
use crate::event::compose;
use crate::header::Headers;
use crate::problem::Problem;
use crate::signature::{Secret, Signer, Unsigned};

/// Something that happens at a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emission {
    /// The event type.
    pub event_type: String,
    /// The payload; the catalogue's sample, where it is left out.
    pub data: Option<Value>,
    /// The workspace in which it happens, by either of its ids.
    pub workspace_id: Option<String>,
    /// The only subscription to tell, whatever it is for.
    pub subscription_id: Option<String>,
}

/// What became of an emission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The event's id.
    pub event_id: String,
    /// The ids of the deliveries that are due now.
    pub delivery_ids: Vec<String>,
    /// The ids of the subscriptions that are not told, each with the reason.
    pub skipped: Vec<(String, Skip)>,
}

impl Service {
    /// Lets an event happen at `now_ms`: every subscription that is for it gets a delivery, whose first attempt is due at
    /// once.
    ///
    /// # Errors
    /// The event type is not one of the provider's, the payload is no object, or there is no such workspace or subscription.
    pub fn emit(&mut self, emission: &Emission, now_ms: i64) -> Result<Emitted, Problem> {
        let event_type = self
            .provider
            .event_type(&emission.event_type)
            .ok_or_else(|| unknown_event(self.provider, &emission.event_type, "/event_type"))?;
        let mut data = match &emission.data {
            Some(data) => data.clone(),
            None => serde_json::from_str(event_type.sample).unwrap_or(Value::Null),
        };
        let Some(members) = data.as_object_mut() else {
            return Err(Problem::error("wrong_type", "/data", "the payload of an event is an object"));
        };
        let origin = self.origin(emission)?;
        if let Some((filter, people_id)) = &origin {
            // Well's promise for every event: these three say where it comes from.
            members.insert("workspace_id".into(), json!(filter.workspace_id));
            for (name, value) in [("external_workspace_id", &filter.external_workspace_id), ("people_id", people_id)] {
                if let Some(value) = value {
                    members.insert(name.into(), json!(value));
                }
            }
        }
        let origin = origin.map(|(filter, _)| filter).unwrap_or_default();
        let event_id = self.made_id("evt_");
        let body = compose(self.provider, event_type.name, &event_id, now_ms, data);
        let body = serde_json::to_string(&body).unwrap_or_default();
        self.fan_out(emission, &origin, event_id, &body, now_ms)
    }

    fn fan_out(
        &mut self,
        emission: &Emission,
        origin: &Filter,
        event_id: String,
        body: &str,
        now_ms: i64,
    ) -> Result<Emitted, Problem> {
        let mut receivers: Vec<String> = Vec::new();
        let mut skipped = Vec::new();
        match &emission.subscription_id {
            Some(only) if self.state.subscriptions.iter().any(|subscription| subscription.id == *only) => {
                receivers.push(only.clone());
            }
            Some(only) => {
                let message = format!("there is no subscription `{only}`");
                return Err(Problem::error("unknown_subscription", "/subscription_id", message));
            }
            None => {
                for (subscription, verdict) in route(&self.state.subscriptions, &emission.event_type, origin) {
                    match verdict {
                        Ok(()) => receivers.push(subscription.id.clone()),
                        Err(reason) => skipped.push((subscription.id.clone(), reason)),
                    }
                }
            }
        }
        let mut delivery_ids = Vec::new();
        for subscription_id in receivers {
            let id = self.made_id("del_");
            delivery_ids.push(id.clone());
            self.state.deliveries.push(Delivery {
                id,
                sequence: self.state.ids,
                event_id: event_id.clone(),
                event_type: emission.event_type.clone(),
                subscription_id,
                body: body.into(),
                attempts: 0,
                next_ms: self.provider.policy.delay_ms(1).map(|delay| now_ms.saturating_add_unsigned(delay)),
                status_code: None,
                error: None,
                delivered_at_ms: None,
                in_flight: false,
            });
        }
        Ok(Emitted { event_id, delivery_ids, skipped })
    }

    /// When the next attempt is due, in milliseconds since the epoch. `None` while nothing waits.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        let waiting = self.state.deliveries.iter().filter(|delivery| !delivery.in_flight);
        waiting.filter_map(|delivery| delivery.next_ms).min()
    }

    /// The attempts that are due at `now_ms`, in the order in which they fell due, each signed and addressed by the
    /// subscription as it is now. Each has to be settled; until then it is not given out again.
    #[must_use]
    pub fn take_due(&mut self, now_ms: i64) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        for delivery in self.state.deliveries.iter_mut().filter(|delivery| delivery.is_due(now_ms)) {
            let mut all = self.state.subscriptions.iter();
            let subscription = all.find(|subscription| subscription.id == delivery.subscription_id);
            match subscription.filter(|subscription| subscription.active) {
                Some(subscription) => {
                    delivery.in_flight = true;
                    attempts.push(attempt(self.provider, self.secret.as_ref(), subscription, delivery, now_ms));
                }
                // It was switched off in the meantime: there is nobody to tell any more.
                None => delivery.next_ms = None,
            }
        }
        attempts.sort_by_key(|attempt| attempt.due_ms);
        attempts
    }

    /// Takes note of what came of an attempt that ended at `now_ms`. Says whether there is such a delivery: it may have gone
    /// with its subscription.
    pub fn settle(&mut self, delivery_id: &str, outcome: Outcome, now_ms: i64) -> bool {
        let mut all = self.state.deliveries.iter_mut();
        let Some(delivery) = all.find(|delivery| delivery.id == delivery_id && delivery.in_flight) else {
            return false;
        };
        delivery.settle(outcome, self.provider.policy, now_ms);
        true
    }

    fn made_id(&mut self, prefix: &str) -> String {
        let ids = self.provider.apis.first().map_or(Ids::Prefixed, |api| api.ids);
        self.state.made_id(&self.seed, ids, prefix)
    }

    /// Where an event comes from: the workspace's ids, and the person who installed its connector.
    fn origin(&self, emission: &Emission) -> Result<Option<(Filter, Option<String>)>, Problem> {
        let Some(wanted) = &emission.workspace_id else { return Ok(None) };
        let workspace = self.workspace(wanted).map_err(|_| {
            Problem::error("unknown_workspace", "/workspace_id", format!("there is no workspace `{wanted}`"))
        })?;
        let filter =
            Filter { workspace_id: Some(workspace.id.clone()), external_workspace_id: workspace.external_id.clone() };
        Ok(Some((filter, workspace.people_id.clone())))
    }
}

fn attempt(
    provider: &crate::provider::Provider,
    shared_secret: Option<&Secret>,
    subscription: &Subscription,
    delivery: &Delivery,
    now_ms: i64,
) -> Attempt {
    let body = delivery.body.clone().into_bytes();
    let mut headers = Headers::new();
    headers.push("Content-Type", "application/json");
    let own_secret = subscription.secret.as_ref().and_then(|secret| Secret::new(secret.as_bytes()).ok());
    if let (Some(scheme), Some(secret)) = (provider.default_scheme(), own_secret.as_ref().or(shared_secret)) {
        let unsigned = Unsigned::new(&body).id(&delivery.event_id).at(now_ms).to("POST", &subscription.url);
        let signed = Signer::with_short_keys(scheme, core::slice::from_ref(secret)).ok();
        for (name, value) in
            signed.and_then(|signer| signer.sign(&unsigned).ok()).iter().flat_map(|signed| signed.headers.iter())
        {
            headers.push(name, value);
        }
    }
    for (name, value) in subscription.headers.iter().flatten() {
        headers.push(name.as_str(), &**value);
    }
    Attempt {
        delivery_id: delivery.id.clone(),
        event_id: delivery.event_id.clone(),
        subscription_id: subscription.id.clone(),
        number: delivery.attempts.saturating_add(1),
        due_ms: delivery.next_ms.unwrap_or(now_ms),
        url: subscription.url.clone(),
        headers,
        body,
        timeout_ms: provider.policy.timeout_ms,
    }
}
