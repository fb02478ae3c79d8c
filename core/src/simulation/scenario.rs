//! Scenarios: the sender, its events, the receivers and their failures.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::base::code::codes;
use crate::delivery::{DEFAULT_TIMEOUT_MS, HealthRule};
use crate::retry::{Anchor, Policy};
use crate::retry::{Outcome, TransportError};

/// The maximum number of receivers.
pub const MAX_RECEIVERS: usize = 1_000;
/// The maximum number of subscriptions, over all receivers.
pub const MAX_SUBSCRIPTIONS: u64 = 1_000_000;
/// The maximum number of events.
pub const MAX_EVENTS: u64 = u32::MAX as u64;
/// The maximum number of deliveries, which is events times subscriptions.
pub const MAX_DELIVERIES: u64 = 1_000_000_000_000;
/// The maximum horizon, in milliseconds: ten years.
pub const MAX_HORIZON_MS: u64 = 3_650 * 86_400_000;
/// The maximum number of outages of one receiver.
pub const MAX_OUTAGES: usize = 100;
/// The maximum number of deliveries that are open at the same time. Each takes about 35 bytes. A simulation that needs
/// more ends with [`EndReason::Full`](super::EndReason::Full).
pub const MAX_OPEN: u64 = 1 << 24;

/// The maximum number of attempts of a policy without a delay between them. With more, the simulation would run for too
/// long without advancing the clock.
const MAX_UNDELAYED_ATTEMPTS: u32 = 10_000;

/// The input of a [`Simulation`](super::Simulation). The clock starts at 0, and all times are in milliseconds since
/// then.
///
/// ```
/// use hookwright::simulation::{Downtime, FailureMode, Receiver, Scenario, Simulation};
/// use hookwright::catalog;
///
/// let outage = Downtime { start_ms: 0, duration_ms: 1_800_000, failure: FailureMode::Status(503) };
/// let mut scenario = Scenario::new(catalog::find_policy("generic").unwrap().clone());
/// scenario.events = 100;
/// scenario.receivers = vec![Receiver { subscriptions: 10, outages: vec![outage], ..Receiver::default() }];
/// let mut simulation = Simulation::new(scenario)?;
/// while simulation.run(10_000) {}
/// let report = simulation.report();
/// assert_eq!((report.counts.delivered, report.counts.attempts), (1_000, 4_000));
/// # Ok::<(), hookwright::simulation::ScenarioError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    /// The retry policy. Unpublished delays are approximated. A response that only throttles an endpoint is retried as
    /// scheduled and does not slow down other deliveries, because senders do not document the extent of the slowdown.
    pub policy: Policy,
    /// When an endpoint is disabled or its attempts are deferred. The rule applies to each subscription independently.
    /// A worker checks it before it starts an attempt.
    pub health: HealthRule,
    /// The receivers of the events.
    pub receivers: Vec<Receiver>,
    /// The number of events. Each is delivered to every subscription.
    pub events: u64,
    /// The time over which the events are evenly spread, in milliseconds. Event `k`, counted from 0, occurs at
    /// `k × over_ms / events`. With 0, all events occur at once.
    pub over_ms: u64,
    /// The maximum number of concurrent attempts of the sender. `None` means no limit.
    pub workers: Option<u32>,
    /// The maximum time from an event until its delivery reaches the receiver, in milliseconds. Later deliveries count
    /// as late.
    pub late_ms: u64,
    /// When the clock stops, in milliseconds. Deliveries that have not ended by then remain open.
    pub horizon_ms: u64,
    /// The seed of all random numbers. The random failures of a delivery depend only on the seed and the number of the
    /// attempt, and not on the policy, so that policies can be compared.
    pub seed: u64,
}

/// A server that receives events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Receiver {
    /// The number of subscriptions with an endpoint on this server.
    pub subscriptions: u32,
    /// The time until it responds. If that is longer than the timeout of the policy, the sender sees a timeout,
    /// although the receiver may have accepted the event.
    pub latency: Latency,
    /// Random responses that take longer.
    pub slow: SlowResponses,
    /// The number of requests in a million that fail at random.
    pub errors_per_million: u32,
    /// The status of random failures.
    pub error_status: u16,
    /// The number of requests in a million that the receiver accepts, but whose response is lost because the connection
    /// breaks.
    pub lost_responses_per_million: u32,
    /// Its outages. If outages overlap, the first one in this list applies.
    pub outages: Vec<Downtime>,
    /// Its rate limit.
    pub limit: Option<RateLimit>,
    /// The number of requests that it can handle per second. Further requests queue in the receiver and their responses
    /// are later. `None` means no limit.
    pub capacity_per_second: Option<u32>,
    /// When it starts to respond with 410 to all requests, in milliseconds.
    pub gone_from_ms: Option<u64>,
}

