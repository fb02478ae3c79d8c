//! The classification of responses.

use alloc::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::outcome::{Outcome, TransportError};
use crate::base::http::Headers;
use crate::base::json::{exact, kinds};
use crate::base::time::parse_http_date;

/// Rules that classify the responses of receivers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The rules for statuses. The first rule that matches applies. A status without a rule is a success from 200 to
    /// 299, and is retried otherwise.
    pub statuses: Cow<'static, [StatusRule]>,
    /// The rules for header fields of the response, which take precedence over those for statuses unless the status is
    /// a success.
    pub headers: Cow<'static, [HeaderRule]>,
    /// The effect of `Retry-After` (RFC 9110 §10.2.3).
    pub retry_after: RetryAfter,
    /// The reaction to a failure without a response, except for a timeout.
    pub no_answer: Reaction,
    /// The reaction to a timeout.
    pub timeout: Reaction,
    /// The shortest delay after [`Reaction::Throttle`], before jitter, in milliseconds.
    pub throttled_least_ms: u64,
}

/// A rule for a range of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StatusRule {
    /// The first status of the range.
    pub from: u16,
    /// The last status of the range, included.
    pub to: u16,
    /// The reaction.
    pub means: Reaction,
}

/// A rule for a header field of the response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderRule {
    /// The name of the field.
    pub name: Cow<'static, str>,
    /// The value, compared without regard to case.
    pub value: Cow<'static, str>,
    /// The reaction.
    pub means: Reaction,
}

/// The reaction of a sender to the outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// The event has been delivered.
    Success,
    /// The delivery is retried.
    Retry,
    /// The delivery is retried, and the endpoint receives fewer deliveries until then.
    Throttle,
    /// The delivery is not retried.
    Stop,
    /// The delivery is not retried, and the endpoint is disabled.
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

/// The effect of `Retry-After` on the next delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "kind")]
pub enum RetryAfter {
    /// It has no effect.
    Ignored,
    /// The delay is the longer of that of the schedule and that of `Retry-After`, which is clamped to these bounds.
    Later {
        /// The lower bound in milliseconds.
        least_ms: u64,
        /// The upper bound in milliseconds.
        most_ms: u64,
    },
    /// The delay is that of `Retry-After`, clamped between the delay of the schedule and a multiple of it, plus jitter.
    WithinSchedule {
        /// The multiple of the delay of the schedule that is the upper bound.
        times: u32,
    },
}

kinds!(RetryAfter {
    "ignored" => Ignored {},
    "later" => Later { least_ms: 0, most_ms: 0 },
    "within-schedule" => WithinSchedule { times: 0 },
});

/// The classification of the outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Classified {
    /// The reaction of the sender.
    pub reaction: Reaction,
    /// The delay that `Retry-After` asks for, in milliseconds from now, before clamping.
    #[serde(serialize_with = "exact")]
    pub retry_after_ms: Option<u64>,
    /// The reason for the reaction.
    pub reason: ReactionReason,
}

/// The reason for the reaction of a sender. In JSON it is a stable code, such as `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReactionReason {
    /// The status is a success.
    Success,
    /// The status is not a success.
    Status,
    /// A header field of the response.
    Header,
    /// The response did not arrive in time.
    Timeout,
    /// The connection was refused or closed.
    Connection,
    /// The host name could not be resolved.
    Dns,
    /// The TLS certificate is not valid.
    Tls,
    /// The maximum number of attempts has been made.
    Attempts,
    /// The time limit or the deadline of the policy would be exceeded.
    Elapsed,
}

impl From<TransportError> for ReactionReason {
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
    /// The recommendation of Standard Webhooks: any 2xx is a success, redirections are failures, 410 disables the
    /// endpoint, and 429, 502 and 504 throttle it. `Retry-After` is respected, clamped between a second and a day. The
    /// header field `webhook-delivery`, which has been proposed for the specification and which Svix respects, can stop
    /// the delivery or disable the endpoint.
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

    /// Any 2xx is a success, and everything else is retried by the schedule.
    pub const PLAIN: Self = Self {
        statuses: Cow::Borrowed(&[rule(200, 299, Reaction::Success)]),
        headers: Cow::Borrowed(&[]),
        retry_after: RetryAfter::Ignored,
        no_answer: Reaction::Retry,
        timeout: Reaction::Retry,
        throttled_least_ms: 0,
    };

    /// The rules for `webhook-delivery: abort-message` and `webhook-delivery: disable`.
    pub const DELIVERY_CONTROL: &[HeaderRule] = &[
        HeaderRule::new("webhook-delivery", "abort-message", Reaction::Stop),
        HeaderRule::new("webhook-delivery", "disable", Reaction::Disable),
    ];

    /// Classifies the outcome of an attempt. `now_ms`, in milliseconds since the epoch, is for `Retry-After` with a
    /// date.
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
        let default = if (200..=299).contains(&status) { Reaction::Success } else { Reaction::Retry };
        let reaction = by_status.map_or(default, |rule| rule.means);
        if reaction == Reaction::Success {
            return Classified { reaction, retry_after_ms: None, reason: ReactionReason::Success };
        }
        let applies = |rule: &&HeaderRule| headers.get(&rule.name).any(|value| value.eq_ignore_ascii_case(&rule.value));
        if let Some(rule) = self.headers.iter().find(applies) {
            return Classified { reaction: rule.means, retry_after_ms: None, reason: ReactionReason::Header };
        }
        let retry_after_ms = match self.retry_after {
            RetryAfter::Ignored => None,
            _ => headers.get("retry-after").next().and_then(|value| parse_retry_after(value, now_ms)),
        };
        Classified { reaction, retry_after_ms, reason: ReactionReason::Status }
    }

    /// The delay before the next attempt in milliseconds, from the delay of the schedule and that of `Retry-After`.
    #[must_use]
    pub fn delay_ms(&self, scheduled_ms: u64, retry_after_ms: Option<u64>) -> u64 {
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

/// Parses the value of `Retry-After`, which is a number of seconds or an HTTP date. Returns the delay in milliseconds
/// from `now_ms`; 0 for a date in the past. A fraction of a second is rounded up: no specification allows it, but some
/// receivers send it.
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
        // A number with too many digits saturates, and is clamped later.
        let seconds = whole.parse::<u64>().unwrap_or(u64::MAX);
        let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
        return Some(seconds.saturating_add(more).saturating_mul(1000));
    }
    let at_ms = parse_http_date(value, now_ms)?;
    Some(u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0))
}
