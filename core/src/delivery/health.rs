//! The health of an endpoint, which its deliveries share: it decides when the endpoint is disabled and attempts are
//! deferred.

use serde::{Deserialize, Serialize};

use crate::retry::Reaction;

/// The conditions under which an endpoint is disabled, and under which attempts to it are deferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HealthRule {
    /// Disables the endpoint after this many failed attempts without a success between them.
    pub failures: Option<u32>,
    /// Disables the endpoint once it has failed for this long without a success, in milliseconds.
    pub failing_for_ms: Option<u64>,
    /// Defers attempts after failures.
    pub breaker: Option<Breaker>,
}

/// A circuit breaker: after a number of failures, it defers attempts for some time, then lets a single attempt probe
/// the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Breaker {
    /// The number of consecutive failed attempts after which it opens. 0 is treated as 1.
    pub failures: u32,
    /// The time for which it stays open, in milliseconds.
    pub open_ms: u64,
}

impl HealthRule {
    /// The rule that Svix documents: five days of failures (<https://docs.svix.com/retries>). According to the page,
    /// the time starts only after several failures within a day. This rule omits that condition, because the page does
    /// not say what resets the count.
    pub const SVIX: Self = Self { failures: None, failing_for_ms: Some(5 * 86_400_000), breaker: None };
}

/// The health of an endpoint. The default is a healthy endpoint.
///
/// ```
/// use hookwright::delivery::{Breaker, Gate, Health, HealthRule};
/// use hookwright::retry::Reaction;
///
/// let rule = HealthRule { breaker: Some(Breaker { failures: 2, open_ms: 60_000 }), ..HealthRule::default() };
/// let mut health = Health::default();
/// health.note(&rule, Reaction::Retry, 0);
/// health.note(&rule, Reaction::Retry, 1_000);
/// // The attempt is deferred, and does not count.
/// assert_eq!(health.gate(2_000), Gate::Deferred { until_ms: 61_000 });
/// assert_eq!(health.gate(61_000), Gate::Probe);
/// health.note(&rule, Reaction::Success, 61_000);
/// assert_eq!(health.gate(61_001), Gate::Open);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The number of failed attempts since the last success.
    pub failures: u32,
    /// The time at which the first of them ended, in milliseconds since the epoch.
    pub failing_since_ms: Option<i64>,
    /// The time until which attempts are deferred, in milliseconds since the epoch.
    pub open_until_ms: Option<i64>,
    /// When and why the endpoint was disabled. `None` if it is enabled.
    pub disabled: Option<Disabled>,
}

/// When and why an endpoint was disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Disabled {
    /// The time at which the endpoint was disabled, in milliseconds since the epoch.
    pub at_ms: i64,
    /// The reason.
    pub reason: DisabledReason,
}

/// The reason that an endpoint is disabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisabledReason {
    /// The endpoint requested it, with status 410 or a header field.
    Asked,
    /// Too many consecutive attempts failed.
    Failures,
    /// The endpoint has failed for too long.
    FailingFor,
    /// A person or a program disabled it.
    ByHand,
}

/// The decision about an attempt: whether and when it may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "gate")]
pub enum Gate {
    /// The attempt may be made.
    Open,
    /// A single attempt may be made, to probe whether the endpoint has recovered.
    Probe,
    /// The attempt is deferred and does not count.
    Deferred {
        /// The time until which it is deferred, in milliseconds since the epoch.
        until_ms: i64,
    },
    /// The endpoint is disabled, so the attempt must not be made.
    Disabled,
}

impl Health {
    /// Whether an attempt may be made at `now_ms`, in milliseconds since the epoch.
    #[must_use]
    pub fn gate(&self, now_ms: i64) -> Gate {
        match (self.disabled, self.open_until_ms) {
            (Some(_), _) => Gate::Disabled,
            (None, Some(until_ms)) if now_ms < until_ms => Gate::Deferred { until_ms },
            (None, Some(_)) => Gate::Probe,
            (None, None) => Gate::Open,
        }
    }

    /// Decides whether an attempt may start at `now_ms`. Unlike [`Health::gate`], it admits only one attempt as the
    /// probe. All others are deferred for `timeout_ms`, the maximum duration of the probe, or until [`Health::note`] is
    /// called. An attempt that started before the probe can end first: if it failed, the breaker opens again.
    ///
    /// ```
    /// use hookwright::delivery::{Breaker, Gate, Health, HealthRule};
    /// use hookwright::retry::Reaction;
    ///
    /// let rule = HealthRule { breaker: Some(Breaker { failures: 1, open_ms: 60_000 }), ..HealthRule::default() };
    /// let mut health = Health::default();
    /// health.note(&rule, Reaction::Retry, 0);
    /// assert_eq!(health.admit(60_000, 15_000), Gate::Probe);
    /// assert_eq!(health.admit(60_001, 15_000), Gate::Deferred { until_ms: 75_000 });
    /// ```
    pub fn admit(&mut self, now_ms: i64, timeout_ms: u64) -> Gate {
        let gate = self.gate(now_ms);
        if gate == Gate::Probe {
            // At least a millisecond, so that only one of several attempts at the same instant is the probe.
            self.open_until_ms = Some(now_ms.saturating_add_unsigned(timeout_ms.max(1)));
        }
        gate
    }

    /// Records an attempt that ended at `now_ms`, of any delivery to the endpoint.
    pub fn note(&mut self, rule: &HealthRule, reaction: Reaction, now_ms: i64) {
        if self.disabled.is_some() {
            return;
        }
        match reaction {
            Reaction::Success => *self = Self::default(),
            Reaction::Disable => self.disable(DisabledReason::Asked, now_ms),
            Reaction::Retry | Reaction::Throttle | Reaction::Stop => self.fail(rule, now_ms),
        }
    }

