//! The simulation agrees with results that can be computed without it.

use hookwright::catalog::{find_policy, policies};
use hookwright::retry::{Jitter, Policy, Reading, Schedule};
use hookwright::simulation::{EndReason, Latency, RateLimit, Receiver, Report, Scenario, SlowResponses};

use super::{down, fixed, latency, one, play};

fn policy(id: &str) -> Policy {
    find_policy(id).unwrap().clone()
}

#[test]
fn without_failures_every_delivery_succeeds_at_the_first_attempt() {
    for policy in policies() {
        let receivers = vec![
            Receiver { subscriptions: 3, latency: Latency { least_ms: 20, most_ms: 90 }, ..Receiver::default() },
            Receiver { subscriptions: 2, latency: latency(100), ..Receiver::default() },
        ];
        let scenario = Scenario { receivers, events: 40, over_ms: 9_000, ..Scenario::new(policy.clone()) };
        let report = play(scenario);
        let counts = report.counts;
        assert_eq!((counts.deliveries, counts.attempts, counts.delivered), (200, 200, 200), "{}", policy.id);
        assert_eq!((counts.at_first_try, counts.late, counts.failed_attempts), (200, 0, 0), "{}", policy.id);
        assert_eq!((report.attempts_per_delivery, report.mean_attempts_per_mille), (vec![0, 200], 1_000));
        assert_eq!((report.ended, report.waiting.now, report.in_flight.now), (Some(EndReason::Drained), 0, 0));
        let first_ms = policy.delay_ms(1).unwrap();
        assert_eq!(report.reached_after.most_ms, first_ms + 100, "{}", policy.id);
    }
}

/// If each attempt fails independently with probability `p`, the number of attempts has a geometric distribution,
/// truncated at `n`.
#[test]
fn random_failures_have_a_geometric_distribution() {
    let (n, deliveries) = (6_u32, 6_000_u64);
    for per_million in [20_000_u32, 300_000, 700_000, 950_000] {
        let p = f64::from(per_million) / 1e6;
        let receiver = Receiver { subscriptions: 20, errors_per_million: per_million, ..Receiver::default() };
        let report = play(Scenario {
            receivers: one(receiver),
            events: deliveries / 20,
            seed: 7,
            ..Scenario::new(fixed(1_000, n).jitter(Jitter::Full))
        });
        let of = |number: u32| if number < n { p.powi(number as i32 - 1) * (1.0 - p) } else { p.powi(n as i32 - 1) };
        let mean: f64 = (1..=n).map(|number| f64::from(number) * of(number)).sum();
        let square: f64 = (1..=n).map(|number| f64::from(number).powi(2) * of(number)).sum();
        assert!((mean - (1.0 - p.powi(n as i32)) / (1.0 - p)).abs() < 1e-9, "the formula is wrong");
        let sigma = ((square - mean * mean) / deliveries as f64).sqrt();
        let found = report.counts.attempts as f64 / deliveries as f64;
        assert!((found - mean).abs() < 5.0 * sigma, "{p}: {found} for {mean} ± {sigma}");
        let loss = p.powi(n as i32);
        let sigma = (loss * (1.0 - loss) * deliveries as f64).sqrt();
        let lost = report.counts.lost as f64;
        assert!((lost - loss * deliveries as f64).abs() < 5.0 * sigma + 1.0, "{p}: {lost} lost");
        for number in 1..=n {
            let (expected, found) = (of(number), report.attempts_per_delivery.get(number as usize).copied());
            let sigma = (expected * (1.0 - expected) * deliveries as f64).sqrt();
            let off = found.unwrap_or(0) as f64 - expected * deliveries as f64;
            assert!(off.abs() < 5.0 * sigma + 1.0, "{p}: {found:?} deliveries with {number} attempts");
        }
    }
}

