//! The form of the scale panel and its conversion to a scenario.

use hookwright::problem::Problem;
use hookwright::retry::{Policy, Schedule};
use hookwright::simulation::{Downtime, FailureMode, Latency, RateLimit, Receiver, Scenario};
use serde::{Deserialize, Serialize};

use super::examples::{EXAMPLES, Example, HERD};
use super::fields::Field;
use super::jitter::OtherJitter;
use super::scale::amount;
use super::values::Values;
use crate::model::choice::Named as _;
use crate::model::codes;
use crate::model::custom::CustomText;
use crate::model::form::Form;
use crate::model::link::{Linked, share};
use crate::model::link_query::readable_query;
use crate::model::words::grouped;
use crate::panels::retries::model::plan::FIRST;
use crate::panels::retries::model::policy::{CustomPolicy, PolicyChoice, prepare_link};

/// The maximum number of deliveries. Nearly all of them may be open at once, and a browser limits the memory of a page.
const MAX_DELIVERIES: u64 = 5_000_000;

/// The problem if the custom policy is invalid.
const NO_POLICY: &str = "the custom policy cannot be used yet; its problems are listed below its text";

/// How long the simulation continues after the last event, in milliseconds: longer than any built-in policy.
const HORIZON_MS: u64 = 40 * 86_400_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScaleForm {
    pub(crate) policy: PolicyChoice,
    /// The text of the custom policy.
    pub(crate) custom: CustomText<PolicyChoice>,
    pub(crate) values: Values,
    /// The jitter to compare with.
    pub(crate) against: OtherJitter,
}

impl Default for ScaleForm {
    fn default() -> Self {
        Self {
            policy: PolicyChoice::from_id(FIRST).unwrap_or(PolicyChoice::Custom),
            custom: CustomText::default(),
            values: Values::of(&HERD),
            against: against(&HERD),
        }
    }
}

impl Form for ScaleForm {
    const ID: &'static str = "scale";

    fn first(_now_ms: i64) -> Self {
        Self::default()
    }
}

impl Linked for ScaleForm {
    /// Keeps the text of the custom policy if the link has none: links contain it only if it is simulated.
    fn keep(&mut self, replaced: Self) {
        if self.custom.json.is_empty() {
            self.custom = replaced.custom;
        }
    }

    fn prepare(&mut self) {
        prepare_link(self.policy, &mut self.custom);
    }
}

fn against(example: &Example) -> OtherJitter {
    OtherJitter::from_id(example.against).unwrap_or(OtherJitter::Nothing)
}

