//! What `verify` says of a delivery.

use crate::signature::SetupError;
use crate::signature::Verified;
use crate::signature::{Rejection, RejectionReason};

/// The verdict on a delivery as it was given.
#[derive(Clone, Debug)]
pub(super) enum CheckResult {
    /// It is what it claims to be.
    Good(Verified),
    /// It is not, for this reason.
    Refused(Rejection),
    /// The scheme or a secret cannot be used.
    Unusable(SetupError),
    /// It would take more work or memory than a diagnosis may.
    Unknown,
}

impl CheckResult {
    /// Whether the signature matches, although the timestamp may be refused: the signature is checked before it.
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

    /// Why the delivery is refused.
    pub(super) const fn reason(&self) -> Option<RejectionReason> {
        match self {
            Self::Refused(rejection) => Some(rejection.reason),
            _ => None,
        }
    }
}
