//! Parsing of policies from JSON.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::codes;
use super::policy::{Anchor, Jitter, Policy, Schedule, StopRules};
use super::reading::{HeaderRule, Reaction, Reading, RetryAfter, StatusRule};
use crate::base::json::Members;
use crate::base::problem::{Problem, pointer};
use crate::base::provenance::{Confidence, Provenance};

/// The maximum number of delays in a table.
const MAX_TABLE: usize = 1_000;

impl Policy {
    /// Parses a policy from JSON, in the form in which policies are serialized.
    ///
    /// `id` and `schedule` are required. By default, delays are counted from the end of the previous attempt, there is
    /// no cap, no jitter and no limit, and responses are classified as Standard Webhooks recommends.
    ///
    /// ```
    /// use hookwright::retry::{Policy, plan};
    ///
    /// let policy = Policy::parse(r#"{
    ///     "id": "mine",
    ///     "schedule": { "kind": "exponential", "baseMs": 1000, "factorPerMille": 2000 },
    ///     "capMs": 60000,
    ///     "jitter": { "kind": "plus-minus", "percent": 20 },
    ///     "stop": { "maxAttempts": 6 }
    /// }"#).unwrap();
    /// assert_eq!(plan(&policy, 0).span_ms, Some(31_000));
    ///
    /// let problems = Policy::parse(r#"{ "id": "mine", "schedule": { "kind": "exponential", "base": 1000 } }"#).unwrap_err();
    /// assert_eq!((problems[0].code, problems[0].path.as_str()), ("missing_field", "/schedule/baseMs"));
    /// ```
    ///
    /// # Errors
    /// All problems of the policy, with JSON Pointers. The list is never empty.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let policy = match serde_json::from_str::<&RawValue>(text) {
            Err(error) => {
                problems.push(Problem::error(
                    codes::MALFORMED_JSON,
                    "",
                    format!("the policy is not valid JSON: {error}"),
                ));
                None
            }
            Ok(document) => Self::read_at("", document, &mut problems),
        };
        policy.ok_or(problems)
    }

    /// Reads a policy that is part of a larger document. `None` if it has problems.
    pub(crate) fn read_at(path: &str, value: &RawValue, problems: &mut Vec<Problem>) -> Option<Self> {
        let earlier = problems.len();
        let policy = Members::of(path, value, problems).map(|members| read(members, problems))?;
        (problems.len() == earlier).then_some(policy)
    }
}

fn read(mut policy: Members<'_>, problems: &mut Vec<Problem>) -> Policy {
    let id = policy.text("id", problems);
    let nothing = || Schedule::Fixed { delay_ms: 0 };
    let found = Policy {
        id: Cow::Owned(id),
        schedule: policy.required_object("schedule", problems).map_or_else(nothing, |field| schedule(field, problems)),
        anchor: policy
            .choice("anchor", Anchor::ALL, Some(Anchor::AfterPrevious), problems)
            .unwrap_or(Anchor::AfterPrevious),
        cap_ms: policy.number("capMs", problems),
        jitter: policy.object("jitter", problems).map_or(Jitter::None, |field| jitter(field, problems)),
        stop: policy.object("stop", problems).map_or_else(StopRules::default, |field| stop(field, problems)),
        reading: policy.object("reading", problems).map_or(Reading::STANDARD, |field| reading(field, problems)),
        timeout_ms: policy.number("timeoutMs", problems),
        delays: policy
            .choice("delays", Confidence::ALL, Some(Confidence::Documented), problems)
            .unwrap_or(Confidence::Documented),
        provenance: policy
            .object("provenance", problems)
            .map(|field| Provenance::read(field, problems).map(|text| Cow::Owned(text.clone()))),
    };
    let repeats = found.cap_ms.is_some() || matches!(found.schedule, Schedule::Table { repeat_last: true, .. });
    if found.anchor == Anchor::SinceFirst && repeats {
        let message = "times since the first attempt must increase, but with `capMs` or `repeatLast` they stop \
                       increasing; remove these, or use the anchor `after-previous`";
        problems.push(Problem::error(codes::WRONG_ANCHOR, pointer(&policy.path, "anchor"), message));
    }
    policy.finish(problems);
    found
}

