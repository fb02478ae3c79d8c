//! The simulation itself: what happens next, on a clock that goes from one thing that happens to the next.

use alloc::vec;
use alloc::vec::Vec;

use super::arrivals::{Arrivals, Fresh};
use super::open::Delivery;
use super::queue::{Line, Next, Spare, Wheel};
use super::receiver::Server;
use super::report::{Ended, Report};
use super::scenario::{MAX_OPEN, Scenario, ScenarioError};
use super::tally::{Tally, Totals};
use crate::delivery::{DisabledReason, Gate, Health, HealthRule, Progress, State};
use crate::retry::Reaction;
use crate::retry::random::derive;

/// A scenario being played. It holds memory for what is open, and for nothing else.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    /// Whether a first attempt is due when its event happens, as it is with nearly every policy.
    is_first_at_once: bool,
    /// [`MAX_OPEN`], but for a test.
    most_open: u64,
    now_ms: u64,
    ended: Option<Ended>,
    arrivals: Arrivals,
    /// What ends or falls due until the horizon.
    wheel: Wheel<Delivery>,
    /// What is due and has no worker, and since when.
    queue: Line<(u64, Delivery)>,
    spare: Spare<(u64, Delivery)>,
    servers: Vec<Server>,
    tallies: Vec<Tally>,
    /// By subscription. Empty if nothing can happen that makes one unlike another.
    endpoints: Vec<Health>,
    totals: Totals,
}

impl Simulation {
    /// A simulation at its beginning.
    ///
    /// # Errors
    /// The scenario cannot be simulated; which field is why.
    pub fn new(scenario: Scenario) -> Result<Self, ScenarioError> {
        scenario.check()?;
        let timeout_ms = scenario.timeout_ms();
        let reading = &scenario.policy.reading;
        let servers: Vec<Server> =
            scenario.receivers.iter().map(|receiver| Server::new(receiver.clone(), reading, timeout_ms)).collect();
        let has_health = scenario.health != HealthRule::default() || servers.iter().any(Server::may_disable);
        let endpoints = if has_health { usize::try_from(scenario.subscriptions()).unwrap_or(0) } else { 0 };
        Ok(Self {
            is_first_at_once: scenario.policy.wait(1).is_none_or(|wait| wait.most_ms == 0),
            most_open: MAX_OPEN,
            now_ms: 0,
            ended: None,
            arrivals: Arrivals::new(&scenario),
            wheel: Wheel::new(),
            queue: Line::new(),
            spare: Spare::new(),
            tallies: servers.iter().map(Tally::new).collect(),
            servers,
            endpoints: vec![Health::default(); endpoints],
            totals: Totals::new(),
            scenario,
        })
    }

    /// Goes on by at most so many steps, and says whether there is more to do. The begin of an attempt is a step, its end is
    /// another, and so is whatever else takes about as long. How a run is sliced changes nothing.
    ///
    /// ```
    /// use hookwright::delivery::simulation::{Scenario, Simulation};
    /// use hookwright::provider;
    ///
    /// let scenario = Scenario { events: 10, ..Scenario::new(provider::find_policy("svix").unwrap().clone()) };
    /// let mut simulation = Simulation::new(scenario)?;
    /// assert!(simulation.run(19) && !simulation.is_done());
    /// assert_eq!(simulation.report().counts.delivered, 9);
    /// while simulation.run(100) {}
    /// assert_eq!(simulation.report().counts.delivered, 10);
    /// # Ok::<(), hookwright::delivery::simulation::ScenarioError>(())
    /// ```
    pub fn run(&mut self, steps: u64) -> bool {
        for _ in 0..steps {
            if self.ended.is_some() {
                break;
            }
            self.step();
        }
        self.ended.is_none()
    }

