//! Removes secrets from members that are not secret themselves.

use hookwright::credential::Credential;

use super::credentials::REMOVED;
use super::json::Value;

/// The length of the shortest secret that is searched for within other members, in bytes. A shorter one is removed only
/// where it is the whole value.
pub(crate) const SHORTEST_SEARCHED: usize = 6;

/// Removes secrets from other members: a member that is one, and the part of a text that is a long one. A member that
/// does not fit afterwards, such as a choice, is removed.
pub(crate) fn scrub(
    value: &mut Value,
    path: &mut Vec<String>,
    secrets: &[Credential],
    removed: &mut Vec<String>,
    fits: &dyn Fn(&[&str], &Value) -> bool,
) {
    let label = |path: &[String]| format!("A secret in `{}`", path.last().map_or("", String::as_str));
    match value {
        Value::Object(members) => {
            members.retain_mut(|(name, member)| {
                path.push(name.clone());
                scrub(member, path, secrets, removed, fits);
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                // A choice, and an item of a list of choices, cannot be replaced by any text.
                let is_kept = *member != Value::Null && (!has_removed(member) || fits(&names, member));
                path.pop();
                is_kept
            });
        }
        Value::Array(items) => items.iter_mut().for_each(|item| scrub(item, path, secrets, removed, fits)),
        Value::String(text) => {
            let before = text.clone();
            if text != REMOVED && secrets.iter().any(|secret| **secret == **text) {
                *text = REMOVED.into();
            }
            for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST_SEARCHED) {
                if text.contains(&**secret) {
                    *text = text.replace(&**secret, REMOVED);
                }
            }
            if *text != before {
                removed.push(label(path));
            }
        }
        Value::Number(digits) => {
            if secrets.iter().any(|secret| **secret == **digits) {
                *value = Value::Null;
                removed.push(label(path));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Returns whether something was removed from a text or from the items of a list. The members of an object are tested on
/// their own.
fn has_removed(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(REMOVED),
        Value::Array(items) => items.iter().any(|item| match item {
            Value::Object(members) => members.iter().any(|(_, member)| has_removed(member)),
            item => has_removed(item),
        }),
        _ => false,
    }
}

/// Removes the members that say only that something was removed.
pub(crate) fn without_removed(value: &mut Value) {
    match value {
        Value::Object(members) => members.retain_mut(|(_, member)| {
            without_removed(member);
            member.as_str() != Some(REMOVED)
        }),
        Value::Array(items) => items.iter_mut().for_each(without_removed),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_that_contains_a_secret_is_removed() {
        let fits = |path: &[&str], value: &Value| match path {
            ["scheme"] => value.as_str() == Some("github/sha256"),
            ["with"] => value.as_array().is_some_and(|items| items.iter().all(|item| item.as_str() == Some("github"))),
            _ => true,
        };
        let json = r#"{"scheme":"github/sha256","with":["github"],"note":"a github b"}"#;
        let mut value = Value::parse(json).unwrap();
        let mut removed = Vec::new();
        scrub(&mut value, &mut Vec::new(), &[Credential::from("github")], &mut removed, &fits);
        assert_eq!(value.to_string(), r#"{"note":"a ‹removed› b"}"#);
        assert_eq!(removed.len(), 3);
    }

    #[test]
    fn a_typed_secret_does_not_change_what_is_left() {
        let mut value = Value::parse(r#"{"secrets":"‹removed›","a":{"old":"‹removed›","b":1}}"#).unwrap();
        without_removed(&mut value);
        assert_eq!(value.to_string(), r#"{"a":{"b":1}}"#);
    }
}
