//! A diagnosis takes at most 64 MiB of memory in addition to the request.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

mod hostile;

use std::sync::{Mutex, PoisonError};

use hostile::Hostile;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The allocator counts the memory of all threads, so only one diagnosis may run at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const MOST_BYTES: usize = 64 << 20;

/// Explains each delivery and checks the memory that this takes.
fn explain(make: impl FnOnce() -> Vec<Hostile>) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    for delivery in make() {
        let prepared = delivery.prepare();
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let diagnosis = prepared.explain(&delivery);
        let peak = ALLOCATOR.peak_usage() - before;
        assert!(peak <= MOST_BYTES, "{}: {} MiB", delivery.name, peak >> 20);
        assert!(!diagnosis.ok && !diagnosis.causes.is_empty(), "{}", delivery.name);
    }
}

#[test]
fn a_long_name_over_a_long_list_takes_little_memory() {
    let sizes = [(10_000, 3_300), (30_000, 10_000), (50_000, 16_600), (475_000, 158_000)];
    let delivery = |(name, items)| Hostile::of_body("a long name", hostile::name_over_list(name, items));
    explain(|| sizes.map(delivery).into());
}

#[test]
fn orders_of_members_of_a_large_document_take_little_memory() {
    explain(|| vec![Hostile::of_body("a list and members", hostile::list_and_members(523_000))]);
}

#[test]
fn bodies_of_every_shape_take_little_memory() {
    explain(|| [1_000, 300_000, 1 << 20].into_iter().flat_map(hostile::bodies).collect());
}

#[test]
fn requests_of_every_shape_take_little_memory() {
    explain(hostile::requests);
}

#[test]
fn bodies_of_any_length_take_little_memory() {
    explain(hostile::long);
}
