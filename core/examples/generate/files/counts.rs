//! Generated numbers in documents.

use hookwright::catalog::{policies, senders};

/// The documents with generated numbers.
pub(crate) const DOCUMENTS: [&str; 2] = ["README.md", "wasm/README.md"];

/// The marker at the end of each number. The marker at its start contains its name.
const END: &str = "<!-- end -->";

/// The document with the current numbers of the catalog.
pub(crate) fn document(text: &str) -> String {
    let numbers = [
        ("senders", senders().count()),
        ("schemes", senders().map(|sender| sender.schemes.len()).sum()),
        ("policies", policies().count()),
    ];
    numbers.into_iter().fold(text.into(), |text, (name, number)| replaced(&text, name, number))
}

/// The text with this number between the markers with this name: `<!-- number of senders -->117<!-- end -->`.
pub(crate) fn replaced(text: &str, name: &str, number: usize) -> String {
    let start = format!("<!-- number of {name} -->");
    let mut parts = text.split(&start);
    let mut written = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let after = part.split_once(END).map_or(part, |(_, after)| after);
        written.push_str(&format!("{start}{number}{END}{after}"));
    }
    written
}
