//! No secret stays in the memory of a module after the call that it was given to.
//!
//! What is freed is wiped, whoever allocated it: keys and the text that they are decoded from, copies in buffers that grew, and the
//! numbers that a public-key operation computes with. What was on the stack is overwritten after the call. What the engine keeps in
//! registers or on its own stack, and JavaScript's strings, are out of reach.

use std::alloc::System;
use std::hint::black_box;

#[cfg(feature = "receive")]
use hookwright::signature::Algorithm;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// How many bytes of the stack are wiped. `tests/node/secret-memory.test.mjs` looks for what is left.
#[cfg(feature = "receive")]
const SHALLOW: usize = 12 << 10;
const DEEP: usize = 64 << 10;

/// How much of the stack some work with secrets uses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Depth {
    /// A secret is decoded and hashed: [`SHALLOW`].
    #[cfg(feature = "receive")]
    Shallow,
    /// A key pair signs or verifies, a search tries everything, or a service answers: [`DEEP`].
    Deep,
}

impl Depth {
    /// That of signing and verifying by an algorithm.
    #[cfg(feature = "receive")]
    pub(crate) const fn of(algorithm: Algorithm) -> Self {
        if algorithm.is_asymmetric() { Self::Deep } else { Self::Shallow }
    }
}

/// Does some work with secrets, and wipes the stack that it used, also where it fails.
pub(crate) fn wiped<T>(depth: Depth, work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    match depth {
        #[cfg(feature = "receive")]
        Depth::Shallow => wipe::<SHALLOW>(),
        Depth::Deep => wipe::<DEEP>(),
    }
    result
}

/// Calls a function whose frame, like those below it, is not the caller's: so what is wiped afterwards is all of it.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Overwrites the stack below the caller's frame.
#[inline(never)]
fn wipe<const LENGTH: usize>() {
    black_box(&mut [0_u8; LENGTH]);
}
