//! How many attempts a second of one core simulates, and in how much memory.
//!
//! The peer is a heap of the standard library with entries of the same size, which does nothing but take out what is due first
//! and put it back: the least that a simulation with a heap as its queue would cost. What counts is the median of the turns.
//! Bytes are those that the allocator was asked for, at their peak, without the simulation's own fixed part where it says so.
//!
//! `cargo xtask bench scale`

#![expect(clippy::unwrap_used, reason = "a measurement that cannot be set up should stop there")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Instant;

use hookwright::catalog::find_policy;
use hookwright::delivery::{Breaker, HealthRule};
use hookwright::retry::{Jitter, Policy, Reading, Schedule};
use hookwright::simulation::{Downtime, FailureMode, Latency, RateLimit, Receiver, Report, Scenario, Simulation};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What the project sets itself, in attempts a second.
const TARGET: f64 = 2e6;
const TURNS: usize = 5;
const HOUR_MS: u64 = 3_600_000;
const LATENCY: Latency = Latency { least_ms: 50, most_ms: 250 };

fn main() {
    println!(
        "{:28} {:>10} {:>11} {:>7} {:>11} {:>10} {:>12}",
        "scenario", "attempts", "attempts/s", "target", "open, peak", "deferred", "with these/s"
    );
    for (name, scenario) in scenarios() {
        let (report, seconds) = median(&scenario);
        let (attempts, deferrals) = (report.counts.attempts, report.counts.deferrals);
        let rate = attempts as f64 / seconds;
        let open = report.waiting.peak + report.in_flight.peak;
        let times = rate / TARGET;
        print!("{name:28} {attempts:>10} {:>9.2} M {times:>6.1}× {open:>11}", rate / 1e6);
        // An attempt that is deferred is work as well, though it is not made.
        if deferrals > 0 {
            print!(" {deferrals:>10} {:>10.2} M", (attempts + deferrals) as f64 / seconds / 1e6);
        }
        println!();
    }

    println!("\n{:>11} {:>17} {:>17}   one entry taken out and put back", "in flight", "simulation", "heap alone");
    for open in [10_000, 100_000, 1_000_000] {
        let (report, seconds) = median(&all_waiting(open));
        // Each attempt is put twice: until it ends, and until the next one is due.
        let own = seconds * 1e9 / report.counts.attempts as f64;
        println!("{open:>11} {own:>9.0} ns/att. {:>10.0} ns/entry", heap_alone(open));
    }

    println!("\nat the same rate of arrival, 1 in 100 failing:");
    println!("{:>11} {:>11} {:>9} {:>11} {:>9}", "deliveries", "attempts/s", "seconds", "open, peak", "KiB, peak");
    for deliveries in [10_000_u64, 100_000, 1_000_000, 10_000_000] {
        let (report, seconds, bytes) = measure(&steady(deliveries));
        let rate = report.counts.attempts as f64 / seconds / 1e6;
        let open = report.waiting.peak + report.in_flight.peak;
        println!("{deliveries:>11} {rate:>9.2} M {seconds:>9.3} {open:>11} {:>9.0}", bytes as f64 / 1024.0);
    }

    print_open("all of them open at once", &[10_000, 100_000, 1_000_000, 10_000_000], all_waiting);
    print_open("in step, 40 attempts", &[10_000, 100_000, 500_000], |deliveries| in_step(deliveries, None));
    print_open("in step, 10 attempts, 1 000 workers", &[10_000, 100_000, 500_000], |deliveries| {
        let policy = in_step(deliveries, None).policy.at_most(10);
        Scenario { policy, ..in_step(deliveries, Some(1_000)) }
    });
}

/// The bytes that each delivery takes, where so many of them are open at once.
fn print_open(name: &str, sizes: &[u64], scenario: impl Fn(u64) -> Scenario) {
    println!("\n{name}:");
    println!("{:>11} {:>11} {:>9} {:>13} {:>14}", "deliveries", "attempts/s", "seconds", "KiB, peak", "bytes/delivery");
    let fixed = measure(&scenario(1)).2;
    for deliveries in sizes {
        let (report, seconds, bytes) = measure(&scenario(*deliveries));
        assert!(report.waiting.peak + report.queue.peak >= *deliveries);
        let rate = report.counts.attempts as f64 / seconds / 1e6;
        let each = bytes.saturating_sub(fixed) as f64 / *deliveries as f64;
        println!("{deliveries:>11} {rate:>9.2} M {seconds:>9.3} {:>13.0} {each:>14.1}", bytes as f64 / 1024.0);
    }
    println!("(without the fixed part of {:.0} KiB)", fixed as f64 / 1024.0);
}

