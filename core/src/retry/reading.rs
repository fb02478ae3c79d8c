//! How a sender reads what receivers answer.

use alloc::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::outcome::{Outcome, TransportError};
use crate::base::http::Headers;
use crate::base::json::exact;
use crate::base::time::parse_http_date;

/// How a sender reads what receivers answer, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// What a status means. The first rule that has it counts; a status without a rule is a success from 200 to 299, and tried
    /// again otherwise.
    pub statuses: Cow<'static, [StatusRule]>,
    /// What a header field of the answer means, whatever the status is, unless that is a success.
    pub headers: Cow<'static, [HeaderRule]>,
    /// What `Retry-After` does (RFC 9110 §10.2.3).
    pub retry_after: RetryAfter,
    /// What a failure without an answer means.
    pub no_answer: Reaction,
    /// What it means that there was no answer in time.
    pub timeout: Reaction,
    /// The shortest wait after [`Reaction::Throttle`], before jitter, in milliseconds.
    pub throttled_least_ms: u64,
}

/// What statuses mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StatusRule {
    /// The first status that it is about.
    pub from: u16,
    /// The last one.
    pub to: u16,
    /// What they mean.
    pub means: Reaction,
}

/// What a header field means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderRule {
    /// The name of the field.
    pub name: Cow<'static, str>,
    /// Its value, in either case.
    pub value: Cow<'static, str>,
    /// What it means.
    pub means: Reaction,
}

/// What a sender does about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// The receiver has taken the event.
    Success,
    /// It is tried again.
    Retry,
    /// It is tried again, and the endpoint gets fewer deliveries until then.
    Throttle,
    /// It is not tried again.
    Stop,
    /// It is not tried again, and the endpoint gets nothing more.
    Disable,
}

impl Reaction {
    /// Every reaction, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("success", Self::Success),
        ("retry", Self::Retry),
        ("throttle", Self::Throttle),
        ("stop", Self::Stop),
        ("disable", Self::Disable),
    ];
}

/// What `Retry-After` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "kind")]
pub enum RetryAfter {
    /// Nothing.
    Ignored,
    /// The attempt comes no sooner than it says, within these bounds, and no sooner than the schedule says.
    Later {
        /// What a shorter time is taken for, in milliseconds.
        least_ms: u64,
        /// What a longer time is taken for, in milliseconds.
        most_ms: u64,
    },
    /// The attempt comes when it says, but not before the schedule's wait nor after so many times that; then jitter is added.
    WithinSchedule {
        /// How many times the wait.
        times: u32,
    },
}

/// What an answer means for a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Classified {
    /// What the sender does about it.
    pub reaction: Reaction,
    /// What `Retry-After` asks for, in milliseconds from now, before any clamping.
    #[serde(serialize_with = "exact")]
    pub retry_after_ms: Option<u64>,
    /// Why.
    pub reason: Reason,
}

/// Why a sender does what it does after an attempt. As JSON it is a stable code, such as `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// The status is a success.
    Success,
    /// The status is none.
    Status,
    /// A header field of the answer says so.
    Header,
    /// There was no answer in time.
    Timeout,
    /// Nobody listens there, or they hung up.
    Connection,
    /// The name of the host is not known.
    Dns,
    /// The certificate is not valid.
    Tls,
    /// The policy has no attempt left.
    Attempts,
    /// The policy has no time left.
    Elapsed,
}

impl From<TransportError> for Reason {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Timeout => Self::Timeout,
            TransportError::Connection => Self::Connection,
            TransportError::Dns => Self::Dns,
            TransportError::Tls => Self::Tls,
        }
    }
}

impl HeaderRule {
    /// A rule for one value of one field.
    #[must_use]
    pub const fn new(name: &'static str, value: &'static str, means: Reaction) -> Self {
        Self { name: Cow::Borrowed(name), value: Cow::Borrowed(value), means }
    }
}

const fn rule(from: u16, to: u16, means: Reaction) -> StatusRule {
    StatusRule { from, to, means }
}

impl Reading {
    /// As Standard Webhooks recommends: any 2xx is a success, redirections are failures, 410 disables the endpoint; 429, 502
    /// and 504 throttle it; `Retry-After` is heeded, between a second and a day. The header field `webhook-delivery`, which
    /// has been proposed for the specification and which Svix heeds, stops or disables.
    pub const STANDARD: Self = Self {
        statuses: Cow::Borrowed(&[
            rule(200, 299, Reaction::Success),
            rule(410, 410, Reaction::Disable),
            rule(429, 429, Reaction::Throttle),
            rule(502, 502, Reaction::Throttle),
            rule(504, 504, Reaction::Throttle),
        ]),
        headers: Cow::Borrowed(Self::DELIVERY_CONTROL),
        retry_after: RetryAfter::Later { least_ms: 1_000, most_ms: 86_400_000 },
        no_answer: Reaction::Retry,
        timeout: Reaction::Retry,
        throttled_least_ms: 0,
    };

