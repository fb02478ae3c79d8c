//! Plans and exports do not promise more than any draw keeps.

use hookwright::catalog::find_policy;
use hookwright::http::Headers;
use hookwright::retry::{
    Anchor, Fidelity, Jitter, OutageVerdict, PlanOptions, Policy, Reading, RetryAfter, Schedule, StopRules, System,
    plan, plan_from,
};
use hookwright::{delivery::Progress, retry::Outcome};
use proptest::prelude::*;

#[test]
fn an_outage_within_unpublished_delays_is_not_certainly_survived() {
    let stripe = plan(find_policy("stripe").unwrap(), 0);
    assert_eq!(stripe.survives(250_000_000), OutageVerdict::Depends);
    assert_eq!(stripe.survives(259_200_001), OutageVerdict::Lost);
}

#[test]
fn no_draw_ends_before_the_least_span() {
    let table = vec![0, 36_000_000, 46_800_000];
    let schedule = Schedule::Table { delays_ms: table.into(), repeat_last: false };
    let policy =
        Policy::new("mine", schedule, Reading::PLAIN).within(86_400_000).jitter(Jitter::PlusMinus { percent: 20 });
    let least = plan(&policy, 0).least_span_ms;
    for policy in [
        policy,
        Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN).within(60_000).jitter(Jitter::Equal),
    ] {
        let least = plan(&policy, 0).least_span_ms;
        for seed in 0..500 {
            let drawn = plan_from(&policy, &PlanOptions { seed: Some(seed), ..PlanOptions::default() });
            let last = drawn.attempts.last().and_then(|attempt| attempt.at_ms).unwrap();
            assert!(u64::try_from(last).unwrap() >= least, "{seed}: {last} {least}");
        }
    }
    // The second attempt is made after at most twelve hours. The third may then be after the limit.
    assert_eq!(least, 86_400_000 - 56_160_000);
}

#[test]
fn no_draw_is_after_the_latest_time() {
    let kind = Jitter::PlusMinus { percent: 50 };
    for policy in [
        Policy::new("mine", Schedule::Fixed { delay_ms: 9_000 }, Reading::PLAIN).within(40_000).jitter(kind),
        Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN).within(60_000).jitter(kind),
        Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN).within(64_000).jitter(Jitter::Full),
    ] {
        let promised = plan(&policy, 0);
        let (limit, most) = (policy.stop.max_elapsed_ms.unwrap(), promised.most_span_ms.unwrap());
        assert!(promised.attempts.iter().all(|attempt| attempt.latest_ms.unwrap() as u64 <= limit), "{promised:?}");
        assert!(most <= limit && promised.remember_ms >= Some(most));
        let spans = (0..2_000).map(|seed| {
            plan_from(&policy, &PlanOptions { seed: Some(seed), ..PlanOptions::default() }).span_ms.unwrap()
        });
        let longest = spans.max().unwrap();
        assert!(longest <= most && longest > most * 9 / 10, "{longest} of {most}");
    }
}

#[test]
fn a_plan_without_minimum_delays_promises_nothing() {
    let prolific = plan(find_policy("prolific").unwrap(), 0);
    assert_eq!(prolific.least_span_ms, 0);
    assert!(prolific.summary.ends_with("so any outage can lose events."), "{}", prolific.summary);
}

#[test]
fn the_summary_of_a_truncated_plan_states_the_number_of_attempts() {
    let fixed = Policy::new("mine", Schedule::Fixed { delay_ms: 1_000 }, Reading::PLAIN);
    assert_eq!(plan(&fixed, 0).summary, "Attempts without limit; the first 1000 take 16 min 39 s.");
    assert_eq!(plan(&fixed.at_most(5_000), 0).summary, "5000 attempts; the first 1000 take 16 min 39 s.");
}

#[test]
fn exports_that_differ_are_not_exact() {
    let many = Policy::new("mine", Schedule::Fixed { delay_ms: 1_000 }, Reading::PLAIN).at_most(300);
    assert_eq!(many.export(System::Svix).fidelity, Fidelity::Approximate);
    let endless = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN);
    assert_eq!(endless.export(System::CloudTasks).fidelity, Fidelity::Approximate);
    let both = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN).at_most(5).within(100_000);
    assert_eq!(both.export(System::CloudTasks).fidelity, Fidelity::Approximate);
    let long = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::PLAIN).at_most(25);
    assert_eq!(long.export(System::CloudTasks).fidelity, Fidelity::Approximate);
    let short = Policy::new("mine", Schedule::exponential(100, 2), Reading::PLAIN).at_most(5);
    assert_eq!(short.export(System::CloudTasks).fidelity, Fidelity::Approximate);
    let capped = Policy::new("mine", Schedule::Fixed { delay_ms: 9_000 }, Reading::PLAIN).at_most(5).capped(4_000);
    let settings = capped.export(System::CloudTasks).settings.unwrap();
    assert_eq!(settings["retryConfig"]["minBackoff"], "4.000s");
    assert_eq!(capped.export(System::Temporal).settings.unwrap()["retry"]["initialInterval"], "4000ms");
    assert_eq!(endless.export(System::Temporal).fidelity, Fidelity::Approximate);
    let shrinking = Schedule::Exponential { base_ms: 1_000, factor_per_mille: 500 };
    let shrinking = Policy::new("mine", shrinking, Reading::PLAIN).at_most(5);
    assert_eq!(shrinking.export(System::Temporal).fidelity, Fidelity::Approximate);
    // The backoff strategy of `hookwright/bullmq` does what BullMQ cannot express.
    let around = capped.jitter(Jitter::PlusMinus { percent: 10 }).export(System::Bullmq);
    assert_eq!(around.settings.unwrap()["backoff"], serde_json::json!({ "type": "hookwright" }));
    assert!(around.fidelity == Fidelity::Approximate && around.differences[0].contains("hookwright/bullmq"));
}

