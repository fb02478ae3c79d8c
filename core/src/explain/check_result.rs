//! The result of `verify` for a delivery.

use crate::signature::SetupError;
use crate::signature::Verified;
use crate::signature::{Rejection, RejectionReason};

/// The verdict on the original delivery.
#[derive(Clone, Debug)]
pub(super) enum CheckResult {
    /// The delivery is genuine.
    Good(Verified),
    /// The delivery is rejected.
    Refused(Rejection),
    /// The scheme or a secret cannot be used.
    Unusable(SetupError),
    /// Verification would exceed the limits on work or memory.
    Unknown,
}

impl CheckResult {
    /// Whether the signature matches, even if the timestamp is rejected: the signature is checked first.
    pub(super) const fn is_match(&self) -> bool {
        match self {
            Self::Good(_) => true,
            Self::Refused(rejection) => {
                matches!(
                    rejection.reason,
                    RejectionReason::TooOld { .. }
                        | RejectionReason::TooNew { .. }
                        | RejectionReason::MalformedTimestamp
                )
            }
            Self::Unusable(_) | Self::Unknown => false,
        }
    }

    /// The reason for the rejection.
    pub(super) const fn reason(&self) -> Option<RejectionReason> {
        match self {
            Self::Refused(rejection) => Some(rejection.reason),
            _ => None,
        }
    }
}
