//! The fields of the check panel.

use hookwright::credential::Credential;

use super::model::body::{BodyFormat, BodyInput, SelectedFile};
use super::model::form::CheckForm;
use super::model::shown::SHOWN;
use crate::model::instant::When;
use crate::model::scheme::{Method, SchemeChoice};
use crate::reactive::{Field, State as _, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct CheckFields for CheckForm {
        scheme: Field<SchemeChoice>,
        detects: Field<bool>,
        method: Field<Method>,
        url: Field<Credential>,
        when: Field<When>,
        timed: Field<bool>,
        body: BodyFields,
        headers: Field<Credential>,
        secrets: Field<Credential>,
        old: Field<Credential>,
        others: Field<Credential>,
        framework: Field<String>,
    }
}

fields! {
    /// The fields of the body.
    pub(crate) struct BodyFields for BodyInput {
        format: Field<BodyFormat>,
        text: Field<String>,
        hex: Field<String>,
        base64: Field<String>,
        file: Field<Option<SelectedFile>>,
    }
}

impl CheckFields {
    /// Returns whether the body is a long text, in any format.
    pub(crate) fn has_long_body(self) -> bool {
        [self.body.text, self.body.hex, self.body.base64]
            .into_iter()
            .any(|text| text.with_untracked(String::len) > SHOWN)
    }
}
