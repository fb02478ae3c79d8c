//! The settings of the whole page, as fields.

use hookwright::snippet::Language;

use crate::model::page::PageForm;
use crate::reactive::{Field, fields};

fields! {
    /// The settings of the whole page.
    pub(crate) struct PageFields for PageForm {
        panel: Field<String>,
        language: Field<Language>,
    }
}
