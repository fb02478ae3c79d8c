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
use crate::model::words::{count_with, grouped};
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
            0 => format!("{} due at the same time.", count_with(deliveries, "delivery", "is", "are")),
            over_ms => {
                let rate = u128::from(deliveries) * 1_000_000 / u128::from(over_ms);
                let rate = amount(u64::try_from(rate).unwrap_or(u64::MAX));
                format!("{} sent: {rate} per second.", count_with(deliveries, "delivery", "is", "are"))
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
#[path = "form_tests.rs"]
pub(super) mod tests;
