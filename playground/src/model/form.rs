//! Forms and their persistence.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json::Value;
use super::members::ValueDeserializer;
use super::to_value::to_value;

/// The form of one panel or of the whole page.
///
/// A form is saved as JSON. Confidential members are skipped: secrets, header values, and pasted deliveries, which may
/// contain other people's data. Skipped members are read as the default of their type.
pub(crate) trait Form: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The key under which the form is saved.
    const ID: &'static str;

    /// Returns the form of a first visit.
    fn first(now_ms: i64) -> Self;

    /// Returns the form after everything was cleared.
    fn cleared(now_ms: i64) -> Self {
        Self::first(now_ms)
    }

    /// Sets members that are not saved and depend on the time, and corrects inconsistent members.
    fn complete(&mut self, _now_ms: i64) {}
}

/// The maximum length of a saved text, in bytes. All forms share the storage of the page, which is about five million
/// characters.
pub(crate) const LARGEST_TEXT: usize = 500_000;

/// Serializes the saved part of a form, without texts that are too long, and returns whether there were none.
pub(crate) fn write<F: Form>(form: &F) -> (String, bool) {
    written(value(form))
}

fn written(mut value: Value) -> (String, bool) {
    let is_complete = remove_long_texts(&mut value);
    (value.to_string(), is_complete)
}

/// Removes members with long texts, at any depth, and returns whether there were none.
fn remove_long_texts(value: &mut Value) -> bool {
    let Some(members) = value.as_object_mut() else { return true };
    let before = members.len();
    members.retain(|(_, member)| member.as_str().is_none_or(|text| text.len() <= LARGEST_TEXT));
    let is_complete = members.len() == before;
    members.iter_mut().fold(is_complete, |is_complete, (_, member)| remove_long_texts(member) && is_complete)
}

/// Reads a saved form, and returns whether all of it was valid. Invalid members are as on a first visit.
pub(crate) fn read<F: Form>(text: &str, now_ms: i64) -> (F, bool) {
    from_value(&Value::parse(text).unwrap_or_default(), now_ms)
}

/// Converts the saved part of a form to JSON.
pub(crate) fn value<F: Form>(form: &F) -> Value {
    to_value(form).unwrap_or_default()
}

/// Returns a form with these members, and whether all of them were valid. Invalid and missing members are as on a first
/// visit.
pub(crate) fn from_value<F: Form>(saved: &Value, now_ms: i64) -> (F, bool) {
    let first = F::first(now_ms);
    let mut whole = value(&first);
    let fits = |whole: &Value| parse::<F>(whole).is_some();
    let is_complete = saved.is_object() && merge(&mut whole, &mut Vec::new(), saved.as_object(), &fits);
    let mut form = parse(&whole).unwrap_or(first);
    form.complete(now_ms);
    (form, is_complete)
}

/// Reads a form. It is called in two places, in which the compiler would insert all of it.
#[inline(never)]
fn parse<F: Form>(whole: &Value) -> Option<F> {
    F::deserialize(ValueDeserializer(whole)).ok()
}

/// Copies every member with which the whole remains valid, and returns whether all were copied. Of an invalid object,
/// it copies the valid members.
fn merge<'a>(
    whole: &mut Value,
    path: &mut Vec<&'a str>,
    members: &'a [(String, Value)],
    fits: &dyn Fn(&Value) -> bool,
) -> bool {
    let mut is_complete = true;
    for (name, member) in members {
        path.push(name);
        let before = put(whole, path, Some(member.clone()));
        if !fits(whole) {
            let is_object = before.as_ref().is_some_and(Value::is_object);
            put(whole, path, before);
            is_complete &= is_object && member.is_object() && merge(whole, path, member.as_object(), fits);
        }
        path.pop();
    }
    is_complete
}

/// Sets or removes the value at a path, and returns the previous value.
pub(crate) fn put(whole: &mut Value, path: &[&str], value: Option<Value>) -> Option<Value> {
    let (last, way) = path.split_last()?;
    way.iter().try_fold(whole, |here, name| here.get_mut(name))?.put(last, value)
}

