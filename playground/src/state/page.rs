//! The fields of what is chosen for the whole page.

use hookwright::snippet::Language;

use crate::model::page::PageForm;
use crate::reactive::{Field, fields};

fields! {
    /// What is chosen for the whole page.
    pub(crate) struct PageFields for PageForm {
        panel: Field<String>,
        language: Field<Language>,
    }
}