    /// Any 2xx is a success, and everything else is tried again at its time.
    pub const PLAIN: Self = Self {
        statuses: Cow::Borrowed(&[rule(200, 299, Reaction::Success)]),
        headers: Cow::Borrowed(&[]),
        retry_after: RetryAfter::Ignored,
        no_answer: Reaction::Retry,
        timeout: Reaction::Retry,
        throttled_least_ms: 0,
    };

    /// `webhook-delivery: abort-message` and `webhook-delivery: disable`.
    pub const DELIVERY_CONTROL: &[HeaderRule] = &[
        HeaderRule::new("webhook-delivery", "abort-message", Reaction::Stop),
        HeaderRule::new("webhook-delivery", "disable", Reaction::Disable),
    ];

    /// What an answer, or the lack of one, means. `now_ms` is for the dates of `Retry-After`, in milliseconds since the epoch.
    ///
    /// ```
    /// use hookwright::retry::Outcome;
    /// use hookwright::http::Headers;
    /// use hookwright::retry::{Reaction, Reading};
    ///
    /// let headers: Headers = [("Retry-After", "120")].into_iter().collect();
    /// let read = Reading::STANDARD.classify(Outcome::Answered(503), &headers, 0);
    /// assert_eq!((read.reaction, read.retry_after_ms), (Reaction::Retry, Some(120_000)));
    /// assert_eq!(Reading::STANDARD.classify(Outcome::Answered(410), &headers, 0).reaction, Reaction::Disable);
    /// ```
    #[must_use]
    pub fn classify(&self, outcome: Outcome, headers: &Headers, now_ms: i64) -> Classified {
        let status = match outcome {
            Outcome::Answered(status) => status,
            Outcome::Failed(error) => {
                let reaction = if error == TransportError::Timeout { self.timeout } else { self.no_answer };
                return Classified { reaction, retry_after_ms: None, reason: error.into() };
            }
        };
        let by_status = self.statuses.iter().find(|rule| (rule.from..=rule.to).contains(&status));
        let unruled = if (200..=299).contains(&status) { Reaction::Success } else { Reaction::Retry };
        let reaction = by_status.map_or(unruled, |rule| rule.means);
        if reaction == Reaction::Success {
            return Classified { reaction, retry_after_ms: None, reason: Reason::Success };
        }
        let said = |rule: &&HeaderRule| headers.get(&rule.name).any(|value| value.eq_ignore_ascii_case(&rule.value));
        if let Some(rule) = self.headers.iter().find(said) {
            return Classified { reaction: rule.means, retry_after_ms: None, reason: Reason::Header };
        }
        let retry_after_ms = match self.retry_after {
            RetryAfter::Ignored => None,
            _ => headers.get("retry-after").next().and_then(|value| parse_retry_after(value, now_ms)),
        };
        Classified { reaction, retry_after_ms, reason: Reason::Status }
    }

    /// The wait before the next attempt, when the schedule says `scheduled_ms` and the receiver asked for a time of its own.
    #[must_use]
    pub fn wait_ms(&self, scheduled_ms: u64, retry_after_ms: Option<u64>) -> u64 {
        let Some(asked) = retry_after_ms else { return scheduled_ms };
        match self.retry_after {
            RetryAfter::Ignored => scheduled_ms,
            RetryAfter::Later { least_ms, most_ms } => scheduled_ms.max(asked.max(least_ms).min(most_ms)),
            RetryAfter::WithinSchedule { times } => {
                asked.min(scheduled_ms.saturating_mul(u64::from(times))).max(scheduled_ms)
            }
        }
    }
}

/// Reads `Retry-After`, in milliseconds from `now_ms`: whole seconds, or any of HTTP's dates. A date that is past is 0.
/// Seconds may have a fraction, which some receivers send though no specification has it; it is rounded up.
///
/// ```
/// use hookwright::retry::parse_retry_after;
/// assert_eq!(parse_retry_after("120", 0), Some(120_000));
/// assert_eq!(parse_retry_after("Thu, 01 Jan 1970 00:02:00 GMT", 30_000), Some(90_000));
/// assert_eq!(parse_retry_after("soon", 0), None);
/// ```
#[must_use]
pub fn parse_retry_after(value: &str, now_ms: i64) -> Option<u64> {
    let value = value.trim();
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !whole.is_empty() && is_number(whole) && is_number(fraction) && !value.ends_with('.') {
        // More digits than fit are a time that never comes, and is clamped.
        let seconds = whole.parse::<u64>().unwrap_or(u64::MAX);
        let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
        return Some(seconds.saturating_add(more).saturating_mul(1000));
    }
    let at_ms = parse_http_date(value, now_ms)?;
    Some(u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0))
}
