//! Interventions between attempts: repeating a delivery, and disabling and enabling the endpoint of a subscription.

use alloc::string::String;

use super::{Service, ServiceState};
use crate::delivery::{Delivery, DisabledReason, Progress};

impl Service {
    /// Repeats a delivery: creates another one to the same subscription, with the same event id and the same body. Its
    /// first attempt is due at `now_ms`, in milliseconds since the epoch, and is signed with the secret that the
    /// subscription has then. Receivers recognize the event by its id.
    ///
    /// Returns the id of the new delivery, or `None` if the delivery does not exist or its subscription is not active.
    ///
    /// ```
    /// use hookwright::{catalog, service::{ApiRequest, Config, Emission, Service}};
    ///
    /// let generic = catalog::find("generic").unwrap();
    /// let mut service = Service::new(generic, Config { token: None, secret: None, seed: [7; 32] })?;
    /// # let request = ApiRequest {
    /// #     method: "POST".into(),
    /// #     target: "/v1/webhooks".into(),
    /// #     headers: [("Content-Type", "application/json")].into_iter().collect(),
    /// #     body: br#"{ "url": "https://yourapp.com/webhook", "events": ["user.created"] }"#.to_vec(),
    /// #     ..ApiRequest::default()
    /// # };
    /// # let _ = service.handle(&request, 0);
    /// let emission = Emission { event_type: "user.created".into(), ..Emission::default() };
    /// let emitted = service.emit(&emission, 0).unwrap();
    /// let again = service.redeliver(&emitted.delivery_ids[0], 60_000).unwrap();
    /// let attempts = service.take_due(60_000);
    /// assert_eq!((attempts.len(), &attempts[1].delivery_id), (2, &again));
    /// assert_eq!(attempts[0].event_id, attempts[1].event_id);
    /// assert_eq!(attempts[0].request.body, attempts[1].request.body);
    /// # Ok::<(), hookwright::service::ServiceError>(())
    /// ```
    pub fn redeliver(&mut self, delivery_id: &str, now_ms: i64) -> Option<String> {
        let Delivery { event_type, subscription_id, message, .. } = self.state.deliveries.get(delivery_id)?.clone();
        self.state.subscriptions.get(&subscription_id).filter(|subscription| subscription.active)?;
        let id = self.new_id("del_");
        let sequence = self.state.ids;
        let progress = Progress::new(self.policy(), now_ms, sequence);
        let delivery = Delivery {
            id: id.clone(),
            sequence,
            event_type,
            subscription_id,
            message,
            progress,
            status_code: None,
            error: None,
        };
        self.add_delivery(delivery);
        Some(id)
    }

    /// Disables the endpoint of a subscription, for example because its [`Health`](crate::delivery::Health) is disabled:
    /// the subscription is not active any more, and its open deliveries end with this reason at `now_ms`, in milliseconds
    /// since the epoch. The outcome of an attempt in flight is ignored. Returns whether the subscription exists.
    pub fn disable(&mut self, subscription_id: &str, reason: DisabledReason, now_ms: i64) -> bool {
        let ServiceState { subscriptions, deliveries, .. } = &mut self.state;
        let Some(subscription) = subscriptions.get_mut(subscription_id) else { return false };
        subscription.active = false;
        for key in self.index.of_subscription(subscription_id) {
            if let Some(delivery) = deliveries.row_mut(key) {
                self.index.unschedule(key, delivery);
                // It can fail only if the delivery has already ended.
                let _ = delivery.progress.disable(reason, now_ms);
            }
        }
        true
    }

    /// Makes a subscription active again, after [`Service::disable`] or an update. Deliveries that have ended are not
    /// resumed: [`Service::redeliver`] repeats them. Returns whether the subscription exists.
    pub fn enable(&mut self, subscription_id: &str) -> bool {
        let found = self.state.subscriptions.get_mut(subscription_id);
        found.map(|subscription| subscription.active = true).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ApiRequest, Config, DueAttempt, Emission};
    use super::*;
    use crate::base::http::Headers;
    use crate::catalog;
    use crate::delivery::DeliveryState;
    use crate::retry::{Outcome, Policy, Reading, Schedule};
    use alloc::vec::Vec;

    /// A service with a subscription, whose id is returned.
    fn service() -> (Service, String) {
        let config = Config { token: None, secret: None, seed: [7; 32] };
        let mut service = Service::new(catalog::find("generic").unwrap(), config).unwrap();
        let request = ApiRequest {
            method: "POST".into(),
            target: "/v1/webhooks".into(),
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: br#"{ "url": "https://yourapp.com/webhook", "events": ["user.created"] }"#.to_vec(),
            ..ApiRequest::default()
        };
        assert_eq!(service.handle(&request, 0).status, 201);
        let id = service.state().subscriptions().next().unwrap().id.clone();
        (service, id)
    }

