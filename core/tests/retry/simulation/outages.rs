//! Outages have the effects that can be computed without the simulation.

use hookwright::catalog::policies;
use hookwright::retry::{Jitter, Outage, PlanOptions, Policy, Reading, Schedule, plan, plan_from};
use hookwright::simulation::{
    Downtime, FailureMode, MAX_COUNTED_ATTEMPTS, MAX_HORIZON_MS, OutageReport, RateLimit, Receiver, Scenario,
};
use hookwright::{
    delivery::{Breaker, HealthRule},
    retry::TransportError,
};

use super::{down, fixed, latency, one, play};

/// For every event, the plan predicts the attempts, the one that succeeds, or the loss.
#[test]
fn an_outage_costs_what_the_plan_predicts() {
    let mut outages = 0;
    for policy in policies().filter(|policy| !matches!(policy.schedule, Schedule::Unpublished { .. })) {
        let policy = policy.clone().jitter(Jitter::None);
        // Delays that double without limit exceed the range of the clock.
        let least_ms = plan(&policy, 0).least_span_ms.min(MAX_HORIZON_MS / 16);
        for duration_ms in [1, least_ms / 3, least_ms, least_ms + 1, least_ms.saturating_mul(2)] {
            for attempt_ms in [0, 250] {
                let (events, over_ms) = (12, least_ms / 2 + 12_000);
                let outage = down(over_ms / 3, duration_ms);
                let scenario = Scenario {
                    receivers: one(Receiver {
                        latency: latency(attempt_ms),
                        outages: vec![outage],
                        ..Receiver::default()
                    }),
                    events,
                    over_ms,
                    late_ms: least_ms / 4,
                    horizon_ms: MAX_HORIZON_MS,
                    ..Scenario::new(policy.clone())
                };
                let report = play(scenario.clone());
                let (mut attempts, mut failed, mut lost, mut late, mut at_once, mut most_ms) = (0, 0, 0, 0, 0, 0);
                let mut histogram = vec![0_u64; 1];
                for event in 0..events {
                    let start_ms = (event * over_ms / events) as i64;
                    let plan = plan_from(&policy, &PlanOptions { start_ms, seed: None, attempt_ms });
                    let loss = plan.outage_cost(Outage { start_ms: outage.start_ms as i64, duration_ms });
                    let saved_by = loss.saved_by.map(|number| number as usize);
                    let took = saved_by.unwrap_or(plan.attempts.len());
                    attempts += took as u64;
                    let bucket = took.min(MAX_COUNTED_ATTEMPTS + 1);
                    histogram.resize(histogram.len().max(bucket + 1), 0);
                    histogram[bucket] += 1;
                    if let Some(number) = saved_by {
                        failed += number as u64 - 1;
                        at_once += u64::from(number == 1);
                        let reached_ms = (plan.attempts[number - 1].at_ms.unwrap() - start_ms) as u64 + attempt_ms;
                        late += u64::from(reached_ms > scenario.late_ms);
                        most_ms = most_ms.max(reached_ms);
                    } else {
                        failed += took as u64;
                        lost += 1;
                    }
                }
                let counts = report.counts;
                let name = format!("{} {duration_ms} {attempt_ms}", policy.id);
                assert_eq!((counts.attempts, counts.failed_attempts), (attempts, failed), "{name}");
                assert_eq!((counts.delivered, counts.lost, counts.late), (events - lost, lost, late), "{name}");
                assert_eq!((counts.at_first_try, &report.attempts_per_delivery), (at_once, &histogram), "{name}");
                assert_eq!(report.reached_after.most_ms, most_ms, "{name}");
                let during = report.receivers[0].outages.first().map_or(0, |outage| outage.failed_attempts);
                assert_eq!(during, failed, "{name}");
                outages += 1;
            }
        }
    }
    assert!(outages >= 200, "{outages}");
}

