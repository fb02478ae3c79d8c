//! The form of the simulation and its conversion to a scenario.

use std::fmt;

use hookwright::problem::Problem;
use hookwright::retry::{Jitter, Policy, Schedule};
use hookwright::simulation::{Downtime, FailureMode, Latency, RateLimit, Receiver, Scenario};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::examples::{EXAMPLES, Example, HERD};
use super::fields::Field;
use crate::model::choice::{Named as _, choices};
use crate::model::codes;
use crate::model::words::grouped;

/// The maximum number of deliveries. Nearly all of them may be open at once, and a browser limits the memory of a page.
const MAX_DELIVERIES: u64 = 5_000_000;

/// How long the simulation continues after the last event, in milliseconds: longer than any built-in policy.
const HORIZON_MS: u64 = 40 * 86_400_000;

choices! {
    /// The jitter to compare the policy's own jitter with.
    pub(crate) enum OtherJitter {
        Nothing: "nothing", "Nothing";
        None: "none", "No jitter";
        Full: "full", "Full jitter";
        Equal: "equal", "Equal jitter";
        Twenty: "twenty", "Jitter of ±20 %";
    }
}

impl OtherJitter {
    const fn jitter(self) -> Option<Jitter> {
        match self {
            Self::Nothing => None,
            Self::None => Some(Jitter::None),
            Self::Full => Some(Jitter::Full),
            Self::Equal => Some(Jitter::Equal),
            Self::Twenty => Some(Jitter::PlusMinus { percent: 20 }),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScaleForm {
    pub(crate) values: Values,
    /// The jitter to compare with.
    pub(crate) against: OtherJitter,
}

/// The text of each field, in order. It is saved under the keys of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Values([String; Field::COUNT]);

impl Values {
    fn of(example: &Example) -> Self {
        let mut values = Self(Default::default());
        for field in Field::all() {
            let given = example.values.iter().find(|(named, _)| *named == field);
            values.set(field, given.map_or(field.spec().first, |(_, value)| *value));
        }
        values
    }

    /// Returns the text of a field.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// Sets the text of a field.
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        if let Some(value) = self.0.get_mut(field as usize) {
            *value = text.into();
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Field::all().map(|field| (field.spec().key, self.get(field))))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the texts of the fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut values = Values::of(&HERD);
        while let Some((key, text)) = map.next_entry::<String, String>()? {
            if let Some(field) = Field::all().find(|field| field.spec().key == key) {
                values.set(field, text);
            }
        }
        Ok(values)
    }
}

impl Default for ScaleForm {
    fn default() -> Self {
        Self { values: Values::of(&HERD), against: against(&HERD) }
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
        *self = Self { values: Values::of(example), against: against(example) };
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
                "events times subscriptions are {} deliveries, but the page simulates at most {}; use the core for more",
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

/// Describes the jitter of a policy.
pub(crate) fn jitter(policy: &Policy) -> String {
    match (&policy.schedule, policy.jitter) {
        (Schedule::Decorrelated { .. }, _) => "decorrelated".into(),
        (_, Jitter::None) => "no jitter".into(),
        (_, Jitter::Full) => "full jitter".into(),
        (_, Jitter::Equal) => "equal jitter".into(),
        (_, Jitter::PlusMinus { percent }) => format!("jitter of ±{percent} %"),
        (_, Jitter::Additive { percent }) => format!("up to {percent} % more"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use hookwright::catalog::find_policy;

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
        let partial = serde_json::json!({ "values": { "events": "7", "unknown": "x" }, "against": "full" });
        let mut expected = ScaleForm::default();
        expected.set(Field::Events, "7");
        assert_eq!(ScaleForm::deserialize(&partial).unwrap(), expected);
    }
}
