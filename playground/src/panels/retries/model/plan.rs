//! The plan of a policy: its attempts, and the cost of an outage.

use hookwright::problem::Problem;
use hookwright::retry::{Jitter, Outage, OutageCost, Plan, PlanOptions, Policy, Schedule, plan_from};
use hookwright::time::format_duration;
use serde::{Deserialize, Serialize};

use super::policy::{CustomPolicy, PolicyChoice};
use crate::model::choice::Named as _;
use crate::model::codes;
use crate::model::custom::CustomText;
use crate::model::duration::{parse, parse_signed};
use crate::model::instant::{Clock, When};

/// The policy of a first visit. Its delays are published, and many senders use it.
pub(crate) const FIRST: &str = "svix";

/// The longest outage, and the longest time between its start and the first attempt, in milliseconds: 365 days.
pub(crate) const LONGEST_OUTAGE_MS: u64 = 365 * 86_400_000;

/// What has to be corrected before there is a plan. Results of older values are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unplanned {
    /// The custom policy.
    Policy,
    /// The time of the first attempt.
    Start,
    /// The start or the duration of the outage.
    Outage,
}

impl Unplanned {
    /// Says what to correct.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Policy => "Correct the custom policy first.",
            Self::Start => "Correct the time of the first attempt first.",
            Self::Outage => "Correct the outage first.",
        }
    }
}

/// The inputs of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlanForm {
    pub(crate) policy: PolicyChoice,
    /// The text of the custom policy.
    pub(crate) custom: CustomText<PolicyChoice>,
    /// The time of the first attempt.
    pub(crate) when: When,
    /// Whether jitter is random. Otherwise, attempts are at their expected times.
    #[serde(rename = "draw")]
    pub(crate) is_drawn: bool,
    pub(crate) seed: u64,
    /// Whether there is an outage.
    #[serde(rename = "outage")]
    pub(crate) has_outage: bool,
    /// The start of the outage relative to the first attempt, as typed.
    #[serde(rename = "begins")]
    pub(crate) outage_start: String,
    /// The duration of the outage, as typed.
    #[serde(rename = "lasts")]
    pub(crate) outage_length: String,
}

impl Default for PlanForm {
    fn default() -> Self {
        Self {
            policy: PolicyChoice::from_id(FIRST).unwrap_or(PolicyChoice::Custom),
            custom: CustomText::default(),
            when: When::default(),
            is_drawn: false,
            seed: 1,
            has_outage: true,
            outage_start: "0 s".into(),
            outage_length: "30 min".into(),
        }
    }
}

/// A plan, with the inputs from which it was calculated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Planned {
    pub(crate) plan: Plan,
    /// The time of the first attempt, in milliseconds since the Unix epoch.
    pub(crate) start_ms: i64,
    /// Whether jitter is random.
    pub(crate) is_drawn: bool,
    /// The outage and its cost.
    pub(crate) cost: Option<(Outage, OutageCost)>,
}

impl PlanForm {
    /// Selects a policy. The custom one starts from the previous selection.
    pub(crate) fn choose(&mut self, choice: PolicyChoice) {
        if choice == PolicyChoice::Custom {
            self.custom.start_from(self.policy);
        }
        self.policy = choice;
    }

    /// Returns the time of the first attempt, in whole seconds unless it was typed.
    fn start_ms(&self, now_ms: i64) -> i64 {
        let start_ms = self.when.instant(now_ms).unwrap_or(now_ms);
        if self.when.clock == Clock::At { start_ms } else { start_ms - start_ms.rem_euclid(1000) }
    }

    /// Returns the seed if jitter is random.
    pub(crate) const fn drawn_by(&self) -> Option<u64> {
        if self.is_drawn { Some(self.seed) } else { None }
    }

    /// Returns the outage, whose start is in milliseconds since the Unix epoch.
    fn outage(&self, start_ms: i64) -> Option<Outage> {
        let (offset_ms, duration_ms) = (self.read_start().ok()?, self.read_length().ok()?);
        self.has_outage.then_some(Outage { start_ms: start_ms.saturating_add(offset_ms), duration_ms })
    }

