//! Verification without objects: requests, bodies and answers pass through one buffer, and everything else is a number.
//!
//! JavaScript writes into the buffer and reads from it. Its pointer is valid until [`buffer`] or [`release_buffer`] is
//! called, and views of it are valid until the memory grows.

use std::cell::{Cell, RefCell};
use std::str;

use hookwright::http::Headers;
use hookwright::signature::{Begun, Hasher, Pending, Rejection, RejectionReason, Request, Verified};
use wasm_bindgen::prelude::wasm_bindgen;

/// The delivery is rejected: see [`rejection_code`] and [`rejection_message`].
const REJECTED: i32 = -1;
/// The delivery is rejected, because no key matches.
const MISMATCH: i32 = -2;
/// The verdict depends on the body, or the content around it is too long for the buffer: call `check`.
const NEEDS_BODY: i32 = -3;
/// The content has two variants or does not contain the body: continue with `hash`.
const HASH_HERE: i32 = -4;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static PENDING: RefCell<Pending> = const { RefCell::new(Pending::new()) };
    static HASHER: RefCell<Option<Hasher>> = const { RefCell::new(None) };
    static REJECTION: RefCell<Option<Rejection>> = const { RefCell::new(None) };
    static ANSWER: Cell<Answer> = const { Cell::new(Answer { length: -1, timestamp_ms: f64::NAN }) };
}

/// The parts of an answer that do not fit into one number.
#[derive(Clone, Copy)]
struct Answer {
    /// The number of bytes of the text in the buffer; -1 if there is none.
    length: i32,
    /// The time at which the delivery was signed; `NaN` if there is none.
    timestamp_ms: f64,
}

/// Returns the address of the buffer, and makes it at least this long. Returns 0 if there is not enough memory.
#[wasm_bindgen(js_name = packedBuffer)]
#[must_use]
pub fn buffer(length: usize) -> usize {
    BUFFER.with_borrow_mut(|buffer| {
        let missing = length.saturating_sub(buffer.len());
        // The memory is reserved first, because a failing allocation would abort the whole instance.
        if buffer.try_reserve_exact(missing).is_err() {
            return 0;
        }
        buffer.resize(buffer.len() + missing, 0);
        buffer.as_ptr() as usize
    })
}

/// Releases the buffer after a large body.
#[wasm_bindgen(js_name = releasePackedBuffer)]
pub fn release_buffer() {
    drop(BUFFER.take());
}

/// The number of bytes at the beginning of the buffer that belong to the answer: the id of an accepted delivery (-1 if
/// there is none), or the bytes after the body.
#[wasm_bindgen(js_name = answerLength)]
#[must_use]
pub fn answer_length() -> i32 {
    ANSWER.get().length
}

/// The time at which an accepted delivery was signed, in milliseconds; `NaN` if the scheme has no timestamp.
#[wasm_bindgen(js_name = answerTimestamp)]
#[must_use]
pub fn answer_timestamp() -> f64 {
    ANSWER.get().timestamp_ms
}

/// The code of the last rejection.
#[wasm_bindgen(js_name = rejectionCode, unchecked_return_type = "import('./generated/codes.js').RejectionCode")]
#[must_use]
pub fn rejection_code() -> String {
    REJECTION.with_borrow(|rejection| rejection.as_ref().map(Rejection::code).unwrap_or_default().into())
}

