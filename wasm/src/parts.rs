//! Parts of the module, which are separate files with the feature `parts`.
//!
//! `#[wasm_split]` marks the functions that begin a part. Everything that only they use is in the files of the part. The
//! first call of such a function makes JavaScript load these files, in `internal/parts.ts`, before the call returns.

/// Calls a function that begins a part.
macro_rules! part {
    ($call:expr) => {{
        #[cfg(feature = "parts")]
        let result = crate::parts::wait($call);
        #[cfg(not(feature = "parts"))]
        let result = $call;
        result
    }};
}

pub(crate) use part;

/// Waits for a call, which ends at once.
#[cfg(feature = "parts")]
pub(crate) fn wait<T>(call: impl Future<Output = T>) -> T {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    let mut call = pin!(call);
    let mut context = Context::from_waker(Waker::noop());
    // JavaScript has loaded the part when the first poll returns, or it has thrown an error.
    loop {
        if let Poll::Ready(result) = call.as_mut().poll(&mut context) {
            return result;
        }
    }
}
