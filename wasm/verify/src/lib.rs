//! The wasm module of `hookwright/verify`.
//!
//! All arguments and results are numbers. Bytes pass through one buffer, into which JavaScript writes and from which it
//! reads. The module does not use std, whose panic messages alone take more space than allowed.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![cfg(target_arch = "wasm32")]

extern crate alloc;

#[path = "../../src/stack.rs"]
mod stack;

use alloc::vec::Vec;
use core::mem::discriminant;

use hookwright::signature::{
    COMPACT_SECRET_ERRORS, CompactPlace, CompactRejection, CompactVerifier, RejectionReason, Secret, SecretError, Tolerance,
};
use lol_alloc::{FreeListAllocator, LockedAllocator};
use spin::Mutex;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroizing_alloc::ZeroAlloc;

/// Overwrites freed memory with zeros.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<LockedAllocator<FreeListAllocator>> =
    ZeroAlloc(LockedAllocator::new(FreeListAllocator::new()));

/// The number of bytes of the stack that operations with secrets use.
const STACK: usize = 8 << 10;

/// The result for a handle that does not exist.
const UNKNOWN: i32 = i32::MIN;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

static STATE: Mutex<State> = Mutex::new(State { buffer: Vec::new(), verifiers: Vec::new() });

struct State {
    buffer: Vec<u8>,
    /// The verifiers by handle.
    verifiers: Vec<Option<CompactVerifier>>,
}

/// Calls a function with the buffer and a verifier, and wipes the stack.
fn with(handle: usize, call: impl FnOnce(&mut Vec<u8>, &mut CompactVerifier) -> i32) -> i32 {
    let result = stack::apart(|| {
        let State { buffer, verifiers } = &mut *STATE.lock();
        verifiers.get_mut(handle).and_then(Option::as_mut).map_or(UNKNOWN, |verifier| call(buffer, verifier))
    });
    stack::wipe::<STACK>();
    result
}

/// Returns the address of the buffer, and makes it at least this long. Returns 0 if there is not enough memory.
#[wasm_bindgen]
#[must_use]
pub fn buffer(length: usize) -> usize {
    let buffer = &mut STATE.lock().buffer;
    let missing = length.saturating_sub(buffer.len());
    // The memory is reserved first, because a failing allocation would abort the whole instance.
    if buffer.try_reserve_exact(missing).is_err() {
        return 0;
    }
    buffer.resize(buffer.len() + missing, 0);
    buffer.as_ptr() as usize
}

/// Creates a verifier without secrets for the scheme whose compact form is in the buffer. Returns its handle; negative if
/// the form is malformed.
#[wasm_bindgen]
#[must_use]
pub fn create(length: usize) -> i32 {
    let State { buffer, verifiers } = &mut *STATE.lock();
    let Some(verifier) = buffer.get(..length).and_then(CompactVerifier::new) else { return UNKNOWN };
    let free = verifiers.iter().position(Option::is_none).unwrap_or(verifiers.len());
    match verifiers.get_mut(free) {
        Some(slot) => *slot = Some(verifier),
        None => verifiers.push(Some(verifier)),
    }
    free as i32
}

/// Frees a verifier and overwrites its keys.
#[wasm_bindgen]
pub fn free(handle: usize) {
    if let Some(slot) = STATE.lock().verifiers.get_mut(handle) {
        *slot = None;
    }
}

/// Adds the secret in the buffer, which JavaScript has checked. Returns the length of its key, or the error: -1 for the first
/// of [`COMPACT_SECRET_ERRORS`], and so on.
#[wasm_bindgen]
#[must_use]
pub fn add(handle: usize, length: usize, is_key: bool) -> i32 {
    with(handle, |buffer, verifier| {
        let given = buffer.get_mut(..length).unwrap_or_default();
        let secret = if is_key { Secret::from_key(&*given) } else { Secret::new(&*given) };
        given.fill(0);
        match secret.and_then(|secret| verifier.add_checked(&secret)) {
            Ok(length) => length as i32,
            Err(error) => -1 - index_of(error),
        }
    })
}

fn index_of(error: SecretError) -> i32 {
    let is_error = |known: &SecretError| discriminant(known) == discriminant(&error);
    COMPACT_SECRET_ERRORS.iter().position(is_error).unwrap_or_default() as i32
}

