//! Policies as settings of other systems, each with how near it comes.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Value, json};

use super::policy::{Anchor, Jitter, Policy, Schedule};

/// A system that retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// BullMQ: the options of a job (<https://docs.bullmq.io/guide/retrying-failing-jobs>).
    Bullmq,
    /// The Svix server: `retry_schedule`
    /// (<https://github.com/svix/svix-webhooks/blob/main/server/svix-server/config.default.toml>).
    Svix,
    /// Google Cloud Tasks: `retryConfig` of a queue
    /// (<https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues#RetryConfig>).
    CloudTasks,
    /// Temporal: the retry policy of an activity (<https://docs.temporal.io/encyclopedia/retry-policies>).
    Temporal,
}

/// Settings of another system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// How near the settings come to the policy.
    pub fidelity: Fidelity,
    /// The settings. `None` where nothing comes near.
    pub settings: Option<Value>,
    /// What differs, in sentences.
    pub differences: Vec<String>,
}

/// How near settings come to a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fidelity {
    /// The same waits and the same end.
    Exact,
    /// As near as the system allows; the differences are told.
    Approximate,
    /// The system cannot do anything like it.
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

/// Retries that a policy without a number of its own is given, where a system asks for one.
const MANY: u32 = 100;

/// A longest wait for a policy that has none, where a system asks for one, in milliseconds.
const YEAR_MS: u64 = 365 * 86_400_000;

