//! What a policy does at scale: what is filled in, and what comes of it.

pub(crate) mod charts;
pub(crate) mod course;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod figures;
pub(crate) mod race;
pub(crate) mod words;

use hookwright::problem::Problem;
use hookwright::retry::{Jitter, Policy, Schedule};
use hookwright::simulation::{Down, Downtime, Latency, RateLimit, Receiver, Scenario};

use super::codes;
use super::query::Query;
use fields::Field;

/// The most deliveries that the page takes on. Nearly all of them may be open at once, and a browser does not give a page
/// gigabytes.
const MOST_DELIVERIES: u64 = 5_000_000;

/// How long the clock goes on after the last event, in milliseconds: longer than any policy of the table.
const HORIZON_MS: u64 = 40 * 86_400_000;

/// What the policy's own jitter is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Against {
    /// The name in links.
    pub(crate) id: &'static str,
    /// The words on the page.
    pub(crate) words: &'static str,
    /// The jitter; none where nothing is compared.
    pub(crate) jitter: Option<Jitter>,
}

/// That nothing is compared.
const NOTHING: Against = Against { id: "nothing", words: "Nothing", jitter: None };

/// Every choice.
pub(crate) const AGAINST: &[Against] = &[
    NOTHING,
    Against { id: "none", words: "No jitter", jitter: Some(Jitter::None) },
    Against { id: "full", words: "Full jitter", jitter: Some(Jitter::Full) },
    Against { id: "equal", words: "Equal jitter", jitter: Some(Jitter::Equal) },
    Against { id: "twenty", words: "Jitter of ±20 %", jitter: Some(Jitter::PlusMinus { percent: 20 }) },
];

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScaleForm {
    /// What is typed into each field, in their order.
    values: [String; Field::COUNT],
    /// What the policy's own jitter is compared with.
    pub(crate) against: &'static Against,
}

impl Default for ScaleForm {
    fn default() -> Self {
        let mut form = Self { values: Default::default(), against: &NOTHING };
        form.begin_with(&examples::HERD);
        form
    }
}

impl ScaleForm {
    /// What is typed into a field.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.values.get(field as usize).map_or("", String::as_str)
    }

    /// Types something into a field.
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        if let Some(value) = self.values.get_mut(field as usize) {
            *value = text.into();
        }
    }

    /// Chooses what to compare with.
    pub(crate) fn compare_with(&mut self, id: &str) {
        self.against = AGAINST.iter().find(|one| one.id == id).unwrap_or(&NOTHING);
    }

    /// Starts from an example.
    pub(crate) fn begin_with(&mut self, example: &examples::Example) {
        for field in Field::all() {
            let given = example.values.iter().find(|(named, _)| *named == field);
            self.set(field, given.map_or(field.spec().first, |(_, value)| *value));
        }
        self.compare_with(example.against);
    }

    /// The scenario that it describes.
    ///
    /// # Errors
    /// Everything that is wrong.
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
                    vec![Downtime { start_ms: start_ms.unwrap_or(0), duration_ms, how: Down::Status(503) }]
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
        if problems.is_empty() && deliveries > MOST_DELIVERIES {
            let message = format!(
                "events times subscriptions are {} deliveries, and the page takes on {} at the most; the core takes on \
                 more",
                super::words::grouped(deliveries),
                super::words::grouped(MOST_DELIVERIES)
            );
            problems.push(Problem::error(codes::TOO_MANY_DELIVERIES, "", message));
        }
        if let (true, Err(error)) = (problems.is_empty(), scenario.check()) {
            problems.push(Problem::error(codes::INVALID_SCENARIO, "", format!("this cannot be simulated: {error}")));
        }
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }

    /// The same policy with the other jitter, if there is anything to compare.
    pub(crate) fn other(&self, policy: &Policy) -> Option<Policy> {
        // Decorrelated waits are drawn already, and leave the jitter aside.
        let takes_jitter = !matches!(policy.schedule, Schedule::Decorrelated { .. });
        let jitter = self.against.jitter.filter(|jitter| takes_jitter && *jitter != policy.jitter)?;
        Some(policy.clone().jitter(jitter))
    }

    /// Everything that is kept, and that a link carries.
    pub(crate) fn keep(&self, query: &mut Query) {
        let first = Self::default();
        for field in Field::all() {
            query.add(field.spec().key, self.get(field), first.get(field));
        }
        query.add("against", self.against.id, first.against.id);
    }

    /// What was kept. Whatever is not there is as on a first visit.
    pub(crate) fn read(query: &Query) -> Self {
        let mut form = Self::default();
        for field in Field::all() {
            if let Some(value) = query.get(field.spec().key) {
                form.set(field, value);
            }
        }
        if let Some(id) = query.get("against") {
            form.compare_with(id);
        }
        form
    }
}

/// A number that the core takes as a smaller one: the largest of those where it is too large, which the core refuses.
fn small(number: Option<u64>) -> u32 {
    u32::try_from(number.unwrap_or(0)).unwrap_or(u32::MAX)
}

/// A jitter in words.
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
    fn what_is_typed_becomes_a_scenario() {
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
        assert_eq!(receiver.outages, [Downtime { start_ms: 600_000, duration_ms: 1_800_000, how: Down::Status(503) }]);
        let limit = receiver.limit.unwrap();
        assert_eq!((limit.per_second, limit.burst, limit.retry_after_seconds), (50, 50, Some(2)));
    }

    #[test]
    fn what_is_wrong_is_named_and_too_much_is_refused() {
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
        let mut form = ScaleForm::default();
        form.compare_with("none");
        assert_eq!(form.other(policy("svix")), None);
        assert_eq!(form.other(policy("prolific")).unwrap().jitter, Jitter::None);
        form.compare_with("full");
        assert_eq!(form.other(policy("svix")).map(|policy| jitter(&policy)).as_deref(), Some("full jitter"));
        form.compare_with("nobody");
        assert_eq!(form.against.id, "nothing");
    }

    #[test]
    fn what_is_kept_comes_back() {
        let mut form = ScaleForm::default();
        form.begin_with(&examples::EXAMPLES[3]);
        form.set(Field::Late, "");
        form.set(Field::Seed, "99");
        form.compare_with("equal");
        let mut query = Query::default();
        form.keep(&mut query);
        assert_eq!(ScaleForm::read(&Query::parse(&query.to_string())), form);
        assert_eq!(ScaleForm::read(&Query::default()), ScaleForm::default());
    }
}
