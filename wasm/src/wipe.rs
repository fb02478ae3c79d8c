//! Wiping of secrets: no secret remains in the memory of a module after the call that received it.
//!
//! All freed memory is wiped, whichever code allocated it: keys, the text that they are decoded from, copies in buffers
//! that grew, and the numbers of public-key operations. The stack is overwritten after each call. Registers and the
//! stack of the engine, and JavaScript's strings, cannot be wiped from here.

use std::alloc::System;

#[cfg(feature = "receive")]
use hookwright::signature::Algorithm;
use zeroizing_alloc::ZeroAlloc;

use crate::stack::{apart, wipe};

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// The number of bytes of the stack that are wiped. `tests/node/secret-memory.test.mjs` searches the memory for
/// remains.
#[cfg(feature = "receive")]
const SHALLOW: usize = 12 << 10;
const DEEP: usize = 64 << 10;

/// How much of the stack an operation with secrets uses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Depth {
    /// Decoding and hashing a secret: [`SHALLOW`].
    #[cfg(feature = "receive")]
    Shallow,
    /// Public-key operations, `explain`, and the API of a service: [`DEEP`].
    Deep,
}

impl Depth {
    /// The depth of signing and verifying with an algorithm.
    #[cfg(feature = "receive")]
    pub(crate) const fn of(algorithm: Algorithm) -> Self {
        if algorithm.is_asymmetric() { Self::Deep } else { Self::Shallow }
    }
}

/// Runs an operation with secrets and wipes the stack that it used, even if it fails.
pub(crate) fn wiped<T>(depth: Depth, work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    match depth {
        #[cfg(feature = "receive")]
        Depth::Shallow => wipe::<SHALLOW>(),
        Depth::Deep => wipe::<DEEP>(),
    }
    result
}
