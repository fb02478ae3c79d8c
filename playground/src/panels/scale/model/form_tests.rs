//! Tests of the form.

use super::super::jitter::jitter;
use super::*;
use crate::model::form;
use crate::model::link_query;
use hookwright::catalog::find_policy;
use hookwright::retry::Jitter;
use std::collections::BTreeSet;

pub(in super::super) fn policy(id: &str) -> &'static Policy {
    find_policy(id).unwrap()
}

#[test]
fn typed_fields_become_a_scenario() {
    let mut form = ScaleForm::default();
    for (field, text) in [
        (Field::Subscriptions, "1 000"),
        (Field::Events, "20"),
        (Field::Over, "1 h"),
        (Field::OutageStart, "10 min"),
        (Field::OutageLength, "30 min"),
        (Field::Errors, "2.5"),
        (Field::LatencyLeast, "20 ms"),
        (Field::LatencyMost, "1 s"),
        (Field::Limit, "50"),
        (Field::RetryAfter, "1500 ms"),
        (Field::Workers, "8"),
        (Field::Late, "5 min"),
        (Field::Seed, "7"),
    ] {
        form.set(field, text);
    }
    let scenario = form.scenario(policy("svix")).unwrap();
    let receiver = &scenario.receivers[0];
    assert_eq!((scenario.events, scenario.over_ms, scenario.workers), (20, 3_600_000, Some(8)));
    assert_eq!((scenario.late_ms, scenario.seed, receiver.subscriptions), (300_000, 7, 1_000));
    assert_eq!((receiver.errors_per_million, receiver.latency.most_ms), (25_000, 1_000));
    assert_eq!(
        receiver.outages,
        [Downtime { start_ms: 600_000, duration_ms: 1_800_000, failure: FailureMode::Status(503) }]
    );
    let limit = receiver.limit.unwrap();
    assert_eq!((limit.per_second, limit.burst, limit.retry_after_seconds), (50, 50, Some(2)));
}

#[test]
fn problems_are_reported_and_too_many_deliveries_are_rejected() {
    let codes = |change: &[(Field, &str)]| -> Vec<&'static str> {
        let mut form = ScaleForm::default();
        change.iter().for_each(|(field, text)| form.set(*field, *text));
        let problems = form.scenario(policy("svix")).err().unwrap_or_default();
        problems.iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(&[(Field::Errors, "101"), (Field::Over, "x"), (Field::Events, "")]), ["invalid_value"; 3]);
    assert_eq!(codes(&[(Field::Events, "5000001")]), ["too_many_deliveries"]);
    assert_eq!(codes(&[(Field::Workers, "0"), (Field::Limit, "0")]), ["invalid_value"; 2]);
    assert!(codes(&[(Field::Workers, ""), (Field::Limit, "")]).is_empty());
}

#[test]
fn only_another_jitter_is_compared() {
    let mut form = ScaleForm { against: OtherJitter::None, ..ScaleForm::default() };
    assert_eq!(form.other(policy("svix")), None);
    assert_eq!(form.other(policy("prolific")).unwrap().jitter, Jitter::None);
    form.against = OtherJitter::Full;
    assert_eq!(form.other(policy("svix")).map(|policy| jitter(&policy)).as_deref(), Some("full jitter"));
    form.against = OtherJitter::Nothing;
    assert_eq!(form.other(policy("prolific")), None);
}

#[test]
fn an_example_is_recognized_until_something_is_changed() {
    let mut form = ScaleForm::default();
    assert_eq!(form.example().map(|example| example.id), Some("herd"));
    form.set(Field::Seed, "2");
    assert_eq!(form.example(), None);
    for example in EXAMPLES {
        form.start_from(example);
        assert_eq!(form.example(), Some(example));
    }
}

#[test]
fn fields_are_saved_by_their_keys() {
    let mut form = ScaleForm::default();
    form.start_from(&EXAMPLES[3]);
    form.set(Field::Late, "");
    let value = serde_json::to_value(&form).unwrap();
    assert_eq!(value["values"]["events"], "12000");
    assert_eq!(ScaleForm::deserialize(&value).unwrap(), form);
    let partial = r#"{ "values": { "events": "7", "unknown": "x" }, "against": "full" }"#;
    let mut expected = ScaleForm::default();
    expected.set(Field::Events, "7");
    assert_eq!(form::read::<ScaleForm>(partial, 0).0, expected);
}

#[test]
fn the_traffic_is_a_rate() {
    let of = |values: &[(Field, &str)]| {
        let mut form = ScaleForm::default();
        values.iter().for_each(|(field, value)| form.set(*field, *value));
        form.traffic()
    };
    assert_eq!(of(&[]), "10\u{202f}000 deliveries are due at the same time.");
    let long = [(Field::Over, "2 h"), (Field::Subscriptions, "3"), (Field::Events, "120 000")];
    assert_eq!(of(&long), "360\u{202f}000 deliveries are sent: 50 per second.");
    assert_eq!(of(&[(Field::Events, "many")]), "");
}

fn filled() -> ScaleForm {
    let mut form = ScaleForm::default();
    form.start_from(&EXAMPLES[3]);
    form.choose(PolicyChoice::from_id("kit").unwrap());
    form.choose(PolicyChoice::Custom);
    form.custom.json.push_str(" \u{e4}&=%+#\n");
    form.set(Field::Seed, "99");
    form
}

#[test]
fn golden_links_are_read() {
    crate::model::golden::assert_golden::<ScaleForm>();
}

#[test]
fn a_link_is_read_as_the_same_scenario() {
    let mut linked = filled();
    linked.custom.from = None;
    assert_eq!(link_query::read::<ScaleForm>(&filled().link(), 0), linked);
    assert_eq!(ScaleForm::default().link(), "");
    let mut form = filled();
    form.choose(PolicyChoice::from_id("svix").unwrap());
    assert!(!form.link().contains("json"), "{}", form.link());
}

#[test]
fn a_link_without_a_custom_policy_keeps_the_own_one() {
    let mut opened: ScaleForm = link_query::read("policy=kit&events=50", 0);
    opened.keep(filled());
    assert_eq!((opened.policy.id(), opened.get(Field::Events)), ("kit", "50"));
    assert_eq!(opened.custom, filled().custom);
}

#[test]
fn a_link_from_a_plan_has_its_policy_and_its_outage() {
    let choice = PolicyChoice::from_id("kit").unwrap();
    let of = |outage| ScaleForm::link_from(choice, &CustomText::default(), outage);
    assert_eq!((of(None).as_str(), of(Some("2 h")).as_str()), ("policy=kit", "policy=kit&down-for=2+h"));
    let text = CustomText { json: "{}".into(), from: Some(choice) };
    assert_eq!(ScaleForm::link_from(PolicyChoice::Custom, &text, None), "policy=custom&json=%7B%7D");
}

#[test]
fn members_of_a_link_have_different_names() {
    let value = form::value(&ScaleForm::default());
    let nested = value.as_object().iter().flat_map(|(name, member)| {
        let inner: Vec<&String> = member.as_object().iter().map(|(name, _)| name).collect();
        if member.is_object() { inner } else { vec![name] }
    });
    let names: Vec<&String> = nested.collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    assert!(names.len() > Field::COUNT + 3);
}

#[test]
fn an_invalid_custom_policy_is_the_only_problem() {
    let mut form = filled();
    form.custom.json = "{".into();
    form.set(Field::Events, "many");
    let problems = form.problems(&form.custom.read());
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["invalid_policy"]);
    form.choose(PolicyChoice::from_id("svix").unwrap());
    assert_eq!(form.problems(&form.custom.read())[0].code, "invalid_value");
}
