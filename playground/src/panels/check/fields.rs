//! The fields of the check panel.

use hookwright::credential::Credential;

use super::model::body::{BodyFormat, BodyInput, SelectedFile};
use super::model::form::CheckForm;
use crate::model::instant::When;
use crate::model::scheme::{Method, SchemeChoice};
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct CheckFields for CheckForm {
        scheme: Field<SchemeChoice>,
        detects: Field<bool>,
        method: Field<Method>,
        url: Field<Credential>,
        when: Field<When>,
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
