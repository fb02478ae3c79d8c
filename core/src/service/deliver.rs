//! Events that happen, and the attempts at telling the subscriptions of them.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::codes;
use super::{Service, ServiceState};
use crate::base::http::Headers;
use crate::base::problem::Problem;
use crate::catalog::Provider;
use crate::delivery::{AttemptRequest, BeginError, Delivery, Destination, DisabledReason, Message, Progress};
use crate::event::compose;
use crate::retry::Outcome;
use crate::signature::{CompiledScheme, Secret, Signer};
use crate::subscription::IdStyle;
use crate::subscription::unknown_event;
use crate::subscription::{Filter, SkipReason, Subscription};

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
    pub skipped: Vec<(String, SkipReason)>,
}

/// An attempt that is due, ready to send. Settle it with [`Service::settle`].
#[derive(Clone, Debug)]
pub struct DueAttempt {
    /// The delivery's id.
    pub delivery_id: String,
    /// The event's id.
    pub event_id: String,
    /// The id of the subscription that it goes to.
    pub subscription_id: String,
    /// The request to send.
    pub request: AttemptRequest,
}

impl Service {
    /// Lets an event happen at `now_ms`: every subscription that is for it gets a delivery, whose first attempt is due at
    /// once.
    ///
    /// # Errors
    /// The event type is not one of the provider's, the payload is no object, or there is no such workspace or subscription.
    pub fn emit(&mut self, emission: &Emission, now_ms: i64) -> Result<Emitted, Problem> {
        let event_type = self.provider.event_type(&emission.event_type).ok_or_else(|| {
            unknown_event(self.provider.name, self.provider.events, &emission.event_type, "/event_type")
        })?;
        let mut data = match &emission.data {
            Some(data) => data.clone(),
            None => serde_json::from_str(event_type.sample).unwrap_or(Value::Null),
        };
        let Some(members) = data.as_object_mut() else {
            return Err(Problem::error(codes::WRONG_TYPE, "/data", "`data` must be an object"));
        };
        let origin = self.origin(emission, members)?;
        let event_id = self.made_id("evt_");
        let body = compose(self.provider.envelope, event_type.name, &event_id, now_ms, data);
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
            Some(only) if self.state.subscriptions.key(only).is_some() => {
                receivers.push(only.clone());
            }
            Some(_) => {
                let message = "unknown subscription: no subscription of this service has this id";
                return Err(Problem::error(codes::UNKNOWN_SUBSCRIPTION, "/subscription_id", message));
            }
            None => {
                for subscription in self.state.subscriptions.iter() {
                    match subscription.receives(&emission.event_type, origin) {
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
            let delivery = Delivery {
                id,
                sequence: self.state.ids,
                event_type: emission.event_type.clone(),
                subscription_id,
                message: Message::json(event_id.as_str(), body),
                progress: Progress::new(self.provider.policy, now_ms, self.state.ids),
                status_code: None,
                error: None,
            };
            let key = self.state.deliveries.push(delivery);
            if let Some(delivery) = self.state.deliveries.row(key) {
                self.agenda.add(key, delivery);
            }
        }
        Ok(Emitted { event_id, delivery_ids, skipped })
    }

    /// Starts a run: what [`Service::take_due`] gives out from now on comes to an end, whatever receivers do with it. It is what
    /// waits now, attempt by attempt, and what receivers cause while they are told of that: by letting events happen, or by asking
    /// the API for a test. What those cause in turn waits for the next run, or for [`Service::close_run`]. A run that is under
    /// way ends.
    ///
    /// ```
    /// use hookwright::{catalog, service::{Config, Emission, Service}};
    ///
    /// let generic = catalog::find("generic").unwrap();
    /// let mut service = Service::new(generic, Config { token: None, secret: None, seed: [7; 32] })?;
    /// service.emit(&Emission { event_type: "user.created".into(), ..Emission::default() }, 0).unwrap();
    /// service.open_run();
    /// while let Some(due_ms) = service.next_due_ms() {
    ///     for attempt in service.take_due(due_ms) {
    ///         // … send it, and settle it …
    ///     }
    /// }
    /// service.close_run();
    /// # Ok::<(), hookwright::service::ServiceError>(())
    /// ```
    pub fn open_run(&mut self) {
        self.agenda.open_run();
    }

    /// Ends a run: what it has held back is as due as anything else.
    pub fn close_run(&mut self) {
        self.agenda.close_run();
    }

    /// When the next attempt is due, in milliseconds since the epoch. `None` while nothing waits; in a run, while nothing waits
    /// that belongs to it.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.agenda.next_due_ms()
    }

    /// The attempts that are due at `now_ms`, in the order in which they fell due, each signed and addressed by the
    /// subscription as it is now. Each has to be settled; until then it is not given out again. In a run, those that were there
    /// before it come first, and those that they have caused with the next call.
    #[must_use]
    pub fn take_due(&mut self, now_ms: i64) -> Vec<DueAttempt> {
        let mut attempts = Vec::new();
        let (provider, scheme, shared_secret) = (self.provider, self.scheme.as_ref(), self.secret.as_ref());
        let ServiceState { subscriptions, deliveries, .. } = &mut self.state;
        for key in self.agenda.take(now_ms) {
            let Some(delivery) = deliveries.row_mut(key) else { continue };
            match subscriptions.get(&delivery.subscription_id).filter(|subscription| subscription.active) {
                Some(subscription) => {
                    let request = begin(provider, scheme, shared_secret, subscription, delivery, now_ms);
                    attempts.extend(request.map(|request| DueAttempt {
                        delivery_id: delivery.id.clone(),
                        event_id: delivery.message.id.clone(),
                        subscription_id: delivery.subscription_id.clone(),
                        request,
                    }));
                }
                // It was switched off in the meantime: there is nobody to tell any more.
                None => drop(delivery.progress.disable(DisabledReason::ByHand, now_ms)),
            }
        }
        attempts
    }

    /// Takes note of what came of an attempt that ended at `now_ms`, with the header fields of the answer. Says whether there is
    /// such a delivery: it may have gone with its subscription.
    pub fn settle(&mut self, delivery_id: &str, outcome: Outcome, headers: &Headers, now_ms: i64) -> bool {
        let deliveries = &mut self.state.deliveries;
        let Some((key, delivery)) = deliveries.key(delivery_id).and_then(|key| Some((key, deliveries.row_mut(key)?)))
        else {
            return false;
        };
        let is_settled = delivery.settle(outcome, headers, self.provider.policy, now_ms).is_ok();
        if is_settled {
            self.agenda.note(key, delivery);
        }
        is_settled
    }

    fn made_id(&mut self, prefix: &str) -> String {
        let ids = self.provider.apis.first().map_or(IdStyle::Prefixed, |api| api.ids);
        self.state.made_id(&self.seed, ids, prefix)
    }

    /// Where an event comes from: the ids of its workspace, which become members of its data.
    fn origin(&self, emission: &Emission, data: &mut Map<String, Value>) -> Result<Filter, Problem> {
        let Some(wanted) = &emission.workspace_id else { return Ok(Filter::default()) };
        let found = self.provider.workspaces.zip(self.workspace(wanted).ok());
        let (rows, workspace) = found.ok_or_else(|| {
            let message = "unknown workspace: no workspace of this service has this id";
            Problem::error(codes::UNKNOWN_WORKSPACE, "/workspace_id", message)
        })?;
        for (name, value) in [
            (rows.id, Some(&workspace.id)),
            (rows.external_id, workspace.external_id.as_ref()),
            (rows.person_id, workspace.person_id.as_ref()),
        ] {
            data.extend(value.map(|value| (name.into(), json!(value))));
        }
        Ok(Filter { workspace_id: Some(workspace.id.clone()), external_workspace_id: workspace.external_id.clone() })
    }
}

fn begin(
    provider: &Provider,
    scheme: Option<&CompiledScheme>,
    shared_secret: Option<&Secret>,
    subscription: &Subscription,
    delivery: &mut Delivery,
    now_ms: i64,
) -> Option<AttemptRequest> {
    let own_secret = subscription.secret.as_ref().and_then(|secret| Secret::new(secret.as_bytes()).ok());
    let secret = own_secret.as_ref().or(shared_secret);
    let signer = scheme
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
