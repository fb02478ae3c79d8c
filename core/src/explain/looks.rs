//! What bodies look like by their bytes.

/// Texts that languages print for an object.
pub(super) fn printed(body: &[u8]) -> Option<&'static str> {
    let begin = core::str::from_utf8(body.get(..64.min(body.len()))?).ok()?;
    if begin.starts_with("\"{\\\"") || begin.starts_with("\"[{\\\"") {
        return Some("the body is a JSON text that contains JSON: it was serialized twice");
    }
    if is_inspected(begin) {
        return Some("the body is an object as `console.log` prints it in JavaScript, not JSON");
    }
    let name = begin.strip_prefix('{')?.split('=').next()?;
    let is_java = begin.contains('=')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_java.then_some("the body is a map as Java prints it, not JSON")
}

/// Whether a text begins like an object that JavaScript printed: `{ id: 1 }` or `{ 'a-b': 1 }`. Python does not write the
/// blank.
fn is_inspected(begin: &str) -> bool {
    let object = begin.strip_prefix('[').map_or(begin, str::trim_ascii_start);
    let Some(inside) = object.strip_prefix('{').filter(|inside| inside.starts_with([' ', '\n'])) else { return false };
    let Some((name, _)) = inside.trim_ascii_start().split_once(':') else { return false };
    let is_quoted = name.len() > 2 && name.starts_with('\'') && name.ends_with('\'');
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    is_quoted || (!name.is_empty() && name.bytes().all(is_letter))
}

/// Whether the value of a field of a form ends as it begins: as a whole JSON object or list.
pub(super) fn has_whole_json(body: &[u8]) -> bool {
    body.split(|byte| *byte == b'&').any(|field| {
        let at = field.iter().position(|byte| *byte == b'=').map_or(0, |at| at + 1);
        let value = field.get(at..).unwrap_or_default();
        (value.starts_with(b"%7B") && value.ends_with(b"%7D")) || (value.starts_with(b"%5B") && value.ends_with(b"%5D"))
    })
}

/// Whether a text ends in the first four groups of a UUID.
pub(super) fn is_cut_uuid(text: &[u8]) -> bool {
    let after = text.iter().rposition(|byte| *byte == b'_').map_or(0, |at| at + 1);
    let groups = || text.get(after..).unwrap_or_default().split(|byte| *byte == b'-');
    let is_hex = |group: &[u8]| group.iter().all(u8::is_ascii_hexdigit);
    groups().map(<[u8]>::len).eq([8, 4, 4, 4]) && groups().all(is_hex)
}

/// Whether a body starts with a UTF-16 byte order mark, or with ASCII characters in UTF-16. Compressed bodies and other
/// binary data contain zeros as well, but not in every second byte.
pub(super) fn is_utf16(body: &[u8]) -> bool {
    let (pairs, _) = body.as_chunks::<2>();
    let begins = pairs.get(..pairs.len().min(4)).filter(|pairs| pairs.len() > 1).unwrap_or_default();
    let little = begins.iter().all(|&[first, second]| first != 0 && second == 0);
    let big = begins.iter().all(|&[first, second]| first == 0 && second != 0);
    body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") || (!begins.is_empty() && (little || big))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_object_is_recognized() {
        for text in ["{ id: 1234, email: 'jon@a.example' }", "{\n  id: 1\n}", "{ 'a-b': 1 }", "[ { $id: 1 } ]"] {
            assert!(printed(text.as_bytes()).is_some_and(|evidence| evidence.contains("console.log")), "{text}");
        }
        for text in ["{ \"id\": 1 }", "{}", "{ }", "{'id': 1}", "{ a b: 1 }", "{id: 1}"] {
            assert!(printed(text.as_bytes()).is_none(), "{text}");
        }
        assert!(printed(b"{id=1, name=x}").is_some_and(|evidence| evidence.contains("Java prints")));
    }
}
