//! A diagnosis is deterministic and agrees with the verdict, and its work and memory are limited.
//!
//! `delivery.rs` describes the input. A header line that begins with `*` and a number repeats the body, or the field
//! after the next space, that many times.

#![no_main]

use hookwright::explain::{DIAGNOSIS_CODES, ExplainContext, KnownSecrets, MAX_TRIALS, MAX_WORK, SEARCH_PARTS, explain};
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Verifier};
use libfuzzer_sys::fuzz_target;
use peak_alloc::PeakAlloc;

mod delivery;

use delivery::Delivery;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const NOW_MS: i64 = 1_763_683_200_000;
const MOST_BYTES: usize = 64 << 20;
const LONGEST: usize = 2 << 20;

fuzz_target!(|input: &[u8]| {
    let Delivery { scheme, url, fields, secrets, body } = Delivery::of(input);
    let (mut headers, mut times) = (Headers::new(), 1);
    for line in fields.lines() {
        let repeated = line.strip_prefix('*').map(|line| line.split_once(' ').unwrap_or((line, "")));
        let (number, field) = repeated.map_or((1, line), |(number, field)| (number.parse().unwrap_or(1), field));
        match field.split_once(':') {
            Some((name, value)) => (0..number.min(10_000)).for_each(|_| headers.push(name, value)),
            None => times = number,
        }
    }
    let body = body.repeat(times.clamp(1, LONGEST / body.len().max(1) + 1));
    let mut secrets: Vec<Secret> = secrets.split('\n').take(9).filter_map(|text| Secret::new(text).ok()).collect();
    let old = secrets.split_off(secrets.len().min(2));
    let request = Request::new(&headers, &body).to("POST", url);
    let keys = KnownSecrets { secrets: &secrets, old: &old, others: &old };

    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let diagnosis = explain(scheme, &keys, &request, NOW_MS, &ExplainContext::default());
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    assert!(peak <= MOST_BYTES, "{} MiB", peak >> 20);
    assert!(diagnosis.work <= MAX_WORK && diagnosis.trials <= MAX_TRIALS);
    assert!(diagnosis.skipped.iter().all(|part| SEARCH_PARTS.contains(part)));
    assert!(diagnosis.causes.iter().all(|cause| DIAGNOSIS_CODES.iter().any(|code| code.as_str() == cause.code())));
    assert_eq!(diagnosis, explain(scheme, &keys, &request, NOW_MS, &ExplainContext::default()));
    if !diagnosis.skipped.contains(&"match") {
        let verdict = Verifier::new(scheme, &secrets).is_ok_and(|verifier| verifier.verify(&request, NOW_MS).is_ok());
        assert_eq!(diagnosis.ok, verdict);
    }
});
