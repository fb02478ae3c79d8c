//! The wasm module of `hookwright/verify`: MACs of content that arrives in parts.
//!
//! All arguments and results are numbers. Bytes pass through one buffer, into which JavaScript writes and from which it
//! reads. The module does not use std, whose panic messages alone take more space than allowed.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![cfg(target_arch = "wasm32")]

extern crate alloc;

#[path = "../../src/stack.rs"]
mod stack;

use alloc::vec::Vec;

use hookwright::signature::{Algorithm, ContentMac};
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

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

static STATE: Mutex<State> = Mutex::new(State { buffer: Vec::new(), keys: Vec::new() });

struct State {
    buffer: Vec<u8>,
    /// The keys by handle.
    keys: Vec<Option<ContentMac>>,
}

/// Calls a function with a key and the beginning of the buffer, which is then overwritten, as is the stack.
fn with(handle: usize, length: usize, call: impl FnOnce(&mut ContentMac, &[u8]) -> bool) -> bool {
    let result = stack::apart(|| {
        let State { buffer, keys } = &mut *STATE.lock();
        let given = buffer.get_mut(..length).unwrap_or_default();
        let result = keys.get_mut(handle).and_then(Option::as_mut).is_some_and(|key| call(key, given));
        given.fill(0);
        result
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

/// Adds the key in the buffer, for the algorithm with this tag in the binary form of schemes. Returns its handle; negative
/// if there is no such algorithm.
#[wasm_bindgen]
#[must_use]
pub fn add(algorithm: u8, length: usize) -> i32 {
    let handle = stack::apart(|| {
        let State { buffer, keys } = &mut *STATE.lock();
        let given = buffer.get_mut(..length).unwrap_or_default();
        let key = Algorithm::from_tag(algorithm).and_then(|algorithm| ContentMac::new(algorithm, given));
        given.fill(0);
        if key.is_none() {
            return -1;
        }
        let free = keys.iter().position(Option::is_none).unwrap_or(keys.len());
        match keys.get_mut(free) {
            Some(slot) => *slot = key,
            None => keys.push(key),
        }
        free as i32
    });
    stack::wipe::<STACK>();
    handle
}

/// Frees a key and overwrites it.
#[wasm_bindgen]
pub fn free(handle: usize) {
    if let Some(slot) = STATE.lock().keys.get_mut(handle) {
        *slot = None;
    }
}

/// Starts with empty content.
#[wasm_bindgen]
pub fn start(handle: usize) {
    with(handle, 0, |key, _| {
        key.start();
        true
    });
}

/// Adds the content in the buffer.
#[wasm_bindgen]
pub fn update(handle: usize, length: usize) {
    with(handle, length, |key, content| {
        key.update(content);
        true
    });
}

/// Whether the signature in the buffer is that of the content.
#[wasm_bindgen]
#[must_use]
pub fn matches(handle: usize, length: usize) -> bool {
    with(handle, length, |key, signature| key.matches(signature))
}
