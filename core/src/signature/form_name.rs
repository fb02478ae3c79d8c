//! Names of form fields.

/// Whether a text can be the name of a field.
pub(super) fn is_field_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|character: char| character.is_control() || matches!(character, '"' | '\\'))
}

/// Whether a form parser could read two names as the same: without regard to case, as ASP.NET does, or after changing
/// characters, as PHP does. In PHP, `a[b]` is a part of `a`.
pub(super) fn is_same_name(one: &[u8], other: &[u8]) -> bool {
    // `qs` in Node reads `[a]` as `a`.
    if one.starts_with(b"[") || other.starts_with(b"[") {
        return true;
    }
    let are_parts = one.contains(&b'[') && other.contains(&b'[');
    let readable = |name| readable(name).take_while(move |byte| are_parts || *byte != b'[');
    readable(one).eq(readable(other))
}

fn readable(name: &[u8]) -> impl Iterator<Item = u8> {
    // PHP reads a bracket that is not closed as an underscore.
    let is_closed = name.contains(&b']');
    let changed = name.trim_ascii().iter().map(move |byte| match byte {
        b' ' | b'.' => b'_',
        b'[' if !is_closed => b'_',
        byte => byte.to_ascii_lowercase(),
    });
    changed.take_while(|byte| *byte != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_parser_reads_as_one_are_the_same() {
        for (one, other) in [
            ("a", "A"),
            ("bt_payload", "bt.payload"),
            ("a b", "a_b"),
            ("a", " a"),
            ("a", "a[]"),
            ("a[b]", "A[B]"),
            ("a", "a\0b"),
            ("a", "[a]"),
            ("a_b", "a[b"),
        ] {
            assert!(is_same_name(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert!(is_same_name(other.as_bytes(), one.as_bytes()), "{other} {one}");
        }
        for (one, other) in [("a", "b"), ("a", "ab"), ("a[b]", "a[c]"), ("a", ""), ("a-b", "a_b")] {
            assert!(!is_same_name(one.as_bytes(), other.as_bytes()), "{one} {other}");
        }
    }
}