/// This holds as long as the bucket is never full again.
#[test]
fn a_rate_limit_accepts_its_burst_and_its_rate() {
    for (per_second, burst, seconds) in [(100, 50, 10), (333, 2, 7), (500, 400, 3), (0, 5, 4)] {
        let limit = RateLimit { per_second, burst, retry_after_seconds: None };
        // There is one attempt per millisecond, the last one a millisecond before the end.
        let over_ms = seconds * 1_000;
        let report = play(Scenario {
            receivers: one(Receiver { limit: Some(limit), ..Receiver::default() }),
            events: over_ms,
            over_ms,
            ..Scenario::new(fixed(0, 1))
        });
        let most = u64::from(burst) + u64::from(per_second) * (over_ms - 1) / 1_000;
        assert_eq!(report.counts.delivered, most, "{per_second} {burst}");
        assert_eq!(report.counts.refused_attempts, over_ms - most);
        assert_eq!(report.counts.lost, over_ms - most);
    }
}

#[test]
fn a_sender_waits_as_long_as_retry_after_says() {
    let limit = RateLimit { per_second: 0, burst: 1, retry_after_seconds: Some(40) };
    let scenario = |policy| Scenario {
        receivers: one(Receiver { subscriptions: 2, limit: Some(limit), ..Receiver::default() }),
        horizon_ms: 100_000,
        ..Scenario::new(policy)
    };
    // With a delay of ten seconds there are 1 + 11 attempts until the horizon, with forty there are 1 + 3.
    assert_eq!(play(scenario(Policy { reading: Reading::PLAIN, ..fixed(10_000, 99) })).counts.attempts, 12);
    assert_eq!(play(scenario(fixed(10_000, 99))).counts.attempts, 4);
}

#[test]
fn a_burst_waits_for_workers() {
    let (n, workers, took_ms) = (1_003_u64, 10_u32, 40);
    let report = play(Scenario {
        receivers: one(Receiver { subscriptions: 17, latency: latency(took_ms), ..Receiver::default() }),
        events: n / 17,
        workers: Some(workers),
        ..Scenario::new(fixed(1, 2))
    });
    assert_eq!(report.queue.peak, n - u64::from(workers));
    assert_eq!(report.in_flight.peak, u64::from(workers));
    // Ten run at a time, for 40 ms each.
    assert_eq!(report.now_ms, n.div_ceil(u64::from(workers)) * took_ms);
    assert_eq!(report.reached_after.most_ms, report.now_ms);
    assert_eq!((report.counts.delivered, report.queue.now), (n, 0));
    // There are 25 rounds per second.
    assert_eq!(report.peak.attempts, 250);
}

/// Little's law: the number of attempts in flight is the rate of arrival times the latency.
#[test]
fn attempts_in_flight_are_rate_times_latency() {
    let scenario = |workers| Scenario {
        receivers: one(Receiver { latency: latency(70), ..Receiver::default() }),
        events: 1_000,
        over_ms: 10_000,
        workers,
        ..Scenario::new(fixed(1, 2))
    };
    let report = play(scenario(None));
    assert_eq!((report.in_flight.peak, report.queue.peak, report.now_ms), (7, 0, 9_990 + 70));
    assert_eq!(report, Report { ..play(scenario(Some(7))) }, "a sufficient number of workers changes the report");
    // Five workers make an attempt every 14 ms, and an event occurs every 10 ms. They start at 0, 10, 20, 30 and 40 ms,
    // and are never idle.
    let report = play(scenario(Some(5)));
    assert_eq!((report.in_flight.peak, report.now_ms), (5, 40 + 200 * 70));
    assert_eq!(report.reached_after.most_ms, report.now_ms - 9_990);
    let begun: u64 = [0, 10, 20, 30, 40].map(|first_ms| (9_990 - first_ms) / 70 + 1).iter().sum();
    assert_eq!(report.queue.peak, 1_000 - begun);
    // The queue is longest when the last event occurs.
    let longest = report.load.buckets.iter().position(|bucket| bucket.queue == report.queue.peak).unwrap() as u64;
    assert!((longest..=longest + 1).contains(&(9_990 / report.load.width_ms)), "{longest}");
}

