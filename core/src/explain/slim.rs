//! The header fields that schemes read. Each trial searches them, and not all fields of the request.

use crate::base::http::Headers;

use super::cost::Fields;
use super::work::{Cut, MAX_FIELD_BYTES, MAX_FIELDS};

/// A copy of the header fields with these names.
pub(super) fn slim<N: AsRef<str>>(headers: &Headers, names: &[N]) -> Result<(Headers, Fields), Cut> {
    let is_wanted = |name: &str| names.iter().any(|wanted| wanted.as_ref().eq_ignore_ascii_case(name.trim()));
    let (mut copy, mut fields) = (Headers::new(), Fields::default());
    for (name, value) in headers.iter().filter(|(name, _)| is_wanted(name)) {
        fields.count += 1;
        fields.bytes = fields.bytes.saturating_add(name.len()).saturating_add(value.len());
        if fields.count > MAX_FIELDS || fields.bytes > MAX_FIELD_BYTES {
            return Err(Cut);
        }
        copy.push(name, value);
    }
    Ok((copy, fields))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    #[test]
    fn keeps_the_named_fields_up_to_the_limit() {
        let headers: Headers = [("A", "1"), (" b ", "2"), ("a", "3"), ("c", "4")].into_iter().collect();
        let (found, fields) = slim(&headers, &["B", "a"]).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), [("A", "1"), (" b ", "2"), ("a", "3")]);
        assert_eq!((fields.count, fields.bytes), (3, 8));
        let many: Headers = (0..=MAX_FIELDS).map(|_| ("a", "")).collect();
        assert!(slim(&many, &["a"]).is_err() && slim(&many, &["b"]).is_ok());
        let long: Headers = [("a", "x".repeat(MAX_FIELD_BYTES))].into_iter().collect();
        assert!(slim(&long, &["a"]).is_err());
    }
}
