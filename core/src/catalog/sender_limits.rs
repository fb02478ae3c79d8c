//! The limits that a sender documents for its deliveries.

use serde::Serialize;

use alloc::{string::String, vec::Vec};

use crate::base::json::Members;
use crate::base::problem::{Problem, pointer};
use crate::base::provenance::Provenance;

/// The limits that a sender documents for its deliveries. A receiver needs them to answer in time, to accept every body,
/// and to recognize every repeated delivery.
///
/// ```
/// use hookwright::catalog::find_sender;
///
/// // GitHub does not send larger bodies, and sends a delivery again on request within three days.
/// let limits = find_sender("github").unwrap().limits.unwrap();
/// assert_eq!(limits.max_body_bytes, Some(25 << 20));
/// assert_eq!(limits.resend_within_ms, Some(3 * 86_400_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", bound = "S: AsRef<str> + Serialize")]
pub struct SenderLimits<S = &'static str> {
    /// The time within which a receiver must respond, in milliseconds, if no retry policy of the sender states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// The maximum size of a body, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_body_bytes: Option<u64>,
    /// The time within which a user can have an event sent again, in milliseconds. It can be added to the time of the
    /// automatic retries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resend_within_ms: Option<u64>,
    /// The evidence. Required in the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance<S>>,
}

impl SenderLimits<String> {
    /// Reads the member `limits` of a sender file.
    pub(super) fn read(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Self {
        let earlier = problems.len();
        let found = Self {
            timeout_ms: positive(&mut field, "timeoutMs", problems),
            max_body_bytes: positive(&mut field, "maxBodyBytes", problems),
            resend_within_ms: positive(&mut field, "resendWithinMs", problems),
            provenance: field.object("provenance", problems).map(|evidence| Provenance::read(evidence, problems)),
        };
        let path = field.path.clone();
        field.finish(problems);
        let limits = [found.timeout_ms, found.max_body_bytes, found.resend_within_ms];
        if limits.iter().all(Option::is_none) && problems.len() == earlier {
            let message = "`limits` must have at least one of `timeoutMs`, `maxBodyBytes` and `resendWithinMs`";
            problems.push(Problem::error(super::sender_codes::MISSING_FIELD, path, message));
        }
        found
    }
}

/// A positive integer that JavaScript represents exactly.
fn positive(field: &mut Members<'_>, name: &'static str, problems: &mut Vec<Problem>) -> Option<u64> {
    const MAX: u64 = (1 << 53) - 1;
    let number = field.number(name, problems)?;
    if !(1..=MAX).contains(&number) {
        let message = alloc::format!("`{name}` must be from 1 to {MAX}");
        problems.push(Problem::error(super::sender_codes::OUT_OF_RANGE, pointer(&field.path, name), message));
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use crate::base::provenance::Confidence;
    use crate::catalog::all_senders;

    #[test]
    fn limits_are_documented_and_plausible() {
        let mut count = 0;
        for sender in all_senders() {
            let Some(limits) = sender.limits else { continue };
            count += 1;
            assert_eq!(limits.provenance.map(|row| row.confidence), Some(Confidence::Documented), "{}", sender.id);
            assert!(limits.timeout_ms.is_none_or(|ms| (1_000..=100_000).contains(&ms)), "{}", sender.id);
            let is_stated = sender.policies.iter().any(|policy| policy.timeout_ms.is_some());
            assert!(!is_stated || limits.timeout_ms.is_none(), "{}: the time is written once", sender.id);
            assert!(limits.max_body_bytes.is_none_or(|bytes| (1 << 16..1 << 27).contains(&bytes)), "{}", sender.id);
            let day_ms = 86_400_000;
            assert!(limits.resend_within_ms.is_none_or(|ms| ms % day_ms == 0 && ms <= 90 * day_ms), "{}", sender.id);
        }
        assert!(count >= 12, "{count}");
    }
}