    /// Returns the start of the outage, in milliseconds after the first attempt.
    ///
    /// # Errors
    /// Returns a problem if the text cannot be read, or if the start is too far away.
    pub(crate) fn read_start(&self) -> Result<i64, Problem> {
        let found = parse_signed(&self.outage_start).ok_or_else(|| match clock_ms(&self.outage_start) {
            Some(_) => {
                let time = self.outage_start.trim();
                format!("this is relative to the first attempt: set the first attempt to {time}, and enter 0 s")
            }
            None => "this is not a duration; write `10 min`, or `-10 min` for before the first attempt".into(),
        });
        found.and_then(|ms| limited(ms, ms.unsigned_abs())).map_err(unreadable)
    }

    /// Returns the duration of the outage, in milliseconds.
    ///
    /// # Errors
    /// Returns a problem if the text cannot be read, or if the outage is too short or too long.
    pub(crate) fn read_length(&self) -> Result<u64, Problem> {
        let found = match parse(&self.outage_length) {
            None => Err(self.length_of_times().unwrap_or_else(|| "this is not a duration; write `1 h 30 min`".into())),
            Some(0) => Err("an outage lasts at least 1 ms; without an outage, clear the check box".to_owned()),
            Some(ms) => limited(ms, ms),
        };
        found.map_err(unreadable)
    }

    /// If the end of the outage was typed as a time, says which duration to enter. The start is the time in the other field, or
    /// that of the first attempt.
    fn length_of_times(&self) -> Option<String> {
        let end = self.outage_length.trim();
        let end = end.strip_prefix("until").unwrap_or(end).trim();
        let end_ms = clock_ms(end)?;
        let start =
            [&self.outage_start, &self.when.instant].into_iter().find_map(|typed| Some((typed, clock_ms(typed)?)));
        let Some((start, start_ms)) = start else {
            return Some("this is a time; enter how long the outage lasts, for example `3 h`".into());
        };
        // An outage may end on the next day.
        let ms = match end_ms.checked_sub(start_ms) {
            Some(ms) if ms > 0 => ms,
            _ => end_ms.saturating_add(DAY_MS).saturating_sub(start_ms),
        };
        Some(format!("this is a time; from {} until {end}, enter {}", start.trim(), format_duration(ms)))
    }

    /// Plans the selected policy.
    ///
    /// # Errors
    /// Returns what has to be corrected.
    pub(crate) fn planned(&self, custom: &CustomPolicy, now_ms: i64) -> Result<Planned, Unplanned> {
        let policy = self.policy.policy(custom).map_err(|_| Unplanned::Policy)?;
        self.when.instant(now_ms).map_err(|_| Unplanned::Start)?;
        if self.has_outage && (self.read_start().is_err() || self.read_length().is_err()) {
            return Err(Unplanned::Outage);
        }
        Ok(self.planned_for(policy, now_ms))
    }

    /// Plans a policy with the same inputs.
    pub(crate) fn planned_for(&self, policy: &Policy, now_ms: i64) -> Planned {
        let start_ms = self.start_ms(now_ms);
        let plan = plan_from(policy, &PlanOptions { start_ms, seed: self.drawn_by(), attempt_ms: 0 });
        let cost = self.outage(start_ms).map(|outage| (outage, plan.outage_cost(outage)));
        Planned { plan, start_ms, is_drawn: self.is_drawn, cost }
    }
}

/// A day, in milliseconds.
const DAY_MS: u64 = 86_400_000;

/// Reads a time of a day, such as `02:00`, in milliseconds after midnight.
fn clock_ms(text: &str) -> Option<u64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |digits: &str, below: u64| {
        let is_number = matches!(digits.len(), 1..=2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|number: &u64| is_number && *number < below)
    };
    let (hours, minutes) = (number(hours, 24)?, number(minutes, 60)?);
    Some(hours.saturating_mul(60).saturating_add(minutes).saturating_mul(60_000))
}

/// Returns a value whose distance from 0 is within the limit.
fn limited<T>(value: T, ms: u64) -> Result<T, String> {
    match ms {
        0..=LONGEST_OUTAGE_MS => Ok(value),
        _ => Err(format!("at most {} are possible", format_duration(LONGEST_OUTAGE_MS))),
    }
}

fn unreadable(message: String) -> Problem {
    Problem::error(codes::INVALID_DURATION, "", message)
}

