//! Export of policies as settings of other systems.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Value, json};

use super::closest::{Growth, MOST_RETRIES, Retries};
use super::policy::{Anchor, Jitter, Policy, Schedule};
use crate::base::time::format_duration;

/// A system with retry settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// BullMQ: job options (<https://docs.bullmq.io/guide/retrying-failing-jobs>).
    Bullmq,
    /// The Svix server: `retry_schedule`
    /// (<https://github.com/svix/svix-webhooks/blob/main/server/svix-server/config.default.toml>).
    Svix,
    /// Google Cloud Tasks: the `retryConfig` of a queue
    /// (<https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues#RetryConfig>).
    CloudTasks,
    /// Temporal: the retry policy of an activity (<https://docs.temporal.io/encyclopedia/retry-policies>).
    Temporal,
}

/// A policy as settings of another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// How closely the settings match the policy.
    pub fidelity: Fidelity,
    /// The settings. `None` if there are no delays to export.
    pub settings: Option<Value>,
    /// The differences from the policy, in sentences.
    pub differences: Vec<String>,
    /// What the system does in addition to its settings, in sentences.
    pub notes: Vec<String>,
}

/// How closely settings match a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// The delays and limits are the same.
    Exact,
    /// The settings are the closest that the system allows; the differences are listed.
    Approximate,
    /// There are no settings, because the sender does not publish its delays.
    NotExpressible,
}

impl System {
    /// Every system, with its id.
    pub const ALL: &[(&str, Self)] = &[
        ("bullmq", Self::Bullmq),
        ("svix", Self::Svix),
        ("cloud-tasks", Self::CloudTasks),
        ("temporal", Self::Temporal),
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Bullmq => "BullMQ",
            Self::Svix => "Svix",
            Self::CloudTasks => "Cloud Tasks",
            Self::Temporal => "Temporal",
        }
    }
}

/// The number of attempts or retries for a system that requires one, if the policy has no limit.
const DEFAULT_ATTEMPTS: u32 = 100;

/// The longest delay for Temporal, which requires one, if the policy has no limit, in milliseconds. It is a year.
const DEFAULT_LONGEST_MS: u64 = 365 * 86_400_000;

/// The number of times that Cloud Tasks doubles a delay. It is the default of its queues.
const DOUBLINGS: u32 = 16;

impl Policy {
    /// The policy as settings of another system.
    ///
    /// ```
    /// use hookwright::catalog::find_policy;
    /// use hookwright::retry::{Fidelity, System};
    ///
    /// let export = find_policy("svix-server").unwrap().export(System::Svix);
    /// assert_eq!(export.fidelity, Fidelity::Exact);
    /// assert_eq!(export.settings.unwrap()["retry_schedule"][0], 5);
    /// // The documentation does not mention the jitter that the server adds.
    /// assert_eq!(find_policy("svix").unwrap().export(System::Svix).fidelity, Fidelity::Approximate);
    /// // A list of delays that do not double.
    /// let export = find_policy("svix").unwrap().export(System::CloudTasks);
    /// assert!(export.differences[0].starts_with("Cloud Tasks doubles delays, and cannot express the list of delays"));
    /// let export = find_policy("stripe").unwrap().export(System::Svix);
    /// assert_eq!(export.fidelity, Fidelity::NotExpressible);
    /// ```
    #[must_use]
    pub fn export(&self, system: System) -> Export {
        if matches!(self.schedule, Schedule::Unpublished { .. }) {
            return not_expressible("The sender does not publish its delays, so there is nothing to export.");
        }
        let (mut differences, mut notes) = (Vec::new(), Vec::new());
        let name = system.name();
        if self.stop.deadline_ms.is_some() {
            differences
                .push("The deadline is not exported: it is an instant, and settings contain only durations.".into());
        }
        let first = self.delay_ms(1).filter(|delay| *delay > 0 && system != System::Bullmq);
        if let Some(delay) = first {
            differences.push(format!(
                "The delay of {} before the first attempt is not exported: {name} has a delay before each retry only.",
                format_duration(delay)
            ));
        }
        if self.anchor == Anchor::SinceFirst && system != System::Bullmq {
            differences.push(format!(
                "{name} counts delays from the previous attempt; times since the first attempt are converted."
            ));
        }
        let settings = match system {
            System::Bullmq => self.bullmq(&mut differences),
            System::Svix => self.svix(&mut differences, &mut notes),
            System::CloudTasks => self.cloud_tasks(&mut differences).unwrap_or_else(|| {
                let (closest, difference) = self.closest(Growth::Doubling);
                differences.extend(difference);
                closest.cloud_tasks(&mut differences).unwrap_or_default()
            }),
            System::Temporal => self.temporal(&mut differences).unwrap_or_else(|| {
                let (closest, difference) = self.closest(Growth::Factor);
                differences.extend(difference);
                closest.temporal(&mut differences).unwrap_or_default()
            }),
        };
        let fidelity = if differences.is_empty() { Fidelity::Exact } else { Fidelity::Approximate };
        Export { fidelity, settings: Some(settings), differences, notes }
    }

