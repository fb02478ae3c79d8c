//! The fields of the event panel.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;

use super::model::form::{BodyView, EventForm};
use crate::model::instant::When;
use crate::model::scheme::{Method, SchemeChoice};
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct EventFields for EventForm {
        provider: Field<&'static Provider>,
        kind: Field<String>,
        sender: Field<String>,
        body: Field<String>,
        edited: Field<bool>,
        plain: Field<String>,
        seed: Field<String>,
        view: Field<BodyView>,
        framework: Field<String>,
        scheme: Field<SchemeChoice>,
        uses_sample: Field<bool>,
        secrets: Field<Credential>,
        public: Field<Option<String>>,
        method: Field<Method>,
        url: Field<String>,
        id: Field<String>,
        when: Field<When>,
        headers: Field<Credential>,
    }
}
