//! What a plan or an export promises, it keeps, whatever the draw.

use hookwright::provider::find_policy;
use hookwright::retry::{
    Fidelity, Jitter, Policy, Reading, RetryAfter, Schedule, Start, System, Verdict, plan, plan_from,
};

#[test]
fn what_is_not_published_is_not_called_safe() {
    let stripe = plan(find_policy("stripe").unwrap(), 0);
    assert_eq!(stripe.survives(250_000_000), Verdict::Depends);
    assert_eq!(stripe.survives(259_200_001), Verdict::Lost);
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
            let drawn = plan_from(&policy, &Start { seed: Some(seed), ..Start::default() });
            let last = drawn.attempts.last().and_then(|attempt| attempt.at_ms).unwrap();
            assert!(u64::try_from(last).unwrap() >= least, "{seed}: {last} {least}");
        }
    }
    // The second attempt comes after twelve hours at the latest, and then the third may be forbidden.
    assert_eq!(least, 86_400_000 - 56_160_000);
}

#[test]
fn no_draw_goes_beyond_the_latest_time() {
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
        let spans =
            (0..2_000).map(|seed| plan_from(&policy, &Start { seed: Some(seed), ..Start::default() }).span_ms.unwrap());
        let longest = spans.max().unwrap();
        assert!(longest <= most && longest > most * 9 / 10, "{longest} of {most}");
    }
}

#[test]
fn a_plan_that_is_cut_says_how_many_there_are() {
    let fixed = Policy::new("mine", Schedule::Fixed { delay_ms: 1_000 }, Reading::PLAIN);
    assert_eq!(plan(&fixed, 0).summary, "Attempts without end; the first 1000 come over 16 min 39 s.");
    assert_eq!(plan(&fixed.at_most(5_000), 0).summary, "5000 attempts; the first 1000 come over 16 min 39 s.");
}

#[test]
fn settings_that_differ_are_not_called_exact() {
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
    assert_eq!(shrinking.export(System::Temporal).fidelity, Fidelity::NotExpressible);
    // What BullMQ cannot do itself, the function of `hookwright/bullmq` does.
    let around = capped.jitter(Jitter::PlusMinus { percent: 10 }).export(System::Bullmq);
    assert_eq!(
        (around.fidelity, &around.settings.unwrap()["backoff"]["type"]),
        (Fidelity::Exact, &"hookwright".into())
    );
}

#[test]
fn any_number_of_an_attempt_is_drawn_soon() {
    let policy = Policy::new("mine", Schedule::Decorrelated { base_ms: 1_000 }, Reading::PLAIN).capped(60_000);
    assert!(policy.drawn_ms(u32::MAX, 7).unwrap() <= 60_000);
}

#[test]
fn retry_after_never_shortens_a_wait() {
    let reading = Reading { retry_after: RetryAfter::WithinSchedule { times: 0 }, ..Reading::PLAIN };
    assert_eq!(reading.wait_ms(5_000, Some(9_000)), 5_000);
}

#[test]
fn a_cap_changes_nothing_below_it() {
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