/// The message of the last rejection.
#[wasm_bindgen(js_name = rejectionMessage)]
#[must_use]
pub fn rejection_message() -> String {
    REJECTION.with_borrow(|rejection| rejection.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// A request without its body, as it is in the buffer: fields of a 16-bit number, a 32-bit length and UTF-8 text, both
/// numbers with the low byte first. Field 0 is the method, 1 is the URL, and the others are the header fields that the
/// scheme needs, in order, from 2. A header field can be there several times.
struct Head<'a> {
    method: &'a str,
    url: &'a str,
    headers: Headers,
}

impl<'a> Head<'a> {
    fn read(mut packed: &'a [u8], names: &[String]) -> Self {
        let mut head = Self { method: "", url: "", headers: Headers::new() };
        while let Some((field, text, rest)) = read_field(packed) {
            packed = rest;
            match field {
                0 => head.method = text,
                1 => head.url = text,
                header => {
                    if let Some(name) = names.get(header - 2) {
                        head.headers.push(name, text);
                    }
                }
            }
        }
        head
    }
}

fn read_field(packed: &[u8]) -> Option<(usize, &str, &[u8])> {
    let (field, rest) = packed.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    // JavaScript writes valid UTF-8.
    Some((u16::from_le_bytes(*field).into(), str::from_utf8(text).unwrap_or_default(), rest))
}

/// Calls `verify` with the request and the body in the buffer, and writes the answer.
pub(crate) fn check(
    head: usize,
    body: usize,
    names: &[String],
    verify: impl FnOnce(&Request<'_>) -> Result<Verified, Rejection>,
) -> i32 {
    BUFFER.with_borrow_mut(|buffer| {
        let (packed, rest) = buffer.split_at_checked(head).unwrap_or_default();
        let read = Head::read(packed, names);
        let body_bytes = rest.get(..body).unwrap_or_default();
        let verdict = verify(&Request::new(&read.headers, body_bytes).to(read.method, read.url));
        drop(read);
        wipe(buffer, head.saturating_add(body));
        answer(buffer, verdict)
    })
}

/// Calls `begin` with the request in the buffer. Returns the number of bytes before the body, which are then in the
/// buffer, followed by those after it.
pub(crate) fn begin(
    head: usize,
    names: &[String],
    begin: impl FnOnce(&Request<'_>, &mut Pending) -> Result<Begun, Rejection>,
) -> i32 {
    BUFFER.with_borrow_mut(|buffer| {
        PENDING.with_borrow_mut(|pending| {
            let read = Head::read(buffer.get(..head).unwrap_or_default(), names);
            let begun = begin(&Request::new(&read.headers, &[]).to(read.method, read.url), pending);
            drop(read);
            wipe(buffer, head);
            match begun {
                Ok(Begun::Staged) => write_content(buffer, pending),
                Ok(Begun::NeedsBody) => NEEDS_BODY,
                Err(rejection) => refused(rejection),
            }
        })
    })
}

fn write_content(buffer: &mut [u8], pending: &Pending) -> i32 {
    let mut contents = pending.contents();
    let (Some(content), None) = (contents.next(), contents.next()) else { return HASH_HERE };
    if !content.has_body {
        return HASH_HERE;
    }
    if !write(buffer, [content.prefix, content.suffix]) {
        return NEEDS_BODY;
    }
    ANSWER.set(Answer { length: content.suffix.len() as i32, timestamp_ms: f64::NAN });
    content.prefix.len() as i32
}

/// Calls `finish` with the MACs, which begin at `start` in the buffer, and writes the answer. A rejection does not change
/// what is before them.
pub(crate) fn finish(
    start: usize,
    length: usize,
    finish: impl FnOnce(&Pending, &[u8]) -> Result<Verified, Rejection>,
) -> i32 {
    BUFFER.with_borrow_mut(|buffer| {
        let macs = buffer.get_mut(start..).and_then(|rest| rest.get_mut(..length)).unwrap_or_default();
        let verdict = PENDING.with_borrow(|pending| finish(pending, macs));
        macs.fill(0);
        answer(buffer, verdict)
    })
}

/// Writes a signature for the host to check, which begins the buffer, and its index as the answer. Returns its length;
/// -1 after the last one.
pub(crate) fn candidate(find: impl FnOnce(&Pending) -> Option<(usize, Vec<u8>)>) -> i32 {
    let Some((index, signature)) = PENDING.with_borrow(find) else { return -1 };
    // Decoding made it shorter than the field in the buffer.
    if !BUFFER.with_borrow_mut(|buffer| write(buffer, [&signature])) {
        return -1;
    }
    ANSWER.set(Answer { length: index as i32, timestamp_ms: f64::NAN });
    signature.len() as i32
}

/// Calls `finish`, and writes the answer.
pub(crate) fn conclude(finish: impl FnOnce(&Pending) -> Result<Verified, Rejection>) -> i32 {
    let verdict = PENDING.with_borrow(finish);
    BUFFER.with_borrow_mut(|buffer| answer(buffer, verdict))
}

/// Starts hashing the body of the pending verification. Returns whether that is possible.
pub(crate) fn hash(start: impl FnOnce(&Pending) -> Option<Hasher>) -> bool {
    let hasher = PENDING.with_borrow(start);
    let is_possible = hasher.is_some();
    HASHER.set(hasher);
    is_possible
}

/// Hashes the next part of the body, which is in the buffer.
pub(crate) fn update(length: usize) {
    BUFFER.with_borrow_mut(|buffer| {
        HASHER.with_borrow_mut(|hasher| {
            if let (Some(hasher), Some(chunk)) = (hasher, buffer.get(..length)) {
                hasher.update(chunk);
            }
        });
        wipe(buffer, length);
    });
}

/// Calls `finish` with the state that has hashed the body, and writes the answer.
pub(crate) fn finish_hashed(finish: impl FnOnce(&Pending, Option<Hasher>) -> Result<Verified, Rejection>) -> i32 {
    let verdict = PENDING.with_borrow(|pending| finish(pending, HASHER.take()));
    BUFFER.with_borrow_mut(|buffer| answer(buffer, verdict))
}

/// Overwrites what JavaScript wrote: a header field can contain a token, which is a secret.
fn wipe(buffer: &mut [u8], length: usize) {
    if let Some(used) = buffer.get_mut(..length) {
        used.fill(0);
    }
}

/// Writes an answer. Returns twice the index of the key that matched, plus one if the id is signed; negative for a
/// rejection.
fn answer(buffer: &mut [u8], verdict: Result<Verified, Rejection>) -> i32 {
    match verdict {
        Ok(verified) => {
            let id = verified.id.as_deref();
            // An id is a part of the request, so it fits. If it did not, the delivery would not be accepted without it.
            if !write(buffer, [id.unwrap_or_default().as_bytes()]) {
                REJECTION.set(None);
                return REJECTED;
            }
            let timestamp_ms = verified.timestamp_ms.map_or(f64::NAN, |ms| ms as f64);
            ANSWER.set(Answer { length: id.map_or(-1, |id| id.len() as i32), timestamp_ms });
            (verified.key_index as i32) << 1 | i32::from(verified.id_signed)
        }
        Err(rejection) => refused(rejection),
    }
}

/// Keeps a rejection, whose message is written only if it is asked for.
fn refused(rejection: Rejection) -> i32 {
    let is_mismatch = matches!(rejection.reason, RejectionReason::SignatureMismatch { .. });
    REJECTION.set(Some(rejection));
    if is_mismatch { MISMATCH } else { REJECTED }
}

/// Writes parts to the beginning of the buffer. Returns whether they fit.
///
/// The buffer never grows here: JavaScript would not notice, and would write to the memory that was released.
#[must_use]
fn write<const N: usize>(buffer: &mut [u8], parts: [&[u8]; N]) -> bool {
    let mut rest = buffer;
    for part in parts {
        let Some((place, after)) = rest.split_at_mut_checked(part.len()) else { return false };
        place.copy_from_slice(part);
        rest = after;
    }
    true
}