    /// `attempts` includes the first attempt. BullMQ's `exponential` doubles delays, and its jitter shortens them by a
    /// share. Other schedules need the backoff strategy of the npm package's `hookwright/bullmq`, which uses this
    /// crate.
    fn bullmq(&self, differences: &mut Vec<String>) -> Value {
        let attempts = self.attempts().unwrap_or_else(|| {
            differences.push(format!("BullMQ requires a number of attempts; {DEFAULT_ATTEMPTS} are set."));
            DEFAULT_ATTEMPTS
        });
        let is_plain = self.anchor == Anchor::AfterPrevious && self.stop.max_elapsed_ms.is_none();
        let mut backoff = match self.schedule {
            Schedule::Fixed { delay_ms } if is_plain => {
                Some(json!({ "type": "fixed", "delay": delay_ms.min(self.cap_ms.unwrap_or(u64::MAX)) }))
            }
            Schedule::Exponential { base_ms, factor_per_mille: 2000 } if is_plain && self.cap_ms.is_none() => {
                Some(json!({ "type": "exponential", "delay": base_ms }))
            }
            Schedule::Table { .. }
            | Schedule::Fixed { .. }
            | Schedule::Linear { .. }
            | Schedule::Exponential { .. }
            | Schedule::Polynomial { .. }
            | Schedule::Decorrelated { .. }
            | Schedule::Unpublished { .. } => None,
        };
        if let Some(members) = backoff.as_mut().and_then(Value::as_object_mut) {
            match self.jitter {
                Jitter::None => {}
                Jitter::Full => drop(members.insert("jitter".into(), json!(1.0))),
                Jitter::Equal => drop(members.insert("jitter".into(), json!(0.5))),
                Jitter::PlusMinus { .. } | Jitter::Additive { .. } => backoff = None,
            }
        }
        let backoff = backoff.unwrap_or_else(|| {
            differences.push(
                "BullMQ has no such schedule built in. Create the jobs and the worker's `backoffStrategy` from this \
                 policy with `hookwright/bullmq`; the delays are then exact."
                    .into(),
            );
            json!({ "type": "hookwright" })
        });
        json!({ "attempts": attempts, "backoff": backoff })
    }

    /// A list of the delays before the retries, in whole seconds. The server varies them by plus or minus 20 per cent
    /// (`JITTER_DELTA` in <https://github.com/svix/svix-webhooks/blob/main/server/svix-server/src/worker.rs>).
    fn svix(&self, differences: &mut Vec<String>, notes: &mut Vec<String>) -> Value {
        let Retries { delays, is_whole } = self.retries();
        if !is_whole {
            differences.push(format!("Svix requires a finite list; it contains the first {MOST_RETRIES} retries."));
        }
        let jitter = match self.jitter {
            _ if matches!(self.schedule, Schedule::Decorrelated { .. }) => {
                Some("random delays that depend on the previous one".into())
            }
            Jitter::None => Some("none".into()),
            Jitter::Full => Some("a random delay from 0 to the whole delay".into()),
            Jitter::Equal => Some("a random delay from half of the delay to all of it".into()),
            Jitter::PlusMinus { percent: 20 } => None,
            Jitter::PlusMinus { percent } => Some(format!("plus or minus {percent} per cent")),
            Jitter::Additive { percent } => Some(format!("up to {percent} per cent more")),
        };
        match jitter {
            Some(jitter) => differences.push(format!(
                "The Svix server always adds jitter of plus or minus 20 per cent; the policy has {jitter}."
            )),
            None => notes.push(
                "The jitter of plus or minus 20 per cent is not in the settings, because the Svix server always adds it."
                    .into(),
            ),
        }
        if delays.iter().any(|ms| !ms.is_multiple_of(1000)) {
            differences.push("Svix uses whole seconds; fractions are rounded up.".into());
        }
        notes.push(
            "After the status 429 and after a timeout, the Svix server waits at least a minute, even if the delay in the list is shorter."
                .into(),
        );
        let seconds: Vec<u64> = delays.iter().map(|ms| ms.div_ceil(1000)).collect();
        json!({ "retry_schedule": seconds })
    }