    /// Whether there is nothing more to do.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.ended.is_some()
    }

    /// How far the clock has come, in milliseconds.
    #[must_use]
    pub const fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// What is played.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What has come of it so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let parts: Vec<_> = self.servers.iter().map(Server::subscriptions).zip(&self.tallies).collect();
        let (untaken, happened) = (self.arrivals.untaken(self.now_ms), self.arrivals.happened(self.now_ms));
        Report { ended: self.ended, ..self.totals.report(self.now_ms, untaken, happened, &parts) }
    }

    /// Does what comes next. Within a millisecond, what is queued for a worker comes first, then what ends or falls due, then
    /// what is new.
    fn step(&mut self) {
        let fresh_ms = self.arrivals.next_ms().filter(|at_ms| *at_ms <= self.scenario.horizon_ms);
        let has_worker = self.has_worker();
        if has_worker {
            let queued_ms = self.queue.first().map(|(due_ms, _)| *due_ms);
            if queued_ms.is_some_and(|due_ms| fresh_ms.is_none_or(|at_ms| due_ms <= at_ms)) {
                if let Some((due_ms, delivery)) = self.queue.pop(&mut self.spare) {
                    self.totals.levels.queued -= 1;
                    self.attempt(delivery, due_ms);
                }
                return;
            }
            // What happened while there was no worker.
            if self.is_first_at_once && fresh_ms.is_some_and(|at_ms| at_ms < self.now_ms) {
                self.begin_next();
                return;
            }
        }
        let fresh_ms = fresh_ms.filter(|_| has_worker || !self.is_first_at_once);
        match self.wheel.next(fresh_ms.unwrap_or(self.scenario.horizon_ms)) {
            Next::Moved => {}
            Next::Due(at_ms, delivery) => {
                self.go_on_to(at_ms);
                self.fall_due(delivery);
            }
            Next::Nothing => match fresh_ms {
                Some(at_ms) => {
                    self.go_on_to(at_ms);
                    self.begin_next();
                }
                None => self.end(),
            },
        }
    }

    const fn has_worker(&self) -> bool {
        match self.scenario.workers {
            Some(workers) => self.totals.levels.in_flight < workers as u64,
            None => true,
        }
    }

    /// Moves the clock on, and takes note of how things stood until then.
    fn go_on_to(&mut self, at_ms: u64) {
        if at_ms > self.now_ms {
            self.totals.widen(at_ms, &mut self.tallies);
            let arrivals = &self.arrivals;
            // Without a number of workers, nothing waits for one.
            let is_limited = self.scenario.workers.is_some() && self.is_first_at_once;
            let untaken = |at_ms| if is_limited { arrivals.untaken(at_ms) } else { 0 };
            self.totals.note_levels(self.now_ms, at_ms, untaken);
            self.now_ms = at_ms;
        }
    }

    /// Nothing more happens until the horizon.
    fn end(&mut self) {
        let levels = self.totals.levels;
        let is_open = levels.in_flight > 0 || levels.waiting > 0 || levels.queued > 0;
        if is_open || self.arrivals.next_ms().is_some() {
            self.go_on_to(self.scenario.horizon_ms);
            self.ended = Some(Ended::Horizon);
        } else {
            self.ended = Some(Ended::Drained);
        }
        // The last millisecond, until which everything else has been counted.
        let untaken = self.arrivals.untaken(self.now_ms);
        self.totals.note_levels(self.now_ms, self.now_ms.saturating_add(1), |_| untaken);
    }

    /// Begins a delivery whose event has happened.
    fn begin_next(&mut self) {
        if self.wheel.len() + self.totals.levels.queued >= self.most_open {
            self.ended = Some(Ended::Full);
            return;
        }
        let Some(Fresh { at_ms, event, subscription, receiver }) = self.arrivals.take() else { return };
        let mut delivery = Delivery { first_ms: 0, event, subscription, attempts: 0, receiver, what: 0, marks: 0 };
        let progress = Progress::new(&self.scenario.policy, signed(at_ms), self.seed_of(&delivery));
        delivery.first_ms = progress.first_ms;
        if self.is_first_at_once {
            self.attempt(delivery, at_ms);
        } else {
            self.wait(delivery, progress.first_ms);
        }
    }

    /// Goes on with what the wheel says is due now.
    fn fall_due(&mut self, delivery: Delivery) {
        if delivery.is(Delivery::IN_FLIGHT) {
            self.totals.levels.in_flight -= 1;
            self.settle(delivery);
            return;
        }
        self.totals.levels.waiting -= 1;
        if self.has_worker() {
            self.attempt(delivery, self.now_ms);
        } else {
            self.queue.push((self.now_ms, delivery), &mut self.spare);
            self.totals.levels.queued += 1;
        }
    }

    /// A worker takes a delivery up whose attempt was due then: it looks at the endpoint's health, and begins.
    fn attempt(&mut self, mut delivery: Delivery, due_ms: u64) {
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
        delivery.mark(Delivery::IN_FLIGHT, true);
        delivery.mark(Delivery::TAKEN_NOW, answer.is_taken);
        self.put(self.now_ms.saturating_add(answer.takes_ms), delivery);
    }

    /// An attempt ends now.
    fn settle(&mut self, mut delivery: Delivery) {
        let now_ms = signed(self.now_ms);
        let receiver = usize::from(delivery.receiver);
        let (Some(server), Some(tally)) = (self.servers.get(receiver), self.tallies.get_mut(receiver)) else { return };
        let read = server.read(delivery.what);
        if delivery.is(Delivery::TAKEN_NOW) {
            if delivery.is(Delivery::REACHED) {
                tally.counts.duplicates += 1;
            } else {
                let after_ms = self.now_ms.saturating_sub(self.arrivals.at_ms(delivery.event));
                tally.note_reached(after_ms);
                delivery.mark(Delivery::REACHED, true);
                delivery.mark(Delivery::LATE, after_ms > self.scenario.late_ms);
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
        delivery.mark(Delivery::IN_FLIGHT, false);
        // What waits for an endpoint that gets nothing more need not wait.
        if let Some(disabled) = disabled.filter(|_| progress.due_ms().is_some())
            && progress.disable(disabled.reason, now_ms).is_err()
        {
            return;
        }
        if let Some(due_ms) = progress.due_ms() {
            self.fall_behind(&mut delivery);
            self.wait(delivery, due_ms);
        } else {
            self.close(&delivery, &progress);
        }
    }

    /// Counts a delivery that has ended.
    fn close(&mut self, delivery: &Delivery, progress: &Progress) {
        self.totals.note_end(delivery.attempts);
        let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) else { return };
        if delivery.is(Delivery::BEHIND) {
            tally.note_behind(self.now_ms, false);
        }
        let counts = &mut tally.counts;
        match progress.state {
            State::Succeeded { .. } => {
                counts.delivered += 1;
                counts.at_first_try += u64::from(delivery.attempts == 1);
                counts.late += u64::from(delivery.is(Delivery::LATE));
                return;
            }
            State::Disabled { .. } => counts.disabled += 1,
            _ => counts.lost += 1,
        }
        counts.unconfirmed += u64::from(delivery.is(Delivery::REACHED));
    }

    fn fall_behind(&mut self, delivery: &mut Delivery) {
        if !delivery.is(Delivery::BEHIND) {
            delivery.mark(Delivery::BEHIND, true);
            if let Some(tally) = self.tallies.get_mut(usize::from(delivery.receiver)) {
                tally.note_behind(self.now_ms, true);
            }
        }
    }

    /// Keeps a delivery until its next attempt is due.
    fn wait(&mut self, delivery: Delivery, due_ms: i64) {
        self.totals.levels.waiting += 1;
        self.put(u64::try_from(due_ms).unwrap_or(0), delivery);
    }

    /// Keeps what happens until the horizon. Of what comes later, only that it is open has to be known.
    fn put(&mut self, at_ms: u64, delivery: Delivery) {
        if at_ms <= self.scenario.horizon_ms {
            self.wheel.push(at_ms, delivery);
        }
    }

    /// What is drawn for a delivery, whatever happens to the others.
    const fn seed_of(&self, delivery: &Delivery) -> u64 {
        derive(derive(self.scenario.seed, delivery.subscription as u64), delivery.event as u64)
    }
}

