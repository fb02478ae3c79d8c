//! Export of policies as settings of other systems.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Value, json};

use super::policy::{Anchor, Jitter, Policy, Schedule};

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
    /// The settings. `None` if the system cannot express the policy.
    pub settings: Option<Value>,
    /// The differences from the policy, in sentences.
    pub differences: Vec<String>,
}

/// How closely settings match a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// The delays and limits are the same.
    Exact,
    /// The settings are the closest that the system allows; the differences are listed.
    Approximate,
    /// The system has no settings that are close to the policy.
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
    /// let export = find_policy("stripe").unwrap().export(System::Svix);
    /// assert_eq!(export.fidelity, Fidelity::NotExpressible);
    /// ```
    #[must_use]
    pub fn export(&self, system: System) -> Export {
        if matches!(self.schedule, Schedule::Unpublished { .. }) {
            return not_expressible("The sender does not publish its delays, so there is nothing to export.");
        }
        let mut differences = Vec::new();
        if self.stop.deadline_ms.is_some() {
            differences
                .push("The deadline is not exported: it is an instant, and settings contain only durations.".into());
        }
        let settings = match system {
            System::Bullmq => self.bullmq(&mut differences),
            System::Svix => self.svix(&mut differences),
            System::CloudTasks => self.cloud_tasks(&mut differences),
            System::Temporal => self.temporal(&mut differences),
        };
        let Some(settings) = settings else {
            let mut export = not_expressible("The system does not support this kind of schedule.");
            export.differences.extend(differences);
            return export;
        };
        let fidelity = if differences.is_empty() { Fidelity::Exact } else { Fidelity::Approximate };
        Export { fidelity, settings: Some(settings), differences }
    }

    /// `attempts` includes the first attempt. BullMQ's `exponential` doubles delays, and its jitter shortens them by a
    /// share. Other schedules need the backoff strategy of the npm package's `hookwright/bullmq`, which uses this
    /// crate.
    fn bullmq(&self, differences: &mut Vec<String>) -> Option<Value> {
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
        Some(json!({ "attempts": attempts, "backoff": backoff }))
    }

    /// A list of the delays before the retries, in whole seconds.
    fn svix(&self, differences: &mut Vec<String>) -> Option<Value> {
        if self.anchor == Anchor::SinceFirst {
            differences.push(
                "Svix counts delays from the previous attempt; times since the first attempt are converted.".into(),
            );
        }
        let plan = super::plan::plan(self, 0);
        if plan.is_cut || plan.attempts.len() > DEFAULT_ATTEMPTS as usize + 1 {
            differences.push(format!("Svix requires a finite list; it contains the first {DEFAULT_ATTEMPTS} retries."));
        }
        let delays =
            plan.attempts.iter().skip(1).take(DEFAULT_ATTEMPTS as usize).filter_map(|attempt| attempt.delay_ms);
        let delays: Vec<u64> = delays.collect();
        if delays.iter().any(|ms| !ms.is_multiple_of(1000)) {
            differences.push("Svix uses whole seconds; fractions are rounded up.".into());
        }
        if self.jitter != (Jitter::PlusMinus { percent: 20 }) {
            differences.push("The Svix server always adds jitter of plus or minus 20 per cent.".into());
        }
        if matches!(self.schedule, Schedule::Decorrelated { .. }) {
            return None;
        }
        let seconds: Vec<u64> = delays.iter().map(|ms| ms.div_ceil(1000)).collect();
        Some(json!({ "retry_schedule": seconds }))
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
            // Temporal does not support decreasing delays.
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
    Export { fidelity: Fidelity::NotExpressible, settings: None, differences: vec![reason.into()] }
}
