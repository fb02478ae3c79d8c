//! The input of the targets `verify` and `explain`: the id of a scheme, the URL, lines of header fields, lines of
//! secrets, and the body, separated by U+001E.

use hookwright::catalog::{find_scheme, senders};
use hookwright::signature::Scheme;

/// The parts of an input. Parts that are not UTF-8 are empty.
pub(crate) struct Delivery<'a> {
    pub(crate) scheme: &'static Scheme,
    pub(crate) url: &'a str,
    pub(crate) fields: &'a str,
    pub(crate) secrets: &'a str,
    pub(crate) body: &'a [u8],
}

impl<'a> Delivery<'a> {
    /// Splits an input. An unknown id selects a built-in scheme, so that every input has one.
    pub(crate) fn of(input: &'a [u8]) -> Self {
        let mut parts = input.splitn(5, |byte| *byte == 0x1e);
        let mut text = || core::str::from_utf8(parts.next().unwrap_or_default()).unwrap_or_default();
        let (id, url, fields, secrets) = (text(), text(), text(), text());
        let scheme = find_scheme(id).unwrap_or_else(|| {
            let all: Vec<&Scheme> = senders().flat_map(|sender| sender.schemes).collect();
            all[id.bytes().map(usize::from).sum::<usize>() % all.len()]
        });
        Self { scheme, url, fields, secrets, body: parts.next().unwrap_or_default() }
    }
}
