//! The example with which the panel opens: a delivery of GitHub whose body was parsed and serialized again.

use super::body::{BodyFormat, BodyInput};
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

/// Texts of the headers and of the body that an edit of the example leaves.
const HEADER_MARKS: [&str; 2] = ["0b9c1e2a-5d3f-4c7e-9a10-8e7f6d5c4b3a", "f1636d4b99939904"];
const BODY_MARKS: [&str; 2] = ["ada-example", "acme-example"];

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

/// Returns whether the form contains the example as a whole.
pub(crate) fn is_untouched(form: &CheckForm) -> bool {
    *form.headers == *HEADERS && form.body.text == BODY && *form.secrets == *SECRET
}

/// Removes the example.
pub(crate) fn remove(form: &mut CheckForm) {
    (form.headers, form.secrets, form.body.text) = Default::default();
}

/// Returns the form without what is left of the example, if it is replaced by what the user has brought.
///
/// An edit of the example leaves texts of it. Another secret that is typed into its secret replaces it, because the field
/// hides what it contains.
pub(crate) fn without_rest(form: &CheckForm) -> Option<CheckForm> {
    let secret = form.secrets.replace(SECRET, "");
    let has_headers = !form.headers.trim().is_empty() && !HEADER_MARKS.iter().any(|mark| form.headers.contains(mark));
    let has_body = match form.body.format {
        BodyFormat::Text => !form.body.text.is_empty() && !BODY_MARKS.iter().any(|mark| form.body.text.contains(mark)),
        _ => !form.body.is_empty(),
    };
    let has_secret = !secret.trim().is_empty() && secret.len() < form.secrets.len();
    (has_headers || has_body || has_secret).then(|| without(form)).filter(|settled| settled != form)
}

/// Returns the form without what is left of the example.
pub(crate) fn without(form: &CheckForm) -> CheckForm {
    let mut form = form.clone();
    if form.secrets.contains(SECRET) {
        form.secrets = form.secrets.replace(SECRET, "").trim_start().into();
    }
    if form.body.text == BODY {
        form.body.text = String::new();
    }
    if *form.headers == *HEADERS {
        form.headers = "".into();
        if form.detects {
            form.scheme = CheckForm::default().scheme;
        }
    }
    form
}

/// Returns the form after a text was pasted into a field of the example, which it replaces.
pub(crate) fn replaced(form: &CheckForm, field: &str, text: &str) -> Option<CheckForm> {
    let mut replaced = without(form);
    match field {
        "check-headers" if *form.headers == *HEADERS => replaced.headers = text.into(),
        "check-body" if form.body.text == BODY => replaced.body.text = text.replace("\r\n", "\n"),
        "check-secrets" if *form.secrets == *SECRET => replaced.secrets = text.into(),
        _ => return None,
    }
    Some(replaced)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_of_the_user_removes_the_example() {
        let headers = CheckForm { headers: "Stripe-Signature: t=1,v1=00".into(), ..example() };
        let body = CheckForm { body: BodyInput::from_text("{}"), ..example() };
        let hex = CheckForm { body: BodyInput::from_bytes(b"{}"), ..example() };
        let secret = CheckForm { secrets: format!("{SECRET}whsec_mine").into(), ..example() };
        for mine in [&headers, &body, &hex, &secret] {
            let rest = without_rest(mine).unwrap();
            assert!(!rest.headers.contains("GitHub") && !rest.body.text.contains("ada-example"));
            assert!(!rest.secrets.contains(SECRET), "the secret of the example stays");
            assert_eq!(without_rest(&rest), None, "a second change removes nothing");
        }
        assert_eq!(&*without_rest(&headers).unwrap().headers, "Stripe-Signature: t=1,v1=00");
        assert_eq!(without_rest(&body).unwrap().body.text, "{}");
        assert_eq!(&*without_rest(&secret).unwrap().secrets, "whsec_mine");
        assert_eq!(without_rest(&body).unwrap().scheme, CheckForm::default().scheme);
    }

    #[test]
    fn an_edit_of_the_example_keeps_the_rest() {
        let edits = [
            example(),
            CheckForm { headers: HEADERS.replace("f1636d4b", "00000000").into(), ..example() },
            CheckForm { body: BodyInput::from_text(BODY.replace("42", "43")), ..example() },
            CheckForm { body: BodyInput::default(), ..example() },
            CheckForm { secrets: "example-secret".into(), ..example() },
            CheckForm { secrets: format!("{SECRET}\n").into(), ..example() },
        ];
        for edit in edits {
            assert_eq!(without_rest(&edit), None);
        }
    }

    #[test]
    fn a_text_that_is_pasted_into_the_example_replaces_it() {
        let secret = replaced(&example(), "check-secrets", "whsec_mine").unwrap();
        assert_eq!((&*secret.secrets, &*secret.headers, secret.body.text.as_str()), ("whsec_mine", "", ""));
        let body = replaced(&example(), "check-body", "{\r\n}").unwrap();
        assert_eq!((&*body.secrets, &*body.headers, body.body.text.as_str()), ("", "", "{\n}"));
        assert_eq!(&*replaced(&example(), "check-headers", "A: b").unwrap().headers, "A: b");
        assert_eq!(replaced(&example(), "check-url", "x"), None);
        assert_eq!(replaced(&secret, "check-secrets", "x"), None);
    }
}
