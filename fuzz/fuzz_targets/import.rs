//! Every text is read or refused, deterministically, and the result is not larger than the text permits.

#![no_main]

use hookwright::import::{self, IMPORT_CODES, NOTE_CODES, Notation};
use libfuzzer_sys::fuzz_target;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The memory that a text may take: a constant, and a multiple of its length.
const CONSTANT: usize = 1 << 20;
const MULTIPLE: usize = 200;

fuzz_target!(|file: &[u8]| {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let found = import::read_bytes(file);
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    assert!(peak <= CONSTANT + MULTIPLE * file.len(), "{peak} bytes for {} bytes", file.len());
    assert_eq!(found, import::read_bytes(file));
    match &found {
        Ok(found) => {
            assert!(found.summary().starts_with("Read as "));
            assert!(found.notes.iter().all(|note| NOTE_CODES.iter().any(|code| code.as_str() == note.code())));
            assert!(found.notes.len() <= 40);
        }
        Err(error) => assert!(IMPORT_CODES.iter().any(|code| code.as_str() == error.code())),
    }
    if let Ok(text) = core::str::from_utf8(file) {
        for notation in [Notation::Text, Notation::Hex, Notation::Base64, Notation::of(text)] {
            let bytes = import::bytes(text, notation);
            assert_eq!(bytes, import::bytes(text, notation));
            if let (Ok(bytes), Notation::Text) = (bytes, notation) {
                assert_eq!(bytes, file);
            }
        }
    }
});
