//! The simulation engine. Its clock advances from one step to the next.

use alloc::vec;
use alloc::vec::Vec;

use super::arrivals::{Arrival, Arrivals};
use super::open_delivery::OpenDelivery;
use super::queue::{BlockPool, BlockQueue, Next, TimingWheel};
use super::report::{EndReason, Report};
use super::scenario::{MAX_OPEN, Scenario, ScenarioError};
use super::server::Server;
use super::tally::{Tally, Totals};
use crate::delivery::{Health, HealthRule, Progress};
use crate::retry::random::derive;

/// The simulation of a scenario. Its memory use grows with the maximum number of deliveries that were open at the same
/// time, by about 35 bytes for each. Deliveries that have ended or whose event has not occurred need no memory. If
/// endpoints can be disabled or attempts deferred, it also needs a [`Health`] for each subscription.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) scenario: Scenario,
    /// Whether the first attempt is due as soon as the event occurs, as with nearly every policy.
    is_first_at_once: bool,
    /// [`MAX_OPEN`], except in tests.
    max_open: u64,
    pub(super) now_ms: u64,
    ended: Option<EndReason>,
    pub(super) arrivals: Arrivals,
    /// Attempts in flight that end until the horizon, and deliveries that wait for an attempt that is due until then.
    pub(super) wheel: TimingWheel<OpenDelivery>,
    /// The deliveries that are due and wait for a worker, with the time when they became due.
    queue: BlockQueue<(u64, OpenDelivery)>,
    /// The blocks of `wheel` and `queue`.
    pub(super) pool: BlockPool<(u64, OpenDelivery)>,
    pub(super) servers: Vec<Server>,
    pub(super) tallies: Vec<Tally>,
    /// The health of the endpoint of each subscription. Empty if all endpoints remain healthy.
    pub(super) endpoints: Vec<Health>,
    pub(super) totals: Totals,
}

impl Simulation {
    /// A simulation at the start of its scenario.
    ///
    /// # Errors
    /// The scenario is invalid. The error contains the field.
    pub fn new(scenario: Scenario) -> Result<Self, ScenarioError> {
        scenario.check()?;
        let timeout_ms = scenario.timeout_ms();
        let reading = &scenario.policy.reading;
        let servers: Vec<Server> =
            scenario.receivers.iter().map(|receiver| Server::new(receiver.clone(), reading, timeout_ms)).collect();
        let has_health = scenario.health != HealthRule::default() || servers.iter().any(Server::may_disable);
        let endpoints = if has_health { usize::try_from(scenario.subscriptions()).unwrap_or(0) } else { 0 };
        let is_first_at_once = scenario.policy.delay_range(1).is_none_or(|wait| wait.most_ms == 0);
        Ok(Self {
            is_first_at_once,
            max_open: MAX_OPEN,
            now_ms: 0,
            ended: None,
            arrivals: Arrivals::new(&scenario, is_first_at_once && scenario.workers.is_some()),
            wheel: TimingWheel::new(),
            queue: BlockQueue::new(),
            pool: BlockPool::new(),
            tallies: servers.iter().map(Tally::new).collect(),
            servers,
            endpoints: vec![Health::default(); endpoints],
            totals: Totals::new(),
            scenario,
        })
    }

    /// Runs at most `steps` steps, and returns whether there are more. The start of an attempt is a step, its end is
    /// another, and so is every other bounded unit of work. The results do not depend on how a run is divided into
    /// calls.
    ///
    /// Nearly all steps take 0.1 to 0.2 microseconds. The end of an attempt takes up to 10 microseconds if its delay is
    /// computed from many previous delays (decorrelated jitter, or exponential backoff with a factor near 1, after a
    /// thousand attempts), and tens of microseconds for extreme numbers. With a thousand receivers, a step that widens
    /// the buckets of the load over time takes milliseconds. There are at most about thirty such steps.
    ///
    /// ```
    /// use hookwright::simulation::{Scenario, Simulation};
    /// use hookwright::catalog;
    ///
    /// let scenario = Scenario { events: 10, ..Scenario::new(catalog::find_policy("svix").unwrap().clone()) };
    /// let mut simulation = Simulation::new(scenario)?;
    /// assert!(simulation.run(19) && !simulation.is_done());
    /// assert_eq!(simulation.report().counts.delivered, 9);
    /// while simulation.run(100) {}
    /// assert_eq!(simulation.report().counts.delivered, 10);
    /// # Ok::<(), hookwright::simulation::ScenarioError>(())
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

