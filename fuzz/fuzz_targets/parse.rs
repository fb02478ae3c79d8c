//! Whatever bytes arrive, they parse to something, and what is a document stays the document that it was.

#![no_main]

use hookwright::event::{self, Members};
use hookwright::http::Headers;
use hookwright::catalog::PROVIDERS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let _ = catalog::detect(&Headers::new(), body);
    for asked in PROVIDERS.iter().copied().map(Some).chain([None]) {
        let read = catalog::parse(body, asked);
        assert!(read.problems.len() <= 1001);
        assert!(read.document.is_some() || !read.is_valid());
        let Some(document) = read.document else { continue };

        // Reading it again reads the same.
        let again = catalog::parse(document.get().as_bytes(), asked);
        assert_eq!(read.problems, again.problems);
        assert_eq!((&read.kind, &read.id, read.occurred_at_ms), (&again.kind, &again.id, again.occurred_at_ms));

        // Writing it out and reading it keeps every member, in order, with its text.
        if let Ok(members) = serde_json::from_str::<Members>(document.get()) {
            let written = serde_json::to_string(&members).expect("members can be written");
            assert_eq!(serde_json::from_str::<Members>(&written).expect("and read"), members);
        }
    }
});
