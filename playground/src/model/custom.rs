//! The text of a custom scheme or policy, as JSON.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A built-in scheme or policy, from which a custom one can start.
pub(crate) trait StartingPoint: Copy + Serialize + DeserializeOwned {
    /// The parsed JSON, or its problems.
    type Read;

    /// Parses JSON.
    fn read(json: &str) -> Self::Read;

    /// Returns the JSON to start with, or `None` for the custom choice itself.
    fn json(self) -> Option<String>;
}

/// The text of a custom scheme or policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "Row: StartingPoint")]
pub(crate) struct CustomText<Row> {
    /// The JSON.
    pub(crate) json: String,
    /// The built-in choice from which the text starts.
    pub(crate) from: Option<Row>,
}

impl<Row> Default for CustomText<Row> {
    fn default() -> Self {
        Self { json: String::new(), from: None }
    }
}

impl<Row: StartingPoint> CustomText<Row> {
    /// Parses the text.
    pub(crate) fn read(&self) -> Row::Read {
        Row::read(&self.json)
    }

    /// Sets the choice from which the text starts, and starts from it unless the text has been edited.
    pub(crate) fn start_from(&mut self, before: Row) {
        if before.json().is_none() {
            return;
        }
        let is_untouched = self.json.trim().is_empty() || self.start().is_some_and(|json| json == self.json);
        self.from = Some(before);
        if is_untouched {
            self.restart();
        }
    }

    /// Returns whether a restart would change the text.
    pub(crate) fn can_restart(&self) -> bool {
        self.start().is_some_and(|json| json != self.json)
    }

    /// Replaces the text with that of the choice from which it starts.
    pub(crate) fn restart(&mut self) {
        if let Some(json) = self.start() {
            self.json = json;
        }
    }

    fn start(&self) -> Option<String> {
        self.from.and_then(Row::json)
    }
}

/// Removes members that are null or empty: they are defaults, and would obscure what a scheme or a policy sets.
pub(crate) fn remove_empty(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(remove_empty);
            members.retain(|_, value| !value.is_null() && value.as_object().is_none_or(|members| !members.is_empty()));
        }
        Value::Array(items) => items.iter_mut().for_each(remove_empty),
        _ => {}
    }
}