    /// The time of the clock, in milliseconds.
    #[must_use]
    pub const fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The results so far. They are computed for each call, which takes about 10 microseconds per receiver.
    #[must_use]
    pub fn report(&self) -> Report {
        let subscriptions = self.servers.iter().map(Server::subscriptions);
        let deliveries = |(index, count)| (count, self.arrivals.deliveries(index, count, self.now_ms));
        let parts = (0..).zip(subscriptions).map(deliveries).zip(&self.tallies);
        let parts: Vec<_> =
            parts.map(|((subscriptions, deliveries), tally)| (subscriptions, deliveries, tally)).collect();
        let untaken = self.arrivals.untaken(self.now_ms);
        Report { ended: self.ended, ..self.totals.report(self.now_ms, untaken, &parts) }
    }

    /// Runs the next step. In each millisecond, deliveries that wait for a worker come first, then attempts that end or
    /// are due, then new events.
    fn step(&mut self) {
        let arrival_ms = self.arrivals.next_ms().filter(|at_ms| *at_ms <= self.scenario.horizon_ms);
        let has_worker = self.has_worker();
        if has_worker {
            let queued_ms = self.queue.first().map(|(due_ms, _)| *due_ms);
            if queued_ms.is_some_and(|due_ms| arrival_ms.is_none_or(|at_ms| due_ms <= at_ms)) {
                if let Some((due_ms, delivery)) = self.queue.pop(&mut self.pool) {
                    self.totals.levels.queued -= 1;
                    self.attempt(delivery, due_ms);
                }
                return;
            }
            // Events that occurred while all workers were busy.
            if self.is_first_at_once && arrival_ms.is_some_and(|at_ms| at_ms < self.now_ms) {
                self.start_next();
                return;
            }
        }
        let arrival_ms = arrival_ms.filter(|_| has_worker || !self.is_first_at_once);
        match self.wheel.next(arrival_ms.unwrap_or(self.scenario.horizon_ms), &mut self.pool) {
            Next::Moved => {}
            Next::Due(at_ms, delivery) => {
                self.advance_to(at_ms);
                self.resume(delivery);
            }
            Next::Nothing => match arrival_ms {
                Some(at_ms) => {
                    self.advance_to(at_ms);
                    self.start_next();
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

    /// Advances the clock, and records the levels until then.
    fn advance_to(&mut self, at_ms: u64) {
        if at_ms > self.now_ms {
            self.totals.widen(at_ms, &mut self.tallies);
            self.totals.record_levels(self.now_ms, at_ms, |at_ms| self.arrivals.untaken(at_ms));
            self.now_ms = at_ms;
        }
    }

    /// Ends the simulation. Nothing else happens until the horizon.
    fn end(&mut self) {
        let levels = self.totals.levels;
        let is_open = levels.in_flight > 0 || levels.waiting > 0 || levels.queued > 0;
        if is_open || self.arrivals.next_ms().is_some() {
            self.advance_to(self.scenario.horizon_ms);
            self.ended = Some(EndReason::Horizon);
        } else {
            self.ended = Some(EndReason::Drained);
        }
        // The last millisecond. Everything before it has been recorded.
        let untaken = self.arrivals.untaken(self.now_ms);
        self.totals.record_levels(self.now_ms, self.now_ms.saturating_add(1), |_| untaken);
    }

    /// Starts the next delivery. Its event has occurred.
    fn start_next(&mut self) {
        if self.wheel.len() + self.totals.levels.queued >= self.max_open {
            self.ended = Some(EndReason::Full);
            return;
        }
        let Some(Arrival { at_ms, event, subscription, receiver }) = self.arrivals.take() else { return };
        let mut delivery =
            OpenDelivery { first_ms: 0, event, subscription, attempts: 0, receiver, outcome: 0, flags: 0 };
        let progress = Progress::new(&self.scenario.policy, signed(at_ms), self.seed_of(&delivery));
        delivery.first_ms = progress.first_ms;
        if self.is_first_at_once {
            self.attempt(delivery, at_ms);
        } else {
            self.wait(delivery, progress.first_ms);
        }
    }

    /// Continues with a delivery that the wheel returned: its attempt ends, or is due.
    fn resume(&mut self, delivery: OpenDelivery) {
        if delivery.has(OpenDelivery::IN_FLIGHT) {
            self.totals.levels.in_flight -= 1;
            self.settle(delivery);
            return;
        }
        self.totals.levels.waiting -= 1;
        if self.has_worker() {
            self.attempt(delivery, self.now_ms);
        } else {
            self.queue.push((self.now_ms, delivery), &mut self.pool);
            self.totals.levels.queued += 1;
        }
    }

    /// The seed of a delivery. It does not depend on other deliveries.
    pub(super) const fn seed_of(&self, delivery: &OpenDelivery) -> u64 {
        derive(derive(self.scenario.seed, delivery.subscription as u64), delivery.event as u64)
    }
}

/// A time of the simulation as a time of [`Progress`]. The horizon is far below the limit of saturation.
pub(super) fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::scenario::{Downtime, FailureMode, Receiver};
    use super::*;
    use crate::catalog;

    #[test]
    fn attempts_after_the_horizon_need_no_memory() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, failure: FailureMode::Status(503) }];
        let scenario = Scenario {
            receivers: vec![Receiver { subscriptions: 100, outages, ..Receiver::default() }],
            horizon_ms: 29_999,
            ..Scenario::new(catalog::find_policy("generic").unwrap().clone())
        };
        let mut simulation = Simulation::new(scenario).unwrap();
        while simulation.run(7) {}
        assert_eq!((simulation.report().waiting.now, simulation.wheel.len()), (100, 0));
    }

