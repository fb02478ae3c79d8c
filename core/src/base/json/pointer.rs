//! Lookup and insertion by JSON Pointer (RFC 6901) in the text of a document.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::object::RawObject;
use super::pieces::{Pieces, items};
use super::strings::text;

/// The error of a document in which nothing can be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// The text of the value at `pointer` in `document`. `None` if the value does not exist. The pointer may go through
/// objects and arrays.
///
/// # Errors
/// The document is not valid JSON, or an object on the path does not fit into memory. A missing value can be valid, so this
/// must not look like one.
pub(crate) fn at<'a>(document: &'a str, pointer: &str) -> Result<Option<&'a RawValue>, Unreadable> {
    let mut value: &'a RawValue = serde_json::from_str(document).map_err(|_| Unreadable)?;
    for token in tokens(pointer) {
        let next = match value.get().as_bytes().first() {
            Some(b'{') => RawObject::of(value).ok_or(Unreadable)?.get(&token),
            Some(b'[') => index(&token).and_then(|index| Pieces::of(value).nth(index)),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => return Ok(None),
        }
    }
    Ok(Some(value))
}

/// The values at several pointers, as [`at`] finds them. For any number of pointers, the document is parsed
/// once, and so is each object and array on their paths.
///
/// # Errors
/// As for [`at`].
pub(crate) fn all_at<'a>(document: &'a str, pointers: &[&str]) -> Result<Vec<Option<&'a RawValue>>, Unreadable> {
    let value: &'a RawValue = serde_json::from_str(document).map_err(|_| Unreadable)?;
    let paths: Vec<Vec<String>> = pointers.iter().map(|pointer| tokens(pointer).collect()).collect();
    let mut found = alloc::vec![None; pointers.len()];
    resolve(value, 0, &(0..paths.len()).collect::<Vec<_>>(), &paths, &mut found)?;
    Ok(found)
}

fn resolve<'a>(
    value: &'a RawValue,
    depth: usize,
    wanted: &[usize],
    paths: &[Vec<String>],
    found: &mut [Option<&'a RawValue>],
) -> Result<(), Unreadable> {
    let token = |index: usize| paths.get(index).and_then(|path| path.get(depth));
    for index in wanted.iter().filter(|index| token(**index).is_none()) {
        if let Some(slot) = found.get_mut(*index) {
            *slot = Some(value);
        }
    }
    let mut deeper: Vec<usize> = wanted.iter().copied().filter(|index| token(*index).is_some()).collect();
    if deeper.is_empty() {
        return Ok(());
    }
    let (object, items) = match value.get().as_bytes().first() {
        Some(b'{') => (Some(RawObject::of(value).ok_or(Unreadable)?), Vec::new()),
        Some(b'[') => (None, items(value).ok_or(Unreadable)?),
        _ => return Ok(()),
    };
    while let Some(first) = deeper.first().copied() {
        let (same, others): (Vec<usize>, Vec<usize>) = deeper.iter().partition(|index| token(**index) == token(first));
        let Some(name) = token(first) else { return Ok(()) };
        let next = match &object {
            Some(object) => object.get(name),
            None => index(name).and_then(|at| items.get(at).copied()),
        };
        if let Some(next) = next {
            resolve(next, depth + 1, &same, paths, found)?;
        }
        deeper = others;
    }
    Ok(())
}

/// The unescaped reference tokens of a pointer: member names and indices.
fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// A token as an array index (RFC 6901 §4): digits without leading zeros.
fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| is_plain)
}

/// The content of a string without quotes and escapes, or the text of a number. `None` for other values.
pub(crate) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    match value.get().as_bytes().first()? {
        b'-' | b'0'..=b'9' => Some(Cow::Borrowed(value.get())),
        _ => text(value),
    }
}

/// The document with a string at a pointer, which replaces the present value or is added as the last member. Missing
/// objects on the path are created; items of arrays must exist. `None` if the document is not an object, if a value on
/// the path is neither an object nor an array, or if a name has an unpaired surrogate, which cannot be serialized
/// again.
pub(crate) fn with_text_at(document: &str, pointer: &str, text: &str) -> Option<String> {
    let tokens: Vec<String> = tokens(pointer).collect();
    put(document, &tokens, &serde_json::to_string(text).ok()?)
}

