//! Repeated member names are reported at any depth and in any notation, at a bounded cost.

use std::collections::BTreeSet;

use hookwright::catalog;
use hookwright::problem::{Problem, Severity, pointer};
use proptest::prelude::*;

/// An event of an unknown type, whose data is not checked.
fn unknown(data: &str) -> String {
    format!(r#"{{"id":"e","type":"something.else","created_at":"2024-01-15T10:30:00Z","data":{data}}}"#)
}

fn check(body: &str) -> Vec<Problem> {
    catalog::parse(body.as_bytes(), catalog::find("generic")).problems
}

/// The paths of all repeated names.
fn repeated(problems: &[Problem]) -> Vec<&str> {
    let repeated = problems.iter().filter(|problem| problem.code == "duplicate_key");
    repeated.map(|problem| problem.path.as_str()).collect()
}

#[test]
fn reports_repeated_names_in_unchecked_values() {
    for (data, path) in [
        (r#"{"x":{"a":1,"a":2}}"#, "/data/x/a"),
        (r#"{"x":[0,[{"b":1},{"a":{},"c":[],"a":{}}]]}"#, "/data/x/1/1/a"),
        (r#"{"x":{"y":{"z":{"a/b~c":1,"a/b~c":2}}}}"#, "/data/x/y/z/a~1b~0c"),
        (r#"{"x":{"":1,"":2}}"#, "/data/x/"),
        (r#"{"a":{"a":{"b":1}},"x":{"a":1,"b":{"a":1},"a":2}}"#, "/data/x/a"),
        (r#"{"x":{"a":1,"a":2,"a":3,"b":4}}"#, "/data/x/a"),
        (r#"{ "x" : { "a" : "}" , "a" : "\"{" } }"#, "/data/x/a"),
        (r#"{"x":{"a\\":1,"a\\":2}}"#, r"/data/x/a\"),
        (r#"{"\":\"":[],"x":{"k":"a","k":"k"}}"#, "/data/x/k"),
    ] {
        assert_eq!(repeated(&check(&unknown(data))), [path], "{data}");
    }
    // An event of a known type, of an unknown provider, and of a provider without an envelope.
    let known = unknown(r#"{"id":"u","name":"n","x":[{"a":1,"a":2}]}"#).replace("something.else", "user.created");
    assert_eq!(repeated(&check(&known)), ["/data/x/0/a"]);
    let nobodys = catalog::parse(br#"{"x":{"a":1,"a":2}}"#, None).problems;
    assert_eq!(repeated(&nobodys), ["/x/a"]);
    assert!(nobodys.iter().any(|problem| problem.code == "unknown_provider"));
    let bare = catalog::parse(br#"{"event_type":"x","x":{"a":1,"a":2}}"#, catalog::find("awell")).problems;
    assert_eq!(repeated(&bare), ["/x/a"]);
}

#[test]
fn compares_names_without_their_escapes() {
    for (data, paths) in [
        (r#"{"x":{"\u0061":1,"a":2}}"#, vec!["/data/x/a"]),
        (r#"{"x":{"\/":1,"/":2}}"#, vec!["/data/x/~1"]),
        ("{\"x\":{\"\\ud83d\\ude00\":1,\"\u{1f600}\":2}}", vec!["/data/x/\u{1f600}"]),
        (r#"{"x":{"\n":1,"\u000A":2}}"#, vec!["/data/x/\n"]),
        (r#"{"x":{"\\u0061":1,"a":2}}"#, vec![]),
        ("{\"x\":{\"e\u{301}\":1,\"\u{e9}\":2}}", vec![]),
    ] {
        assert_eq!(repeated(&check(&unknown(data))), paths, "{data}");
    }
}

#[test]
fn distinguishes_names_with_unpaired_surrogates() {
    for (names, count) in [
        ([r"\ud800", r"\ud800"], 1),
        ([r"\ud800", r"\uD800"], 1),
        ([r"a\udc00b", r"\u0061\udc00b"], 1),
        ([r"\ud800", r"\ud801"], 0),
        ([r"\ud800", r"\ufffd"], 0),
        ([r"\ud800", r"\udc00"], 0),
        ([r"\udc00\ud800", r"\ud800\udc00"], 0),
    ] {
        let data = format!(r#"{{"x":{{"{}":1,"{}":2}}}}"#, names[0], names[1]);
        assert_eq!(repeated(&check(&unknown(&data))).len(), count, "{data}");
    }
}

#[test]
fn lists_a_hundred_repeated_names_and_counts_the_rest() {
    let objects = |count: usize| vec![r#"{"a":1,"a":2}"#; count].join(",");
    let problems = check(&unknown(&format!(r#"{{"x":[{}]}}"#, objects(100_000))));
    let found = repeated(&problems);
    assert_eq!((found.len(), found[0]), (100, "/data/x/0/a"));
    let more = problems.iter().find(|problem| problem.code == "more_problems").expect("a problem counts the others");
    assert!(more.message.contains("99900"), "{}", more.message);
    let problems = check(&unknown(&format!(r#"{{"x":[{}]}}"#, objects(100))));
    assert_eq!(repeated(&problems).len(), 100);
    assert!(problems.iter().all(|problem| problem.code != "more_problems"));
}

#[test]
fn reports_of_repeated_names_are_not_larger_than_the_body() {
    let long = "n".repeat(200_000);
    let pairs: Vec<String> = (0..200).map(|index| format!(r#"{{"k{index}":1,"k{index}":2}}"#)).collect();
    let deep = format!("{}{}{}", r#"{"step":"#.repeat(5_000), r#"{"a":1,"a":2}"#, "}".repeat(5_000));
    for data in [
        // Every pointer would contain the long name.
        format!(r#"{{"{long}":[{}]}}"#, pairs.join(",")),
        format!(r#"{{"x":{{"{long}":1,"{long}":2}}}}"#),
        format!(r#"{{"x":{deep}}}"#),
        format!(r#"{{"x":[{}]}}"#, vec![deep.as_str(); 20].join(",")),
    ] {
        let body = unknown(&data);
        let problems = check(&body);
        let found: Vec<_> = problems.iter().filter(|problem| problem.code == "duplicate_key").collect();
        assert!(!found.is_empty());
        let room: usize = found.iter().map(|problem| problem.path.len() + problem.message.len()).sum();
        assert!(room < 200_000, "{room} bytes are reported for a body of {}", body.len());
        for problem in found {
            assert!(problem.path.starts_with("/data"), "{problem:?}");
        }
    }
}

#[test]
fn reports_repeated_names_to_a_depth_of_ten_thousand() {
    let around = |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
    let body = unknown(&format!(r#"{{"x":{}}}"#, around(400, r#"{"a":1,"a":2}"#)));
    assert_eq!(repeated(&check(&body)), [format!("/data/x{}/a", "/0".repeat(400))]);
    let body = unknown(&format!(r#"{{"x":{}}}"#, around(9_000, r#"{"a":1,"a":2}"#)));
    let problems = check(&body);
    assert_eq!(repeated(&problems).len(), 1);
    // Deeper levels are not checked, which a problem reports.
    let body = unknown(&format!(r#"{{"y":{{"b":1,"b":2}},"x":{}}}"#, around(1_000_000, r#"{"a":1,"a":2}"#)));
    let problems = check(&body);
    assert_eq!(repeated(&problems), ["/data/y/b"]);
    let deep: Vec<_> = problems.iter().filter(|problem| problem.code == "too_deep").collect();
    assert!(matches!(deep[..], [Problem { severity: Severity::Note, .. }]), "{deep:?}");
}

#[derive(Clone, Debug)]
enum Tree {
    Leaf(&'static str),
    Array(Vec<Tree>),
    Object(Vec<(usize, bool, Tree)>),
}

/// Names, each with another notation.
const NAMES: [(&str, &str, &str); 5] =
    [("a", "a", "\\u0061"), ("b/", "b/", "b\\/"), ("", "", ""), ("~\"", "~\\\"", "~\\u0022"), ("é", "é", "\\u00E9")];

impl Tree {
    fn any() -> impl Strategy<Value = Self> {
        let leaves = ["1", "null", r#""{\"a\":1,\"a\":2}""#, r#""\\""#, "[]", "{}", "-1.5e3", "\"\"", "true"];
        let leaf = prop::sample::select(leaves.to_vec()).prop_map(Tree::Leaf);
        leaf.prop_recursive(5, 40, 5, |inner| {
            let member = (0..NAMES.len(), any::<bool>(), inner.clone());
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Tree::Array),
                prop::collection::vec(member, 0..5).prop_map(Tree::Object),
            ]
        })
    }

    fn write(&self) -> String {
        match self {
            Self::Leaf(text) => (*text).into(),
            Self::Array(items) => format!("[{}]", items.iter().map(Self::write).collect::<Vec<_>>().join(" , ")),
            Self::Object(members) => {
                let member = |(name, escaped, value): &(usize, bool, Self)| {
                    let (_, plain, other) = NAMES[*name];
                    format!("\"{}\" : {}", if *escaped { other } else { plain }, value.write())
                };
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }

    fn expect(&self, path: &str, found: &mut Vec<String>) {
        match self {
            Self::Leaf(_) => {}
            Self::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| item.expect(&format!("{path}/{index}"), found));
            }
            Self::Object(members) => {
                let names: BTreeSet<usize> = members.iter().map(|(name, ..)| *name).collect();
                for name in names {
                    if members.iter().filter(|(other, ..)| *other == name).count() > 1 {
                        found.push(pointer(path, NAMES[name].0));
                    }
                }
                members.iter().for_each(|(name, _, value)| value.expect(&pointer(path, NAMES[*name].0), found));
            }
        }
    }
}

proptest! {
    #[test]
    fn finds_the_same_repeated_names_as_a_simple_search(tree in Tree::any()) {
        let mut expected = Vec::new();
        tree.expect("/data/x", &mut expected);
        expected.sort();
        let problems = check(&unknown(&format!(r#"{{"x":{}}}"#, tree.write())));
        let mut found = repeated(&problems);
        found.sort_unstable();
        prop_assert_eq!(found, expected);
    }
}
