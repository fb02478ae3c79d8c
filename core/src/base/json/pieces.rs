//! The values in an object or an array, one after the other.

use alloc::vec::Vec;

use serde_json::value::RawValue;

/// The values in an object or array, which is valid JSON because it is a [`RawValue`]. Those of an object are the names
/// and the values of its members in turn. Other values contain none.
pub(crate) struct Pieces<'a>(&'a str);

impl<'a> Pieces<'a> {
    /// Reads an object or array.
    pub(crate) fn of(value: &'a RawValue) -> Self {
        Self(value.get().strip_prefix(['{', '[']).unwrap_or_default())
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a RawValue;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start_matches([' ', '\n', '\r', '\t', ',', ':']);
        if rest.starts_with(['}', ']']) {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter();
        let value = values.next()?.ok()?;
        self.0 = rest.get(values.byte_offset()..).unwrap_or_default();
        Some(value)
    }
}

/// The items of an array. `None` for other values, or if they do not fit into memory.
pub(crate) fn items(value: &RawValue) -> Option<Vec<&RawValue>> {
    let mut items = Vec::new();
    for item in value.get().starts_with('[').then(|| Pieces::of(value))? {
        // A hostile body can have more items than fit into memory.
        items.try_reserve(1).ok()?;
        items.push(item);
    }
    Some(items)
}

/// The number of items of an array. `None` for other values.
pub(crate) fn item_count(value: &RawValue) -> Option<usize> {
    value.get().starts_with('[').then(|| Pieces::of(value).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_value_is_a_piece() {
        let texts = |text| Pieces::of(read(text)).map(RawValue::get).collect::<Vec<_>>();
        assert_eq!(texts("[]"), [""; 0]);
        assert_eq!(texts(" { } "), [""; 0]);
        assert_eq!(texts("[1,-2.5e3 , true,\tnull,\"],\\\"\",[2,[3]],{\"a\":[]}\n]").len(), 7);
        assert_eq!(
            texts("{\"a\":1, \"b:\" : {\"c\":[ ]},\"\":\"}\"}"),
            ["\"a\"", "1", "\"b:\"", "{\"c\":[ ]}", "\"\"", "\"}\""]
        );
        assert_eq!(texts("12"), [""; 0]);
        assert_eq!(texts("\"[1]\""), [""; 0]);
    }

    #[test]
    fn items_are_those_of_arrays() {
        assert_eq!(items(read("[1,2]")).map(|items| items.len()), Some(2));
        assert_eq!(item_count(read("[1,[2,3]]")), Some(2));
        for other in ["{\"a\":1}", "\"a\"", "1"] {
            assert!(items(read(other)).is_none() && item_count(read(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn deep_values_are_pieces_without_recursion() {
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        assert_eq!(item_count(read(&deep)), Some(1));
    }
}
