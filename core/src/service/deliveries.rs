//! Emissions of events, and the attempts of their deliveries.

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
use crate::retry::{Outcome, Policy};
use crate::signature::{CompiledScheme, Secret, SignError, Signer};
use crate::subscription::IdStyle;
use crate::subscription::unknown_event;
use crate::subscription::{Filter, SkipReason, Subscription};

/// An event to emit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emission {
    /// The event type.
    pub event_type: String,
    /// The payload. The default is the sample of the catalog. Custom events, which only some providers have, require a
    /// payload.
    pub data: Option<Value>,
    /// The workspace of the event, by either of its ids.
    pub workspace_id: Option<String>,
    /// The only subscription that receives the event, whatever its event types and its filter.
    pub subscription_id: Option<String>,
}

/// The result of an emission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The id of the event.
    pub event_id: String,
    /// The ids of its deliveries, which are due now.
    pub delivery_ids: Vec<String>,
    /// The ids of subscriptions that do not receive the event, each with the reason.
    pub skipped: Vec<(String, SkipReason)>,
}

/// A due attempt that is ready to be sent. Its outcome must be recorded with [`Service::settle`].
#[derive(Clone, Debug)]
pub struct DueAttempt {
    /// The id of the delivery.
    pub delivery_id: String,
    /// The id of the event.
    pub event_id: String,
    /// The id of the subscription.
    pub subscription_id: String,
    /// The request to send.
    pub request: AttemptRequest,
}

impl Service {
    /// Emits an event at `now_ms`, in milliseconds since the epoch. Every matching subscription gets a delivery, whose
    /// first attempt is due immediately.
    ///
    /// # Errors
    /// The event type is not a type of the provider, the payload is not an object, or the workspace or subscription
    /// does not exist.
    pub fn emit(&mut self, emission: &Emission, now_ms: i64) -> Result<Emitted, Problem> {
        let event_type = self.provider.event_type(&emission.event_type);
        let mut data = match (&emission.data, event_type) {
            (Some(data), Some(_)) => data.clone(),
            // The catalog does not have a sample of a custom event.
            (Some(data), None) if self.accepts_custom_events() => data.clone(),
            (None, Some(event_type)) => serde_json::from_str(event_type.sample).unwrap_or(Value::Null),
            (_, None) => {
                let Provider { name, events, .. } = self.provider;
                return Err(unknown_event(name, events, &emission.event_type, "/event_type"));
            }
        };
        let Some(members) = data.as_object_mut() else {
            return Err(Problem::error(codes::WRONG_TYPE, "/data", "`data` must be an object"));
        };
        let origin = self.origin(emission, members)?;
        let event_id = self.new_id("evt_");
        let body = compose(self.provider.envelope, &emission.event_type, &event_id, now_ms, data);
        let body = serde_json::to_string(&body).unwrap_or_default();
        self.fan_out(emission, &origin, event_id, &body, now_ms)
    }