    fn emit(service: &mut Service, now_ms: i64) -> String {
        let emission = Emission { event_type: "user.created".into(), ..Emission::default() };
        service.emit(&emission, now_ms).unwrap().delivery_ids.remove(0)
    }

    fn settle_all(service: &mut Service, status: u16, now_ms: i64) -> Vec<DueAttempt> {
        let attempts = service.take_due(now_ms);
        for attempt in &attempts {
            assert!(service.settle(&attempt.delivery_id, Outcome::Answered(status), &Headers::new(), now_ms));
        }
        attempts
    }

    #[test]
    fn another_policy_applies_to_later_attempts() {
        let (mut service, _) = service();
        emit(&mut service, 0);
        settle_all(&mut service, 500, 0);
        assert_eq!(service.next_due_ms(), Some(30_000), "the policy of the provider");
        let policy = Policy::new("once", Schedule::Fixed { delay_ms: 7_000 }, Reading::STANDARD).at_most(2);
        service.set_policy(Some(policy));
        settle_all(&mut service, 500, 30_000);
        assert_eq!(service.next_due_ms(), None, "it allows two attempts");
        emit(&mut service, 40_000);
        settle_all(&mut service, 500, 40_000);
        assert_eq!(service.next_due_ms(), Some(47_000));
        service.set_policy(None);
        assert_eq!(service.policy(), catalog::find("generic").unwrap().policy);
    }

    #[test]
    fn a_repeated_delivery_has_the_same_event_and_its_own_retries() {
        let (mut service, subscription) = service();
        let first = emit(&mut service, 0);
        settle_all(&mut service, 500, 0);
        let second = service.redeliver(&first, 10).unwrap();
        assert_ne!(first, second);
        let attempts = settle_all(&mut service, 200, 10);
        let ids: Vec<_> = attempts.iter().map(|attempt| attempt.delivery_id.as_str()).collect();
        assert_eq!(ids, [second.as_str()], "the retry of the first delivery is due later");
        assert_eq!(attempts[0].request.number, 1);
        assert_eq!(service.next_due_ms(), Some(30_000));
        let request = ApiRequest {
            method: "GET".into(),
            target: alloc::format!("/v1/webhooks/{subscription}/deliveries"),
            ..ApiRequest::default()
        };
        let log: serde_json::Value = serde_json::from_str(&service.handle(&request, 20).body).unwrap();
        assert_eq!(log["deliveries"][0]["event_id"], log["deliveries"][1]["event_id"]);
        assert_eq!((&log["deliveries"][0]["id"], &log["deliveries"][0]["status"]), (&second.into(), &"success".into()));
    }

    #[test]
    fn only_deliveries_to_active_subscriptions_can_be_repeated() {
        let (mut service, subscription) = service();
        let delivery = emit(&mut service, 0);
        assert_eq!(service.redeliver("del_0", 0), None);
        assert!(service.disable(&subscription, DisabledReason::ByHand, 0));
        assert_eq!(service.redeliver(&delivery, 0), None);
        assert!(service.enable(&subscription));
        assert!(service.redeliver(&delivery, 0).is_some());
    }

    #[test]
    fn disabling_an_endpoint_ends_its_open_deliveries() {
        let (mut service, subscription) = service();
        let done = emit(&mut service, 0);
        settle_all(&mut service, 200, 0);
        let waiting = emit(&mut service, 0);
        settle_all(&mut service, 500, 0);
        let in_flight = emit(&mut service, 0);
        assert_eq!(service.take_due(0).len(), 1);
        assert!(service.disable(&subscription, DisabledReason::Failures, 5));
        assert_eq!(service.next_due_ms(), None);
        let state = |id: &str| service.state().deliveries().find(|delivery| delivery.id == id).unwrap().progress.state;
        assert_eq!(state(&done), DeliveryState::Succeeded { at_ms: 0 });
        for id in [&waiting, &in_flight] {
            assert_eq!(state(id), DeliveryState::Disabled { at_ms: 5, reason: DisabledReason::Failures });
        }
        assert!(!service.settle(&in_flight, Outcome::Answered(200), &Headers::new(), 6));
        assert!(!service.disable("hook_0", DisabledReason::ByHand, 0) && !service.enable("hook_0"));
    }
}
