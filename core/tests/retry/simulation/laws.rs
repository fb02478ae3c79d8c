//! Laws of every simulation.

use hookwright::catalog::{find_policy, policies};
use hookwright::retry::{Jitter, Policy, Reading, Schedule};
use hookwright::simulation::{
    Downtime, EndReason, FailureMode, Latency, MAX_DELIVERIES, MAX_EVENTS, MAX_HORIZON_MS, RateLimit, Receiver, Report,
    Scenario, Simulation, SlowResponses,
};
use hookwright::{
    delivery::{Breaker, HealthRule},
    retry::TransportError,
};
use proptest::prelude::*;

use super::play;

fn jitters() -> impl Strategy<Value = Jitter> {
    prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        any::<u8>().prop_map(|percent| Jitter::PlusMinus { percent }),
    ]
}

/// Built-in policies, and some that start late or retry early.
fn some_policy() -> impl Strategy<Value = Policy> {
    let known: Vec<Policy> = policies().cloned().collect();
    let table = prop::collection::vec(0..20_000_u64, 1..6).prop_map(|delays_ms| {
        let schedule = Schedule::Table { delays_ms: delays_ms.into(), repeat_last: false };
        Policy::new("mine", schedule, Reading::STANDARD)
    });
    let decorrelated = (1..5_000_u64, 1..9_u32).prop_map(|(base_ms, attempts)| {
        Policy::new("mine", Schedule::Decorrelated { base_ms }, Reading::STANDARD).capped(60_000).at_most(attempts)
    });
    (prop_oneof![prop::sample::select(known), table, decorrelated], jitters(), 0..3_u8)
        .prop_map(
            |(policy, jitter, anchored)| {
                if anchored == 0 { policy.jitter(jitter).since_first() } else { policy.jitter(jitter) }
            },
        )
        .prop_filter("the policy has delays", |policy| Scenario::new(policy.clone()).check().is_ok())
}

/// Limits the attempts of a policy without a limit. Telegram retries every 90 seconds, which is 38,400 attempts for each
/// delivery in 40 days.
fn ending_soon(policy: Policy) -> Policy {
    if policy.stop.max_attempts.is_none() { policy.at_most(60) } else { policy }
}

fn some_receiver() -> impl Strategy<Value = Receiver> {
    let failure = prop_oneof![
        Just(FailureMode::Status(503)),
        Just(FailureMode::Status(410)),
        Just(FailureMode::Error(TransportError::Timeout)),
        Just(FailureMode::Error(TransportError::Connection)),
    ];
    let outage = (0..40_000_u64, 0..40_000_u64, failure).prop_map(|(start_ms, duration_ms, failure)| Downtime {
        start_ms,
        duration_ms,
        failure,
    });
    let limit = (0..20_u32, 0..5_u32, prop::option::of(0..60_u32))
        .prop_map(|(per_second, burst, retry_after_seconds)| RateLimit { per_second, burst, retry_after_seconds });
    let share = || prop_oneof![2 => Just(0), 1 => 0..=1_000_000_u32];
    (
        (0..5_u32, 0..500_u64, 0..500_u64),
        (share(), 0..40_000_u64, share(), share()),
        prop::collection::vec(outage, 0..3),
        (prop::option::of(limit), prop::option::of(1..50_u32)),
        prop::option::of(0..60_000_u64),
    )
        .prop_map(|(shape, shares, outages, (limit, capacity_per_second), gone_from_ms)| Receiver {
            subscriptions: shape.0,
            latency: Latency { least_ms: shape.1, most_ms: shape.2 },
            slow: SlowResponses { per_million: shares.0, latency_ms: shares.1 },
            errors_per_million: shares.2,
            lost_responses_per_million: shares.3,
            outages,
            limit,
            capacity_per_second,
            gone_from_ms,
            ..Receiver::default()
        })
}

fn some_health() -> impl Strategy<Value = HealthRule> {
    let breaker = (0..4_u32, 0..20_000_u64).prop_map(|(failures, open_ms)| Breaker { failures, open_ms });
    (prop::option::of(0..30_u32), prop::option::of(0..60_000_u64), prop::option::of(breaker))
        .prop_map(|(failures, failing_for_ms, breaker)| HealthRule { failures, failing_for_ms, breaker })
}