#[test]
fn retries_queue_after_attempts_that_were_due_earlier() {
    // The event of 0 ms fails at 100 ms and is due again. The event of 50 ms has been waiting for longer, the event of
    // 100 ms has not.
    let report = play(Scenario {
        receivers: one(Receiver { latency: latency(100), outages: vec![down(0, 1)], ..Receiver::default() }),
        events: 4,
        over_ms: 200,
        workers: Some(1),
        ..Scenario::new(fixed(0, 2))
    });
    // So the worker makes the attempts of 0, 50, 0, 100 and 150, which end at 100, 200, 300, 400 and 500 ms.
    assert_eq!((report.now_ms, report.counts.attempts, report.counts.delivered), (500, 5, 4));
    // The event of 0 ms arrives at 300 ms, those of 50, 100 and 150 ms at 200, 400 and 500 ms.
    assert_eq!(report.reached_after.most_ms, 350);
    assert_eq!(report.queue.peak, 3);
}

/// The sender retries if it receives no response, so every attempt after the first is a duplicate.
#[test]
fn lost_and_late_responses_cause_duplicates() {
    let lost = Receiver { lost_responses_per_million: 250_000, ..Receiver::default() };
    let slow = SlowResponses { per_million: 250_000, latency_ms: 30_000 };
    for receiver in [lost, Receiver { slow, ..Receiver::default() }] {
        let (n, deliveries) = (3, 8_000);
        let scenario =
            Scenario { receivers: one(receiver), events: deliveries, ..Scenario::new(fixed(1_000, n).timeout(20_000)) };
        let counts = play(scenario).counts;
        assert_eq!(counts.duplicates, counts.attempts - deliveries);
        assert_eq!((counts.unconfirmed, counts.delivered + counts.lost), (counts.lost, deliveries));
        // 1/4 and 1/16 of the deliveries are repeated. The standard deviation of the sum is 43.
        assert!((2_300..2_700).contains(&counts.duplicates), "{}", counts.duplicates);
        // 1/64 of the deliveries are lost: 125 with a standard deviation of 11.
        assert!((70..180).contains(&counts.lost), "{}", counts.lost);
    }
}

#[test]
fn a_receiver_with_limited_capacity_queues_requests() {
    let receiver =
        Receiver { subscriptions: 50, capacity_per_second: Some(20), latency: latency(300), ..Receiver::default() };
    // Fifty requests arrive together, twenty are handled per second, and each takes 300 ms: the last response is after
    // 2,450 + 300 ms.
    let patient = play(Scenario { receivers: one(receiver.clone()), ..Scenario::new(fixed(60_000, 2)) });
    assert_eq!((patient.reached_after.most_ms, patient.counts.attempts), (2_750, 50));
    // A sender with a timeout of one second repeats all later requests, which the receiver has handled, too.
    let hasty = play(Scenario { receivers: one(receiver), ..Scenario::new(fixed(60_000, 2).timeout(1_000)) });
    // Fifteen responses are in time, in each round.
    assert_eq!((hasty.counts.attempts, hasty.counts.duplicates, hasty.counts.lost), (50 + 35, 35, 20));
    assert_eq!(hasty.counts.unconfirmed, 20);
}

/// A first attempt with a delay waits until it is due, and only then for a worker.
#[test]
fn a_first_attempt_can_have_a_delay() {
    let schedule = Schedule::table(&[100, 100]);
    let scenario = |horizon_ms| Scenario {
        receivers: one(Receiver { latency: latency(1_000), ..Receiver::default() }),
        events: 3,
        over_ms: 300,
        workers: Some(1),
        horizon_ms,
        ..Scenario::new(Policy::new("mine", schedule.clone(), Reading::STANDARD))
    };
    let early = play(scenario(250));
    assert_eq!((early.in_flight.now, early.queue.now, early.waiting.now), (1, 1, 1));
    let late = play(scenario(10_000));
    assert_eq!((late.counts.at_first_try, late.now_ms, late.reached_after.most_ms), (3, 3_100, 2_900));
}

