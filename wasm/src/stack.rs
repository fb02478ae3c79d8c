//! Wiping of the stack, which operations with secrets have used.

use core::hint::black_box;

/// Calls a function in a separate stack frame. The frames of the operation are therefore below the caller's frame,
/// where they are wiped completely.
#[inline(never)]
pub(crate) fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Overwrites the stack below the caller's frame.
#[inline(never)]
pub(crate) fn wipe<const LENGTH: usize>() {
    black_box(&mut [0_u8; LENGTH]);
}