fn scenarios() -> Vec<(&'static str, Scenario)> {
    let generic = find_policy("generic").unwrap();
    let receiver = Receiver { subscriptions: 1_000, latency: LATENCY, ..Receiver::default() };
    let scenario = |policy: &Policy, receiver: Receiver| Scenario {
        receivers: vec![receiver],
        events: 3_000,
        over_ms: HOUR_MS,
        seed: 1,
        ..Scenario::new(policy.clone())
    };
    let outage = Downtime { start_ms: HOUR_MS / 4, duration_ms: HOUR_MS / 2, failure: FailureMode::Status(503) };
    let outages = vec![outage];
    let backoff = Policy::new("bench", Schedule::exponential(1_000, 2), Reading::STANDARD).capped(600_000).at_most(20);
    let limit = RateLimit { per_second: 700, burst: 1_000, retry_after_seconds: Some(30) };
    let health = HealthRule { breaker: Some(Breaker { failures: 5, open_ms: 60_000 }), ..HealthRule::default() };
    vec![
        ("all well", scenario(generic, receiver.clone())),
        ("1 in 100 fails", scenario(generic, Receiver { errors_per_million: 10_000, ..receiver.clone() })),
        ("outage, fixed schedule", scenario(generic, Receiver { outages: outages.clone(), ..receiver.clone() })),
        (
            "outage, full jitter",
            scenario(&backoff.clone().jitter(Jitter::Full), Receiver { outages: outages.clone(), ..receiver.clone() }),
        ),
        (
            "rate limit with Retry-After",
            scenario(&backoff.clone().jitter(Jitter::Equal), Receiver { limit: Some(limit), ..receiver.clone() }),
        ),
        (
            "100 workers, outage",
            Scenario {
                workers: Some(100),
                ..scenario(&backoff, Receiver { outages: outages.clone(), ..receiver.clone() })
            },
        ),
        ("circuit breaker, outage", Scenario { health, ..scenario(generic, Receiver { outages, ..receiver }) }),
    ]
}

/// So many deliveries, five hundred a second.
fn steady(deliveries: u64) -> Scenario {
    Scenario {
        receivers: vec![Receiver {
            subscriptions: 100,
            latency: LATENCY,
            errors_per_million: 10_000,
            ..Receiver::default()
        }],
        events: deliveries / 100,
        over_ms: deliveries * 2,
        horizon_ms: 3_650 * 24 * HOUR_MS,
        ..Scenario::new(find_policy("generic").unwrap().clone().jitter(Jitter::Full))
    }
}

/// So many deliveries, all of which fail at first and wait, within the same hour.
fn all_waiting(deliveries: u64) -> Scenario {
    let outages = vec![Downtime { start_ms: 0, duration_ms: 600_000, failure: FailureMode::Status(503) }];
    let waits = Schedule::table(&[0, 3 * HOUR_MS, 3 * HOUR_MS]);
    Scenario {
        receivers: vec![Receiver { subscriptions: 1, outages, latency: LATENCY, ..Receiver::default() }],
        events: deliveries,
        over_ms: 500_000,
        ..Scenario::new(Policy::new("bench", waits, Reading::STANDARD).jitter(Jitter::PlusMinus { percent: 50 }))
    }
}

/// So many deliveries at once, all of which fail for ever and are tried again at the same instants.
fn in_step(deliveries: u64, workers: Option<u32>) -> Scenario {
    let outages = vec![Downtime { start_ms: 0, duration_ms: u64::MAX, failure: FailureMode::Status(503) }];
    let latency = Latency { least_ms: 100, most_ms: 100 };
    let schedule = Schedule::Fixed { delay_ms: 3_700_123 };
    Scenario {
        receivers: vec![Receiver { subscriptions: 1, outages, latency, ..Receiver::default() }],
        events: deliveries,
        horizon_ms: 3_650 * 24 * HOUR_MS,
        workers,
        ..Scenario::new(Policy::new("bench", schedule, Reading::STANDARD).at_most(40))
    }
}

fn median(scenario: &Scenario) -> (Report, f64) {
    let mut turns: Vec<_> = (0..TURNS).map(|_| measure(scenario)).collect();
    turns.sort_by(|one, other| one.1.total_cmp(&other.1));
    let (report, seconds, _) = turns.swap_remove(TURNS / 2);
    (report, seconds)
}

/// The report, how many seconds it took, and how many bytes it needed at most.
fn measure(scenario: &Scenario) -> (Report, f64, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let start = Instant::now();
    let mut simulation = Simulation::new(scenario.clone()).unwrap();
    while simulation.run(1_000_000) {}
    let seconds = start.elapsed().as_secs_f64();
    let bytes = ALLOCATOR.peak_usage() - before;
    (simulation.report(), seconds, bytes)
}

/// Nanoseconds for one entry to be taken out of a heap of so many and put back later.
fn heap_alone(open: u64) -> f64 {
    let mut draws = (0_u64..).scan(1_u64, |state, _| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Some(*state >> 42)
    });
    // The time, what keeps the order, and as much again as a delivery is.
    type Entry = Reverse<(u64, u64, [u64; 2])>;
    let mut heap: BinaryHeap<Entry> = (0..open).map(|index| Reverse((draws.next().unwrap(), index, [0; 2]))).collect();
    let start = Instant::now();
    let times = 2_000_000_u64;
    for index in 0..times {
        let Reverse((time, _, rest)) = heap.pop().unwrap();
        heap.push(Reverse((time + draws.next().unwrap(), open + index, rest)));
    }
    black_box(&heap);
    start.elapsed().as_nanos() as f64 / times as f64
}
