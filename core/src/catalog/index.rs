//! Lookup of schemes by id. A process keeps one compiled form of each scheme.

use alloc::boxed::Box;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use super::senders;
use crate::signature::{CompiledScheme, Scheme};

/// A scheme, and its compiled form after the first use.
struct Entry {
    scheme: &'static Scheme,
    compiled: OnceBox<CompiledScheme>,
}

fn find(id: &str) -> Option<&'static Entry> {
    static INDEX: OnceBox<Vec<Entry>> = OnceBox::new();
    let index = INDEX.get_or_init(|| {
        let schemes = senders().flat_map(|sender| sender.schemes);
        let mut index: Vec<Entry> = schemes.map(|scheme| Entry { scheme, compiled: OnceBox::new() }).collect();
        index.sort_unstable_by_key(|entry| entry.scheme.id);
        Box::new(index)
    });
    let at = index.binary_search_by_key(&id, |entry| entry.scheme.id).ok()?;
    index.get(at)
}

/// The scheme with this id, of any sender.
///
/// ```
/// let scheme = hookwright::catalog::find_scheme("well/signature").unwrap();
/// assert_eq!(scheme.signature_header(), Some("X-Well-Signature"));
/// ```
#[must_use]
pub fn find_scheme(id: &str) -> Option<&'static Scheme> {
    find(id).map(|entry| entry.scheme)
}

/// The compiled scheme with this id. The first call compiles it; later calls return the same one. If two threads make the
/// first call at once, both compile it, and one result is kept.
///
/// ```
/// let scheme = hookwright::catalog::compiled_scheme("stripe/v1").unwrap();
/// assert!(scheme.covers_body());
/// ```
#[must_use]
pub fn compiled_scheme(id: &str) -> Option<&'static CompiledScheme> {
    let entry = find(id)?;
    // The tests compile every scheme, so this does not fail.
    entry.compiled.get_or_try_init(|| entry.scheme.compile().map(Box::new)).ok()
}
