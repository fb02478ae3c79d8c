//! The simulation itself: what happens next, on a clock that goes from one thing that happens to the next.

use alloc::vec;
use alloc::vec::Vec;

use super::arrivals::{Arrivals, Fresh};
use super::open::OpenDelivery;
use super::queue::{Line, Next, Spare, Wheel};
use super::receiver::Server;
use super::report::{Ended, Report};
use super::scenario::{MAX_OPEN, Scenario, ScenarioError};
use super::tally::{Tally, Totals};
use crate::delivery::{Health, HealthRule, Progress};
use crate::retry::random::derive;

/// A scenario being played. It holds memory for the most deliveries that were open at once, some 35 bytes for each, and what is
/// still to come or has ended takes none. Where an endpoint can be given up or left alone, there is a [`Health`] for each
/// subscription besides.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) scenario: Scenario,
    /// Whether a first attempt is due when its event happens, as it is with nearly every policy.
    is_first_at_once: bool,
    /// [`MAX_OPEN`], but for a test.
    most_open: u64,
    pub(super) now_ms: u64,
    ended: Option<Ended>,
    pub(super) arrivals: Arrivals,
    /// What ends or falls due until the horizon.
    pub(super) wheel: Wheel<OpenDelivery>,
    /// What is due and has no worker, and since when.
    queue: Line<(u64, OpenDelivery)>,
    /// For both.
    pub(super) spare: Spare<(u64, OpenDelivery)>,
    pub(super) servers: Vec<Server>,
    pub(super) tallies: Vec<Tally>,
    /// By subscription. Empty if nothing can happen that makes one unlike another.
    pub(super) endpoints: Vec<Health>,
    pub(super) totals: Totals,
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
        let is_first_at_once = scenario.policy.delay_range(1).is_none_or(|wait| wait.most_ms == 0);
        Ok(Self {
            is_first_at_once,
            most_open: MAX_OPEN,
            now_ms: 0,
            ended: None,
            arrivals: Arrivals::new(&scenario, is_first_at_once && scenario.workers.is_some()),
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
    /// another, and so is every other bounded piece of work. How a run is sliced changes nothing.
    ///
    /// Nearly all steps take a tenth of a microsecond or two. The end of an attempt takes up to ten where the wait has to be
    /// worked out from many before it (decorrelated ones, and exponential ones with a factor near 1, after a thousand attempts),
    /// and tens of them for numbers made up to that end. With a thousand receivers, a step in which the clock outgrows the
    /// courses, of which there are hardly thirty, takes milliseconds.
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

    /// What has come of it so far. It is worked out anew each time: some ten microseconds for each receiver.
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
        match self.wheel.next(fresh_ms.unwrap_or(self.scenario.horizon_ms), &mut self.spare) {
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
            self.totals.note_levels(self.now_ms, at_ms, |at_ms| self.arrivals.untaken(at_ms));
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
        let mut delivery = OpenDelivery { first_ms: 0, event, subscription, attempts: 0, receiver, what: 0, marks: 0 };
        let progress = Progress::new(&self.scenario.policy, signed(at_ms), self.seed_of(&delivery));
        delivery.first_ms = progress.first_ms;
        if self.is_first_at_once {
            self.attempt(delivery, at_ms);
        } else {
            self.wait(delivery, progress.first_ms);
        }
    }

    /// Goes on with what the wheel says is due now.
    fn fall_due(&mut self, delivery: OpenDelivery) {
        if delivery.is(OpenDelivery::IN_FLIGHT) {
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

    /// What is drawn for a delivery, whatever happens to the others.
    pub(super) const fn seed_of(&self, delivery: &OpenDelivery) -> u64 {
        derive(derive(self.scenario.seed, delivery.subscription as u64), delivery.event as u64)
    }
}

/// A time of the simulation as the machines of a delivery have it. The horizon is far below where this would saturate.
pub(super) fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::scenario::{Down, Downtime, Receiver};
    use super::*;
    use crate::catalog;

    #[test]
    fn what_comes_after_the_horizon_is_not_kept() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, how: Down::Status(503) }];
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
    fn no_two_deliveries_share_a_seed() {
        let simulation = Simulation::new(Scenario::new(catalog::find_policy("generic").unwrap().clone())).unwrap();
        let delivery = |event, subscription| OpenDelivery {
            first_ms: 0,
            event,
            subscription,
            attempts: 0,
            receiver: 0,
            what: 0,
            marks: 0,
        };
        let all = (0..60).flat_map(|event| (0..60).map(move |subscription| delivery(event, subscription)));
        let mut seeds: Vec<u64> = all.map(|delivery| simulation.seed_of(&delivery)).collect();
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 60 * 60);
    }

    #[test]
    fn memory_has_an_end() {
        let outages = vec![Downtime { start_ms: 0, duration_ms: 60_000, how: Down::Status(503) }];
        // Without a number of workers, what has happened and has not begun waits for nobody and is not there yet.
        for (workers, deliveries, queued) in [(None, 10, 0), (Some(4), 100, 90)] {
            let scenario = Scenario {
                receivers: vec![Receiver { subscriptions: 4, outages: outages.clone(), ..Receiver::default() }],
                events: 25,
                workers,
                ..Scenario::new(catalog::find_policy("generic").unwrap().clone())
            };
            let mut simulation = Simulation::new(scenario).unwrap();
            simulation.most_open = 10;
            while simulation.run(7) {}
            let report = simulation.report();
            assert_eq!(report.ended, Some(Ended::Full));
            assert_eq!((report.counts.deliveries, report.counts.open), (deliveries, deliveries));
            assert_eq!((report.waiting.now, report.queue.now, report.in_flight.now), (10, queued, 0));
            assert_eq!((report.load.buckets[0].waiting, report.load.buckets[0].queue), (10, queued));
            // What has ended makes room again.
            simulation.most_open = 100;
            simulation.ended = None;
            while simulation.run(7) {}
            assert_eq!((simulation.is_done(), simulation.report().counts.delivered), (true, 100));
        }
    }
}