/// The latency of responses, in milliseconds. It is uniformly distributed from the minimum to the maximum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Latency {
    /// The minimum.
    pub least_ms: u64,
    /// The maximum. A value below the minimum means the minimum.
    pub most_ms: u64,
}

/// Responses that take longer than others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SlowResponses {
    /// The number of slow responses in a million.
    pub per_million: u32,
    /// The latency of a slow response, in milliseconds.
    pub latency_ms: u64,
}

/// An outage of a receiver: a period in which every request fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Downtime {
    /// When it starts, in milliseconds.
    pub start_ms: u64,
    /// How long it lasts, in milliseconds.
    pub duration_ms: u64,
    /// How requests fail.
    pub failure: FailureMode,
}

/// How a request fails in an outage, as the sender sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FailureMode {
    /// A response with this status, which must not be a success.
    Status(u16),
    /// No response.
    Error(TransportError),
}

/// The rate limit of a receiver. It is a token bucket that is full at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// The number of tokens that are added per second.
    pub per_second: u32,
    /// The capacity of the bucket: the number of requests that are accepted at once after a pause. 0 means 1.
    pub burst: u32,
    /// The value of `Retry-After` in the responses to other requests, in seconds, if they have that header. Their
    /// status is 429.
    pub retry_after_seconds: Option<u32>,
}

impl Scenario {
    /// A scenario with one event and one receiver without failures. Deliveries are late after an hour, and the clock
    /// stops after a week.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            health: HealthRule::default(),
            receivers: vec![Receiver::default()],
            events: 1,
            over_ms: 0,
            workers: None,
            late_ms: 3_600_000,
            horizon_ms: 7 * 86_400_000,
            seed: 0,
        }
    }

    /// How long the sender waits for a response, in milliseconds.
    #[must_use]
    pub fn timeout_ms(&self) -> u64 {
        self.policy.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS)
    }

    /// The number of subscriptions, over all receivers.
    #[must_use]
    pub fn subscriptions(&self) -> u64 {
        self.receivers.iter().map(|receiver| u64::from(receiver.subscriptions)).sum()
    }

    /// Checks whether the scenario can be simulated.
    ///
    /// # Errors
    /// Returns the first invalid field, and what is wrong with it.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let at_most = |field: &str, found: u64, max: u64| {
            if found > max { Err(ScenarioError::new(field, ScenarioErrorKind::TooLarge { max })) } else { Ok(()) }
        };
        let count = u64::try_from(self.receivers.len()).unwrap_or(u64::MAX);
        at_most("receivers", count, u64::try_from(MAX_RECEIVERS).unwrap_or(u64::MAX))?;
        at_most("receivers", self.subscriptions(), MAX_SUBSCRIPTIONS)?;
        at_most("events", self.events, MAX_EVENTS)?;
        at_most("events", self.events.saturating_mul(self.subscriptions()), MAX_DELIVERIES)?;
        at_most("horizonMs", self.horizon_ms, MAX_HORIZON_MS)?;
        if self.workers == Some(0) {
            return Err(ScenarioError::new("workers", ScenarioErrorKind::Zero));
        }
        if !self.has_delays() {
            return Err(ScenarioError::new("policy", ScenarioErrorKind::NoDelay));
        }
        for (index, receiver) in self.receivers.iter().enumerate() {
            receiver.check(&format!("receivers/{index}"))?;
        }
        Ok(())
    }

    /// Whether the clock advances however often attempts fail. A policy with more than [`MAX_UNDELAYED_ATTEMPTS`]
    /// attempts must have a delay before the next one, and before its last one, where delays that shrink are shortest.
    fn has_delays(&self) -> bool {
        let longest = |number| self.policy.delay_range(number).map(|wait| wait.most_ms);
        let waits = |number: u32| {
            let (Some(last), Some(before)) = (longest(number), longest(number - 1)) else { return true };
            match self.policy.anchor {
                Anchor::AfterPrevious => last > 0,
                Anchor::SinceFirst => last > before || last > self.horizon_ms,
            }
        };
        let last = self.policy.attempts().unwrap_or(u32::MAX);
        last <= MAX_UNDELAYED_ATTEMPTS || waits(MAX_UNDELAYED_ATTEMPTS + 1) && waits(last)
    }
}