/// What is known of a delivery's endpoint, where anything is worth knowing.
fn endpoint_of<'a>(endpoints: &'a mut [Health], delivery: &Delivery) -> Option<&'a mut Health> {
    endpoints.get_mut(usize::try_from(delivery.subscription).ok()?)
}

/// A time of the simulation as the machines of a delivery have it. The horizon is far below where this would saturate.
fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::scenario::{Down, Downtime, Receiver};
    use super::*;
    use crate::provider;

    #[test]
    fn what_comes_after_the_horizon_is_not_kept() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, how: Down::Status(503) }];
        let scenario = Scenario {
            receivers: vec![Receiver { subscriptions: 100, outages, ..Receiver::default() }],
            horizon_ms: 29_999,
            ..Scenario::new(provider::find_policy("generic").unwrap().clone())
        };
        let mut simulation = Simulation::new(scenario).unwrap();
        while simulation.run(7) {}
        assert_eq!((simulation.report().waiting.now, simulation.wheel.len()), (100, 0));
    }

    #[test]
    fn memory_has_an_end() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, how: Down::Status(503) }];
        for (workers, waiting, queued) in [(None, 10, 90), (Some(4), 10, 90)] {
            let scenario = Scenario {
                receivers: vec![Receiver { subscriptions: 4, outages: outages.clone(), ..Receiver::default() }],
                events: 25,
                workers,
                ..Scenario::new(provider::find_policy("generic").unwrap().clone())
            };
            let mut simulation = Simulation::new(scenario).unwrap();
            simulation.most_open = 10;
            while simulation.run(7) {}
            let report = simulation.report();
            assert_eq!(report.ended, Some(Ended::Full));
            assert_eq!((report.counts.deliveries, report.counts.open), (100, 100));
            assert_eq!((report.waiting.now, report.queue.now, report.in_flight.now), (waiting, queued, 0));
            // What has ended makes room again.
            simulation.most_open = 100;
            simulation.ended = None;
            while simulation.run(7) {}
            assert_eq!((simulation.is_done(), simulation.report().counts.delivered), (true, 100));
        }
    }
}