fn some_scenario() -> impl Strategy<Value = Scenario> {
    let rule = prop_oneof![1 => Just(HealthRule::default()), 2 => some_health()];
    (
        (some_policy(), rule, prop::collection::vec(some_receiver(), 0..4)),
        (0..25_u64, prop_oneof![Just(0), 0..60_000_u64], prop::option::of(1..6_u32)),
        (0..10_000_u64, prop_oneof![0..90_000_u64, Just(MAX_HORIZON_MS)], any::<u64>()),
    )
        .prop_map(|((policy, health, receivers), (events, over_ms, workers), (late_ms, horizon_ms, seed))| {
            Scenario {
                policy: ending_soon(policy).timeout(10_000).within(40 * 86_400_000),
                health,
                receivers,
                events,
                over_ms,
                workers,
                late_ms,
                horizon_ms,
                seed,
            }
        })
}

/// Checks that the numbers of a report add up, at any time.
fn check_sums(report: &Report) -> Result<(), TestCaseError> {
    let counts = report.counts;
    prop_assert_eq!(counts.deliveries, counts.delivered + counts.lost + counts.disabled + counts.open);
    prop_assert_eq!(counts.open, report.in_flight.now + report.waiting.now + report.queue.now);
    prop_assert!(counts.at_first_try <= counts.delivered && counts.late <= counts.delivered);
    prop_assert!(counts.unconfirmed <= counts.lost + counts.disabled);
    prop_assert!(counts.failed_attempts <= counts.attempts && counts.refused_attempts <= counts.failed_attempts);
    prop_assert!(report.reached_after.count >= counts.delivered);
    let ended: u64 = report.attempts_per_delivery.iter().sum();
    prop_assert_eq!(ended, counts.deliveries - counts.open);
    let of_ended: u64 =
        (0..).zip(&report.attempts_per_delivery).map(|(attempts, count): (u64, _)| attempts * count).sum();
    prop_assert!(of_ended <= counts.attempts);
    if counts.open == 0 && report.attempts_per_delivery.len() < 34 {
        prop_assert_eq!(of_ended, counts.attempts);
        prop_assert_eq!(report.mean_attempts_per_mille, of_ended * 1_000 / ended.max(1));
    }
    let mut sum = hookwright::simulation::Counts::default();
    let (mut peaks, mut in_buckets) = (0, 0);
    for receiver in &report.receivers {
        let own = receiver.counts;
        sum.deliveries += own.deliveries;
        sum.delivered += own.delivered;
        sum.at_first_try += own.at_first_try;
        sum.late += own.late;
        sum.lost += own.lost;
        sum.disabled += own.disabled;
        sum.open += own.open;
        sum.unconfirmed += own.unconfirmed;
        sum.duplicates += own.duplicates;
        sum.attempts += own.attempts;
        sum.failed_attempts += own.failed_attempts;
        sum.refused_attempts += own.refused_attempts;
        sum.deferrals += own.deferrals;
        prop_assert!(receiver.peak.attempts <= report.peak.attempts);
        peaks += receiver.peak.attempts;
        in_buckets += receiver.load.iter().map(|bucket| bucket.attempts).sum::<u64>();
        prop_assert_eq!(receiver.load.len(), report.load.buckets.len());
    }
    prop_assert_eq!(sum, counts);
    prop_assert!(report.peak.attempts <= peaks);
    let buckets = &report.load.buckets;
    let last = buckets.last().copied().unwrap_or_default();
    for (level, most, at_the_end) in [
        (report.in_flight, buckets.iter().map(|bucket| bucket.in_flight).max(), last.in_flight),
        (report.waiting, buckets.iter().map(|bucket| bucket.waiting).max(), last.waiting),
        (report.queue, buckets.iter().map(|bucket| bucket.queue).max(), last.queue),
    ] {
        prop_assert!(most == Some(level.peak) && level.now <= at_the_end, "{:?} {:?} {}", level, most, at_the_end);
    }
    prop_assert_eq!(in_buckets, counts.attempts);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_delivery_is_counted_once_at_any_time(scenario in some_scenario(), slice in 1..400_u64) {
        let workers = scenario.workers;
        let mut simulation = Simulation::new(scenario).unwrap();
        let mut before = 0;
        for _ in 0..2_000 {
            let has_more = simulation.run(slice);
            let report = simulation.report();
            check_sums(&report)?;
            prop_assert!(report.now_ms >= before);
            prop_assert!(workers.is_none_or(|workers| report.in_flight.peak <= u64::from(workers)));
            prop_assert!(workers.is_some() || report.queue.peak == 0);
            prop_assert_eq!(report.ended.is_none(), has_more);
            before = report.now_ms;
            if !has_more {
                let is_drained = report.counts.open == 0 && all_happened(&simulation);
                prop_assert_eq!(report.ended == Some(EndReason::Drained), is_drained);
                prop_assert!(!simulation.run(1) && simulation.is_done());
                prop_assert_eq!(simulation.report(), report);
                break;
            }
        }
        // Longer simulations end, too.
        for _ in 0..2_000 {
            if !simulation.run(10_000) {
                break;
            }
        }
        prop_assert!(simulation.is_done(), "at {} ms", simulation.now_ms());
        check_sums(&simulation.report())?;
    }

    #[test]
    fn running_in_slices_gives_the_same_report(
        scenario in some_scenario(), slices in prop::collection::vec(1..60_u64, 1..5),
    ) {
        const STEPS: u64 = 4_000;
        let (mut whole, mut sliced) = (Simulation::new(scenario.clone()).unwrap(), Simulation::new(scenario).unwrap());
        whole.run(STEPS);
        let mut left = STEPS;
        for slice in slices.iter().cycle() {
            if left == 0 || !sliced.run(left.min(*slice)) {
                break;
            }
            left -= left.min(*slice);
        }
        prop_assert_eq!(whole.report(), sliced.report());
    }

    /// A slice ends for any numbers in a scenario.
    #[test]
    fn extreme_numbers_give_consistent_reports(
        numbers in prop::collection::vec(
            prop_oneof![Just(0), Just(1), Just(u64::MAX), Just(u64::MAX / 2), any::<u64>()],
            24,
        ),
        policy in some_policy(),
        some in any::<u16>(),
    ) {
        let wide = |index: usize| numbers[index];
        let narrow = |index: usize| u32::try_from(numbers[index]).unwrap_or(u32::MAX);
        let optional = |bit: u32, value: u64| (some >> bit & 1 == 1).then_some(value);
        let shared = |index: usize| narrow(index).min(1_000_000);
        let breaker = Breaker { failures: narrow(0), open_ms: wide(1) };
        let retry_after_seconds = optional(0, 0).map(|_| narrow(4));
        let limit = RateLimit { per_second: narrow(2), burst: narrow(3), retry_after_seconds };
        let failure = FailureMode::Error(TransportError::Timeout);
        let receiver = Receiver {
            subscriptions: narrow(5).min(1_000),
            latency: Latency { least_ms: wide(6), most_ms: wide(7) },
            slow: SlowResponses { per_million: shared(8), latency_ms: wide(9) },
            errors_per_million: shared(10),
            lost_responses_per_million: shared(11),
            outages: vec![
                Downtime { start_ms: wide(12), duration_ms: wide(13), failure },
                Downtime { start_ms: wide(14), duration_ms: wide(15), failure },
            ],
            limit: optional(1, 0).map(|_| limit),
            capacity_per_second: optional(2, 0).map(|_| narrow(16).max(1)),
            gone_from_ms: optional(3, wide(17)),
            ..Receiver::default()
        };
        let scenario = Scenario {
            policy: policy.timeout(wide(18)),
            health: HealthRule {
                failures: optional(4, 0).map(|_| narrow(19)),
                failing_for_ms: optional(5, wide(20)),
                breaker: optional(6, 0).map(|_| breaker),
            },
            receivers: vec![receiver],
            events: wide(21).min(MAX_DELIVERIES / 1_000).min(MAX_EVENTS),
            over_ms: wide(22),
            workers: optional(7, 0).map(|_| narrow(23).max(1)),
            late_ms: wide(0),
            horizon_ms: wide(23).min(MAX_HORIZON_MS),
            seed: wide(1),
        };
        let mut simulation = Simulation::new(scenario).unwrap();
        simulation.run(3_000);
        check_sums(&simulation.report())?;
    }
}

