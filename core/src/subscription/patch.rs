//! Changes to subscriptions, parsed from the attributes of an API.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use super::api::{Api, EventsAttribute, Rules};
use super::check::{check_events, check_headers, check_url};
use super::codes;
use super::draft::wrap;
use super::record::Subscription;
use crate::base::code::Code;
use crate::base::credential::Credential;
use crate::base::problem::{Problem, Severity, pointer};

/// A change to a subscription. `None` leaves a field unchanged.
///
/// ```
/// use hookwright::{catalog, subscription::Patch};
///
/// let well = catalog::find("well").unwrap();
/// let attributes = serde_json::json!({ "headers": null });
/// let patch = Patch::read(&well.rules(&well.apis[0]), attributes.as_object().unwrap())?;
/// assert_eq!(patch.headers, Some(None), "null removes the stored value");
/// assert_eq!(patch.url, None, "a missing attribute is not changed");
/// # Ok::<(), Vec<hookwright::problem::Problem>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The new URL.
    pub url: Option<String>,
    /// The new events.
    pub events: Option<Vec<String>>,
    /// The new description. `Some(None)` removes it.
    pub description: Option<Option<String>>,
    /// The new secret.
    pub secret: Option<Credential>,
    /// The new static headers. `Some(None)` removes them.
    pub headers: Option<Option<Vec<(String, Credential)>>>,
    /// Whether the subscription is active.
    pub active: Option<bool>,
    /// The new restriction to a workspace, by the provider's id. `Some(None)` removes it.
    pub workspace_id: Option<Option<String>>,
    /// The new restriction to a workspace, by the customer's id. `Some(None)` removes it.
    pub external_workspace_id: Option<Option<String>>,
}

/// The problems of a URL for which an API rejects it. Others, such as plain HTTP, are only reported to users.
const MALFORMED_URL: [Code; 4] = [codes::INVALID_URL, codes::MISSING_URL, codes::LONG_URL, codes::CREDENTIALS_IN_URL];

/// Whether an API rejects a URL with this problem.
pub(crate) fn is_malformed_url(problem: &Problem) -> bool {
    MALFORMED_URL.iter().any(|code| code.as_str() == problem.code)
}

/// Attributes that the provider sets itself.
const READ_ONLY: [&str; 4] = ["id", "type", "created_at", "updated_at"];

impl Patch {
    /// Reads attributes with the names of the API. An empty object is an empty patch.
    ///
    /// # Errors
    /// All problems: wrong types, unknown events, malformed URLs, invalid headers, read-only and unknown attributes.
    /// Paths are JSON Pointers into the attributes.
    pub fn read(rules: &Rules, attributes: &Map<String, Value>) -> Result<Self, Vec<Problem>> {
        let mut patch = Self::default();
        let mut problems = Vec::new();
        for (name, value) in attributes {
            if let Err(found) = patch.read_attribute(rules, name, value) {
                problems.extend(found);
            }
        }
        if problems.is_empty() { Ok(patch) } else { Err(problems) }
    }

    fn read_attribute(&mut self, rules: &Rules, name: &str, value: &Value) -> Result<(), Vec<Problem>> {
        let api = rules.api;
        let path = pointer("", name);
        let is = |attribute: Option<&str>| attribute == Some(name);
        if name == api.url {
            let url = text(&path, name, value)?;
            reject(|problems| check_url(&path, &url, api.max_url_length, problems), is_malformed_url)?;
            self.url = Some(url);
        } else if name == api.events.member() {
            let events = match api.events {
                EventsAttribute::One(_) => Vec::from([text(&path, name, value)?]),
                EventsAttribute::Many(_) => texts(&path, name, value)?,
            };
            reject(|problems| check_events(rules, &events, problems), |problem| problem.severity == Severity::Error)?;
            self.events = Some(events);
        } else if is(api.description) {
            self.description = Some(nullable(value, |value| text(&path, name, value))?);
        } else if is(api.secret) {
            let secret = text(&path, name, value)?;
            if secret.is_empty() {
                return Err(one(
                    codes::EMPTY_SECRET,
                    &path,
                    "the secret is empty, so anyone could sign with it; pass a secret",
                ));
            }
            self.secret = Some(secret.into());
        } else if is(api.headers) {
            let headers = nullable(value, |value| pairs(&path, name, value))?;
            if let Some(headers) = &headers {
                reject(
                    |problems| check_headers(rules, &path, headers, problems),
                    |problem| problem.severity == Severity::Error,
                )?;
            }
            self.headers = Some(headers);
        } else if is(api.active) {
            let active = value.as_bool().ok_or_else(|| wrong_type(&path, name, "`true` or `false`"))?;
            self.active = Some(active);
        } else if is(api.workspace_id) {
            self.workspace_id = Some(nullable(value, |value| text(&path, name, value))?);
        } else if is(api.external_workspace_id) {
            self.external_workspace_id = Some(nullable(value, |value| text(&path, name, value))?);
        } else if READ_ONLY.contains(&name) {
            let message = format!("`{name}` is set by the provider and cannot be changed; remove it");
            return Err(one(codes::READ_ONLY, &path, message));
        } else {
            let message =
                format!("`{name}` is not an attribute of a subscription of this provider; check its spelling");
            return Err(one(codes::UNKNOWN_ATTRIBUTE, &path, message));
        }
        Ok(())
    }

