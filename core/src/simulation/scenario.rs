//! What is simulated: who sends what to whom, and what goes wrong there.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::base::code::codes;
use crate::delivery::HealthRule;
use crate::retry::{Anchor, Policy};
use crate::retry::{Outcome, TransportError};

/// How long a sender waits for an answer whose policy does not say, in milliseconds: what Standard Webhooks advises at the
/// least.
pub const DEFAULT_TIMEOUT_MS: u64 = 15_000;
/// The most receivers.
pub const MAX_RECEIVERS: usize = 1_000;
/// The most subscriptions, over all receivers.
pub const MAX_SUBSCRIPTIONS: u64 = 1_000_000;
/// The most events.
pub const MAX_EVENTS: u64 = u32::MAX as u64;
/// The most deliveries: events times subscriptions.
pub const MAX_DELIVERIES: u64 = 1_000_000_000_000;
/// The latest that the clock stops, in milliseconds: ten years.
pub const MAX_HORIZON_MS: u64 = 3_650 * 86_400_000;
/// The most outages of one receiver.
pub const MAX_OUTAGES: usize = 100;
/// How many deliveries may be open at once. A scenario that needs more ends there, as [`Ended::Full`](super::Ended::Full): each
/// one takes some 35 bytes.
pub const MAX_OPEN: u64 = 1 << 24;

/// So many attempts a policy may have without a wait between any two. With more, the clock would stand still for too long.
const MAX_AT_ONCE: u32 = 10_000;

/// What is simulated. The clock begins at 0, and every time is in milliseconds since then.
///
/// ```
/// use hookwright::simulation::{Down, Downtime, Receiver, Scenario, Simulation};
/// use hookwright::catalog;
///
/// let outage = Downtime { start_ms: 0, duration_ms: 1_800_000, how: Down::Status(503) };
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
    /// How failed attempts are retried. Waits that are not published are imitated. What only throttles an endpoint is tried again
    /// at its time, and holds up nothing else: no sender says by how much it slows down.
    pub policy: Policy,
    /// When an endpoint is given up or left alone, for each subscription by itself. A worker looks at it when it takes a delivery
    /// up.
    pub health: HealthRule,
    /// Who gets the events.
    pub receivers: Vec<Receiver>,
    /// How many events happen. Each goes to every subscription.
    pub events: u64,
    /// Over how long they happen, evenly, in milliseconds: event `k`, counted from 0, at `k × over_ms / events`. 0: all at once.
    pub over_ms: u64,
    /// How many attempts the sender makes at once. `None`: as many as are due.
    pub workers: Option<u32>,
    /// What reaches its receiver later than this after the event is late, in milliseconds.
    pub late_ms: u64,
    /// When the clock stops, in milliseconds. What has not ended by then is neither delivered nor lost.
    pub horizon_ms: u64,
    /// All that is drawn at random follows from it. Of one delivery's attempts the same ones meet with an accident whatever the
    /// policy is, so that two policies can be compared.
    pub seed: u64,
}

/// A server that gets events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Receiver {
    /// How many subscriptions have their endpoint on it.
    pub subscriptions: u32,
    /// How long it takes to answer. An answer that takes longer than the policy's timeout is none for the sender, though the
    /// receiver may have taken the event.
    pub latency: Latency,
    /// Answers that take longer, at random.
    pub slow: Slow,
    /// So many requests of a million fail at random.
    pub errors_per_million: u32,
    /// With this status.
    pub error_status: u16,
    /// Of so many requests of a million the receiver takes the event, and then the connection breaks, so that the sender knows
    /// nothing of it.
    pub lost_answers_per_million: u32,
    /// When it is down. The first one that covers an instant counts.
    pub outages: Vec<Downtime>,
    /// How many requests it lets in.
    pub limit: Option<RateLimit>,
    /// How many requests it works off in a second. What comes faster waits its turn there, and is answered later. `None`: any
    /// number.
    pub capacity_per_second: Option<u32>,
    /// From when on it answers 410, in milliseconds.
    pub gone_from_ms: Option<u64>,
}

/// How long answers take, in milliseconds: any time from the least to the most, each about as likely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Latency {
    /// The least.
    pub least_ms: u64,
    /// The most. Less than the least is taken for the least.
    pub most_ms: u64,
}

/// Answers that take longer than others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slow {
    /// So many of a million.
    pub per_million: u32,
    /// How long they take, in milliseconds.
    pub takes_ms: u64,
}

/// A time in which every request fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Downtime {
    /// When it begins, in milliseconds.
    pub start_ms: u64,
    /// How long it lasts, in milliseconds.
    pub duration_ms: u64,
    /// What a sender sees of it.
    pub how: Down,
}

/// What a sender sees of a receiver that is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Down {
    /// An answer with this status, which must not be a success.
    Status(u16),
    /// No answer.
    Error(TransportError),
}

/// How many requests a receiver lets in: a bucket of tokens, full at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// How many it lets in per second in the long run.
    pub per_second: u32,
    /// How many it lets in at once after a silence; 0 is taken for 1.
    pub burst: u32,
    /// What it answers in `Retry-After` to the others, in seconds, if anything. Their status is 429.
    pub retry_after_seconds: Option<u32>,
}

impl Scenario {
    /// One event for one receiver that is always well. An hour after the event counts as late, and the clock stops after a week.
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