impl Receiver {
    fn check(&self, path: &str) -> Result<(), ScenarioError> {
        let error = |field: &str, kind| Err(ScenarioError::new(format!("{path}/{field}"), kind));
        let shares = [
            ("errorsPerMillion", self.errors_per_million),
            ("lostResponsesPerMillion", self.lost_responses_per_million),
            ("slow/perMillion", self.slow.per_million),
        ];
        for (field, share) in shares {
            if share > 1_000_000 {
                return error(field, ScenarioErrorKind::TooLarge { max: 1_000_000 });
            }
        }
        if !is_failure(self.error_status) {
            return error("errorStatus", ScenarioErrorKind::NotAFailure);
        }
        if self.outages.len() > MAX_OUTAGES {
            let max = u64::try_from(MAX_OUTAGES).unwrap_or(u64::MAX);
            return error("outages", ScenarioErrorKind::TooLarge { max });
        }
        for (index, outage) in self.outages.iter().enumerate() {
            if matches!(outage.failure, FailureMode::Status(status) if !is_failure(status)) {
                return error(&format!("outages/{index}/failure"), ScenarioErrorKind::NotAFailure);
            }
        }
        if self.capacity_per_second == Some(0) {
            return error("capacityPerSecond", ScenarioErrorKind::Zero);
        }
        Ok(())
    }
}

/// Whether a response with this status is a failure.
const fn is_failure(status: u16) -> bool {
    matches!(status, 100..=199 | 300..=599)
}

impl Default for Receiver {
    /// One subscription, no failures and no latency.
    fn default() -> Self {
        Self {
            subscriptions: 1,
            latency: Latency::default(),
            slow: SlowResponses::default(),
            errors_per_million: 0,
            error_status: 500,
            lost_responses_per_million: 0,
            outages: Vec::new(),
            limit: None,
            capacity_per_second: None,
            gone_from_ms: None,
        }
    }
}

impl FailureMode {
    /// The outcome of an attempt.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Status(status) => Outcome::Answered(status),
            Self::Error(error) => Outcome::Failed(error),
        }
    }
}

/// An error in a scenario.
///
/// ```
/// use hookwright::simulation::{Scenario, ScenarioErrorKind, Simulation};
/// use hookwright::catalog;
///
/// let scenario = Scenario { workers: Some(0), ..Scenario::new(catalog::find_policy("svix").unwrap().clone()) };
/// let error = Simulation::new(scenario).unwrap_err();
/// assert_eq!((error.field.as_str(), error.kind), ("workers", ScenarioErrorKind::Zero));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {kind}")]
pub struct ScenarioError {
    /// The path of the invalid field, with its name in JSON and its index in a list: `receivers/0/errorsPerMillion`.
    pub field: String,
    /// What is wrong with it.
    pub kind: ScenarioErrorKind,
}

codes! {
    /// What is wrong with the field of a scenario.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum ScenarioErrorKind;

    /// Every code of a [`ScenarioErrorKind`].
    pub const SCENARIO_CODES;

    /// The value is larger than the maximum.
    TooLarge {
        /// The maximum.
        max: u64 = 1_000_000,
    } = "too_large" => "must be at most {max}",

    /// The value is 0, but must be at least 1.
    Zero = "zero" => "must be at least 1",

    /// The status is a success, or is not a valid status.
    NotAFailure = "not_a_failure" => "must be a status from 100 to 599 that is not a success",

    /// The policy has more than 10,000 attempts, or no limit, and retries without a delay, so the clock would not
    /// advance.
    NoDelay = "no_delay" => "must have at most 10000 attempts, or a delay before each",
}

impl ScenarioError {
    fn new(field: impl Into<String>, kind: ScenarioErrorKind) -> Self {
        Self { field: field.into(), kind }
    }
}