fn all_happened(simulation: &Simulation) -> bool {
    let scenario = simulation.scenario();
    simulation.report().counts.deliveries == scenario.events * scenario.subscriptions()
}

fn noisy(seed: u64) -> Scenario {
    let receiver = Receiver {
        subscriptions: 20,
        latency: Latency { least_ms: 10, most_ms: 900 },
        errors_per_million: 200_000,
        lost_responses_per_million: 50_000,
        ..Receiver::default()
    };
    Scenario {
        receivers: vec![receiver],
        events: 50,
        over_ms: 30_000,
        seed,
        ..Scenario::new(find_policy("standard").unwrap().clone().jitter(Jitter::Full))
    }
}

#[test]
fn reports_depend_only_on_the_scenario_and_its_seed() {
    let first = play(noisy(1));
    assert_eq!(first, play(noisy(1)));
    let others: Vec<_> = (2..12).map(|seed| play(noisy(seed))).collect();
    assert!(others.iter().all(|other| *other != first));
    // They are not the same deliveries in another order.
    let mut duplicates: Vec<_> = others.iter().map(|other| (other.counts.duplicates, other.counts.attempts)).collect();
    duplicates.sort_unstable();
    duplicates.dedup();
    assert!(duplicates.len() > 7, "{duplicates:?}");
}