/// How often Cloud Tasks doubles a wait: it is the default of its queues.
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
    /// // The documentation does not speak of the jitter that the server adds.
    /// assert_eq!(find_policy("svix").unwrap().export(System::Svix).fidelity, Fidelity::Approximate);
    /// let export = find_policy("stripe").unwrap().export(System::Svix);
    /// assert_eq!(export.fidelity, Fidelity::NotExpressible);
    /// ```
    #[must_use]
    pub fn export(&self, system: System) -> Export {
        if matches!(self.schedule, Schedule::Unpublished { .. }) {
            return none("the sender does not publish its delays, so there is nothing to set");
        }
        let mut differences = Vec::new();
        if self.stop.deadline_ms.is_some() {
            differences.push("The deadline is left out: it is an instant, and settings are not.".into());
        }
        let settings = match system {
            System::Bullmq => self.bullmq(&mut differences),
            System::Svix => self.svix(&mut differences),
            System::CloudTasks => self.cloud_tasks(&mut differences),
            System::Temporal => self.temporal(&mut differences),
        };
        let Some(settings) = settings else {
            let mut export = none("the system has no schedule like it");
            export.differences.extend(differences);
            return export;
        };
        let fidelity = if differences.is_empty() { Fidelity::Exact } else { Fidelity::Approximate };
        Export { fidelity, settings: Some(settings), differences }
    }

    /// `attempts` counts the first one too. BullMQ's `exponential` doubles, and its jitter takes a share off. What BullMQ has
    /// nothing of its own for, the function of the npm package's `hookwright/bullmq` does, which is this core.
    fn bullmq(&self, differences: &mut Vec<String>) -> Option<Value> {
        let attempts = self.attempts().unwrap_or_else(|| {
            differences.push(format!("BullMQ wants a number of attempts: {MANY} are set."));
            MANY
        });
        let mut backoff = match self.schedule {
            _ if self.anchor == Anchor::SinceFirst || self.stop.max_elapsed_ms.is_some() => None,
            Schedule::Fixed { delay_ms } => {
                Some(json!({ "type": "fixed", "delay": delay_ms.min(self.cap_ms.unwrap_or(u64::MAX)) }))
            }
            Schedule::Exponential { base_ms, factor_per_mille: 2000 } if self.cap_ms.is_none() => {
                Some(json!({ "type": "exponential", "delay": base_ms }))
            }
            _ => None,
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
                "BullMQ has no such waits of its own: make the jobs and the worker's `backoffStrategy` with this policy by \
                 `hookwright/bullmq`, and they are exact."
                    .into(),
            );
            json!({ "type": "hookwright" })
        });
        Some(json!({ "attempts": attempts, "backoff": backoff }))
    }

    /// Whole seconds, of the retries only.
    fn svix(&self, differences: &mut Vec<String>) -> Option<Value> {
        if self.anchor == Anchor::SinceFirst {
            differences
                .push("Svix counts from the attempt before; times since the first are turned into differences.".into());
        }
        let plan = super::plan::plan(self, 0);
        if plan.is_cut || plan.attempts.len() > MANY as usize + 1 {
            differences.push(format!("Svix wants a list that ends: {MANY} retries are in it."));
        }
        let waits = plan.attempts.iter().skip(1).take(MANY as usize).filter_map(|attempt| attempt.delay_ms);
        let waits: Vec<u64> = waits.collect();
        if waits.iter().any(|ms| !ms.is_multiple_of(1000)) {
            differences.push("Svix has whole seconds; parts of one are rounded up.".into());
        }
        if self.jitter != (Jitter::PlusMinus { percent: 20 }) {
            differences.push("The Svix server adds jitter of its own, plus or minus 20 per cent, always.".into());
        }
        if matches!(self.schedule, Schedule::Decorrelated { .. }) {
            return None;
        }
        let seconds: Vec<u64> = waits.iter().map(|ms| ms.div_ceil(1000)).collect();
        Some(json!({ "retry_schedule": seconds }))
    }

    /// Waits double so many times, then grow by the last step, and then stay.
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
            _ => return None,
        };
        if self.cap_ms.is_none() && self.attempts().is_none() && least != most {
            differences.push("Cloud Tasks wants a longest wait: an hour is set.".into());
        }
        let doubled = least.saturating_mul(1 << DOUBLINGS);
        if doublings > 0 && most > doubled && self.attempts().is_none_or(|count| count > DOUBLINGS + 2) {
            differences
                .push(format!("Cloud Tasks doubles waits {DOUBLINGS} times here; then they grow by the same amount."));
        }
        if !least.is_multiple_of(1000) || !most.is_multiple_of(1000) {
            differences.push("Cloud Tasks has whole seconds; parts of one are cut off.".into());
        }
        if self.jitter != Jitter::None {
            differences.push("Cloud Tasks has no setting for jitter.".into());
        }
        let mut config =
            json!({ "minBackoff": seconds(least), "maxBackoff": seconds(most), "maxDoublings": doublings });
        if let Some(members) = config.as_object_mut() {
            // -1 is without limit.
            members.insert("maxAttempts".into(), self.attempts().map_or(json!(-1), |attempts| json!(attempts)));
            if let Some(limit) = self.stop.max_elapsed_ms {
                members.insert("maxRetryDuration".into(), json!(seconds(limit)));
                differences.push("Cloud Tasks ends when the number of attempts and the time are both reached.".into());
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

    /// One interval, one coefficient, one cap.
    fn temporal(&self, differences: &mut Vec<String>) -> Option<Value> {
        if self.anchor == Anchor::SinceFirst {
            return None;
        }
        let (initial, coefficient) = match self.schedule {
            // Temporal's waits never shrink.
            Schedule::Exponential { factor_per_mille: ..1000, .. } => return None,
            Schedule::Fixed { delay_ms } => (self.at_most_cap(delay_ms), json!(1)),
            Schedule::Exponential { base_ms, factor_per_mille } if factor_per_mille.is_multiple_of(1000) => {
                (self.at_most_cap(base_ms), json!(factor_per_mille / 1000))
            }
            Schedule::Exponential { base_ms, factor_per_mille } => {
                (self.at_most_cap(base_ms), json!(f64::from(factor_per_mille) / 1000.0))
            }
            _ => return None,
        };
        if self.jitter != Jitter::None {
            differences.push("Temporal has no setting for jitter.".into());
        }
        let mut retry = json!({ "initialInterval": format!("{initial}ms"), "backoffCoefficient": coefficient });
        if let Some(members) = retry.as_object_mut() {
            // Without one, Temporal stops growing at a hundred times the first interval.
            let longest = self.cap_ms.or_else(|| self.delay_ms(self.attempts()?)).or(self.stop.max_elapsed_ms);
            let cap = longest.unwrap_or_else(|| {
                differences.push("Temporal wants a longest wait: a year is set.".into());
                YEAR_MS
            });
            members.insert("maximumInterval".into(), json!(format!("{cap}ms")));
            // 0 is without limit.
            members.insert("maximumAttempts".into(), json!(self.attempts().unwrap_or(0)));
        }
        let mut settings = json!({ "retry": retry });
        if let (Some(limit), Some(members)) = (self.stop.max_elapsed_ms, settings.as_object_mut()) {
            members.insert("scheduleToCloseTimeout".into(), json!(format!("{limit}ms")));
        }
        Some(settings)
    }
}

fn none(why: &str) -> Export {
    Export { fidelity: Fidelity::NotExpressible, settings: None, differences: vec![why.into()] }
}