    #[test]
    fn every_delivery_has_its_own_seed() {
        let simulation = Simulation::new(Scenario::new(catalog::find_policy("generic").unwrap().clone())).unwrap();
        let delivery = |event, subscription| OpenDelivery {
            first_ms: 0,
            event,
            subscription,
            attempts: 0,
            receiver: 0,
            outcome: 0,
            flags: 0,
        };
        let all = (0..60).flat_map(|event| (0..60).map(move |subscription| delivery(event, subscription)));
        let mut seeds: Vec<u64> = all.map(|delivery| simulation.seed_of(&delivery)).collect();
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 60 * 60);
    }

    #[test]
    fn a_simulation_ends_at_the_limit_of_open_deliveries() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, failure: FailureMode::Status(503) }];
        // Without a limit on workers, there is no queue, and deliveries count when they start.
        for (workers, deliveries, queued) in [(None, 10, 0), (Some(4), 100, 90)] {
            let scenario = Scenario {
                receivers: vec![Receiver { subscriptions: 4, outages: outages.clone(), ..Receiver::default() }],
                events: 25,
                workers,
                ..Scenario::new(catalog::find_policy("generic").unwrap().clone())
            };
            let mut simulation = Simulation::new(scenario).unwrap();
            simulation.max_open = 10;
            while simulation.run(7) {}
            let report = simulation.report();
            assert_eq!(report.ended, Some(EndReason::Full));
            assert_eq!((report.counts.deliveries, report.counts.open), (deliveries, deliveries));
            assert_eq!((report.waiting.now, report.queue.now, report.in_flight.now), (10, queued, 0));
            assert_eq!((report.load.buckets[0].waiting, report.load.buckets[0].queue), (10, queued));
            // It can continue with a higher limit.
            simulation.max_open = 100;
            simulation.ended = None;
            while simulation.run(7) {}
            assert_eq!((simulation.is_done(), simulation.report().counts.delivered), (true, 100));
        }
    }
}
