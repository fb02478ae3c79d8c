//! The settings of the whole page.

use hookwright::snippet::Language;
use serde::{Deserialize, Serialize};

use super::choice::{Choice, Named, by_id};
use super::form::Form;

/// The settings of the whole page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PageForm {
    /// The id of the open panel.
    pub(crate) panel: String,
    /// The language of code examples.
    #[serde(with = "by_id")]
    pub(crate) language: Language,
}

impl Default for PageForm {
    fn default() -> Self {
        // The first panel: what asks which panel is open needs its id on a first visit, too.
        Self { panel: "check".into(), language: Language::Curl }
    }
}

impl Form for PageForm {
    const ID: &'static str = "page";

    fn first(_now_ms: i64) -> Self {
        Self::default()
    }
}

impl Named for Language {
    fn id(self) -> &'static str {
        self.name()
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == id)
    }
}

impl Choice for Language {
    const ALL: &'static [Self] = &Language::ALL;

    fn title(self) -> &'static str {
        self.name()
    }
}
