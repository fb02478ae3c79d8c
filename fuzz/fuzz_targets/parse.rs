//! Every body parses to a result, and parsing a document again gives the same result.

#![no_main]

use hookwright::catalog::{self, PROVIDERS};
use hookwright::event::UnknownMembers;
use hookwright::http::Headers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let _ = catalog::detect(&Headers::new(), body);
    for provider in PROVIDERS.iter().copied().map(Some).chain([None]) {
        let read = catalog::parse(body, provider);
        assert!(read.problems.len() <= 1001);
        assert!(read.document.is_some() || !read.is_valid());
        let Some(document) = read.document else { continue };

        // Parsing the document again gives the same result.
        let again = catalog::parse(document.get().as_bytes(), provider);
        assert_eq!(read.problems, again.problems);
        assert_eq!((&read.kind, &read.id, read.occurred_at_ms), (&again.kind, &again.id, again.occurred_at_ms));

        // Writing and parsing it keeps every member, in order, with its text.
        if let Ok(members) = serde_json::from_str::<UnknownMembers>(document.get()) {
            let written = serde_json::to_string(&members).expect("members can be written");
            assert_eq!(
                serde_json::from_str::<UnknownMembers>(&written).expect("members that were written can be parsed"),
                members
            );
        }
    }
});
