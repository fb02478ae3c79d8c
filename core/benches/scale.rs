//! The number of attempts that one core can simulate per second, and the memory that this needs.
//!
//! The reference is a `BinaryHeap` with entries of the same size. It only removes the first entry and inserts it again,
//! which is the minimum cost of a simulation that uses a heap as its queue. The result is the median of several runs.
//! Memory is the peak number of allocated bytes, without the fixed part of a simulation where the output says so.
//!
//! Run it with `cargo xtask bench scale`.

#![expect(clippy::unwrap_used, reason = "a benchmark stops if its setup fails")]

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

/// The performance target, in attempts per second.
const TARGET: f64 = 2e6;
const RUNS: usize = 5;
const HOUR_MS: u64 = 3_600_000;
const LATENCY: Latency = Latency { least_ms: 50, most_ms: 250 };

fn main() {
    println!(
        "{:28} {:>10} {:>11} {:>7} {:>11} {:>10} {:>12}",
        "scenario", "attempts", "attempts/s", "target", "open, peak", "deferred", "with deferred/s"
    );
    for (name, scenario) in scenarios() {
        let (report, seconds) = median(&scenario);
        let (attempts, deferrals) = (report.counts.attempts, report.counts.deferrals);
        let rate = attempts as f64 / seconds;
        let open = report.waiting.peak + report.in_flight.peak;
        let times = rate / TARGET;
        print!("{name:28} {attempts:>10} {:>9.2} M {times:>6.1}× {open:>11}", rate / 1e6);
        // A deferred attempt is work, too, although no request is simulated.
        if deferrals > 0 {
            print!(" {deferrals:>10} {:>10.2} M", (attempts + deferrals) as f64 / seconds / 1e6);
        }
        println!();
    }

    println!("\n{:>11} {:>17} {:>17}   one entry removed and inserted again", "in flight", "simulation", "heap alone");
    for open in [10_000, 100_000, 1_000_000] {
        let (report, seconds) = median(&all_waiting(open));
        // Each attempt inserts two entries: for its end, and for the due time of the next one.
        let own = seconds * 1e9 / report.counts.attempts as f64;
        println!("{open:>11} {own:>9.0} ns/att. {:>10.0} ns/entry", heap_alone(open));
    }

    println!("\nat the same rate of events, 1 in 100 fails:");
    println!("{:>11} {:>11} {:>9} {:>11} {:>9}", "deliveries", "attempts/s", "seconds", "open, peak", "KiB, peak");
    for deliveries in [10_000_u64, 100_000, 1_000_000, 10_000_000] {
        let (report, seconds, bytes) = measure(&steady(deliveries));
        let rate = report.counts.attempts as f64 / seconds / 1e6;
        let open = report.waiting.peak + report.in_flight.peak;
        println!("{deliveries:>11} {rate:>9.2} M {seconds:>9.3} {open:>11} {:>9.0}", bytes as f64 / 1024.0);
    }

    print_open("all open at the same time", &[10_000, 100_000, 1_000_000, 10_000_000], all_waiting);
    print_open("all due at the same time, 40 attempts", &[10_000, 100_000, 500_000], |deliveries| {
        simultaneous(deliveries, None)
    });
    print_open("all due at the same time, 10 attempts, 1,000 workers", &[10_000, 100_000, 500_000], |deliveries| {
        let policy = simultaneous(deliveries, None).policy.at_most(10);
        Scenario { policy, ..simultaneous(deliveries, Some(1_000)) }
    });
}

/// Prints the bytes per delivery if all deliveries are open at the same time.
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
        ("no failures", scenario(generic, receiver.clone())),
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

/// Deliveries at a rate of five hundred per second.
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

/// Deliveries that all fail at the first attempt and wait for the next one, within the same hour.
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

/// Deliveries that occur at the same time, always fail, and are retried at the same times.
fn simultaneous(deliveries: u64, workers: Option<u32>) -> Scenario {
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
    let mut runs: Vec<_> = (0..RUNS).map(|_| measure(scenario)).collect();
    runs.sort_by(|one, other| one.1.total_cmp(&other.1));
    let (report, seconds, _) = runs.swap_remove(RUNS / 2);
    (report, seconds)
}

/// The report, the time in seconds, and the peak memory in bytes.
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

/// The time to remove an entry from a heap with `open` entries and insert it again, in nanoseconds.
fn heap_alone(open: u64) -> f64 {
    let mut draws = (0_u64..).scan(1_u64, |state, _| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        Some(*state >> 42)
    });
    // The time, the order of insertion, and the size of a delivery.
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