/// Sets the tolerance. An infinite limit disables a check.
#[wasm_bindgen]
#[must_use]
pub fn tolerate(handle: usize, past_ms: f64, future_ms: f64) -> i32 {
    with(handle, |_, verifier| {
        let limit = |ms: f64| ms.is_finite().then_some(ms as u64);
        verifier.set_tolerance(Tolerance { past_ms: limit(past_ms), future_ms: limit(future_ms) });
        0
    })
}

/// Begins a verification of the request in the buffer: fields of a 16-bit number, a 32-bit length and UTF-8 text, both
/// numbers with the low byte first. Field 0 is the method, 1 is the URL, and the others are the header fields whose name
/// is a text of the scheme, from 2. Returns 0, or a rejection as [`finish`] does.
#[wasm_bindgen]
#[must_use]
pub fn begin(handle: usize, length: usize, now_ms: f64) -> i32 {
    with(handle, |buffer, verifier| {
        let mut packed = buffer.get(..length).unwrap_or_default();
        let (mut method, mut url) = ("", "");
        let mut fields = Vec::new();
        while let Some((field, text, rest)) = read_field(packed) {
            packed = rest;
            match field {
                0 => method = text,
                1 => url = text,
                name => fields.push(((name - 2) as u8, text)),
            }
        }
        let begun = verifier.begin(&fields, method, url, now_ms as i64);
        drop(fields);
        buffer.get_mut(..length).unwrap_or_default().fill(0);
        begun.map_or_else(|rejection| refused(buffer, rejection), |()| 0)
    })
}

fn read_field(packed: &[u8]) -> Option<(u16, &str, &[u8])> {
    let (field, rest) = packed.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    // JavaScript writes valid UTF-8.
    Some((u16::from_le_bytes(*field), core::str::from_utf8(text).unwrap_or_default(), rest))
}

/// Hashes the next part of the body, which is in the buffer.
#[wasm_bindgen]
pub fn update(handle: usize, length: usize) {
    let _ = with(handle, |buffer, verifier| {
        verifier.update(buffer.get(..length).unwrap_or_default());
        0
    });
}

/// Ends a verification. Returns the index of the key that matched, or the rejection: -1 for the first of
/// [`COMPACT_REJECTIONS`](hookwright::signature::COMPACT_REJECTIONS), and so on.
///
/// The buffer then contains two 64-bit numbers and text. If the delivery is accepted, these are the time of its signature,
/// or `NaN`, and the length and the bytes of its id; the length is negative if there is none. Otherwise, they are the
/// numbers of the reason, and the place as one byte: 0 for the signature, 1 for the timestamp, 2 for the id, or 3 more than
/// the index of the name of a header field.
#[wasm_bindgen]
#[must_use]
pub fn finish(handle: usize, is_utf8: bool) -> i32 {
    with(handle, |buffer, verifier| match verifier.finish(is_utf8) {
        Ok(accepted) => {
            let id = verifier.id();
            let length = id.map_or(-1.0, |id| id.len() as f64);
            let timestamp = accepted.timestamp_ms.map_or(f64::NAN, |ms| ms as f64);
            write(buffer, timestamp, length, id.unwrap_or_default().as_bytes());
            accepted.key_index as i32
        }
        Err(rejection) => refused(buffer, rejection),
    })
}

fn refused(buffer: &mut Vec<u8>, rejection: CompactRejection) -> i32 {
    let (first, second) = match rejection.reason {
        RejectionReason::RepeatedHeader { count } | RejectionReason::RepeatedItem { count } => (count as f64, 0.0),
        RejectionReason::MalformedSignature { found, expected } => {
            (found as f64, expected.map_or(f64::NAN, |length| length as f64))
        }
        RejectionReason::TooOld { age_ms: ms } | RejectionReason::TooNew { ahead_ms: ms } => (ms as f64, 0.0),
        _ => (0.0, 0.0),
    };
    let place = match rejection.place {
        CompactPlace::Signature => 0,
        CompactPlace::Timestamp => 1,
        CompactPlace::Id => 2,
        CompactPlace::Header(name) => name.saturating_add(3),
    };
    write(buffer, first, second, &[place]);
    -1 - rejection.index() as i32
}

fn write(buffer: &mut Vec<u8>, first: f64, second: f64, bytes: &[u8]) {
    let length = bytes.len() + 16;
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    let parts: [&[u8]; 3] = [&first.to_le_bytes(), &second.to_le_bytes(), bytes];
    for (place, byte) in buffer.iter_mut().zip(parts.into_iter().flatten()) {
        *place = *byte;
    }
}
