//! Tests of the document.

use super::*;

const TEXT: &str = "{\n  \"a\" : 1.50,\n  \"b\": { \"x/y\": [ 1e2, \"\\u00e9\" ] },\n  \"c\": {},\n  \"a\": 2\n}\n";

fn document(text: &str) -> Document {
    Document::parse(text).unwrap()
}

#[test]
fn a_value_is_found_by_its_pointer() {
    let document = document(TEXT);
    let literal = |pointer| document.find(pointer).map(|node| document.literal(node));
    assert_eq!(literal("/a"), Some("2"), "the last of repeated members");
    assert_eq!(literal("/b/x~1y/0"), Some("1e2"));
    assert_eq!(literal("/b/x~1y/1"), Some("\"\\u00e9\""));
    assert_eq!((literal("/b/none"), literal("/b/x~1y/2")), (None, None));
    assert_eq!(document.find("/b/x~1y/1").unwrap().content, Content::Text(Some("é".into())));
}

#[test]
fn an_edit_changes_only_one_value() {
    let document = document(TEXT);
    let changed = document.set("/b/x~1y/1", "true").unwrap();
    assert_eq!(changed, TEXT.replace("\"\\u00e9\"", "true"));
    assert_eq!(document.set("/none", "1"), None);
    let inserted = document.insert("", "new", "null", &["b"]).unwrap();
    assert_eq!(inserted, TEXT.replace("] },\n", "] },\n  \"new\": null,\n"));
    let first = document.insert("", "new", "null", &["none"]).unwrap();
    assert_eq!(first, TEXT.replace("{\n  \"a\" :", "{\n  \"new\": null,\n  \"a\" :"));
    assert_eq!(document.insert("/c", "n", "7", &[]).unwrap(), TEXT.replace("\"c\": {}", "\"c\": {\n    \"n\": 7\n  }"));
    assert_eq!(document.push("/b/x~1y", "3").unwrap(), TEXT.replace("\"\\u00e9\" ]", "\"\\u00e9\", 3 ]"));
}

#[test]
fn a_removal_takes_one_comma() {
    let of = |pointer| document("{\"a\":1, \"b\":[1,2],\"c\":{\"d\":0}}").remove(pointer).unwrap();
    assert_eq!(of("/a"), "{\"b\":[1,2],\"c\":{\"d\":0}}");
    assert_eq!(of("/c"), "{\"a\":1, \"b\":[1,2]}");
    assert_eq!(of("/b/0"), "{\"a\":1, \"b\":[2],\"c\":{\"d\":0}}");
    assert_eq!(of("/b/1"), "{\"a\":1, \"b\":[1],\"c\":{\"d\":0}}");
    assert_eq!(of("/c/d"), "{\"a\":1, \"b\":[1,2],\"c\":{}}");
    assert_eq!(document("[]").remove(""), None);
}

#[test]
fn an_edit_of_any_text_is_json_again() {
    for text in [TEXT, "{}", "{ }", "[{}]", "{\"a\":[]}", "{\"a\":{\"b\":[1,[2]]}}", "{\n\t\"a\": [\n\t\t1\n\t]\n}"] {
        let document = document(text);
        for pointer in ["", "/a", "/b", "/c", "/a/b", "/0", "/a/0", "/a/b/1"] {
            let edits = [
                document.set(pointer, "[1]"),
                document.insert(pointer, "n", "1", &["a"]),
                document.push(pointer, "1"),
                document.remove(pointer),
            ];
            for edited in edits.into_iter().flatten() {
                assert!(serde_json::from_str::<serde_json::Value>(&edited).is_ok(), "{text} at {pointer}: {edited}");
            }
        }
    }
}

#[test]
fn mistakes_have_the_place_that_other_parsers_report() {
    for (text, at) in
        [("{\n \"a\": tru }", 11), ("{\"a\" 1}", 5), ("[1,]", 3), ("{\"a\":1", 6), ("\"\\x\"", 2), ("1 2", 2), ("", 0)]
    {
        assert_eq!(Document::parse(text), Err(SyntaxError { at }), "{text}");
        let error = serde_json::from_str::<serde_json::Value>(text).unwrap_err();
        assert_eq!(error.line(), text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1, "{text}");
    }
    for text in ["01", "-", "1.", ".5", "+1", "\"\n\"", "nul", "[", "{a:1}", "{\"a\":1,}", "\"\\u12\""] {
        assert!(Document::parse(text).is_err(), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
    }
    assert!(Document::parse(&"[".repeat(100_000)).is_err());
}

#[test]
fn the_place_of_a_missing_member_is_that_of_its_object() {
    let document = document(TEXT);
    assert_eq!(document.place("/b/none/deep"), TEXT.find("\"b\"").unwrap());
    assert_eq!(document.place("/none"), 0);
    assert_eq!(document.place("/b/x~1y/0"), TEXT.find("1e2").unwrap());
}