    fn accepts_custom_events(&self) -> bool {
        self.provider.apis.iter().any(|api| api.custom_events)
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
            let id = self.new_id("del_");
            delivery_ids.push(id.clone());
            let delivery = Delivery {
                id,
                sequence: self.state.ids,
                event_type: emission.event_type.clone(),
                subscription_id,
                message: Message::json(event_id.as_str(), body),
                progress: Progress::new(self.policy(), now_ms, self.state.ids),
                status_code: None,
                error: None,
            };
            self.add_delivery(delivery);
        }
        Ok(Emitted { event_id, delivery_ids, skipped })
    }

    /// Starts a run, which has a finite number of attempts whatever receivers do. A run consists of all attempts of two
    /// generations of deliveries: those that exist now, and those that receivers cause while they handle them, by
    /// emitting events or requesting test events. Deliveries caused by the second generation are held back until the
    /// next run, or until [`Service::close_run`]. A previous run ends.
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
        self.index.open_run();
    }

    /// Ends a run. Deliveries that it held back are due like all others.
    pub fn close_run(&mut self) {
        self.index.close_run();
    }

    /// The due time of the next attempt, in milliseconds since the epoch. `None` if no attempt is scheduled. In a run,
    /// only its attempts count.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.index.next_due_ms()
    }

    /// Returns the attempts that are due at `now_ms`, in order of their due times. Each has the URL, the headers and
    /// the secret that its subscription has now. An attempt is returned once, and must be settled before the delivery
    /// can be retried. In a run, attempts of deliveries from before the run come first. Attempts of deliveries that
    /// they cause come with a later call.
    ///
    /// A delivery that cannot be signed ends without an attempt. If only the time cannot be signed, it is sent without a
    /// signature.
    #[must_use]
    pub fn take_due(&mut self, now_ms: i64) -> Vec<DueAttempt> {
        let mut attempts = Vec::new();
        let (scheme, shared_secret) = (self.scheme.as_ref(), self.secret.as_ref());
        let policy = self.policy.as_ref().unwrap_or(self.provider.policy);
        let ServiceState { subscriptions, deliveries, .. } = &mut self.state;
        for key in self.index.take(now_ms) {
            let Some(delivery) = deliveries.row_mut(key) else { continue };
            match subscriptions.get(&delivery.subscription_id).filter(|subscription| subscription.active) {
                Some(subscription) => {
                    let request = begin(policy, scheme, shared_secret, subscription, delivery, now_ms);
                    attempts.extend(request.map(|request| DueAttempt {
                        delivery_id: delivery.id.clone(),
                        event_id: delivery.message.id.clone(),
                        subscription_id: delivery.subscription_id.clone(),
                        request,
                    }));
                }
                // The subscription has been deactivated in the meantime.
                None => end(delivery, now_ms),
            }
        }
        attempts
    }

    /// Records the outcome of an attempt that ended at `now_ms`. `headers` are the header fields of the response.
    /// Returns whether the delivery exists and was in flight: it may have been deleted with its subscription.
    pub fn settle(&mut self, delivery_id: &str, outcome: Outcome, headers: &Headers, now_ms: i64) -> bool {
        let deliveries = &mut self.state.deliveries;
        let Some((key, delivery)) = deliveries.key(delivery_id).and_then(|key| Some((key, deliveries.row_mut(key)?)))
        else {
            return false;
        };
        let policy = self.policy.as_ref().unwrap_or(self.provider.policy);
        let is_settled = delivery.settle(outcome, headers, policy, now_ms).is_ok();
        if is_settled {
            self.index.update(key, delivery);
        }
        is_settled
    }

    /// Adds a new delivery.
    pub(super) fn add_delivery(&mut self, delivery: Delivery) {
        let key = self.state.deliveries.push(delivery);
        if let Some(delivery) = self.state.deliveries.row(key) {
            self.index.add(key, delivery);
        }
    }

    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        let ids = self.provider.apis.first().map_or(IdStyle::Prefixed, |api| api.ids);
        self.state.new_id(&self.seed, ids, prefix)
    }

    /// The origin of an event, as a filter. The ids of its workspace are added to its data.
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
    policy: &Policy,
    scheme: Option<&CompiledScheme>,
    shared_secret: Option<&Secret>,
    subscription: &Subscription,
    delivery: &mut Delivery,
    now_ms: i64,
) -> Option<AttemptRequest> {
    let own_secret = subscription.secret.as_ref().and_then(|secret| Secret::new(secret.as_bytes()).ok());
    let secret = own_secret.as_ref().or(shared_secret);
    let signer =
        scheme.zip(secret).map(|(scheme, secret)| Signer::with_short_keys(scheme, core::slice::from_ref(secret)));
    let Ok(signer) = signer.transpose() else {
        end(delivery, now_ms);
        return None;
    };
    let fields = subscription.headers.iter().flatten().map(|(name, value)| (name.as_str(), &**value));
    let to = Destination { url: &subscription.url, headers: fields.collect(), signer: signer.as_ref() };
    match delivery.begin(&to, policy, now_ms) {
        Ok(attempt) => Some(attempt),
        // The clock has a time that cannot be signed. The delivery is sent without a signature, which is a test of the
        // receiver, too.
        Err(BeginError::Sign(SignError::MissingTimestamp)) => {
            delivery.begin(&Destination { signer: None, ..to }, policy, now_ms).ok()
        }
        Err(BeginError::Sign(_)) => {
            end(delivery, now_ms);
            None
        }
        Err(BeginError::Step(_)) => None,
    }
}

/// Ends a delivery without another attempt.
fn end(delivery: &mut Delivery, now_ms: i64) {
    // It can fail only if the delivery has already ended.
    let _ = delivery.progress.disable(DisabledReason::ByHand, now_ms);
}
