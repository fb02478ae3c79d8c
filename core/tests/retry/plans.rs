//! Retry policies: the totals of the built-in ones, jitter, and the action after an attempt.

use hookwright::catalog::{find_policy, policies};
use hookwright::http::Headers;
use hookwright::provenance::Confidence;
use hookwright::retry::{
    Anchor, EndedAttempt, Jitter, NextAction, Outage, OutageVerdict, Plan, PlanOptions, Policy, Reaction,
    ReactionReason, Reading, Schedule, StopRules, parse_retry_after, plan, plan_from,
};
use hookwright::retry::{Outcome, TransportError};

fn seconds(hours: u64, minutes: u64, seconds: u64) -> u64 {
    (hours * 3600 + minutes * 60 + seconds) * 1000
}

fn of(id: &str) -> Plan {
    plan(find_policy(id).unwrap(), 0)
}

/// The numbers in the senders' documentation: attempts, and the time from the first to the last.
#[test]
fn totals_are_the_published_ones() {
    let published = [
        ("generic", 5, seconds(2, 35, 30)),
        ("standard", 10, seconds(75, 35, 5)),
        ("svix", 8, seconds(27, 35, 5)),
        ("svix-server", 8, seconds(27, 35, 5)),
        ("github", 1, 0),
        ("slack", 4, seconds(0, 6, 0)),
        ("square", 12, seconds(24, 3, 0)),
        ("kit", 8, seconds(41, 17, 30)),
        ("ahasend", 6, seconds(0, 16, 19)),
        ("ticket-tailor", 22, seconds(65, 4, 16)),
        ("contentstack", 5, seconds(0, 13, 0)),
        ("sanity", 3, seconds(0, 1, 0)),
        ("tidio", 10, seconds(4, 44, 45)),
        ("akamai-identity", 6, seconds(25, 5, 33)),
        ("alloy", 10, seconds(24, 0, 1)),
        ("juspay", 17, seconds(24, 1, 0)),
        ("nmi", 21, seconds(58, 53, 15)),
        ("prolific", 12, seconds(34, 7, 0)),
        ("awell", 16, seconds(18, 12, 14)),
        ("recurly", 11, seconds(72, 51, 48)),
        ("paymongo", 13, seconds(2, 16, 30)),
        ("mailgun", 7, seconds(7, 30, 0)),
        ("resend", 8, seconds(27, 35, 5)),
        ("wix", 13, seconds(47, 11, 0)),
        ("bigcommerce", 12, seconds(48, 4, 0)),
        ("discourse", 5, seconds(2, 36, 0)),
        ("deepgram", 11, seconds(0, 5, 0)),
        ("ashby", 10, seconds(2, 48, 50)),
    ];
    for (id, attempts, span_ms) in published {
        let plan = of(id);
        assert_eq!(plan.attempts.len(), attempts, "{id}: {}", plan.summary);
        assert_eq!(plan.span_ms, Some(span_ms), "{id}: {}", plan.summary);
    }
}

#[test]
fn some_senders_accept_only_200() {
    for id in ["airwallex", "juspay", "mailgun", "nmi", "podium", "wix"] {
        let read = |status| {
            let policy = find_policy(id).unwrap();
            policy.reading.classify(Outcome::Answered(status), &Headers::new(), 0).reaction
        };
        assert_eq!([200, 202, 204].map(read), [Reaction::Success, Reaction::Retry, Reaction::Retry], "{id}");
    }
    let mailgun = &find_policy("mailgun").unwrap().reading;
    assert_eq!(mailgun.classify(Outcome::Answered(406), &Headers::new(), 0).reaction, Reaction::Stop);
}

