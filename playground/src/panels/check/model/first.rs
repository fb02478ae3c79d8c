//! The example with which the panel opens: a delivery of GitHub whose body was parsed and serialized again.

use super::body::BodyInput;
use super::form::CheckForm;
use crate::model::choice::Named as _;
use crate::model::form::Form;
use crate::model::scheme::SchemeChoice;

/// The header fields. The values are invented.
pub(crate) const HEADERS: &str = "Content-Type: application/json
X-GitHub-Event: issues
X-GitHub-Delivery: 0b9c1e2a-5d3f-4c7e-9a10-8e7f6d5c4b3a
X-Hub-Signature-256: sha256=f1636d4b99939904e1c7ec367db0a1de7fc4c22aaf99692990a4efd72b284a6e";

/// The secret, which protects nothing.
pub(crate) const SECRET: &str = "example-secret-do-not-use";

/// The body, as `json.dumps` of Python writes it.
const BODY: &str = r#"{"action": "opened", "issue": {"id": 3141592653, "number": 42, "title": "Caf\u00e9 menu prints twice", "state": "open", "user": {"login": "ada-example", "id": 1001}}, "repository": {"id": 27182818, "full_name": "acme-example/till", "private": true}, "sender": {"login": "ada-example", "id": 1001}}"#;

/// Returns the example.
pub(crate) fn example() -> CheckForm {
    CheckForm {
        scheme: SchemeChoice::from_id("github/sha256").unwrap_or(SchemeChoice::Custom),
        headers: HEADERS.into(),
        body: BodyInput::from_text(BODY),
        secrets: SECRET.into(),
        ..CheckForm::default()
    }
}

/// Removes the example.
pub(crate) fn remove(form: &mut CheckForm) {
    (form.headers, form.secrets, form.body.text) = Default::default();
}

impl Form for CheckForm {
    const ID: &'static str = "check";

    fn first(_now_ms: i64) -> Self {
        example()
    }

    fn cleared(_now_ms: i64) -> Self {
        Self::default()
    }
}
