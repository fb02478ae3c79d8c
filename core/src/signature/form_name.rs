//! Names of form fields.

use alloc::vec::Vec;

/// Whether a text can be the name of a field.
pub(super) fn is_field_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|character: char| character.is_control() || matches!(character, '"' | '\\'))
}

/// Whether a form parser could read two names as the same: without regard to case, as ASP.NET does, or after changing
/// characters, as PHP does.
pub(super) fn is_same_name(one: &[u8], other: &[u8]) -> bool {
    let readable = |name: &[u8]| -> Vec<u8> {
        let changed = name.trim_ascii().iter().map(|byte| match byte {
            b' ' | b'.' | b'[' => b'_',
            byte => byte.to_ascii_lowercase(),
        });
        changed.take_while(|byte| *byte != 0).collect()
    };
    readable(one) == readable(other)
}