#[test]
fn drawing_the_delay_of_a_late_attempt_is_fast() {
    let policy = Policy::new("mine", Schedule::Decorrelated { base_ms: 1_000 }, Reading::PLAIN).capped(60_000);
    assert!(policy.drawn_ms(u32::MAX, 7).unwrap() <= 60_000);
}

#[test]
fn retry_after_never_shortens_a_wait() {
    let reading = Reading { retry_after: RetryAfter::WithinSchedule { times: 0 }, ..Reading::PLAIN };
    assert_eq!(reading.delay_ms(5_000, Some(9_000)), 5_000);
}

#[test]
fn a_cap_changes_only_longer_delays() {
    for factor_per_mille in [0, 900, 999, 1_000, 1_001, 1_500, 2_000, 2_999] {
        for base_ms in [0, 1, 7, 1_000, 90_000] {
            let free = Policy::new("mine", Schedule::Exponential { base_ms, factor_per_mille }, Reading::PLAIN);
            for cap_ms in [0, 1, 999, 1_000, 60_000, u64::MAX] {
                let capped = free.clone().capped(cap_ms);
                for number in (1..60).chain([1_000, u32::MAX]) {
                    let expected = free.delay_ms(number).map(|delay_ms| delay_ms.min(cap_ms));
                    assert_eq!(capped.delay_ms(number), expected, "{base_ms} {factor_per_mille} {cap_ms} {number}");
                }
            }
        }
    }
}

fn any_schedule() -> impl Strategy<Value = Schedule> {
    let ms = || 0..1_000_000_u64;
    prop_oneof![
        (prop::collection::vec(ms(), 1..8), any::<bool>())
            .prop_map(|(delays, repeat_last)| Schedule::Table { delays_ms: delays.into(), repeat_last }),
        ms().prop_map(|delay_ms| Schedule::Fixed { delay_ms }),
        (ms(), ms()).prop_map(|(base_ms, step_ms)| Schedule::Linear { base_ms, step_ms }),
        (ms(), 0..4_000_u32)
            .prop_map(|(base_ms, factor_per_mille)| Schedule::Exponential { base_ms, factor_per_mille }),
        (ms(), 0..4_u32).prop_map(|(base_ms, power)| Schedule::Polynomial { base_ms, power }),
        ms().prop_map(|base_ms| Schedule::Decorrelated { base_ms }),
    ]
}

fn any_jitter() -> impl Strategy<Value = Jitter> {
    prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        (0..=100_u8).prop_map(|percent| Jitter::PlusMinus { percent }),
        any::<u8>().prop_map(|percent| Jitter::Additive { percent }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A delivery that always fails is attempted at the planned times, to the millisecond.
    #[test]
    fn a_delivery_follows_its_plan(
        schedule in any_schedule(), jitter in any_jitter(), since_first: bool,
        cap_ms in prop::option::of(0..500_000_u64),
        max_attempts in prop::option::of(1..12_u32), max_elapsed_ms in prop::option::of(0..5_000_000_u64),
        deadline in prop::option::of(0..5_000_000_i64), seed: u64, attempt_ms in 0..5_000_u64,
    ) {
        let start_ms = 1_700_000_000_000;
        let policy = Policy {
            anchor: if since_first { Anchor::SinceFirst } else { Anchor::AfterPrevious },
            cap_ms,
            jitter,
            stop: StopRules { max_attempts, max_elapsed_ms, deadline_ms: deadline.map(|after| start_ms + after) },
            ..Policy::new("any", schedule, Reading::PLAIN)
        };
        let plan = plan_from(&policy, &PlanOptions { start_ms, seed: Some(seed), attempt_ms });
        // Near the end of the range, one of the two saturates earlier.
        let soon = |at_ms: &i64| *at_ms < 4_000_000_000_000_000;
        let times = plan.attempts.iter().take(30).map(|attempt| attempt.at_ms.unwrap());
        let planned: Vec<i64> = times.take_while(soon).collect();
        let mut progress = Progress::new(&policy, start_ms, seed);
        let mut made = Vec::new();
        while let Some(due_ms) = progress.due_ms().filter(|due_ms| made.len() < 30 && soon(due_ms)) {
            made.push(due_ms);
            progress.begin(due_ms).unwrap();
            let ended_ms = due_ms + attempt_ms as i64;
            let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), ended_ms);
            progress.settle(&policy, &read, ended_ms, seed).unwrap();
        }
        prop_assert_eq!(made, planned);
        for attempt in &plan.attempts {
            let at_ms = attempt.at_ms.unwrap();
            prop_assert!(attempt.earliest_ms <= at_ms && at_ms <= attempt.latest_ms.unwrap(), "{:?}", attempt);
        }
        let span = plan.span_ms.unwrap();
        prop_assert!(plan.least_span_ms <= span && plan.most_span_ms.is_none_or(|most| span <= most), "{:?}", plan);
    }
}