#[test]
fn an_open_breaker_makes_no_attempts() {
    let health = HealthRule { breaker: Some(Breaker { failures: 5, open_ms: 60_000 }), ..HealthRule::default() };
    // There is one event per second for twenty minutes, of which the first ten are an outage.
    let scenario = |health, attempts| Scenario {
        health,
        receivers: one(Receiver { outages: vec![down(0, 600_000)], ..Receiver::default() }),
        events: 1_200,
        over_ms: 1_200_000,
        ..Scenario::new(fixed(7_000, attempts))
    };
    let report = play(scenario(health, 3));
    // The breaker opens after the attempts at 0 to 4 s, and then allows one per minute, from 64 s to 544 s.
    assert_eq!(report.counts.failed_attempts, 5 + 9);
    assert_eq!((report.counts.lost, report.counts.delivered), (0, 1_200));
    assert_eq!(report.counts.attempts, 1_200 + 14);
    assert!(report.counts.deferrals > 600 * 5);
    // The next attempt is allowed at 604 s. The others are deferred until it must have ended, 15 s later.
    let outage = report.receivers[0].outages[0];
    assert_eq!((outage.end_ms, outage.recovered_ms), (600_000, Some(604_000 + 15_000)));
    assert_eq!(outage.behind_at_end, Some(600), "failed deliveries and those without an attempt");
    assert_eq!(report.reached_after.most_ms, 619_000);
    // Without the breaker, every delivery uses all of its attempts.
    let spent = play(scenario(HealthRule::default(), 3));
    assert_eq!(spent.counts.failed_attempts, 600 * 3 - (1 + 2) * 7);
    assert_eq!((spent.counts.lost, spent.counts.deferrals), (600 - 14, 0));
}

/// The time limit of a policy starts with the first attempt, even if that is deferred.
#[test]
fn deferring_the_first_attempt_does_not_use_up_time() {
    let report = play(Scenario {
        health: HealthRule { breaker: Some(Breaker { failures: 1, open_ms: 50_000 }), ..HealthRule::default() },
        receivers: one(Receiver { outages: vec![down(0, 105_000)], ..Receiver::default() }),
        events: 2,
        over_ms: 20_000,
        ..Scenario::new(fixed(30_000, 9).within(60_000))
    });
    // The event of 0 s fails at 0 and at 50 s, and is not retried after 60 s. The first attempt of the event of 10 s is
    // at 100 s. It fails and has a minute from then on: the next attempt is at 150 s.
    assert_eq!((report.counts.lost, report.counts.delivered, report.now_ms), (1, 1, 150_000));
}

#[test]
fn attempts_that_fail_after_the_end_of_an_outage_are_behind() {
    let report = play(Scenario {
        receivers: one(Receiver { latency: latency(500), outages: vec![down(0, 1_000)], ..Receiver::default() }),
        events: 2,
        over_ms: 1_800,
        ..Scenario::new(fixed(10_000, 2))
    });
    // The attempt of 900 ms fails, too, but the sender learns that at 1,400 ms.
    let outage = report.receivers[0].outages[0];
    assert_eq!((outage.failed_attempts, outage.behind_at_end), (2, Some(2)));
    // The events of 0 and 900 ms succeed at 11,000 and 11,900 ms.
    assert_eq!(outage.recovered_ms, Some(11_900));
}

#[test]
fn endpoints_are_disabled_by_their_health_rule() {
    const HOUR_MS: u64 = 3_600_000;
    let scenario = |health| Scenario {
        health,
        receivers: vec![
            Receiver { subscriptions: 2, outages: vec![down(0, u64::MAX)], ..Receiver::default() },
            Receiver::default(),
        ],
        events: 240,
        over_ms: 240 * HOUR_MS,
        horizon_ms: 240 * HOUR_MS,
        ..Scenario::new(fixed(1, 1))
    };
    // Five days are the hours 0 to 120.
    let by_time = play(scenario(HealthRule::SVIX));
    assert_eq!((by_time.counts.lost, by_time.counts.disabled), (2 * 121, 2 * 119));
    assert_eq!(by_time.attempts_per_delivery, [2 * 119, 2 * 121 + 240]);
    assert_eq!(by_time.receivers[1].counts.delivered, 240, "the healthy endpoint misses deliveries");
    let by_count = play(scenario(HealthRule { failures: Some(100), ..HealthRule::default() }));
    assert_eq!((by_count.counts.lost, by_count.counts.disabled), (2 * 100, 2 * 140));
    // Deliveries that wait when the endpoint is disabled are not retried, and neither is the delivery whose attempt
    // disabled it.
    let waits = Scenario {
        policy: fixed(HOUR_MS / 2, 9),
        ..scenario(HealthRule { failures: Some(3), ..HealthRule::default() })
    };
    let waits = play(waits);
    assert_eq!((waits.counts.failed_attempts, waits.counts.lost, waits.counts.disabled), (6, 0, 480));
    let health = HealthRule { failures: Some(2), ..HealthRule::default() };
    let two = play(Scenario { events: 1, policy: fixed(HOUR_MS, 9), ..scenario(health) });
    assert_eq!((two.counts.disabled, two.now_ms), (2, HOUR_MS), "the endpoint is not disabled at the second failure");
}

