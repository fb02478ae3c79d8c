//! What happens to one delivery: an attempt begins, it ends, and then the delivery waits for the next one or has ended.

use super::open::OpenDelivery;
use super::run::{Simulation, signed};
use crate::delivery::{DisabledReason, Gate, Health, Progress};
use crate::retry::Reaction;

impl Simulation {
    /// A worker takes a delivery up whose attempt was due then: it looks at the endpoint's health, and begins.
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
        let answer = server.answer(self.now_ms, seed, number);
        let is_failure = server.read(answer.what).reaction != Reaction::Success;
        tally.note_attempt(self.now_ms, self.totals.bucket(self.now_ms), answer, is_failure);
        self.totals.note_attempt(self.now_ms);
        self.totals.levels.in_flight += 1;
        delivery.what = answer.what;
        delivery.mark(OpenDelivery::IN_FLIGHT, true);
        delivery.mark(OpenDelivery::TAKEN_NOW, answer.is_taken);
        // From now on, and not only when the sender learns of it: an outage may be over by then.
        if is_failure {
            self.fall_behind(&mut delivery);
        }
        self.put(self.now_ms.saturating_add(answer.takes_ms), delivery);
    }

    /// An attempt ends now.
    pub(super) fn settle(&mut self, mut delivery: OpenDelivery) {
        let now_ms = signed(self.now_ms);
        let receiver = usize::from(delivery.receiver);
        let (Some(server), Some(tally)) = (self.servers.get(receiver), self.tallies.get_mut(receiver)) else { return };
        let read = server.read(delivery.what);
        if delivery.is(OpenDelivery::TAKEN_NOW) {
            if delivery.is(OpenDelivery::REACHED) {
                tally.counts.duplicates += 1;
            } else {
                let after_ms = self.now_ms.saturating_sub(self.arrivals.at_ms(delivery.event));
                tally.note_reached(after_ms);
                delivery.mark(OpenDelivery::REACHED, true);
                delivery.mark(OpenDelivery::LATE, after_ms > self.scenario.late_ms);
            }
        }
        let disabled = endpoint_of(&mut self.endpoints, &delivery).and_then(|health| {
            health.note(&self.scenario.health, read.reaction, now_ms);
            health.disabled
        });
        let mut progress = delivery.progress(now_ms);
        let seed = self.seed_of(&delivery);
        if progress.settle(&self.scenario.policy, &read, now_ms, seed).is_err() {
            return;
        }
        delivery.attempts = progress.attempts;
        delivery.mark(OpenDelivery::IN_FLIGHT, false);
        // What waits for an endpoint that gets nothing more need not wait.
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

    /// Counts a delivery that has ended.
    fn close(&mut self, delivery: &OpenDelivery, progress: &Progress) {
        self.totals.note_end(delivery.attempts);
        if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
            tally.note_end(self.now_ms, delivery, progress.state);
        }
    }

    fn fall_behind(&mut self, delivery: &mut OpenDelivery) {
        if !delivery.is(OpenDelivery::BEHIND) {
            delivery.mark(OpenDelivery::BEHIND, true);
            if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
                tally.note_behind(self.now_ms);
            }
        }
    }

    /// Keeps a delivery until its next attempt is due.
    pub(super) fn wait(&mut self, delivery: OpenDelivery, due_ms: i64) {
        self.totals.levels.waiting += 1;
        self.put(u64::try_from(due_ms).unwrap_or(0), delivery);
    }

    /// Keeps what happens until the horizon. Of what comes later, only that it is open has to be known.
    fn put(&mut self, at_ms: u64, delivery: OpenDelivery) {
        if at_ms <= self.scenario.horizon_ms {
            self.wheel.push(at_ms, delivery, &mut self.spare);
        }
    }
}

/// What is known of a delivery's endpoint, where anything is worth knowing.
fn endpoint_of<'a>(endpoints: &'a mut [Health], delivery: &OpenDelivery) -> Option<&'a mut Health> {
    endpoints.get_mut(usize::try_from(delivery.subscription).ok()?)
}
