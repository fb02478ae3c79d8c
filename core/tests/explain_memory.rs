//! The memory that a diagnosis takes, whatever is explained: at most 64 MiB beyond the request.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its input should stop there")]

mod hostile;

use std::sync::{Mutex, PoisonError};

use hostile::Hostile;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The allocator counts for all threads, so one diagnosis is made at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const MOST_BYTES: usize = 64 << 20;

/// Makes and explains a delivery, and checks the memory that explaining took.
fn explain(make: impl FnOnce() -> Hostile) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let delivery = make();
    let prepared = delivery.prepare();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let diagnosis = prepared.explain(&delivery);
    let peak = ALLOCATOR.peak_usage() - before;
    assert!(peak <= MOST_BYTES, "{}: {} MiB", delivery.name, peak >> 20);
    assert!(!diagnosis.ok && !diagnosis.causes.is_empty(), "{}", delivery.name);
}

#[test]
fn h1_a_long_name_over_a_long_list_takes_little_memory() {
    for (name, items) in [(10_000, 3_300), (30_000, 10_000), (50_000, 16_600), (475_000, 158_000)] {
        explain(|| Hostile::of_body("a long name", hostile::name_over_list(name, items)));
    }
}

#[test]
fn h1_orders_of_a_large_document_take_little_memory() {
    explain(|| Hostile::of_body("a list and members", hostile::list_and_members(523_000)));
}

#[test]
fn h1_bodies_of_every_shape_take_little_memory() {
    let count = hostile::bodies(100).len();
    for length in [1_000, 300_000, 1 << 20] {
        for index in (0..count).step_by(if length == 1_000 { 1 } else { 3 }) {
            explain(|| hostile::bodies(length).swap_remove(index));
        }
    }
}

#[test]
fn h1_requests_of_every_shape_take_little_memory() {
    for index in 0..hostile::requests().len() {
        explain(|| hostile::requests().swap_remove(index));
    }
}

#[test]
fn h1_bodies_of_any_length_take_little_memory() {
    for index in 0..hostile::long().len() - 1 {
        explain(|| hostile::long().swap_remove(index));
    }
}
