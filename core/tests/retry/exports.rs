//! Exports of policies that another system cannot express name the property, and what the closest settings do.

use hookwright::catalog::find_policy;
use hookwright::retry::{Export, Fidelity, Jitter, Policy, Reading, Schedule, System};

fn mine(schedule: Schedule) -> Policy {
    Policy::new("mine", schedule, Reading::STANDARD)
}

/// The settings of an approximate export, whose first difference contains these texts.
fn approximate(policy: &Policy, system: System, texts: &[&str]) -> serde_json::Value {
    let Export { fidelity, settings, differences, .. } = policy.export(system);
    assert_eq!(fidelity, Fidelity::Approximate, "{differences:?}");
    for text in texts {
        assert!(differences[0].contains(text), "{differences:?}");
    }
    settings.unwrap()
}

#[test]
fn the_jitter_of_svix_is_named_for_each_policy() {
    let table = mine(Schedule::table(&[0, 5_000, 60_000]));
    for (jitter, text) in [
        (Jitter::None, "the policy has none"),
        (Jitter::Full, "the policy has a random delay from 0 to the whole delay"),
        (Jitter::PlusMinus { percent: 10 }, "the policy has plus or minus 10 per cent"),
        (Jitter::Additive { percent: 20 }, "the policy has up to 20 per cent more"),
    ] {
        approximate(&table.clone().jitter(jitter), System::Svix, &["plus or minus 20 per cent", text]);
    }
    let export = table.jitter(Jitter::PlusMinus { percent: 20 }).export(System::Svix);
    assert_eq!((export.fidelity, export.differences), (Fidelity::Exact, vec![]));
    assert!(export.notes[0].contains("because the Svix server always adds it"), "{:?}", export.notes);
}

#[test]
fn a_list_of_delays_is_approximated_with_the_same_number_of_attempts_and_the_same_time() {
    let svix = find_policy("svix").unwrap();
    let texts = [
        "doubles delays, and cannot express the list of delays of the policy",
        "instead of 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h,",
        "and about 1 d 3 h 35 min in total",
    ];
    let config = approximate(svix, System::CloudTasks, &texts)["retryConfig"].clone();
    assert_eq!((&config["maxAttempts"], &config["maxBackoff"]), (&8.into(), &"36000.000s".into()));
    let texts = ["by the same factor of at least 1, and cannot express the list of delays of the policy", "wait 5 s, "];
    let retry = approximate(svix, System::Temporal, &texts)["retry"].clone();
    assert_eq!((&retry["maximumAttempts"], &retry["initialInterval"]), (&8.into(), &"5000ms".into()));
    // The settings take about the time of the policy.
    let parse = |text: &serde_json::Value| text.as_str().unwrap().trim_end_matches("ms").parse::<f64>().unwrap();
    let (first, factor) = (parse(&retry["initialInterval"]), retry["backoffCoefficient"].as_f64().unwrap());
    let total: f64 = (0..7).map(|retry| (first * factor.powi(retry)).min(36_000_000.0)).sum();
    assert!((total - 99_305_000.0).abs() < 1_000_000.0, "{total}");
}

#[test]
fn a_list_of_delays_that_another_schedule_expresses_is_exact() {
    for (delays, coefficient) in
        [(&[0, 4_000, 8_000, 16_000][..], 2), (&[0, 30_000, 30_000], 1), (&[0, 8_000, 16_000, 20_000, 20_000], 2)]
    {
        let policy = Policy {
            schedule: Schedule::Table { delays_ms: delays.to_vec().into(), repeat_last: false },
            ..mine(Schedule::table(&[]))
        };
        for system in [System::CloudTasks, System::Temporal] {
            let export = policy.export(system);
            assert_eq!(export.fidelity, Fidelity::Exact, "{delays:?}: {:?}", export.differences);
        }
        let retry = policy.export(System::Temporal).settings.unwrap()["retry"].clone();
        assert_eq!(retry["backoffCoefficient"], coefficient);
    }
}

#[test]
fn the_closest_settings_keep_the_limits_of_the_policy() {
    let long: Vec<u64> = [0].into_iter().chain([1_000; 150]).collect();
    let policy = Policy {
        schedule: Schedule::Table { delays_ms: long.into(), repeat_last: false },
        ..mine(Schedule::table(&[]))
    };
    let texts = ["the first 100 retries always wait 1 s, 1 s,"];
    assert_eq!(approximate(&policy, System::CloudTasks, &texts)["retryConfig"]["maxAttempts"], 151);
    assert_eq!(approximate(&policy, System::Temporal, &texts)["retry"]["maximumAttempts"], 151);

    let mut limited = mine(Schedule::table(&[0, 1_000, 1_000, 3_000]));
    limited.stop.max_elapsed_ms = Some(5_000);
    let retry = approximate(&limited, System::Temporal, &[])["retry"].clone();
    let factor = retry["backoffCoefficient"].as_f64().unwrap();
    assert!(1_000.0 * (1.0 + factor + factor * factor) <= 5_000.0, "{factor}");

    let random = mine(Schedule::Decorrelated { base_ms: 1_000 }).at_most(4);
    approximate(&random, System::Temporal, &["retries always wait 2 s, "]);
}

#[test]
fn every_property_that_a_system_cannot_express_is_named() {
    let linear = Schedule::Linear { base_ms: 10_000, step_ms: 5_000 };
    for (schedule, property) in [
        (Schedule::Polynomial { base_ms: 1_000, power: 3 }, "delays that grow by a power"),
        (Schedule::Decorrelated { base_ms: 1_000 }, "random delays that depend on the previous one"),
        (Schedule::Exponential { base_ms: 60_000, factor_per_mille: 500 }, "the factor of the policy"),
    ] {
        for system in [System::CloudTasks, System::Temporal] {
            approximate(&mine(schedule.clone()).at_most(5), system, &["cannot express", property]);
        }
    }
    let linear = mine(linear).at_most(5);
    approximate(
        &linear,
        System::CloudTasks,
        &["doubles delays", "delays that grow by an amount other than the first delay"],
    );
    approximate(&linear, System::Temporal, &["delays that grow by the same amount"]);
    let since_first = mine(Schedule::Exponential { base_ms: 1_000, factor_per_mille: 3_000 }).at_most(5).since_first();
    for system in [System::CloudTasks, System::Temporal] {
        let differences = since_first.export(system).differences.concat();
        assert!(differences.contains("cannot express times that are counted from the first attempt"), "{differences}");
    }
    let endless = mine(Schedule::Polynomial { base_ms: 1_000, power: 2 });
    approximate(&endless, System::Temporal, &["the first 100 retries wait", ", …"]);
    approximate(&mine(Schedule::Decorrelated { base_ms: 1_000 }).at_most(3), System::Svix, &["random delays"]);
}

#[test]
fn what_happens_before_the_first_attempt_is_not_dropped_silently() {
    let late = mine(Schedule::table(&[60_000, 5_000])).jitter(Jitter::PlusMinus { percent: 20 });
    for system in [System::Svix, System::CloudTasks, System::Temporal] {
        approximate(&late, system, &["The delay of 1 min before the first attempt is not exported"]);
    }
    let mut over = mine(Schedule::table(&[0, 5_000])).jitter(Jitter::PlusMinus { percent: 20 });
    over.stop.deadline_ms = Some(5);
    assert_eq!(approximate(&over, System::Svix, &["deadline"])["retry_schedule"], serde_json::json!([5]));
    let times = mine(Schedule::table(&[0, 5_000, 15_000])).since_first();
    approximate(&times, System::Temporal, &["times since the first attempt are converted"]);
}