/// The outcome of a delivery is drawn independently, so that two policies can be compared with the same failures.
#[test]
fn a_further_receiver_does_not_change_the_others() {
    let alone = play(noisy(4));
    let mut both = noisy(4);
    both.receivers.push(Receiver { subscriptions: 9, errors_per_million: 900_000, ..Receiver::default() });
    let both = play(both);
    assert_eq!(both.receivers[0].counts, alone.receivers[0].counts);
    assert_eq!(both.receivers[0].reached_after, alone.receivers[0].reached_after);
    assert_eq!(both.receivers[0].peak, alone.receivers[0].peak);
}

/// A trillion deliveries can be due at once, and need no memory before they are made.
#[test]
fn deliveries_in_the_queue_need_no_memory() {
    let receivers = vec![Receiver { subscriptions: 1_000_000, ..Receiver::default() }];
    let scenario = Scenario {
        receivers,
        events: 1_000_000,
        workers: Some(2),
        ..Scenario::new(find_policy("generic").unwrap().clone())
    };
    let mut simulation = Simulation::new(scenario).unwrap();
    assert!(simulation.run(1_000));
    let report = simulation.report();
    check_sums(&report).unwrap();
    assert_eq!((report.counts.deliveries, report.counts.delivered), (1_000_000_000_000, 500));
}

#[test]
fn scenarios_and_reports_use_camel_case_in_json() {
    let scenario = noisy(1);
    let json = serde_json::to_value(&scenario).unwrap();
    assert_eq!(json["overMs"], 30_000);
    assert_eq!(json["receivers"][0]["latency"], serde_json::json!({"leastMs": 10, "mostMs": 900}));
    let read: Receiver = serde_json::from_value(json["receivers"][0].clone()).unwrap();
    assert_eq!(read, scenario.receivers[0]);
    let sparse = r#"{"outages": [
        {"startMs": 1, "durationMs": 2, "failure": {"error": "dns"}},
        {"startMs": 3, "durationMs": 4, "failure": {"status": 502}}
    ]}"#;
    let read: Receiver = serde_json::from_str(sparse).unwrap();
    let failures: Vec<_> = read.outages.iter().map(|outage| outage.failure).collect();
    assert_eq!(
        (failures, read.subscriptions),
        (vec![FailureMode::Error(TransportError::Dns), FailureMode::Status(502)], 1)
    );
    let report = serde_json::to_value(play(scenario)).unwrap();
    assert_eq!(report["ended"], "drained");
    assert!(report["counts"]["atFirstTry"].is_u64() && report["reachedAfter"]["p99Ms"].is_u64());
    assert!(report["receivers"][0]["peak"]["atMs"].is_u64() && report["load"]["widthMs"].is_u64());
}