    /// How long the sender waits for an answer, in milliseconds.
    #[must_use]
    pub fn timeout_ms(&self) -> u64 {
        self.policy.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS)
    }

    /// How many subscriptions there are, over all receivers.
    #[must_use]
    pub fn subscriptions(&self) -> u64 {
        self.receivers.iter().map(|receiver| u64::from(receiver.subscriptions)).sum()
    }

    /// Whether it can be simulated.
    ///
    /// # Errors
    /// What is wrong, and with which field.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let at_most = |field: &str, found: u64, most: u64| {
            if found > most { Err(ScenarioError::new(field, Flaw::TooLarge { most })) } else { Ok(()) }
        };
        let count = u64::try_from(self.receivers.len()).unwrap_or(u64::MAX);
        at_most("receivers", count, u64::try_from(MAX_RECEIVERS).unwrap_or(u64::MAX))?;
        at_most("receivers", self.subscriptions(), MAX_SUBSCRIPTIONS)?;
        at_most("events", self.events, MAX_EVENTS)?;
        at_most("events", self.events.saturating_mul(self.subscriptions()), MAX_DELIVERIES)?;
        at_most("horizonMs", self.horizon_ms, MAX_HORIZON_MS)?;
        if self.workers == Some(0) {
            return Err(ScenarioError::new("workers", Flaw::Nobody));
        }
        if !self.goes_on() {
            return Err(ScenarioError::new("policy", Flaw::NeverWaits));
        }
        for (index, receiver) in self.receivers.iter().enumerate() {
            receiver.check(&format!("receivers/{index}"))?;
        }
        Ok(())
    }

    /// Whether the clock goes on however often attempts fail: a policy with more than [`MAX_AT_ONCE`] attempts must wait before
    /// that one and before its last one, where waits that shrink are shortest.
    fn goes_on(&self) -> bool {
        let longest = |number| self.policy.delay_range(number).map(|wait| wait.most_ms);
        let waits = |number: u32| {
            let (Some(last), Some(before)) = (longest(number), longest(number - 1)) else { return true };
            match self.policy.anchor {
                Anchor::AfterPrevious => last > 0,
                Anchor::SinceFirst => last > before || last > self.horizon_ms,
            }
        };
        let last = self.policy.attempts().unwrap_or(u32::MAX);
        last <= MAX_AT_ONCE || waits(MAX_AT_ONCE + 1) && waits(last)
    }
}

impl Receiver {
    fn check(&self, at: &str) -> Result<(), ScenarioError> {
        let error = |field: &str, flaw| Err(ScenarioError::new(format!("{at}/{field}"), flaw));
        let shares = [
            ("errorsPerMillion", self.errors_per_million),
            ("lostAnswersPerMillion", self.lost_answers_per_million),
            ("slow/perMillion", self.slow.per_million),
        ];
        for (field, share) in shares {
            if share > 1_000_000 {
                return error(field, Flaw::TooLarge { most: 1_000_000 });
            }
        }
        if !is_failure(self.error_status) {
            return error("errorStatus", Flaw::NoFailure);
        }
        if self.outages.len() > MAX_OUTAGES {
            let most = u64::try_from(MAX_OUTAGES).unwrap_or(u64::MAX);
            return error("outages", Flaw::TooLarge { most });
        }
        for (index, outage) in self.outages.iter().enumerate() {
            if matches!(outage.how, Down::Status(status) if !is_failure(status)) {
                return error(&format!("outages/{index}/how"), Flaw::NoFailure);
            }
        }
        if self.capacity_per_second == Some(0) {
            return error("capacityPerSecond", Flaw::Nobody);
        }
        Ok(())
    }
}

/// Whether a status says that something went wrong.
const fn is_failure(status: u16) -> bool {
    matches!(status, 100..=199 | 300..=599)
}

impl Default for Receiver {
    /// One subscription, always well, answers at once.
    fn default() -> Self {
        Self {
            subscriptions: 1,
            latency: Latency::default(),
            slow: Slow::default(),
            errors_per_million: 0,
            error_status: 500,
            lost_answers_per_million: 0,
            outages: Vec::new(),
            limit: None,
            capacity_per_second: None,
            gone_from_ms: None,
        }
    }
}

impl Down {
    /// What an attempt comes to.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Status(status) => Outcome::Answered(status),
            Self::Error(error) => Outcome::Failed(error),
        }
    }
}

/// Why a scenario cannot be simulated.
///
/// ```
/// use hookwright::simulation::{Flaw, Scenario, Simulation};
/// use hookwright::catalog;
///
/// let scenario = Scenario { workers: Some(0), ..Scenario::new(catalog::find_policy("svix").unwrap().clone()) };
/// let error = Simulation::new(scenario).unwrap_err();
/// assert_eq!((error.field.as_str(), error.flaw), ("workers", Flaw::Nobody));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {flaw}")]
pub struct ScenarioError {
    /// The field, by its name in JSON and, within a list, by its place: `receivers/0/errorsPerMillion`.
    pub field: String,
    /// What is wrong with it.
    pub flaw: Flaw,
}

codes! {
    /// What is wrong with a field of a scenario.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Flaw;

    /// Every code of a [`Flaw`].
    pub const SCENARIO_CODES;

    /// It is more than can be simulated.
    TooLarge {
        /// The most that can be.
        most: u64 = 1_000_000,
    } = "too_large" => "must be at most {most}",

    /// It is 0, so nothing would ever be done.
    Nobody = "nobody" => "must be at least 1",

    /// The status is a success, or not a status at all.
    NoFailure = "no_failure" => "must be a status from 100 to 599 that is not a success",

    /// The policy has no last attempt, or more than 10,000, and comes to retry at once, so the clock would not advance.
    NeverWaits = "never_waits" => "must have at most 10000 attempts, or a wait before each",
}

impl ScenarioError {
    fn new(field: impl Into<String>, flaw: Flaw) -> Self {
        Self { field: field.into(), flaw }
    }
}