fn schedule(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Schedule {
    let found = match field.choice("kind", Schedule::KINDS, None, problems) {
        None => return Schedule::Fixed { delay_ms: 0 },
        Some(Schedule::Table { .. }) => {
            field.check_present("delaysMs", problems);
            let delays_ms = field.take("delaysMs").map(|value| table(&field.path, value, problems)).unwrap_or_default();
            Schedule::Table { delays_ms: Cow::Owned(delays_ms), repeat_last: field.flag("repeatLast", problems) }
        }
        Some(Schedule::Fixed { .. }) => Schedule::Fixed { delay_ms: field.required_number("delayMs", problems) },
        Some(Schedule::Linear { .. }) => Schedule::Linear {
            base_ms: field.required_number("baseMs", problems),
            step_ms: field.required_number("stepMs", problems),
        },
        Some(Schedule::Exponential { .. }) => Schedule::Exponential {
            base_ms: field.required_number("baseMs", problems),
            factor_per_mille: number_u32(&mut field, "factorPerMille", Some(2000), problems),
        },
        Some(Schedule::Polynomial { .. }) => Schedule::Polynomial {
            base_ms: field.required_number("baseMs", problems),
            power: number_u32(&mut field, "power", None, problems),
        },
        Some(Schedule::Decorrelated { .. }) => {
            Schedule::Decorrelated { base_ms: field.required_number("baseMs", problems) }
        }
        Some(Schedule::Unpublished { .. }) => Schedule::Unpublished {
            within_ms: field.number("withinMs", problems),
            imitated_ms: field.number("imitatedMs", problems).unwrap_or(30_000),
        },
    };
    field.finish(problems);
    found
}

fn table(path: &str, value: &RawValue, problems: &mut Vec<Problem>) -> Vec<u64> {
    let delays: Option<Vec<u64>> = serde_json::from_str(value.get()).ok();
    match delays.filter(|delays| (1..=MAX_TABLE).contains(&delays.len())) {
        Some(delays) => delays,
        None => {
            let message = format!(
                "`delaysMs` must be a list of 1 to {MAX_TABLE} non-negative integers, one for each attempt, including \
                 the first"
            );
            problems.push(Problem::error(codes::WRONG_TYPE, pointer(path, "delaysMs"), message));
            Vec::new()
        }
    }
}

/// An integer of at most 32 bits.
fn number_u32(field: &mut Members<'_>, name: &'static str, default: Option<u32>, problems: &mut Vec<Problem>) -> u32 {
    let number = match default {
        Some(default) => field.number(name, problems).unwrap_or_else(|| default.into()),
        None => field.required_number(name, problems),
    };
    u32::try_from(number).unwrap_or_else(|_| {
        let message = format!("`{name}` must be at most {}", u32::MAX);
        problems.push(Problem::error(codes::OUT_OF_RANGE, pointer(&field.path, name), message));
        0
    })
}

fn percent(field: &mut Members<'_>, most: u8, problems: &mut Vec<Problem>) -> u8 {
    let number = field.required_number("percent", problems);
    u8::try_from(number).ok().filter(|percent| *percent <= most).unwrap_or_else(|| {
        let message = format!("`percent` must be at most {most}");
        problems.push(Problem::error(codes::OUT_OF_RANGE, pointer(&field.path, "percent"), message));
        0
    })
}

fn jitter(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Jitter {
    let found = match field.choice("kind", Jitter::KINDS, None, problems) {
        None | Some(Jitter::None) => Jitter::None,
        Some(Jitter::Full) => Jitter::Full,
        Some(Jitter::Equal) => Jitter::Equal,
        Some(Jitter::PlusMinus { .. }) => Jitter::PlusMinus { percent: percent(&mut field, 100, problems) },
        Some(Jitter::Additive { .. }) => Jitter::Additive { percent: percent(&mut field, u8::MAX, problems) },
    };
    field.finish(problems);
    found
}

fn stop(mut field: Members<'_>, problems: &mut Vec<Problem>) -> StopRules {
    let max_attempts = field.number("maxAttempts", problems).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    if max_attempts == Some(0) {
        let path = pointer(&field.path, "maxAttempts");
        problems.push(Problem::error(
            codes::OUT_OF_RANGE,
            path,
            "`maxAttempts` includes the first attempt, so it must be at least 1",
        ));
    }
    let found = StopRules {
        max_attempts,
        max_elapsed_ms: field.number("maxElapsedMs", problems),
        deadline_ms: field.number("deadlineMs", problems).map(|ms| i64::try_from(ms).unwrap_or(i64::MAX)),
    };
    field.finish(problems);
    found
}

fn reading(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Reading {
    let standard = Reading::STANDARD;
    let statuses = field.list("statuses", problems, |path, item, problems| {
        let mut item = Members::of(path, item, problems)?;
        let from = item.required_number("from", problems);
        let to = item.number("to", problems).unwrap_or(from);
        let rule = StatusRule {
            from: status(&item, "from", from, 0, problems),
            to: status(&item, "to", to, from, problems),
            means: item.choice("means", Reaction::ALL, None, problems).unwrap_or(Reaction::Retry),
        };
        item.finish(problems);
        Some(rule)
    });
    let headers = field.list("headers", problems, |path, item, problems| {
        let mut item = Members::of(path, item, problems)?;
        let rule = HeaderRule {
            name: Cow::Owned(item.text("name", problems)),
            value: Cow::Owned(item.text("value", problems)),
            means: item.choice("means", Reaction::ALL, None, problems).unwrap_or(Reaction::Retry),
        };
        item.finish(problems);
        Some(rule)
    });
    let retry_after = field.object("retryAfter", problems).map_or(standard.retry_after, |mut field| {
        let found = match field.choice("kind", RetryAfter::KINDS, None, problems) {
            None | Some(RetryAfter::Ignored) => RetryAfter::Ignored,
            Some(RetryAfter::Later { .. }) => {
                let least_ms = field.number("leastMs", problems).unwrap_or(1_000);
                let most_ms = field.number("mostMs", problems).unwrap_or_else(|| least_ms.max(86_400_000));
                if most_ms < least_ms {
                    let message = format!("`mostMs` must be at least `leastMs`, which is {least_ms}");
                    problems.push(Problem::error(codes::OUT_OF_RANGE, pointer(&field.path, "mostMs"), message));
                }
                RetryAfter::Later { least_ms, most_ms }
            }
            Some(RetryAfter::WithinSchedule { .. }) => {
                RetryAfter::WithinSchedule { times: number_u32(&mut field, "times", None, problems) }
            }
        };
        field.finish(problems);
        found
    });
    let no_answer = field.choice("noAnswer", Reaction::ALL, Some(Reaction::Retry), problems).unwrap_or(Reaction::Retry);
    let found = Reading {
        statuses: statuses.map_or(standard.statuses, Cow::Owned),
        headers: headers.map_or(standard.headers, Cow::Owned),
        retry_after,
        no_answer,
        timeout: field.choice("timeout", Reaction::ALL, Some(no_answer), problems).unwrap_or(no_answer),
        throttled_least_ms: field.number("throttledLeastMs", problems).unwrap_or(0),
    };
    field.finish(problems);
    found
}

/// A status code that is not less than `least`.
fn status(item: &Members<'_>, name: &str, number: u64, least: u64, problems: &mut Vec<Problem>) -> u16 {
    let found = u16::try_from(number).ok().filter(|status| *status < 1_000 && number >= least);
    found.unwrap_or_else(|| {
        let message = if number < least {
            format!("`{name}` must be at least the first status, {least}")
        } else {
            format!("`{name}` must be a status code of at most 999")
        };
        problems.push(Problem::error(codes::OUT_OF_RANGE, pointer(&item.path, name), message));
        0
    })
}
