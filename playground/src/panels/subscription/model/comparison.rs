//! A subscription before and after an update.

use hookwright::subscription::{Api, BodyWrapper};
use serde_json::{Map, Value};

use crate::model::exchange::{hide_texts, is_secret};

/// An attribute before and after an update. `None` if the API does not return it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compared {
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// Both without secrets and without the values of headers.
    hidden: [Option<String>; 2],
}

impl Compared {
    pub(crate) fn has_changed(&self) -> bool {
        self.before != self.after
    }

    /// Returns the texts to show.
    pub(crate) fn shown(self, shows_secrets: bool) -> [Option<String>; 2] {
        if shows_secrets { [self.before, self.after] } else { self.hidden }
    }
}

/// Compares the attributes of two responses of an API.
pub(crate) fn comparison(api: &Api, before: &Value, after: &Value) -> Vec<Compared> {
    let (before, after) = (attributes(api, before), attributes(api, after));
    let removed = before.keys().filter(|name| !after.contains_key(*name));
    let names = after.keys().chain(removed).filter(|name| *name != "id");
    let compared = |name: &String| Compared {
        name: name.clone(),
        before: before.get(name).map(readable),
        after: after.get(name).map(readable),
        hidden: [&before, &after].map(|attributes| {
            let mut value = attributes.get(name)?.clone();
            if is_secret(api, name) {
                hide_texts(&mut value);
            }
            Some(readable(&value))
        }),
    };
    names.map(compared).collect()
}

/// Returns the attributes of the subscription in a response.
fn attributes(api: &Api, document: &Value) -> Map<String, Value> {
    let attributes = match api.wrapper {
        BodyWrapper::None => Some(document),
        BodyWrapper::JsonApi(_) => document.pointer("/data/attributes"),
    };
    attributes.and_then(Value::as_object).cloned().unwrap_or_default()
}

fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(readable).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;
    use serde_json::json;

    #[test]
    fn attributes_are_compared_by_name() {
        let api = &find("well").unwrap().apis[0];
        let document = |attributes| json!({ "data": { "type": "webhook", "id": "x", "attributes": attributes } });
        let before = document(json!({ "event": "a", "headers": { "X-A": "1" }, "workspace_id": "w" }));
        let after = document(json!({ "event": "a", "headers": null }));
        let found = comparison(api, &before, &after);
        let texts: Vec<_> = found
            .iter()
            .map(|row| (row.name.as_str(), row.before.as_deref(), row.after.as_deref(), row.has_changed()))
            .collect();
        let headers = found[1].clone();
        assert_eq!(headers.clone().shown(true)[0].as_deref(), Some("{\"X-A\":\"1\"}"));
        assert_eq!(headers.shown(false)[0].as_deref(), Some("{\"X-A\":\"••••••••\"}"));
        assert_eq!(
            texts,
            [
                ("event", Some("a"), Some("a"), false),
                ("headers", Some("{\"X-A\":\"1\"}"), Some("null"), true),
                ("workspace_id", Some("w"), None, true),
            ]
        );
    }

    #[test]
    fn the_id_is_not_an_attribute() {
        let api = &find("generic").unwrap().apis[0];
        let found =
            comparison(api, &json!({ "id": "1", "events": ["a", "b"] }), &json!({ "id": "1", "events": ["a"] }));
        let texts = found.into_iter().map(|row| (row.name.clone(), row.shown(false))).collect::<Vec<_>>();
        assert_eq!(texts, [("events".to_owned(), [Some("a, b".into()), Some("a".into())])]);
    }
}