#[test]
fn a_queue_grows_in_every_bucket() {
    let report = play(Scenario {
        receivers: one(Receiver { latency: latency(10_000), ..Receiver::default() }),
        events: 1_000,
        over_ms: 10_000,
        workers: Some(1),
        horizon_ms: 9_999,
        ..Scenario::new(fixed(1, 1))
    });
    assert_eq!((report.counts.open, report.queue.now, report.in_flight.now), (1_000, 999, 1));
    let width_ms = report.load.width_ms;
    for (index, bucket) in (1..).zip(&report.load.buckets) {
        // One is added every 10 ms until the last millisecond of the bucket. The first one is in flight.
        let last_ms = (index * width_ms - 1).min(9_999);
        assert_eq!(bucket.queue, last_ms / 10, "{index}");
    }
}

#[test]
fn deliveries_in_flight_or_due_at_the_horizon_are_open() {
    let scenario = |horizon_ms| Scenario {
        receivers: one(Receiver {
            subscriptions: 2,
            latency: latency(1_000),
            outages: vec![down(0, 5_000)],
            ..Receiver::default()
        }),
        events: 4,
        over_ms: 4_000,
        horizon_ms,
        ..Scenario::new(fixed(10_000, 2))
    };
    let early = play(scenario(2_500));
    // Events have occurred at 0, 1,000 and 2,000 ms. The attempts of the first two have failed.
    assert_eq!((early.counts.deliveries, early.counts.open, early.counts.attempts), (6, 6, 6));
    assert_eq!((early.in_flight.now, early.waiting.now, early.now_ms), (2, 4, 2_500));
    assert_eq!(early.ended, Some(EndReason::Horizon));
    let last = early.load.buckets.last().unwrap();
    assert_eq!((last.in_flight, last.waiting, last.queue), (2, 4, 0), "the last millisecond is missing");
    let at_once = play(Scenario { over_ms: 0, ..scenario(0) });
    assert_eq!((at_once.load.buckets.len(), at_once.load.buckets[0].in_flight), (1, 8));
    let late = play(scenario(15_000));
    assert_eq!((late.counts.delivered, late.counts.open, late.now_ms), (8, 0, 15_000));
    assert_eq!(late.ended, Some(EndReason::Drained));
}

#[test]
fn the_load_over_time_adds_up_to_the_counts() {
    let receivers = vec![
        Receiver { subscriptions: 7, errors_per_million: 300_000, latency: latency(30), ..Receiver::default() },
        Receiver {
            subscriptions: 5,
            limit: Some(RateLimit { per_second: 1, burst: 3, retry_after_seconds: None }),
            ..Receiver::default()
        },
    ];
    let report = play(Scenario { receivers, events: 100, over_ms: 60_000, ..Scenario::new(policy("standard")) });
    assert!(report.load.buckets.len() <= 512 && report.load.width_ms.is_power_of_two());
    assert_eq!(report.now_ms / report.load.width_ms + 1, report.load.buckets.len() as u64);
    for receiver in &report.receivers {
        assert_eq!(receiver.load.len(), report.load.buckets.len());
        let counts = receiver.counts;
        let sums = receiver.load.iter().fold((0, 0, 0), |sums, bucket| {
            (sums.0 + bucket.attempts, sums.1 + bucket.failed, sums.2 + bucket.refused)
        });
        assert_eq!(sums, (counts.attempts, counts.failed_attempts, counts.refused_attempts));
    }
    assert!(report.receivers[1].counts.refused_attempts > 0 && report.receivers[0].counts.refused_attempts == 0);
    let most = |of: fn(&hookwright::simulation::LoadBucket) -> u64| report.load.buckets.iter().map(of).max();
    assert_eq!(most(|bucket| bucket.in_flight), Some(report.in_flight.peak));
    assert_eq!(most(|bucket| bucket.waiting), Some(report.waiting.peak));
}
