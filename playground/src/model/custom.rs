//! Custom JSON as it is typed: a scheme, or a retry policy.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A row of a table that custom JSON can start from.
pub(crate) trait StartingPoint: Copy + Serialize + DeserializeOwned {
    /// The JSON as it is read, or its problems.
    type Read;

    /// Reads JSON.
    fn read(json: &str) -> Self::Read;

    /// The JSON to start with. `None` for a choice without a row of its own.
    fn json(self) -> Option<String>;
}

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "Row: StartingPoint")]
pub(crate) struct CustomText<Row> {
    /// The JSON.
    pub(crate) json: String,
    /// The row that was chosen before, to start from.
    pub(crate) from: Option<Row>,
}

impl<Row> Default for CustomText<Row> {
    fn default() -> Self {
        Self { json: String::new(), from: None }
    }
}

impl<Row: StartingPoint> CustomText<Row> {
    /// The JSON as it is read, or its problems.
    pub(crate) fn read(&self) -> Row::Read {
        Row::read(&self.json)
    }

    /// Remembers the row that was chosen before, and starts from it unless that would overwrite typed text.
    pub(crate) fn follow(&mut self, before: Row) {
        if before.json().is_none() {
            return;
        }
        let is_untouched = self.json.trim().is_empty() || self.start().is_some_and(|json| json == self.json);
        self.from = Some(before);
        if is_untouched {
            self.restart();
        }
    }

    /// Whether restarting would change the text.
    pub(crate) fn can_restart(&self) -> bool {
        self.start().is_some_and(|json| json != self.json)
    }

    /// Replaces the text by that of the row that was chosen before.
    pub(crate) fn restart(&mut self) {
        if let Some(json) = self.start() {
            self.json = json;
        }
    }

    fn start(&self) -> Option<String> {
        self.from.and_then(Row::json)
    }
}
