//! Bytes that can be decoded are the only valid binary form of their scheme.

#![no_main]

use hookwright::problem::Severity;
use hookwright::signature::OwnedScheme;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let scheme = match OwnedScheme::from_bytes(bytes) {
        Ok(scheme) => scheme,
        Err(error) => {
            assert!(!error.code().is_empty() && !error.to_string().is_empty());
            return;
        }
    };
    assert_eq!(scheme.to_bytes(), bytes);
    match scheme.compile() {
        Err(problems) => assert!(problems.iter().any(|problem| problem.severity == Severity::Error)),
        Ok(compiled) => assert_eq!(compiled.scheme(), scheme.borrow()),
    }
});
