//! Removes secrets from members that are not secret themselves.

use hookwright::credential::Credential;

use super::credentials::REMOVED;
use super::json::Value;

/// The length of the shortest secret that is searched for within other members, in bytes. A shorter one is removed only
/// where it is the whole value.
pub(crate) const SHORTEST_SEARCHED: usize = 6;

/// Removes secrets from other members: a member that is one, and the part of a text that is a long one.
pub(crate) fn scrub(
    value: &mut Value,
    path: &mut Vec<String>,
    secrets: &[Credential],
    removed: &mut Vec<String>,
    fits: &dyn Fn(&[&str]) -> bool,
) {
    let label = |path: &[String]| format!("A secret in `{}`", path.last().map_or("", String::as_str));
    match value {
        Value::Object(members) => {
            members.retain_mut(|(name, member)| {
                path.push(name.clone());
                scrub(member, path, secrets, removed, fits);
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                // A choice cannot be replaced by a text.
                let is_kept = *member != Value::Null && (member.as_str() != Some(REMOVED) || fits(&names));
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
