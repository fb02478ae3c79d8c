//! Queries of links, which people can read and write: `policy=kit&begins=5+min`.
//!
//! Nested members are named without their parents. All members of a form with such links therefore have different names.

use form_urlencoded::Serializer;

use super::form;
use super::json::Value;
use super::link::{CUSTOM_SCHEME, Linked};
use super::link_text::Damage;

/// Returns the query of a readable link. Returns `None` if the form has no such links, or if a query cannot contain one of
/// the members.
pub(crate) fn readable_query<F: Linked>(members: &Value) -> Option<String> {
    let has = |path: &&[&str]| path.iter().try_fold(members, |here, name| here.get(name)).is_some();
    let is_possible = F::IS_READABLE && !F::UNSAVED.iter().any(has) && members.get(CUSTOM_SCHEME).is_none();
    is_possible.then(|| query(members))
}

/// Returns the query with members.
fn query(members: &Value) -> String {
    let mut query = Serializer::new(String::new());
    add(&mut query, members);
    query.finish()
}

fn add(query: &mut Serializer<'_, String>, value: &Value) {
    for (name, member) in value.as_object() {
        if member.is_object() {
            add(query, member);
        } else {
            query.append_pair(name, &text(member));
        }
    }
}

/// Returns the members in the query of a link, nested as in the form. Unknown ones are ignored, unless there are no others.
pub(crate) fn query_members<F: Linked>(query: &str) -> Result<Value, Damage> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut known = false;
    let members = given(&form::value(&F::base()), &pairs, &mut known);
    match pairs.first() {
        Some((name, _)) if !known => Err(Damage::Invalid(name.clone())),
        _ => Ok(members),
    }
}

/// Returns the members that a query contains, nested as in the form.
fn given(first: &Value, pairs: &[(String, String)], is_known: &mut bool) -> Value {
    let mut members = Vec::new();
    for (name, member) in first.as_object() {
        if member.is_object() {
            members.push((name.clone(), given(member, pairs, is_known)));
        } else if let Some((_, text)) = pairs.iter().find(|(known, _)| known == name) {
            *is_known = true;
            members.push((name.clone(), parsed(text, member)));
        }
    }
    Value::Object(members)
}

/// Formats a member as text. The items of a list are separated by spaces.
pub(crate) fn text(member: &Value) -> String {
    match member {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// Parses a text as a member of the same type as in the base.
fn parsed(text: &str, first: &Value) -> Value {
    match first {
        Value::Bool(_) | Value::Number(_) => Value::parse(text).unwrap_or_default(),
        Value::Array(_) => Value::Array(text.split_whitespace().map(Value::from).collect()),
        _ => text.into(),
    }
}

/// Reads a valid query.
#[cfg(test)]
pub(crate) fn read<F: Linked>(query: &str, now_ms: i64) -> F {
    let members = query_members::<F>(query).unwrap();
    super::link_members::read_members(&members, now_ms).unwrap_or_else(|damage| panic!("{damage:?}")).form
}

#[cfg(test)]
mod tests {
    use super::super::form::Form as _;
    use super::super::link_sample::{Outage, Plan, filled, form_of, shared};
    use super::*;

    fn from_query(query: &str) -> Result<Plan, Damage> {
        form_of(&query_members::<Plan>(query)?)
    }

    #[test]
    fn a_written_query_is_read() {
        for note in ["30 min", "a=b&c", "100 %", "\u{e4}\u{1f980}", "1+1", "", "2026-01-15T12:00:00Z", "#?/\n\"<>"] {
            let plan = Plan { headers: String::new(), secret: String::new(), ..filled(note) };
            let plan = Plan { outage: Outage { at: String::new(), ..plan.outage }, ..plan };
            let query = readable_query::<Plan>(&shared(&plan, true).members).unwrap();
            assert_eq!(from_query(&query).unwrap(), plan);
            assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\"<>".contains(&byte)), "{query}");
        }
    }

    #[test]
    fn omits_members_that_equal_the_base() {
        assert_eq!(shared(&Plan::first(0), true).members, Value::Object(Vec::new()));
        assert_eq!(from_query("").unwrap(), Plan::first(0));
        let written = |plan: &Plan| readable_query::<Plan>(&shared(plan, true).members).unwrap();
        assert_eq!(written(&Plan { seed: 7, ..Plan::first(0) }), "seed=7");
        assert_eq!(written(&Plan { note: String::new(), ..Plan::first(0) }), "note=");
        let unsaved = Plan { headers: "A: b".into(), ..Plan::first(0) };
        assert_eq!(readable_query::<Plan>(&shared(&unsaved, true).members), None, "a query cannot contain headers");
    }

    #[test]
    fn reads_a_handwritten_query() {
        let plan = from_query("begins=30%20min&with=kit+slack&seed=7&drawn=true&unknown=x&lone&=y").unwrap();
        assert_eq!((plan.outage.begins.as_str(), plan.with.len(), plan.seed, plan.drawn), ("30 min", 2, 7, true));
    }

    #[test]
    fn an_unknown_query_is_refused() {
        for (query, name) in [("begins=x&seed=-1", "seed"), ("drawn=perhaps", "drawn"), ("unknown=x", "unknown")] {
            assert_eq!(from_query(query).unwrap_err(), Damage::Invalid(name.into()));
        }
    }
}
