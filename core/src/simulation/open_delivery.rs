//! The state of an open delivery.

use crate::delivery::{DeliveryState, Progress};

/// A delivery between two of its steps. It is small because there can be millions of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenDelivery {
    pub(super) first_ms: i64,
    pub(super) event: u32,
    pub(super) subscription: u32,
    pub(super) attempts: u32,
    pub(super) receiver: u16,
    /// The outcome of the attempt in flight, as the sender will see it: an index for
    /// [`Server::classified`](super::server::Server::classified).
    pub(super) outcome: u8,
    pub(super) flags: u8,
}

impl OpenDelivery {
    /// An attempt is in flight.
    pub(super) const IN_FLIGHT: u8 = 1;
    /// The receiver accepts the attempt in flight.
    pub(super) const ACCEPTED: u8 = 2;
    /// An attempt has reached the receiver.
    pub(super) const REACHED: u8 = 4;
    /// The first attempt that reached the receiver was late.
    pub(super) const LATE: u8 = 8;
    /// An attempt has failed, is going to fail, or was deferred.
    pub(super) const BEHIND: u8 = 16;

    pub(super) const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    pub(super) const fn set(&mut self, flag: u8, value: bool) {
        if value {
            self.flags |= flag;
        } else {
            self.flags &= !flag;
        }
    }

    /// The progress of the delivery, with its next attempt due at `due_ms`.
    pub(super) const fn progress(&self, due_ms: i64) -> Progress {
        let state = if self.has(Self::IN_FLIGHT) {
            DeliveryState::Attempting { due_ms }
        } else if self.attempts == 0 {
            DeliveryState::Pending { due_ms }
        } else {
            DeliveryState::Waiting { due_ms }
        };
        Progress { first_ms: self.first_ms, attempts: self.attempts, state }
    }
}

#[cfg(test)]
mod tests {
    use core::mem::size_of;

    use super::*;

    #[test]
    fn an_open_delivery_is_small() {
        assert_eq!(size_of::<(u64, OpenDelivery)>(), 32);
    }
}