/// Returns whether a URL may contain a password or a token. Such a URL is not saved.
pub(crate) fn has_credentials(url: &str) -> bool {
    url.contains(['@', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Order {
        size: u32,
        note: String,
        #[serde(skip)]
        secret: String,
        at: Place,
        #[serde(skip)]
        made_ms: i64,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Place {
        row: u32,
        seat: u32,
    }

    impl Form for Order {
        const ID: &'static str = "order";

        fn first(now_ms: i64) -> Self {
            let at = Place { row: 1, seat: 2 };
            Self { size: 3, note: "none".into(), secret: String::new(), at, made_ms: now_ms }
        }

        fn complete(&mut self, now_ms: i64) {
            self.size = self.size.min(9);
            self.made_ms = now_ms;
        }
    }

    fn of(saved: serde_json::Value) -> Order {
        read(&saved.to_string(), 7).0
    }

    #[test]
    fn a_saved_form_is_read_without_its_secrets() {
        let at = Place { row: 5, seat: 6 };
        let order = Order { size: 4, note: "x".into(), secret: "hunter2".into(), at, made_ms: 8 };
        let (text, is_complete) = write(&order);
        assert!(is_complete && !text.contains("hunter2"), "{text}");
        assert_eq!(read::<Order>(&text, 9), (Order { secret: String::new(), made_ms: 9, ..order }, true));
    }

    #[test]
    fn a_long_text_is_not_saved_and_the_rest_is() {
        for (length, expected) in [(LARGEST_TEXT, true), (LARGEST_TEXT + 1, false)] {
            let order = Order { size: 4, note: "x".repeat(length), ..Order::first(7) };
            let (text, is_complete) = write(&order);
            assert_eq!((is_complete, text.len() > length), (expected, expected));
            let note = if expected { order.note.clone() } else { "none".into() };
            assert_eq!(read::<Order>(&text, 7), (Order { note, ..order }, true));
        }
        let mut nested = json!({ "at": { "note": "x".repeat(LARGEST_TEXT + 1), "row": 1 }, "size": 2 }).into();
        assert!(!remove_long_texts(&mut nested));
        assert_eq!(nested, json!({ "at": { "row": 1 }, "size": 2 }).into());
    }

    #[test]
    fn replaces_invalid_members_and_keeps_the_others() {
        let first = Order::first(7);
        assert_eq!(of(json!({ "size": "large", "note": "x" })), Order { note: "x".into(), ..first.clone() });
        assert_eq!(of(json!({ "at": { "row": [], "seat": 9 } })).at, Place { row: 1, seat: 9 });
        assert_eq!(of(json!({ "at": 5, "unknown": {}, "size": 4 })), Order { size: 4, ..first.clone() });
        for nonsense in [json!(null), json!([1]), json!("x"), json!({}), json!({ "size": { "note": 1 }, "note": {} })] {
            assert_eq!(of(nonsense), first);
        }
    }

    #[test]
    fn members_that_do_not_fit_each_other_are_corrected() {
        assert_eq!(of(json!({ "size": 200 })).size, 9);
    }

    #[test]
    fn text_that_cannot_be_used_as_a_whole_is_reported() {
        for text in [
            "",
            "{",
            "[]",
            "null",
            r#"{ "size": [] }"#,
            r#"{ "note": "x", "at": { "row": -1 } }"#,
            r#"{ "size": { "note": "x" } }"#,
        ] {
            assert!(!read::<Order>(text, 7).1, "{text}");
        }
        for text in ["{}", r#"{ "note": "x", "unknown": 5 }"#, r#"{ "at": { "row": 3 } }"#] {
            assert!(read::<Order>(text, 7).1, "{text}");
        }
    }

    #[test]
    fn addresses_with_a_password_or_a_query_may_contain_credentials() {
        assert!(has_credentials("https://me:hunter2@me.example/") && has_credentials("https://me.example/?token=x"));
        assert!(!has_credentials("https://me.example/hook"));
    }
}