    fn fail(&mut self, rule: &HealthRule, now_ms: i64) {
        self.failures = self.failures.saturating_add(1);
        let since_ms = *self.failing_since_ms.get_or_insert(now_ms);
        let failing_ms = u64::try_from(now_ms.saturating_sub(since_ms)).unwrap_or(0);
        if let Some(breaker) = rule.breaker.filter(|breaker| self.failures >= breaker.failures.max(1)) {
            self.open_until_ms = Some(now_ms.saturating_add_unsigned(breaker.open_ms));
        }
        if rule.failures.is_some_and(|limit| self.failures >= limit.max(1)) {
            self.disable(DisabledReason::Failures, now_ms);
        } else if rule.failing_for_ms.is_some_and(|limit| self.failures > 1 && failing_ms >= limit) {
            self.disable(DisabledReason::FailingFor, now_ms);
        }
    }

    /// Disables the endpoint.
    pub fn disable(&mut self, reason: DisabledReason, now_ms: i64) {
        self.disabled = Some(Disabled { at_ms: now_ms, reason });
    }

    /// Enables the endpoint again, with no failures recorded.
    pub fn enable(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn consecutive_failures_disable_an_endpoint() {
        let rule = HealthRule { failures: Some(3), ..HealthRule::default() };
        let mut health = Health::default();
        for (reaction, disabled) in [
            (Reaction::Retry, false),
            (Reaction::Stop, false),
            (Reaction::Success, false),
            (Reaction::Retry, false),
            (Reaction::Throttle, false),
            (Reaction::Retry, true),
        ] {
            health.note(&rule, reaction, 5);
            assert_eq!(health.disabled.is_some(), disabled);
        }
        assert_eq!(health.disabled.map(|disabled| disabled.reason), Some(DisabledReason::Failures));
        assert_eq!(health.gate(i64::MAX), Gate::Disabled);
        health.note(&rule, Reaction::Success, 6);
        assert_eq!(health.gate(7), Gate::Disabled, "a success of an attempt in flight does not enable it");
        health.enable();
        assert_eq!(health, Health::default());
    }

    #[test]
    fn the_svix_rule_disables_after_five_days_of_failures() {
        let mut health = Health::default();
        for day in 0..5 {
            health.note(&HealthRule::SVIX, Reaction::Retry, day * DAY_MS);
            assert_eq!(health.gate(day * DAY_MS), Gate::Open);
        }
        health.note(&HealthRule::SVIX, Reaction::Retry, 5 * DAY_MS);
        assert_eq!(health.disabled.map(|disabled| disabled.reason), Some(DisabledReason::FailingFor));
    }

    #[test]
    fn only_one_attempt_at_a_time_probes_an_endpoint() {
        let rule = HealthRule { breaker: Some(Breaker { failures: 2, open_ms: 100 }), ..HealthRule::default() };
        let mut health = Health::default();
        health.note(&rule, Reaction::Retry, 0);
        assert_eq!(health.admit(0, 20), Gate::Open);
        health.note(&rule, Reaction::Retry, 0);
        assert_eq!(health.admit(99, 20), Gate::Deferred { until_ms: 100 });
        assert_eq!(health.admit(150, 20), Gate::Probe);
        assert_eq!(health.admit(151, 20), Gate::Deferred { until_ms: 170 });
        let mut failed = health;
        failed.note(&rule, Reaction::Retry, 160);
        assert_eq!(failed.admit(170, 20), Gate::Deferred { until_ms: 260 });
        assert_eq!(failed.admit(260, 20), Gate::Probe);
        assert_eq!(health.admit(170, 20), Gate::Probe, "the outcome of the first probe was not recorded");
        health.note(&rule, Reaction::Success, 175);
        assert_eq!(health.admit(175, 20), Gate::Open);
    }

    #[test]
    fn disables_an_endpoint_that_requests_it_immediately() {
        let mut health = Health::default();
        health.note(&HealthRule::default(), Reaction::Disable, 9);
        assert_eq!(health.disabled, Some(Disabled { at_ms: 9, reason: DisabledReason::Asked }));
    }

    fn reactions() -> impl Strategy<Value = Reaction> {
        prop_oneof![Just(Reaction::Success), Just(Reaction::Retry), Just(Reaction::Throttle), Just(Reaction::Stop)]
    }

    proptest! {
        /// Saving and restoring between any two attempts has no effect, and no instant causes an overflow.
        #[test]
        fn health_can_be_saved_at_any_time(
            steps in prop::collection::vec((reactions(), any::<i64>()), 0..30), at in 0..30_usize,
            failures: Option<u32>, failing_for_ms: Option<u64>, breaker: Option<(u32, u64)>,
        ) {
            let breaker = breaker.map(|(failures, open_ms)| Breaker { failures, open_ms });
            let rule = HealthRule { failures, failing_for_ms, breaker };
            let (mut through, mut restored) = (Health::default(), Health::default());
            for (index, (reaction, now_ms)) in steps.into_iter().enumerate() {
                if index == at {
                    restored = serde_json::from_str(&serde_json::to_string(&restored).unwrap()).unwrap();
                }
                through.note(&rule, reaction, now_ms);
                restored.note(&rule, reaction, now_ms);
                prop_assert_eq!(through.gate(now_ms), restored.gate(now_ms));
            }
            prop_assert_eq!(through, restored);
        }
    }
}