#[test]
fn unpublished_delays_are_ranges() {
    for policy in policies().filter(|policy| policy.delays == Confidence::Assumed) {
        if let Schedule::Unpublished { within_ms, .. } = policy.schedule {
            let plan = plan(policy, 1_000);
            assert!(plan.attempts.iter().skip(1).all(|attempt| attempt.at_ms.is_none() && attempt.delay_ms.is_none()));
            assert_eq!(plan.attempts[1].latest_ms, within_ms.map(|ms| 1_000 + ms as i64), "{}", policy.id);
            assert_eq!(plan.least_span_ms, 0);
        }
    }
    assert_eq!(of("well").summary, "4 attempts; the sender does not publish their times.");
    assert_eq!(of("stripe").summary, "Attempts for 3 d; the sender publishes neither their number nor their times.");
    assert_eq!(of("awell").summary, "16 attempts over 18 h 12 min 14 s; a shorter outage loses no events.");
    assert_eq!(of("shopify").summary, "9 attempts within 4 h; the sender does not publish their times.");
    assert_eq!(of("well").survives(1), OutageVerdict::Depends);
    assert_eq!(of("stripe").survives(259_200_001), OutageVerdict::Lost);
}

#[test]
fn every_policy_has_a_unique_id_and_a_source() {
    let mut ids: Vec<_> = policies().map(|policy| policy.id.as_ref()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for policy in policies() {
        let provenance = policy.provenance.as_ref().unwrap();
        assert!(!provenance.source.is_empty(), "{}", policy.id);
        assert!(!plan(policy, 0).summary.is_empty());
    }
    println!("{count} policies");
}

#[test]
fn delays_grow_according_to_their_schedule() {
    let delays = |schedule: Schedule| -> Vec<u64> {
        let policy = Policy::new("mine", schedule, Reading::STANDARD).at_most(5);
        (1..=5).map(|number| policy.delay_ms(number).unwrap()).collect()
    };
    assert_eq!(delays(Schedule::Fixed { delay_ms: 7 }), [0, 7, 7, 7, 7]);
    assert_eq!(delays(Schedule::Linear { base_ms: 10, step_ms: 5 }), [0, 10, 15, 20, 25]);
    assert_eq!(delays(Schedule::exponential(10, 3)), [0, 10, 30, 90, 270]);
    assert_eq!(delays(Schedule::Exponential { base_ms: 100, factor_per_mille: 1500 }), [0, 100, 150, 225, 337]);
    assert_eq!(delays(Schedule::Polynomial { base_ms: 1, power: 4 }), [0, 1, 16, 81, 256]);
    let capped = Policy::new("mine", Schedule::exponential(10, 3), Reading::STANDARD).at_most(5).capped(50);
    assert_eq!(
        (1..=6).map(|n| capped.delay_ms(n)).collect::<Vec<_>>(),
        [Some(0), Some(10), Some(30), Some(50), Some(50), None]
    );
}

#[test]
fn delays_since_the_first_attempt_are_not_added_up() {
    let since = Policy::new("mine", Schedule::table(&[0, 10, 30, 60]), Reading::STANDARD).since_first();
    let times: Vec<_> = plan(&since, 5).attempts.iter().map(|attempt| (attempt.delay_ms, attempt.at_ms)).collect();
    assert_eq!(times, [(Some(0), Some(5)), (Some(10), Some(15)), (Some(20), Some(35)), (Some(30), Some(65))]);
    // If an attempt takes until after the next one is due, the next one is made immediately.
    let slow = plan_from(&since, &PlanOptions { attempt_ms: 25, ..PlanOptions::default() });
    assert_eq!(slow.attempts.iter().map(|a| a.at_ms.unwrap()).collect::<Vec<_>>(), [0, 25, 50, 75]);
    let after = Policy::new("mine", Schedule::table(&[0, 10, 30, 60]), Reading::STANDARD);
    let slow = plan_from(&after, &PlanOptions { attempt_ms: 25, ..PlanOptions::default() });
    assert_eq!(slow.attempts.iter().map(|a| a.at_ms.unwrap()).collect::<Vec<_>>(), [0, 35, 90, 175]);
}

#[test]
fn stop_rules_end_a_plan() {
    let endless = Policy::new("mine", Schedule::Fixed { delay_ms: 10 }, Reading::STANDARD);
    assert!(plan(&endless, 0).is_cut);
    assert_eq!(plan(&endless.clone().within(35), 0).attempts.len(), 4);
    let mut late = endless.clone();
    late.stop = StopRules { deadline_ms: Some(1_020), ..StopRules::default() };
    assert_eq!(plan(&late, 1_000).attempts.len(), 3);
    assert_eq!(plan(&endless.at_most(2), 0).attempts.len(), 2);
}

#[test]
fn parses_every_form_of_retry_after() {
    let now_ms = 1_763_683_200_000; // 2025-11-21T00:00:00Z
    for (value, expected) in [
        ("120", Some(120_000)),
        (" 0 ", Some(0)),
        ("1.2", Some(2_000)),
        ("99999999999999999999", Some(u64::MAX)),
        ("Fri, 21 Nov 2025 00:01:00 GMT", Some(60_000)),
        ("Friday, 21-Nov-25 00:01:00 GMT", Some(60_000)),
        ("Fri Nov 21 00:01:00 2025", Some(60_000)),
        ("Thu, 20 Nov 2025 00:00:00 GMT", Some(0)),
        ("-1", None),
        ("1e3", None),
        ("1.", None),
        ("", None),
        ("2025-11-21T00:01:00Z", None),
    ] {
        assert_eq!(parse_retry_after(value, now_ms), expected, "{value:?}");
    }
}

fn answered(policy: &Policy, number: u32, status: u16, fields: &[(&str, &str)]) -> NextAction {
    let headers: Headers = fields.iter().copied().collect();
    policy.next(
        &EndedAttempt { number, first_ms: 0, now_ms: 1_000, outcome: Outcome::Answered(status), headers: &headers },
        7,
    )
}

#[test]
fn the_action_after_an_attempt_follows_the_policy() {
    let standard = find_policy("standard").unwrap();
    let retry = |delay_ms: u64, throttled| NextAction::Retry { delay_ms, at_ms: 1_000 + delay_ms as i64, throttled };
    assert_eq!(answered(standard, 1, 204, &[]), NextAction::Succeed { reason: ReactionReason::Success });
    assert_eq!(answered(standard, 1, 301, &[]), retry(5_000, false));
    assert_eq!(answered(standard, 1, 500, &[]), retry(5_000, false));
    assert_eq!(answered(standard, 1, 429, &[]), retry(5_000, true));
    assert_eq!(answered(standard, 1, 503, &[("Retry-After", "60")]), retry(60_000, false));
    assert_eq!(
        answered(standard, 1, 503, &[("Retry-After", "1")]),
        retry(5_000, false),
        "not earlier than the schedule"
    );
    assert_eq!(answered(standard, 1, 503, &[("Retry-After", "9999999")]), retry(86_400_000, false), "clamped to a day");
    assert_eq!(answered(standard, 1, 410, &[]), NextAction::Disable { reason: ReactionReason::Status });
    assert_eq!(
        answered(standard, 1, 500, &[("webhook-delivery", "Disable")]),
        NextAction::Disable { reason: ReactionReason::Header }
    );
    assert_eq!(
        answered(standard, 1, 500, &[("webhook-delivery", "abort-message")]),
        NextAction::Stop { reason: ReactionReason::Header }
    );
    assert_eq!(
        answered(standard, 1, 200, &[("webhook-delivery", "disable")]),
        NextAction::Succeed { reason: ReactionReason::Success }
    );
    assert_eq!(answered(standard, 10, 500, &[]), NextAction::Stop { reason: ReactionReason::Attempts });

    let slack = find_policy("slack").unwrap();
    assert_eq!(
        answered(slack, 1, 500, &[("X-Slack-No-Retry", "1")]),
        NextAction::Stop { reason: ReactionReason::Header }
    );
    assert_eq!(answered(slack, 1, 500, &[]), retry(0, false));
    let brevo = find_policy("brevo").unwrap();
    assert_eq!(answered(brevo, 1, 404, &[]), NextAction::Stop { reason: ReactionReason::Status });
    assert_eq!(answered(brevo, 1, 429, &[]), retry(600_000, true));
    let server = Policy { jitter: Jitter::None, ..find_policy("svix-server").unwrap().clone() };
    assert_eq!(answered(&server, 2, 500, &[("Retry-After", "9999")]), retry(600_000, false), "at most twice the delay");

    // As in the server's code: at least a minute after 429 or a timeout, then `Retry-After` up to twice that, and
    // jitter last.
    assert_eq!(answered(&server, 1, 429, &[]), retry(60_000, true));
    assert_eq!(answered(&server, 1, 429, &[("Retry-After", "90")]), retry(90_000, true));
    assert_eq!(answered(&server, 1, 429, &[("Retry-After", "900")]), retry(120_000, true));
    assert_eq!(answered(&server, 1, 500, &[]), retry(5_000, false));
    let jittered = find_policy("svix-server").unwrap();
    for seed in 0..1_000 {
        let asked: Headers = [("Retry-After", "90")].into_iter().collect();
        let ended =
            EndedAttempt { number: 1, first_ms: 0, now_ms: 0, outcome: Outcome::Answered(429), headers: &asked };
        let NextAction::Retry { delay_ms, .. } = jittered.next(&ended, seed) else { panic!("not retried") };
        assert!((72_000..=108_000).contains(&delay_ms), "{delay_ms}");
    }

    let headers = Headers::new();
    let failed = EndedAttempt {
        number: 1,
        first_ms: 0,
        now_ms: 0,
        outcome: Outcome::Failed(TransportError::Timeout),
        headers: &headers,
    };
    assert_eq!(server.next(&failed, 0), NextAction::Retry { delay_ms: 60_000, at_ms: 60_000, throttled: true });
    let ashby = find_policy("ashby").unwrap();
    assert_eq!(ashby.next(&failed, 0), NextAction::Retry { delay_ms: 10_000, at_ms: 10_000, throttled: false });
    let late = Policy::new("mine", Schedule::Fixed { delay_ms: 10 }, Reading::STANDARD).within(5);
    assert_eq!(late.next(&failed, 0), NextAction::Stop { reason: ReactionReason::Elapsed });
}

#[test]
fn next_by_schedule_ignores_responses() {
    for policy in policies() {
        for number in 1..12 {
            let drawn = policy.drawn_ms(number + 1, 7);
            let wait = |elapsed: u64| match policy.anchor {
                Anchor::AfterPrevious => drawn,
                Anchor::SinceFirst => drawn.map(|ms| ms.saturating_sub(elapsed)),
            };
            match policy.next_by_schedule(number, 0, 1_000, 7) {
                NextAction::Retry { delay_ms, at_ms, throttled } => {
                    assert_eq!((Some(delay_ms), throttled), (wait(1_000), false), "{}: {number}", policy.id);
                    assert_eq!(at_ms, 1_000 + delay_ms as i64);
                }
                NextAction::Stop { reason: ReactionReason::Attempts } => {
                    assert_eq!(drawn, None, "{}: {number}", policy.id)
                }
                other => {
                    assert_eq!(other, NextAction::Stop { reason: ReactionReason::Elapsed }, "{}: {number}", policy.id)
                }
            }
        }
    }
    // Ashby stops at 401, but without a response only the schedule counts.
    let ashby = find_policy("ashby").unwrap();
    assert_eq!(answered(ashby, 1, 401, &[]), NextAction::Stop { reason: ReactionReason::Status });
    assert_eq!(
        ashby.next_by_schedule(1, 0, 0, 0),
        NextAction::Retry { delay_ms: 10_000, at_ms: 10_000, throttled: false }
    );
    assert_eq!(ashby.next_by_schedule(u32::MAX, 0, 0, 0), NextAction::Stop { reason: ReactionReason::Attempts });
    let short = Policy::new("mine", Schedule::Fixed { delay_ms: 10 }, Reading::STANDARD).within(5);
    assert_eq!(short.next_by_schedule(1, 0, 0, 0), NextAction::Stop { reason: ReactionReason::Elapsed });
}

#[test]
fn an_outage_loses_the_deliveries_whose_attempts_it_contains() {
    let plan = of("generic");
    let loss = plan.outage_cost(Outage { start_ms: 0, duration_ms: seconds(3, 0, 0) });
    assert_eq!((loss.verdict, loss.failed_attempts, loss.saved_by), (OutageVerdict::Lost, 5, None));
    assert_eq!((loss.lost_from_ms, loss.lost_until_ms), (Some(0), Some(seconds(0, 24, 30) as i64)));
    assert_eq!(
        loss.summary,
        "An outage of 3 h loses the events whose first attempt is due from 1970-01-01T00:00:00Z until \
         1970-01-01T00:24:30Z."
    );
    let after_the_first = plan.outage_cost(Outage { start_ms: 10, duration_ms: seconds(3, 0, 0) });
    assert_eq!(
        (after_the_first.failed_attempts, after_the_first.saved_by),
        (0, Some(1)),
        "a delivery that succeeded before the outage is not lost"
    );
    assert_eq!(
        plan.outage_cost(Outage { start_ms: 10_000, duration_ms: 100 }).summary,
        "An outage of 100 ms loses no events."
    );
    assert_eq!(of("svix").remember_ms, Some(seconds(27, 35, 20)));
}

/// Pearson's chi-squared statistic of draws in ten equal bins.
fn chi_squared(policy: &Policy, number: u32) -> f64 {
    const BINS: u64 = 10;
    let wait = policy.delay_range(number).unwrap();
    let width = (wait.most_ms - wait.least_ms + 1) / BINS;
    let mut counts = [0_u32; BINS as usize];
    let draws = 20_000;
    for seed in 0..draws {
        let drawn = policy.drawn_ms(number, seed).unwrap();
        assert!((wait.least_ms..=wait.most_ms).contains(&drawn));
        counts[((drawn - wait.least_ms) / width).min(BINS - 1) as usize] += 1;
    }
    let expected = draws as f64 / BINS as f64;
    counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum()
}

#[test]
fn draws_are_uniformly_distributed() {
    let jitters = [Jitter::Full, Jitter::Equal, Jitter::PlusMinus { percent: 20 }, Jitter::Additive { percent: 25 }];
    for jitter in jitters {
        let policy = Policy::new("mine", Schedule::Fixed { delay_ms: 1_000_000 }, Reading::STANDARD).jitter(jitter);
        for number in [2, 3, 17] {
            // The 99.99th percentile with nine degrees of freedom. The seeds are fixed, so the result is deterministic.
            let statistic = chi_squared(&policy, number);
            assert!(statistic < 33.72, "{jitter:?}, attempt {number}: {statistic}");
        }
    }
    let decorrelated = Policy::new("mine", Schedule::Decorrelated { base_ms: 1_000_000 }, Reading::STANDARD);
    assert!(chi_squared(&decorrelated, 2) < 33.72);
}

#[test]
fn jitter_stays_within_its_bounds() {
    let bounds = |jitter: Jitter| {
        let wait = jitter.bounds(1000);
        (wait.least_ms, wait.most_ms)
    };
    assert_eq!(bounds(Jitter::None), (1000, 1000));
    assert_eq!(bounds(Jitter::Full), (0, 1000));
    assert_eq!(bounds(Jitter::Equal), (500, 1000));
    assert_eq!(bounds(Jitter::PlusMinus { percent: 20 }), (800, 1200));
    assert_eq!(bounds(Jitter::Additive { percent: 25 }), (1000, 1250));
}