fn put(document: &str, tokens: &[String], value: &str) -> Option<String> {
    let Some((token, rest)) = tokens.split_first() else { return Some(value.into()) };
    let document: &RawValue = serde_json::from_str(document).ok()?;
    if let Some(items) = items(document) {
        let at = index(token).filter(|at| *at < items.len())?;
        let written = items
            .iter()
            .enumerate()
            .map(|(index, item)| if index == at { put(item.get(), rest, value) } else { Some(item.get().into()) });
        return Some(["[", &written.collect::<Option<Vec<String>>>()?.join(","), "]"].concat());
    }
    let object = RawObject::of(document)?;
    if object.unpaired_names().next().is_some() {
        return None;
    }
    let mut members: Vec<(&str, Cow<'_, str>)> =
        object.members().map(|(name, value)| (name, Cow::Borrowed(value.get()))).collect();
    match members.iter_mut().rev().find(|(name, _)| name == token) {
        Some((_, old)) => *old = Cow::Owned(put(old, rest, value)?),
        None => members.push((token, Cow::Owned(put("{}", rest, value)?))),
    }
    let written: Option<Vec<String>> = members
        .into_iter()
        .map(|(name, value)| Some([serde_json::to_string(name).ok()?.as_str(), ":", &value].concat()))
        .collect();
    Some(["{", &written?.join(","), "}"].concat())
}

/// Sets the value at a pointer, and creates missing objects and arrays on the path. Arrays are not extended beyond ten
/// items.
pub(crate) fn insert_at(document: &mut Value, pointer: &str, value: Value) {
    const LONGEST: usize = 10;
    let mut here = document;
    for token in tokens(pointer) {
        here = match (index(&token), here.is_object()) {
            (Some(at), false) => {
                if !here.is_array() {
                    *here = Value::Array(Vec::new());
                }
                let Value::Array(items) = here else { return };
                if at >= items.len() && at < LONGEST {
                    items.resize(at + 1, Value::Null);
                }
                let Some(item) = items.get_mut(at) else { return };
                item
            }
            _ => {
                if !here.is_object() {
                    *here = Value::Object(Map::new());
                }
                let Value::Object(members) = here else { return };
                members.entry(token).or_insert(Value::Null)
            }
        };
    }
    *here = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read<'a>(document: &'a str, pointer: &str) -> Option<Cow<'a, str>> {
        at(document, pointer).unwrap().and_then(scalar)
    }

    #[test]
    fn replaces_or_adds_the_text_at_a_pointer() {
        let put = |document, pointer| with_text_at(document, pointer, "x");
        assert_eq!(put(r#"{"a": 1.0, "b":{"c":2}}"#, "/b/c").as_deref(), Some(r#"{"a":1.0,"b":{"c":"x"}}"#));
        assert_eq!(put("{}", "/a/b").as_deref(), Some(r#"{"a":{"b":"x"}}"#));
        assert_eq!(put(r#"{"a":1}"#, "/a/b"), None);
        assert_eq!(put("[]", "/a"), None);
        assert_eq!(put(r#"{"a":[1, {"b":2}]}"#, "/a/1/b").as_deref(), Some(r#"{"a":[1,{"b":"x"}]}"#));
        assert_eq!(put(r#"{"a":[1]}"#, "/a/1"), None);
        assert_eq!(put(r#"{"\ud800":1}"#, "/a"), None);
    }

    #[test]
    fn inserting_creates_the_objects_and_arrays_on_the_path() {
        let mut document = json!({ "a": 1 });
        insert_at(&mut document, "/b/0/c~1d", 2.into());
        insert_at(&mut document, "/a/x", 3.into());
        assert_eq!(document, json!({ "a": { "x": 3 }, "b": [{ "c/d": 2 }] }));
        insert_at(&mut document, "/b/2", 4.into());
        assert_eq!(document, json!({ "a": { "x": 3 }, "b": [{ "c/d": 2 }, null, 4] }));
        insert_at(&mut document, "/b/99999999", 5.into());
        assert_eq!(document.pointer("/b").and_then(Value::as_array).map(Vec::len), Some(3));
    }

    #[test]
    fn several_pointers_find_the_same_values_as_each_alone() {
        let document = r#"{"a":{"b":["x",{"c":1}],"d":null},"e":2,"a/b":3}"#;
        let pointers = ["/a/b/0", "/a/b/1/c", "/a/d", "/e", "/a~1b", "/a", "", "/x", "/e/f", "/a/b/2", "/e"];
        let all = all_at(document, &pointers).unwrap();
        for (pointer, found) in pointers.iter().zip(all) {
            assert_eq!(found.map(RawValue::get), at(document, pointer).unwrap().map(RawValue::get), "{pointer}");
        }
        assert!(all_at("{", &["/a"]).is_err());
    }

    #[test]
    fn a_pointer_goes_through_objects_and_arrays() {
        let document = r#"{"a":{"b/c":["x",{"~":12.50}]},"a~1b":true}"#;
        assert_eq!(read(document, "/a/b~1c/0").as_deref(), Some("x"));
        assert_eq!(read(document, "/a/b~1c/1/~0").as_deref(), Some("12.50"));
        assert_eq!(read(document, "/a/b~1c/2"), None);
        assert_eq!(read(document, "/a~01b"), None);
        assert_eq!(read("\"x\"", "").as_deref(), Some("x"));
        assert_eq!(read(r#"["x","y"]"#, "/1").as_deref(), Some("y"));
        for wrong in ["/01", "/+1", "/-0", "/ 1", "/"] {
            assert_eq!(read(r#"["x","y"]"#, wrong), None, "{wrong}");
        }
        assert!(at("{", "/a").is_err());
    }
}
