//! The attempts of a delivery: their start, their end, and the wait for the next one.

use super::engine::{Simulation, signed};
use super::open_delivery::OpenDelivery;
use crate::delivery::{DisabledReason, Gate, Health, Progress};
use crate::retry::Reaction;

impl Simulation {
    /// Starts an attempt that was due at `due_ms`, if the health of the endpoint allows it.
    pub(super) fn attempt(&mut self, mut delivery: OpenDelivery, due_ms: u64) {
        let now_ms = signed(self.now_ms);
        let mut progress = delivery.progress(signed(due_ms));
        let endpoint = endpoint_of(&mut self.endpoints, &delivery);
        match endpoint.map_or(Gate::Open, |health| health.admit(now_ms, self.scenario.timeout_ms())) {
            Gate::Open | Gate::Probe => {}
            Gate::Deferred { until_ms } => {
                if progress.defer(until_ms).is_ok() {
                    delivery.first_ms = progress.first_ms;
                    if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
                        tally.counts.deferrals += 1;
                    }
                    self.fall_behind(&mut delivery);
                    self.wait(delivery, progress.due_ms().unwrap_or(until_ms));
                }
                return;
            }
            Gate::Disabled => {
                let disabled = endpoint_of(&mut self.endpoints, &delivery).and_then(|health| health.disabled);
                let reason = disabled.map_or(DisabledReason::ByHand, |disabled| disabled.reason);
                if progress.disable(reason, now_ms).is_ok() {
                    self.close(&delivery, &progress);
                }
                return;
            }
        }
        let Ok(number) = progress.begin(now_ms) else { return };
        let seed = self.seed_of(&delivery);
        let receiver = usize::from(delivery.receiver);
        let (Some(server), Some(tally)) = (self.servers.get_mut(receiver), self.tallies.get_mut(receiver)) else {
            return;
        };
        let response = server.respond(self.now_ms, seed, number);
        let outcome = response.outcome.index();
        let is_failure = server.classified(outcome).reaction != Reaction::Success;
        tally.record_attempt(self.now_ms, self.totals.bucket(self.now_ms), response, is_failure);
        self.totals.record_attempt(self.now_ms);
        self.totals.levels.in_flight += 1;
        delivery.outcome = outcome;
        delivery.set(OpenDelivery::IN_FLIGHT, true);
        delivery.set(OpenDelivery::ACCEPTED, response.is_accepted);
        // It is behind from now on, because the outage may be over when the sender sees the failure.
        if is_failure {
            self.fall_behind(&mut delivery);
        }
        self.schedule(self.now_ms.saturating_add(response.latency_ms), delivery);
    }

    /// Ends an attempt.
    pub(super) fn settle(&mut self, mut delivery: OpenDelivery) {
        let now_ms = signed(self.now_ms);
        let receiver = usize::from(delivery.receiver);
        let (Some(server), Some(tally)) = (self.servers.get(receiver), self.tallies.get_mut(receiver)) else { return };
        let classified = server.classified(delivery.outcome);
        if delivery.has(OpenDelivery::ACCEPTED) {
            if delivery.has(OpenDelivery::REACHED) {
                tally.counts.duplicates += 1;
            } else {
                let after_ms = self.now_ms.saturating_sub(self.arrivals.at_ms(delivery.event));
                tally.record_reached(after_ms);
                delivery.set(OpenDelivery::REACHED, true);
                delivery.set(OpenDelivery::LATE, after_ms > self.scenario.late_ms);
            }
        }
        let disabled = endpoint_of(&mut self.endpoints, &delivery).and_then(|health| {
            health.note(&self.scenario.health, classified.reaction, now_ms);
            health.disabled
        });
        let mut progress = delivery.progress(now_ms);
        let seed = self.seed_of(&delivery);
        if progress.settle(&self.scenario.policy, &classified, now_ms, seed).is_err() {
            return;
        }
        delivery.attempts = progress.attempts;
        delivery.set(OpenDelivery::IN_FLIGHT, false);
        // Deliveries to a disabled endpoint end now, and do not wait for their next attempt.
        if let Some(disabled) = disabled.filter(|_| progress.due_ms().is_some())
            && progress.disable(disabled.reason, now_ms).is_err()
        {
            return;
        }
        if let Some(due_ms) = progress.due_ms() {
            self.wait(delivery, due_ms);
        } else {
            self.close(&delivery, &progress);
        }
    }

    /// Records the end of a delivery.
    fn close(&mut self, delivery: &OpenDelivery, progress: &Progress) {
        self.totals.record_end(delivery.attempts);
        if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
            tally.record_end(self.now_ms, delivery, progress.state);
        }
    }

    fn fall_behind(&mut self, delivery: &mut OpenDelivery) {
        if !delivery.has(OpenDelivery::BEHIND) {
            delivery.set(OpenDelivery::BEHIND, true);
            if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
                tally.record_behind(self.now_ms);
            }
        }
    }

    /// Stores a delivery until its next attempt is due.
    pub(super) fn wait(&mut self, delivery: OpenDelivery, due_ms: i64) {
        self.totals.levels.waiting += 1;
        self.schedule(u64::try_from(due_ms).unwrap_or(0), delivery);
    }

    /// Schedules a delivery if its next step is not after the horizon. Later deliveries only count as open.
    fn schedule(&mut self, at_ms: u64, delivery: OpenDelivery) {
        if at_ms <= self.scenario.horizon_ms {
            self.wheel.push(at_ms, delivery, &mut self.pool);
        }
    }
}

/// The health of the endpoint of a delivery, if endpoints have one.
fn endpoint_of<'a>(endpoints: &'a mut [Health], delivery: &OpenDelivery) -> Option<&'a mut Health> {
    endpoints.get_mut(usize::try_from(delivery.subscription).ok()?)
}