#[test]
fn a_receiver_that_responds_with_410_gets_no_more_deliveries() {
    let scenario = |reading| Scenario {
        receivers: one(Receiver { subscriptions: 3, gone_from_ms: Some(5_000), ..Receiver::default() }),
        events: 10,
        over_ms: 10_000,
        ..Scenario::new(Policy { reading, ..fixed(1_000, 2) })
    };
    let asked = play(scenario(Reading::STANDARD)).counts;
    assert_eq!((asked.delivered, asked.disabled, asked.attempts), (15, 15, 18));
    let plain = play(scenario(Reading::PLAIN)).counts;
    assert_eq!((plain.delivered, plain.lost, plain.attempts), (15, 15, 15 + 30));
}

/// Without jitter, all deliveries that failed in an outage are retried at the same time.
#[test]
fn jitter_spreads_retries_over_time() {
    let herd = |jitter| {
        let report = play(Scenario {
            receivers: one(Receiver { subscriptions: 6_000, outages: vec![down(0, 1)], ..Receiver::default() }),
            seed: 3,
            ..Scenario::new(fixed(60_000, 5).jitter(jitter))
        });
        let outage = report.receivers[0].outages[0];
        assert_eq!((outage.behind_at_end, outage.failed_attempts), (Some(6_000), 6_000));
        assert_eq!((report.waiting.peak, report.counts.delivered), (6_000, 6_000));
        assert!(outage.recovered_ms.is_some_and(|at_ms| at_ms <= 66_000));
        outage.peak_after.attempts
    };
    assert_eq!(herd(Jitter::None), 6_000);
    // A hundred per second with a standard deviation of ten: the maximum of sixty is hardly above 150.
    assert!((101..150).contains(&herd(Jitter::Full)), "{}", herd(Jitter::Full));
    // Twice as many per second in half of the time.
    assert!((201..271).contains(&herd(Jitter::Equal)), "{}", herd(Jitter::Equal));
    // A tenth of a minute in both directions: twelve seconds.
    assert!((501..610).contains(&herd(Jitter::PlusMinus { percent: 10 })));
}

#[test]
fn a_sender_without_a_response_waits_for_its_timeout() {
    let silent = Downtime { failure: FailureMode::Error(TransportError::Timeout), ..down(0, 1) };
    let report = play(Scenario {
        receivers: one(Receiver { outages: vec![silent], latency: latency(5), ..Receiver::default() }),
        ..Scenario::new(fixed(1_000, 2).timeout(8_000))
    });
    assert_eq!((report.reached_after.most_ms, report.counts.attempts), (8_000 + 1_000 + 5, 2));
}

/// A response after the sender's timeout is a failure of the outage, like a response in time.
#[test]
fn attempts_that_time_out_count_for_their_outage() {
    let slow = |receiver| {
        play(Scenario {
            receivers: one(Receiver { subscriptions: 100, latency: latency(20_000), ..receiver }),
            events: 60,
            over_ms: 60_000,
            ..Scenario::new(fixed(300_000, 1))
        })
    };
    let report = slow(Receiver { outages: vec![down(10_000, 40_000)], ..Receiver::default() });
    let outage = report.receivers[0].outages[0];
    assert_eq!(
        (outage.failed_attempts, outage.behind_at_end),
        (4_000, Some(1_500)),
        "deliveries of the last 15 s are not lost yet"
    );
    // There are a hundred per second after the end of the outage.
    assert_eq!((outage.peak_after.attempts, outage.peak_after.at_ms), (100, 50_000));
    let limit = RateLimit { per_second: 0, burst: 1, retry_after_seconds: Some(99) };
    let counts = slow(Receiver { limit: Some(limit), ..Receiver::default() }).counts;
    assert_eq!((counts.refused_attempts, counts.failed_attempts, counts.unconfirmed), (5_999, 6_000, 1));
}