    /// The body of the request that makes the change. It contains only the changed attributes, and only those that the
    /// API has.
    ///
    /// ```
    /// use hookwright::{catalog, subscription::Patch};
    ///
    /// let api = &catalog::find("well").unwrap().apis[0];
    /// let patch = Patch { headers: Some(None), ..Patch::default() };
    /// let expected = serde_json::json!({ "data": { "type": "webhook", "attributes": { "headers": null } } });
    /// assert_eq!(patch.document(api), expected);
    /// ```
    #[must_use]
    pub fn document(&self, api: &Api) -> Value {
        let events = self.events.as_ref().map(|events| match api.events {
            EventsAttribute::Many(_) => Value::from(events.clone()),
            EventsAttribute::One(_) => events.first().cloned().unwrap_or_default().into(),
        });
        let headers = self.headers.as_ref().map(|headers| {
            headers.as_ref().map_or(Value::Null, |headers| {
                let pairs = headers.iter().map(|(name, value)| (name.clone(), (&**value).into()));
                Value::Object(pairs.collect())
            })
        });
        let secret = self.secret.as_ref().map(|secret| (&**secret).into());
        let mut attributes = Map::new();
        let in_order = api.address_and_events(api.url.into(), api.events.member().into());
        for (name, _) in in_order {
            let value = if name == api.url { self.url.as_deref().map(Value::from) } else { events.clone() };
            attributes.extend(value.map(|value| (name, value)));
        }
        for (name, value) in [
            (api.description, self.description.clone().map(Value::from)),
            (api.secret, secret),
            (api.headers, headers),
            (api.active, self.active.map(Value::from)),
            (api.workspace_id, self.workspace_id.clone().map(Value::from)),
            (api.external_workspace_id, self.external_workspace_id.clone().map(Value::from)),
        ] {
            attributes.extend(name.zip(value).map(|(name, value)| (name.into(), value)));
        }
        wrap(api.wrapper, attributes)
    }

    /// Applies the change to a subscription. Returns whether the subscription was different before; only then is
    /// `updated_at_ms` set.
    pub fn apply(&self, subscription: &mut Subscription, now_ms: i64) -> bool {
        let before = subscription.clone();
        set(&mut subscription.url, self.url.as_ref());
        set(&mut subscription.events, self.events.as_ref());
        set(&mut subscription.description, self.description.as_ref());
        set(&mut subscription.headers, self.headers.as_ref());
        set(&mut subscription.active, self.active.as_ref());
        set(&mut subscription.filter.workspace_id, self.workspace_id.as_ref());
        set(&mut subscription.filter.external_workspace_id, self.external_workspace_id.as_ref());
        if let Some(secret) = &self.secret {
            subscription.secret = Some(secret.clone());
        }
        let changed = *subscription != before;
        if changed {
            subscription.updated_at_ms = Some(now_ms);
        }
        changed
    }
}

fn set<T: Clone>(target: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        target.clone_from(value);
    }
}

/// Runs a check, and fails with the problems for which an API rejects an attribute. Other problems are only for users.
fn reject(check: impl FnOnce(&mut Vec<Problem>), is_rejected: impl Fn(&Problem) -> bool) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    check(&mut problems);
    problems.retain(is_rejected);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn nullable<T>(value: &Value, read: impl FnOnce(&Value) -> Result<T, Vec<Problem>>) -> Result<Option<T>, Vec<Problem>> {
    if value.is_null() { Ok(None) } else { read(value).map(Some) }
}

fn text(path: &str, name: &str, value: &Value) -> Result<String, Vec<Problem>> {
    value.as_str().map(String::from).ok_or_else(|| wrong_type(path, name, "a string"))
}

fn texts(path: &str, name: &str, value: &Value) -> Result<Vec<String>, Vec<Problem>> {
    let items = value.as_array().ok_or_else(|| wrong_type(path, name, "an array of strings"))?;
    let read = |(index, item)| text(&pointer(path, &format!("{index}")), name, item);
    items.iter().enumerate().map(read).collect()
}

fn pairs(path: &str, name: &str, value: &Value) -> Result<Vec<(String, Credential)>, Vec<Problem>> {
    let members = value.as_object().ok_or_else(|| wrong_type(path, name, "an object of strings, or null"))?;
    let read =
        |(header, value): (&String, &Value)| Ok((header.clone(), text(&pointer(path, header), header, value)?.into()));
    members.iter().map(read).collect()
}

fn wrong_type(path: &str, name: &str, expected: &str) -> Vec<Problem> {
    one(codes::WRONG_TYPE, path, format!("`{name}` must be {expected}"))
}

fn one(code: Code, path: &str, message: impl Into<String>) -> Vec<Problem> {
    [Problem::error(code, path, message)].into()
}
