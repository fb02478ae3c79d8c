//! What outages do, against what can be worked out without the simulation.

use hookwright::catalog::policies;
use hookwright::retry::{Jitter, Outage, Policy, Reading, Schedule, Start, plan, plan_from};
use hookwright::simulation::{
    Down, Downtime, MAX_HORIZON_MS, MOST_ATTEMPTS, OutageReport, RateLimit, Receiver, Scenario,
};
use hookwright::{
    delivery::{Breaker, HealthRule},
    retry::TransportError,
};

use super::{down, fixed, latency, one, play};

/// For every event, what the plan says of the outage: attempts, the one that arrives, or the loss.
#[test]
fn an_outage_costs_what_the_plan_says() {
    let mut outages = 0;
    for policy in policies().filter(|policy| !matches!(policy.schedule, Schedule::Unpublished { .. })) {
        let policy = policy.clone().jitter(Jitter::None);
        // Waits that double for ever come to more than the clock has.
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
                    let plan = plan_from(&policy, &Start { start_ms, seed: None, attempt_ms });
                    let loss = plan.lose(Outage { start_ms: outage.start_ms as i64, duration_ms });
                    let saved_by = loss.saved_by.map(|number| number as usize);
                    let took = saved_by.unwrap_or(plan.attempts.len());
                    attempts += took as u64;
                    let bucket = took.min(MOST_ATTEMPTS + 1);
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
fn an_open_breaker_spends_no_attempts() {
    let health = HealthRule { breaker: Some(Breaker { failures: 5, open_ms: 60_000 }), ..HealthRule::default() };
    // One event a second, for twenty minutes, of which the first ten are an outage.
    let scenario = |health, attempts| Scenario {
        health,
        receivers: one(Receiver { outages: vec![down(0, 600_000)], ..Receiver::default() }),
        events: 1_200,
        over_ms: 1_200_000,
        ..Scenario::new(fixed(7_000, attempts))
    };
    let report = play(scenario(health, 3));
    // It opens after those of the seconds 0 to 4, and then one in a minute is let through, from 64 s to 544 s.
    assert_eq!(report.counts.failed_attempts, 5 + 9);
    assert_eq!((report.counts.lost, report.counts.delivered), (0, 1_200));
    assert_eq!(report.counts.attempts, 1_200 + 14);
    assert!(report.counts.deferrals > 600 * 5);
    // The next attempt that is let through comes at 604 s; the others are put off until it must have ended, 15 s later.
    let outage = report.receivers[0].outages[0];
    assert_eq!((outage.end_ms, outage.recovered_ms), (600_000, Some(604_000 + 15_000)));
    assert_eq!(outage.behind_at_end, Some(600), "whether they have failed or never been tried");
    assert_eq!(report.reached_after.most_ms, 619_000);
    // Without it, every delivery spends what it has.
    let spent = play(scenario(HealthRule::default(), 3));
    assert_eq!(spent.counts.failed_attempts, 600 * 3 - (1 + 2) * 7);
    assert_eq!((spent.counts.lost, spent.counts.deferrals), (600 - 14, 0));
}

/// The time that a policy gives a delivery starts with its first attempt, whenever that is let through.
#[test]
fn being_put_off_before_the_first_attempt_costs_no_time() {
    let report = play(Scenario {
        health: HealthRule { breaker: Some(Breaker { failures: 1, open_ms: 50_000 }), ..HealthRule::default() },
        receivers: one(Receiver { outages: vec![down(0, 105_000)], ..Receiver::default() }),
        events: 2,
        over_ms: 20_000,
        ..Scenario::new(fixed(30_000, 9).within(60_000))
    });
    // The event of 0 fails at 0 and at 50 s, and may not come again after 60 s. That of 10 s comes at 100 s first, fails, and has
    // a minute from then on: it comes again at 150 s.
    assert_eq!((report.counts.lost, report.counts.delivered, report.now_ms), (1, 1, 150_000));
}

#[test]
fn who_is_behind_at_the_end_of_an_outage_fails_by_then_or_later() {
    let report = play(Scenario {
        receivers: one(Receiver { latency: latency(500), outages: vec![down(0, 1_000)], ..Receiver::default() }),
        events: 2,
        over_ms: 1_800,
        ..Scenario::new(fixed(10_000, 2))
    });
    // The attempt of 900 fails as well, though nobody knows until 1 400.
    let outage = report.receivers[0].outages[0];
    assert_eq!((outage.failed_attempts, outage.behind_at_end), (2, Some(2)));
    // The events of 0 and 900 are through at 11 000 and at 11 900.
    assert_eq!(outage.recovered_ms, Some(11_900));
}

#[test]
fn an_endpoint_is_given_up_when_the_rule_says_so() {
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
    // Five days are hours 0 to 120.
    let by_time = play(scenario(HealthRule::SVIX));
    assert_eq!((by_time.counts.lost, by_time.counts.disabled), (2 * 121, 2 * 119));
    assert_eq!(by_time.attempts_per_delivery, [2 * 119, 2 * 121 + 240]);
    assert_eq!(by_time.receivers[1].counts.delivered, 240, "the one that is well goes on");
    let by_count = play(scenario(HealthRule { failures: Some(100), ..HealthRule::default() }));
    assert_eq!((by_count.counts.lost, by_count.counts.disabled), (2 * 100, 2 * 140));
    // What waits when the endpoint is given up is not tried again, and neither is the attempt that was one too many.
    let waits = Scenario {
        policy: fixed(HOUR_MS / 2, 9),
        ..scenario(HealthRule { failures: Some(3), ..HealthRule::default() })
    };
    let waits = play(waits);
    assert_eq!((waits.counts.failed_attempts, waits.counts.lost, waits.counts.disabled), (6, 0, 480));
    let health = HealthRule { failures: Some(2), ..HealthRule::default() };
    let two = play(Scenario { events: 1, policy: fixed(HOUR_MS, 9), ..scenario(health) });
    assert_eq!(
        (two.counts.disabled, two.now_ms),
        (2, HOUR_MS),
        "the second failure ends it, and not the third attempt"
    );
}

#[test]
fn a_receiver_that_is_gone_gets_nothing_more() {
    let scenario = |reading| Scenario {
        receivers: one(Receiver { subscriptions: 3, gone_from_ms: Some(5_000), ..Receiver::default() }),
        events: 10,
        over_ms: 10_000,
        ..Scenario::new(Policy { reading, ..fixed(1_000, 2) })
    };
    let asked = play(scenario(Reading::STANDARD)).counts;
    assert_eq!((asked.delivered, asked.disabled, asked.attempts), (15, 15, 18));
    let deaf = play(scenario(Reading::PLAIN)).counts;
    assert_eq!((deaf.delivered, deaf.lost, deaf.attempts), (15, 15, 15 + 30));
}

/// What jitter is for: without it, all that failed in an outage comes back in step.
#[test]
fn jitter_spreads_the_herd() {
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
    // A hundred a second, with a deviation of ten: the highest of sixty is hardly above 150.
    assert!((101..150).contains(&herd(Jitter::Full)), "{}", herd(Jitter::Full));
    // Twice as many in the half of the time that is left.
    assert!((201..271).contains(&herd(Jitter::Equal)), "{}", herd(Jitter::Equal));
    // A tenth to each side: twelve seconds.
    assert!((501..610).contains(&herd(Jitter::PlusMinus { percent: 10 })));
}

#[test]
fn a_sender_that_hears_nothing_waits_for_its_timeout() {
    let silent = Downtime { how: Down::Error(TransportError::Timeout), ..down(0, 1) };
    let report = play(Scenario {
        receivers: one(Receiver { outages: vec![silent], latency: latency(5), ..Receiver::default() }),
        ..Scenario::new(fixed(1_000, 2).timeout(8_000))
    });
    assert_eq!((report.reached_after.most_ms, report.counts.attempts), (8_000 + 1_000 + 5, 2));
}

/// An answer that takes longer than the sender waits is as much an outage's doing as one that is heard.
#[test]
fn an_outage_that_answers_too_slowly_is_one() {
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
        "those of the last 15 s are not lost yet"
    );
    // A hundred come with every second from its end on.
    assert_eq!((outage.peak_after.attempts, outage.peak_after.at_ms), (100, 50_000));
    let limit = RateLimit { per_second: 0, burst: 1, retry_after_seconds: Some(99) };
    let counts = slow(Receiver { limit: Some(limit), ..Receiver::default() }).counts;
    assert_eq!((counts.refused_attempts, counts.failed_attempts, counts.unconfirmed), (5_999, 6_000, 1));
}

#[test]
fn a_silent_outage_leaves_deliveries_behind_before_anybody_knows() {
    let silent = Downtime { how: Down::Error(TransportError::Timeout), ..down(0, 10_000) };
    let report = play(Scenario {
        receivers: one(Receiver { subscriptions: 100, outages: vec![silent], ..Receiver::default() }),
        ..Scenario::new(fixed(300_000, 2))
    });
    let outage = report.receivers[0].outages[0];
    // The sender gives up after 15 s, when the outage has been over for five.
    assert_eq!((outage.behind_at_end, outage.recovered_ms), (Some(100), Some(315_000)));
    assert_eq!((outage.failed_attempts, outage.given_up), (100, 0));
}

#[test]
fn each_outage_has_its_own_end() {
    let outages = |attempts| -> Vec<OutageReport> {
        let outages = vec![down(0, 600_000), down(1_200_000, 1_000)];
        let receiver = Receiver { subscriptions: 100, outages, ..Receiver::default() };
        // Events at 0, at 1 200 s, and at 2 400 s, when all is well.
        let scenario = Scenario {
            receivers: one(receiver),
            events: 3,
            over_ms: 3_600_000,
            ..Scenario::new(fixed(1_800_000, attempts))
        };
        play(scenario).receivers[0].outages.clone()
    };
    // The second outage begins with a hundred behind, and is made up for when there are no more: with the first one's retries.
    let [first, second] = outages(2)[..] else { panic!("two outages") };
    assert_eq!((first.behind_at_end, first.recovered_ms, first.given_up), (Some(100), Some(3_000_000), 0));
    assert_eq!((second.behind_at_end, second.recovered_ms, second.given_up), (Some(200), Some(1_800_000), 0));
    // What gives up at once is never behind for long.
    let [first, second] = outages(1)[..] else { panic!("two outages") };
    assert_eq!((first.behind_at_end, first.recovered_ms, first.given_up), (Some(0), Some(600_000), 100));
    assert_eq!((second.behind_at_end, second.recovered_ms, second.given_up), (Some(0), Some(1_201_000), 100));
}

#[test]
fn each_attempt_that_is_put_off_counts_once() {
    let counts = play(Scenario {
        health: HealthRule { breaker: Some(Breaker { failures: 1, open_ms: 50_000 }), ..HealthRule::default() },
        receivers: one(Receiver { outages: vec![down(0, 60_000)], ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 3))
    })
    .counts;
    // It fails at 0 and at 50 s; those due at 10 s and at 60 s are put off.
    assert_eq!((counts.attempts, counts.deferrals, counts.delivered), (3, 2, 1));
}

#[test]
fn what_came_to_its_receiver_unheard_is_known_of_the_disabled_too() {
    let counts = play(Scenario {
        health: HealthRule { failures: Some(1), ..HealthRule::default() },
        receivers: one(Receiver { subscriptions: 3, lost_answers_per_million: 1_000_000, ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 3))
    })
    .counts;
    assert_eq!((counts.attempts, counts.disabled, counts.unconfirmed, counts.lost), (3, 3, 3, 0));
}

/// The first time counts, whichever attempt it is, and what comes after it is a duplicate.
#[test]
fn an_event_that_comes_late_comes_twice() {
    let outages = vec![down(0, 15_000)];
    let report = play(Scenario {
        receivers: one(Receiver { outages, lost_answers_per_million: 1_000_000, ..Receiver::default() }),
        ..Scenario::new(fixed(10_000, 5))
    });
    let counts = report.counts;
    assert_eq!((counts.attempts, counts.duplicates, counts.unconfirmed), (5, 2, 1));
    assert_eq!((report.reached_after.count, report.reached_after.most_ms), (1, 20_000));
}
