//! Links to a filled-in form: the query contains the members that differ from a first visit.
//!
//! Nested members are named without their parents, so that people can read and write links: `policy=kit&begins=5+min`.
//! All members of a form with links therefore have different names.

use form_urlencoded::Serializer;

use super::form::{self, Form};
use super::json::Value;

/// A form that links fill in.
pub(crate) trait Linked: Form {
    /// Takes over the members of the replaced form that a link may omit although they have a value.
    fn keep(&mut self, replaced: Self);
}

/// Returns the query with the members of a form that differ from a first visit.
pub(crate) fn write<F: Form>(form: &F) -> String {
    let mut query = Serializer::new(String::new());
    add(&mut query, &form::value(form), &form::value(&F::first(0)));
    query.finish()
}

/// Reads a form from a query. Missing and invalid members are as on a first visit.
pub(crate) fn read<F: Form>(query: &str, now_ms: i64) -> F {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    form::from_value(&given(&form::value(&F::first(now_ms)), &pairs), now_ms).0
}

fn add(query: &mut Serializer<'_, String>, value: &Value, first: &Value) {
    for (name, member) in value.as_object() {
        let before = first.get(name).unwrap_or(&Value::Null);
        match member {
            Value::Object(_) => add(query, member, before),
            _ if member == before => {}
            _ => {
                query.append_pair(name, &text(member));
            }
        }
    }
}

/// Returns the members that a query contains, nested as in the form.
fn given(first: &Value, pairs: &[(String, String)]) -> Value {
    let mut members = Vec::new();
    for (name, member) in first.as_object() {
        if member.is_object() {
            members.push((name.clone(), given(member, pairs)));
        } else if let Some((_, text)) = pairs.iter().find(|(known, _)| known == name) {
            members.push((name.clone(), parsed(text, member)));
        }
    }
    Value::Object(members)
}

/// Formats a member as text. The items of a list are separated by spaces.
fn text(member: &Value) -> String {
    match member {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Parses a text as a member of the same type as on a first visit.
fn parsed(text: &str, first: &Value) -> Value {
    match first {
        Value::Bool(_) | Value::Number(_) => Value::parse(text).unwrap_or_default(),
        Value::Array(_) => Value::Array(text.split_whitespace().map(Value::from).collect()),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Plan {
        seed: u64,
        drawn: bool,
        note: String,
        with: Vec<String>,
        from: Option<String>,
        outage: Outage,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Outage {
        begins: String,
    }

    impl Form for Plan {
        const ID: &'static str = "plan";

        fn first(_now_ms: i64) -> Self {
            Self { note: "first".into(), ..Self::default() }
        }
    }

    fn filled(note: &str) -> Plan {
        Plan {
            seed: u64::MAX,
            drawn: true,
            note: note.into(),
            with: vec!["kit".into(), "slack".into()],
            from: Some("svix".into()),
            outage: Outage { begins: "5 min".into() },
        }
    }

    #[test]
    fn a_written_link_is_read() {
        for note in ["30 min", "a=b&c", "100 %", "\u{e4}\u{1f980}", "1+1", "", "2026-01-15T12:00:00Z", "#?/\n\"<>"] {
            let query = write(&filled(note));
            assert_eq!(read::<Plan>(&query, 0), filled(note));
            assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\"<>".contains(&byte)), "{query}");
        }
    }

    #[test]
    fn omits_members_that_equal_a_first_visit() {
        assert_eq!(write(&Plan::first(0)), "");
        assert_eq!(read::<Plan>("", 0), Plan::first(0));
        assert_eq!(write(&Plan { seed: 7, ..Plan::first(0) }), "seed=7");
        assert_eq!(write(&Plan { note: String::new(), ..Plan::first(0) }), "note=");
    }

    #[test]
    fn reads_a_handwritten_link() {
        let plan: Plan = read("begins=30%20min&with=kit+slack&seed=7&drawn=true&unknown=x&lone&=y", 0);
        assert_eq!((plan.outage.begins.as_str(), plan.with.len(), plan.seed, plan.drawn), ("30 min", 2, 7, true));
    }

    #[test]
    fn replaces_values_of_another_type() {
        assert_eq!(
            read::<Plan>("seed=-1&drawn=perhaps&begins=%zz", 0),
            Plan { outage: Outage { begins: "%zz".into() }, ..Plan::first(0) }
        );
    }
}