impl ScaleForm {
    /// Returns the text of a field.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.values.get(field)
    }

    /// Sets the text of a field.
    #[cfg(test)]
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        self.values.set(field, text);
    }

    /// Sets the values of an example.
    pub(crate) fn start_from(&mut self, example: &Example) {
        (self.values, self.against) = (Values::of(example), against(example));
    }

    /// Selects a policy. The custom one starts from the previous selection.
    pub(crate) fn choose(&mut self, choice: PolicyChoice) {
        if choice == PolicyChoice::Custom {
            self.custom.start_from(self.policy);
        }
        self.policy = choice;
    }

    /// Returns the query of a link to this form. It contains the custom policy only if that is selected.
    fn link(&self) -> String {
        readable_query::<Self>(&share(self, &Err(Vec::new()), None, false).members).unwrap_or_default()
    }

    /// Returns the query of a link to the thundering herd with a policy, and with the duration of an outage as typed.
    pub(crate) fn link_from(policy: PolicyChoice, custom: &CustomText<PolicyChoice>, outage: Option<&str>) -> String {
        let mut form = Self { policy, custom: custom.clone(), ..Self::default() };
        outage.into_iter().for_each(|length| form.values.set(Field::OutageLength, length));
        form.link()
    }

    /// Returns the problems of the custom policy, or else those of the fields.
    pub(crate) fn problems(&self, custom: &CustomPolicy) -> Vec<Problem> {
        match self.policy.policy(custom) {
            Ok(policy) => self.scenario(policy).err().unwrap_or_default(),
            Err(_) => vec![Problem::error(codes::INVALID_POLICY, "", NO_POLICY)],
        }
    }

    /// Describes the rate of the deliveries, if the fields can be read.
    pub(crate) fn traffic(&self) -> String {
        let read = |field: Field| field.spec().read(self.get(field)).ok().flatten();
        let (Some(events), Some(subscriptions)) = (read(Field::Events), read(Field::Subscriptions)) else {
            return String::new();
        };
        let deliveries = events.saturating_mul(subscriptions);
        match read(Field::Over).unwrap_or(0) {
            0 => format!("{} deliveries are due at the same time.", grouped(deliveries)),
            over_ms => {
                let rate = u128::from(deliveries) * 1_000_000 / u128::from(over_ms);
                let rate = amount(u64::try_from(rate).unwrap_or(u64::MAX));
                format!("{} deliveries are sent: {rate} per second.", grouped(deliveries))
            }
        }
    }

    /// Returns the example with exactly these values.
    pub(crate) fn example(&self) -> Option<&'static Example> {
        EXAMPLES.iter().find(|example| self.values == Values::of(example) && self.against == against(example))
    }

    /// Returns the scenario that the form describes.
    ///
    /// # Errors
    /// Returns all problems of the fields.
    pub(crate) fn scenario(&self, policy: &Policy) -> Result<Scenario, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut read = |field: Field| {
            let found = field.spec().read(self.get(field));
            found.unwrap_or_else(|problem| {
                problems.push(problem);
                None
            })
        };
        let receiver = Receiver {
            subscriptions: small(read(Field::Subscriptions)),
            latency: Latency {
                least_ms: read(Field::LatencyLeast).unwrap_or(0),
                most_ms: read(Field::LatencyMost).unwrap_or(0),
            },
            errors_per_million: small(read(Field::Errors)),
            outages: match (read(Field::OutageStart), read(Field::OutageLength)) {
                (start_ms, Some(duration_ms)) if duration_ms > 0 => {
                    vec![Downtime { start_ms: start_ms.unwrap_or(0), duration_ms, failure: FailureMode::Status(503) }]
                }
                _ => Vec::new(),
            },
            limit: match (read(Field::Limit), read(Field::RetryAfter)) {
                (Some(per_second), after) => Some(RateLimit {
                    per_second: small(Some(per_second)),
                    burst: small(Some(per_second)),
                    retry_after_seconds: after.map(|ms| small(Some(ms.div_ceil(1000)))),
                }),
                (None, _) => None,
            },
            ..Receiver::default()
        };
        let over_ms = read(Field::Over).unwrap_or(0);
        let scenario = Scenario {
            receivers: vec![receiver],
            events: read(Field::Events).unwrap_or(0),
            over_ms,
            workers: read(Field::Workers).map(|workers| small(Some(workers))),
            late_ms: read(Field::Late).unwrap_or(u64::MAX),
            horizon_ms: over_ms.saturating_add(HORIZON_MS),
            seed: read(Field::Seed).unwrap_or(0),
            ..Scenario::new(policy.clone())
        };
        let deliveries = scenario.events.saturating_mul(scenario.subscriptions());
        if problems.is_empty() && deliveries > MAX_DELIVERIES {
            let message = format!(
                "events times subscriptions are {} deliveries, but the page simulates at most {}; use the crate for more",
                grouped(deliveries),
                grouped(MAX_DELIVERIES)
            );
            problems.push(Problem::error(codes::TOO_MANY_DELIVERIES, "", message));
        }
        if let (true, Err(error)) = (problems.is_empty(), scenario.check()) {
            problems.push(Problem::error(
                codes::INVALID_SCENARIO,
                "",
                format!("the scenario cannot be simulated: {error}"),
            ));
        }
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }

    /// Returns the policy with the other jitter, if it differs.
    pub(crate) fn other(&self, policy: &Policy) -> Option<Policy> {
        // Decorrelated waits are always random and ignore the jitter.
        let takes_jitter = !matches!(policy.schedule, Schedule::Decorrelated { .. });
        let jitter = self.against.jitter().filter(|jitter| takes_jitter && *jitter != policy.jitter)?;
        Some(policy.clone().jitter(jitter))
    }
}

/// Converts a number for the core. Numbers that are too large become the maximum, which the core rejects.
fn small(number: Option<u64>) -> u32 {
    u32::try_from(number.unwrap_or(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests {
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
        assert_eq!(codes(&[(Field::Workers, "0")]), ["invalid_scenario"]);
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
}
