//! Prefixes of signatures.

/// What a prefix of a signature matches.
pub(super) enum PrefixKind<'a> {
    /// The prefix.
    Exact,
    /// The prefix without its last character, `?`, or nothing.
    Optional(&'a str),
    /// Any text that ends with this text, which follows `*` in the prefix.
    Ending(&'a str),
}

impl<'a> PrefixKind<'a> {
    pub(super) fn of(prefix: &'a str) -> Self {
        let of = |text: Option<&'a str>| text.filter(|text| !text.is_empty());
        match (of(prefix.strip_prefix('*')), of(prefix.strip_suffix('?'))) {
            (Some(end), _) => Self::Ending(end),
            (None, Some(prefix)) => Self::Optional(prefix),
            (None, None) => Self::Exact,
        }
    }
}

/// The text after a prefix of a signature.
pub(super) fn without_prefix<'a>(item: &'a str, prefix: &str) -> Option<&'a str> {
    match PrefixKind::of(prefix) {
        PrefixKind::Ending(end) => item.split_once(end).map(|(_, text)| text),
        PrefixKind::Optional(prefix) => Some(item.strip_prefix(prefix).unwrap_or(item)),
        PrefixKind::Exact => item.strip_prefix(prefix),
    }
}
