//! What is kept of a delivery while it is open.

use crate::delivery::{DeliveryState, Progress};

/// A delivery between two things that happen to it. It is kept small, because there may be millions of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenDelivery {
    pub(super) first_ms: i64,
    pub(super) event: u32,
    pub(super) subscription: u32,
    pub(super) attempts: u32,
    pub(super) receiver: u16,
    /// What the sender is about to see, for [`Server::read`](super::receiver::Server::read).
    pub(super) what: u8,
    pub(super) marks: u8,
}

impl OpenDelivery {
    /// An attempt is under way.
    pub(super) const IN_FLIGHT: u8 = 1;
    /// The receiver takes it with that attempt.
    pub(super) const TAKEN_NOW: u8 = 2;
    /// The receiver has it.
    pub(super) const REACHED: u8 = 4;
    /// It came to the receiver late.
    pub(super) const LATE: u8 = 8;
    /// An attempt has failed, is about to fail, or was put off.
    pub(super) const BEHIND: u8 = 16;

    pub(super) const fn is(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    pub(super) const fn mark(&mut self, mark: u8, is_so: bool) {
        if is_so {
            self.marks |= mark;
        } else {
            self.marks &= !mark;
        }
    }

    /// Where it stands, with the next attempt due then.
    pub(super) const fn progress(&self, due_ms: i64) -> Progress {
        let state = if self.is(Self::IN_FLIGHT) {
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
    fn it_is_small() {
        assert_eq!(size_of::<(u64, OpenDelivery)>(), 32);
    }
}