#[test]
fn deliveries_in_flight_at_the_end_of_an_outage_are_behind() {
    let silent = Downtime { failure: FailureMode::Error(TransportError::Timeout), ..down(0, 10_000) };
    let report = play(Scenario {
        receivers: one(Receiver { subscriptions: 100, outages: vec![silent], ..Receiver::default() }),
        ..Scenario::new(fixed(300_000, 2))
    });
    let outage = report.receivers[0].outages[0];
    // The timeout of 15 s passes 5 s after the end of the outage.
    assert_eq!((outage.behind_at_end, outage.recovered_ms), (Some(100), Some(315_000)));
    assert_eq!((outage.failed_attempts, outage.given_up), (100, 0));
}

#[test]
fn each_outage_has_its_own_recovery() {
    let outages = |attempts| -> Vec<OutageReport> {
        let outages = vec![down(0, 600_000), down(1_200_000, 1_000)];
        let receiver = Receiver { subscriptions: 100, outages, ..Receiver::default() };
        // Events at 0 s and 1,200 s, and at 2,400 s without an outage.
        let scenario = Scenario {
            receivers: one(receiver),
            events: 3,
            over_ms: 3_600_000,
            ..Scenario::new(fixed(1_800_000, attempts))
        };
        play(scenario).receivers[0].outages.clone()
    };
    // The second outage begins with a hundred deliveries behind. It has recovered when no more are behind, after the
    // retries of the first one.
    let [first, second] = outages(2)[..] else { panic!("not two outages") };
    assert_eq!((first.behind_at_end, first.recovered_ms, first.given_up), (Some(100), Some(3_000_000), 0));
    assert_eq!((second.behind_at_end, second.recovered_ms, second.given_up), (Some(200), Some(1_800_000), 0));
    // Deliveries without retries are lost, and not behind.
    let [first, second] = outages(1)[..] else { panic!("not two outages") };
    assert_eq!((first.behind_at_end, first.recovered_ms, first.given_up), (Some(0), Some(600_000), 100));
    assert_eq!((second.behind_at_end, second.recovered_ms, second.given_up), (Some(0), Some(1_201_000), 100));
}

#[test]
fn each_deferred_attempt_is_counted_once() {
    let counts = play(Scenario {
        health: HealthRule { breaker: Some(Breaker { failures: 1, open_ms: 50_000 }), ..HealthRule::default() },
        receivers: one(Receiver { outages: vec![down(0, 60_000)], ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 3))
    })
    .counts;
    // The attempts at 0 s and 50 s fail. Those due at 10 s and 60 s are deferred.
    assert_eq!((counts.attempts, counts.deferrals, counts.delivered), (3, 2, 1));
}

#[test]
fn deliveries_with_lost_responses_are_unconfirmed_when_disabled() {
    let counts = play(Scenario {
        health: HealthRule { failures: Some(1), ..HealthRule::default() },
        receivers: one(Receiver { subscriptions: 3, lost_responses_per_million: 1_000_000, ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 3))
    })
    .counts;
    assert_eq!((counts.attempts, counts.disabled, counts.unconfirmed, counts.lost), (3, 3, 3, 0));
}

/// The first attempt that reaches the receiver counts, and later ones are duplicates.
#[test]
fn repeated_attempts_after_a_late_arrival_are_duplicates() {
    let outages = vec![down(0, 15_000)];
    let report = play(Scenario {
        receivers: one(Receiver { outages, lost_responses_per_million: 1_000_000, ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 5))
    });
    let counts = report.counts;
    assert_eq!((counts.attempts, counts.duplicates, counts.unconfirmed), (5, 2, 1));
    assert_eq!((report.reached_after.count, report.reached_after.most_ms), (1, 20_000));
}
