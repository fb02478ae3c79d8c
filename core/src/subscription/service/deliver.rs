//! Events that happen, and the attempts at telling the subscriptions of them.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::super::api::Ids;
use super::super::check::unknown_event;
use super::super::record::{Filter, Skip, Subscription, route};
use super::Service;
use crate::delivery::{Attempt, BeginError, Delivery, Destination, DisabledReason, Outcome, Progress};
use crate::event::compose;
use crate::header::Headers;
use crate::problem::Problem;
use crate::signature::{Secret, Signer};

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
            Some(_) => {
                let message = "unknown subscription: no subscription of this service has this id";
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
                progress: Progress::new(self.provider.policy, now_ms, self.state.ids),
                status_code: None,
                error: None,
            });
        }
        Ok(Emitted { event_id, delivery_ids, skipped })
    }

    /// When the next attempt is due, in milliseconds since the epoch. `None` while nothing waits.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.state.deliveries.iter().filter_map(|delivery| delivery.progress.due_ms()).min()
    }

    /// The attempts that are due at `now_ms`, in the order in which they fell due, each signed and addressed by the
    /// subscription as it is now. Each has to be settled; until then it is not given out again.
    #[must_use]
    pub fn take_due(&mut self, now_ms: i64) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let (provider, shared_secret) = (self.provider, self.secret.as_ref());
        for delivery in self.state.deliveries.iter_mut().filter(|delivery| delivery.progress.is_due(now_ms)) {
            let mut all = self.state.subscriptions.iter();
            let subscription = all.find(|subscription| subscription.id == delivery.subscription_id);
            match subscription.filter(|subscription| subscription.active) {
                Some(subscription) => {
                    attempts.extend(begin(provider, shared_secret, subscription, delivery, now_ms));
                }
                // It was switched off in the meantime: there is nobody to tell any more.
                None => drop(delivery.progress.disable(DisabledReason::ByHand, now_ms)),
            }
        }
        attempts.sort_by_key(|attempt| attempt.due_ms);
        attempts
    }

    /// Takes note of what came of an attempt that ended at `now_ms`, with the header fields of the answer. Says whether there is
    /// such a delivery: it may have gone with its subscription.
    pub fn settle(&mut self, delivery_id: &str, outcome: Outcome, headers: &Headers, now_ms: i64) -> bool {
        let mut all = self.state.deliveries.iter_mut();
        let Some(delivery) = all.find(|delivery| delivery.id == delivery_id) else { return false };
        delivery.settle(outcome, headers, self.provider.policy, now_ms).is_ok()
    }

    fn made_id(&mut self, prefix: &str) -> String {
        let ids = self.provider.apis.first().map_or(Ids::Prefixed, |api| api.ids);
        self.state.made_id(&self.seed, ids, prefix)
    }

    /// Where an event comes from: the workspace's ids, and the person who installed its connector.
    fn origin(&self, emission: &Emission) -> Result<Option<(Filter, Option<String>)>, Problem> {
        let Some(wanted) = &emission.workspace_id else { return Ok(None) };
        let workspace = self.workspace(wanted).map_err(|_| {
            let message = "unknown workspace: no workspace of this service has this id";
            Problem::error("unknown_workspace", "/workspace_id", message)
        })?;
        let filter =
            Filter { workspace_id: Some(workspace.id.clone()), external_workspace_id: workspace.external_id.clone() };
        Ok(Some((filter, workspace.people_id.clone())))
    }
}

fn begin(
    provider: &crate::provider::Provider,
    shared_secret: Option<&Secret>,
    subscription: &Subscription,
    delivery: &mut Delivery,
    now_ms: i64,
) -> Option<Attempt> {
    let own_secret = subscription.secret.as_ref().and_then(|secret| Secret::new(secret.as_bytes()).ok());
    let secret = own_secret.as_ref().or(shared_secret);
    let signer = provider
        .default_scheme()
        .zip(secret)
        .and_then(|(scheme, secret)| Signer::with_short_keys(scheme, core::slice::from_ref(secret)).ok());
    let fields = subscription.headers.iter().flatten().map(|(name, value)| (name.as_str(), &**value));
    let to = Destination { url: &subscription.url, headers: fields.collect(), signer: signer.as_ref() };
    match delivery.begin(&to, provider.policy, now_ms) {
        // A clock that is set to a time which cannot be written: what a receiver does with a delivery that lacks its signature
        // is worth a test too.
        Err(BeginError::Sign(_)) => delivery.begin(&Destination { signer: None, ..to }, provider.policy, now_ms).ok(),
        attempt => attempt.ok(),
    }
}