/// Returns whether the times of a policy are random.
pub(crate) fn has_jitter(policy: &Policy) -> bool {
    match policy.schedule {
        Schedule::Unpublished { .. } => false,
        Schedule::Decorrelated { .. } => true,
        _ => policy.jitter != Jitter::None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const NOW: i64 = 1_768_478_400_250;

    #[test]
    fn a_first_visit_has_a_published_policy_and_an_outage() {
        let form = PlanForm::default();
        assert_eq!(form.policy.id(), FIRST);
        let planned = form.planned(&form.custom.read(), NOW).unwrap();
        assert_eq!(planned.start_ms, NOW - 250);
        let (_, loss) = planned.cost.unwrap();
        assert_eq!((loss.failed_attempts, loss.saved_by), (3, Some(4)));
        assert!(form.read_start().is_ok() && form.read_length().is_ok());
    }

    #[test]
    fn unreadable_fields_are_reported_and_not_planned() {
        let with = |start: &str, length: &str| {
            let form = PlanForm { outage_start: start.into(), outage_length: length.into(), ..PlanForm::default() };
            let planned = form.planned(&form.custom.read(), NOW);
            let [start, length] = [form.read_start().err(), form.read_length().err()];
            let expected = if start.is_some() || length.is_some() { Some(Unplanned::Outage) } else { None };
            assert_eq!(planned.err(), expected);
            let without = PlanForm { has_outage: false, ..form };
            assert!(without.planned(&without.custom.read(), NOW).is_ok(), "the fields are not used");
            [start, length].map(|problem| problem.map_or_else(String::new, |problem| problem.message))
        };
        assert_eq!(with("-10 min", "365 d"), ["", ""]);
        assert!(with("early", "2 h")[0].contains("write `10 min`"));
        assert!(with("0 s", "long")[1].contains("write `1 h 30 min`"));
        assert_eq!(with("-366 d", "99999999999 d"), ["at most 365 d are possible"; 2]);
        assert!(with("0 s", "0")[1].contains("at least 1 ms"));
    }

    #[test]
    fn a_time_instead_of_a_duration_is_explained() {
        let with = |first: &str, start: &str, length: &str| {
            let when = When { clock: Clock::At, instant: first.into() };
            let form =
                PlanForm { when, outage_start: start.into(), outage_length: length.into(), ..PlanForm::default() };
            [form.read_start().err(), form.read_length().err()]
                .map(|problem| problem.map_or_else(String::new, |problem| problem.message))
        };
        let [start, length] = with("", "02:00", "until 05:00");
        assert_eq!(start, "this is relative to the first attempt: set the first attempt to 02:00, and enter 0 s");
        assert_eq!(length, "this is a time; from 02:00 until 05:00, enter 3 h");
        assert!(with("", "23:30", "0:15")[1].ends_with("enter 45 min"));
        assert!(with("", "02:00", "02:00")[1].ends_with("enter 1 d"));
        assert_eq!(with("02:00", "0 s", "05:30"), ["", "this is a time; from 02:00 until 05:30, enter 3 h 30 min"]);
        assert!(with("", "0 s", "05:00")[1].contains("for example `3 h`"));
        for wrong in ["24:00", "2:60", "+2:00", "002:00", ":", "2:"] {
            assert!(with("", wrong, "1 h")[0].starts_with("this is not a duration"), "{wrong}");
        }
    }

    #[test]
    fn an_unreadable_time_is_not_replaced_by_the_current_one() {
        let when = When { clock: Clock::At, instant: "soon".into() };
        let mut form = PlanForm { when, ..PlanForm::default() };
        assert_eq!(form.planned(&form.custom.read(), NOW).err(), Some(Unplanned::Start));
        form.when.instant = "03:00".into();
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap().start_ms, 1_768_446_000_000);
    }

    #[test]
    fn the_same_seed_gives_the_same_plan() {
        let mut form = PlanForm::default();
        form.choose(PolicyChoice::from_id("prolific").unwrap());
        let expected = form.planned(&form.custom.read(), NOW).unwrap();
        form.is_drawn = true;
        let first = form.planned(&form.custom.read(), NOW).unwrap();
        assert_ne!(first.plan, expected.plan);
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap(), first);
        form.seed = 2;
        assert_ne!(form.planned(&form.custom.read(), NOW).unwrap().plan, first.plan);
    }

    #[test]
    fn the_custom_policy_starts_from_the_chosen_one() {
        let mut form = PlanForm::default();
        form.choose(PolicyChoice::from_id("kit").unwrap());
        form.choose(PolicyChoice::Custom);
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap().plan.attempts.len(), 8);
        form.custom.json = "{".into();
        assert_eq!(form.planned(&form.custom.read(), NOW).err(), Some(Unplanned::Policy));
    }
}
