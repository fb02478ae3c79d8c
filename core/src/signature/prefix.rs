//! Prefixes of signatures.

/// What a prefix of a signature matches.
pub(crate) enum PrefixKind<'a> {
    /// The prefix.
    Exact,
    /// The prefix without its last character, `?`, or nothing.
    Optional(&'a str),
    /// Any text up to the first one of this character, which follows `*` in the prefix.
    Ending(char),
}

impl<'a> PrefixKind<'a> {
    pub(crate) fn of(prefix: &'a str) -> Self {
        let mut characters = prefix.chars();
        if let (Some('*'), Some(end), None) = (characters.next(), characters.next(), characters.next()) {
            return Self::Ending(end);
        }
        match prefix.strip_suffix('?') {
            Some(prefix) if !prefix.is_empty() => Self::Optional(prefix),
            _ => Self::Exact,
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