    /// Delays that double up to `maxDoublings` times, then grow by the last increase up to `maxBackoff`.
    fn cloud_tasks(&self, differences: &mut Vec<String>) -> Option<Value> {
        let seconds = |ms: u64| format!("{}.{:03}s", ms / 1000, ms % 1000);
        if self.anchor == Anchor::SinceFirst {
            return None;
        }
        let (least, most, doublings) = match self.schedule {
            Schedule::Fixed { delay_ms } => (self.at_most_cap(delay_ms), self.at_most_cap(delay_ms), 0),
            Schedule::Exponential { base_ms, factor_per_mille: 2000 } => {
                let most = self.cap_ms.or_else(|| self.delay_ms(self.attempts()?)).unwrap_or(3_600_000);
                (self.at_most_cap(base_ms), most, DOUBLINGS)
            }
            Schedule::Linear { base_ms, step_ms } if base_ms == step_ms => {
                (base_ms, self.cap_ms.or_else(|| self.delay_ms(self.attempts()?)).unwrap_or(3_600_000), 0)
            }
            Schedule::Table { .. }
            | Schedule::Linear { .. }
            | Schedule::Exponential { .. }
            | Schedule::Polynomial { .. }
            | Schedule::Decorrelated { .. }
            | Schedule::Unpublished { .. } => return None,
        };
        if self.cap_ms.is_none() && self.attempts().is_none() && least != most {
            differences.push("Cloud Tasks requires a maximum delay; an hour is set.".into());
        }
        let doubled = least.saturating_mul(1 << DOUBLINGS);
        if doublings > 0 && most > doubled && self.attempts().is_none_or(|count| count > DOUBLINGS + 2) {
            differences.push(format!(
                "Cloud Tasks doubles delays {DOUBLINGS} times; after that they grow by a constant amount."
            ));
        }
        if !least.is_multiple_of(1000) || !most.is_multiple_of(1000) {
            differences.push("Cloud Tasks uses whole seconds; fractions are cut off.".into());
        }
        if self.jitter != Jitter::None {
            differences.push("Cloud Tasks has no setting for jitter.".into());
        }
        let mut config =
            json!({ "minBackoff": seconds(least), "maxBackoff": seconds(most), "maxDoublings": doublings });
        if let Some(members) = config.as_object_mut() {
            // -1 means no limit.
            members.insert("maxAttempts".into(), self.attempts().map_or(json!(-1), |attempts| json!(attempts)));
            if let Some(limit) = self.stop.max_elapsed_ms {
                members.insert("maxRetryDuration".into(), json!(seconds(limit)));
                differences.push(
                    "Cloud Tasks stops only when both the number of attempts and the time limit are reached.".into(),
                );
            }
        }
        Some(json!({ "retryConfig": config }))
    }

    const fn at_most_cap(&self, ms: u64) -> u64 {
        match self.cap_ms {
            Some(cap) if cap < ms => cap,
            _ => ms,
        }
    }

    /// An initial interval, a coefficient and a maximum interval.
    fn temporal(&self, differences: &mut Vec<String>) -> Option<Value> {
        if self.anchor == Anchor::SinceFirst {
            return None;
        }
        let (initial, coefficient) = match self.schedule {
            // The coefficient of Temporal is at least 1.
            Schedule::Exponential { factor_per_mille: ..1000, .. } => return None,
            Schedule::Fixed { delay_ms } => (self.at_most_cap(delay_ms), json!(1)),
            Schedule::Exponential { base_ms, factor_per_mille } if factor_per_mille.is_multiple_of(1000) => {
                (self.at_most_cap(base_ms), json!(factor_per_mille / 1000))
            }
            Schedule::Exponential { base_ms, factor_per_mille } => {
                (self.at_most_cap(base_ms), json!(f64::from(factor_per_mille) / 1000.0))
            }
            Schedule::Table { .. }
            | Schedule::Linear { .. }
            | Schedule::Polynomial { .. }
            | Schedule::Decorrelated { .. }
            | Schedule::Unpublished { .. } => return None,
        };
        if self.jitter != Jitter::None {
            differences.push("Temporal has no setting for jitter.".into());
        }
        let mut retry = json!({ "initialInterval": format!("{initial}ms"), "backoffCoefficient": coefficient });
        if let Some(members) = retry.as_object_mut() {
            // The default of Temporal is 100 times the initial interval.
            let longest = self.cap_ms.or_else(|| self.delay_ms(self.attempts()?)).or(self.stop.max_elapsed_ms);
            let cap = longest.unwrap_or_else(|| {
                differences.push("Temporal requires a maximum delay; a year is set.".into());
                DEFAULT_LONGEST_MS
            });
            members.insert("maximumInterval".into(), json!(format!("{cap}ms")));
            // 0 means no limit.
            members.insert("maximumAttempts".into(), json!(self.attempts().unwrap_or(0)));
        }
        let mut settings = json!({ "retry": retry });
        if let (Some(limit), Some(members)) = (self.stop.max_elapsed_ms, settings.as_object_mut()) {
            members.insert("scheduleToCloseTimeout".into(), json!(format!("{limit}ms")));
        }
        Some(settings)
    }
}

fn not_expressible(reason: &str) -> Export {
    Export { fidelity: Fidelity::NotExpressible, settings: None, differences: vec![reason.into()], notes: Vec::new() }
}
