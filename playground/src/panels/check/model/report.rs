//! A check as Markdown, for a ticket. It contains no secrets.

use super::diagnosis::{Diagnosis, certainty, tally};
use super::evidence::digest;
use super::form::CheckForm;
use super::share::Confidential;
use crate::model::choice::Named as _;
use crate::model::json::Value;
use crate::model::link;
use crate::model::markdown::{block, code, link_line, message, plain, table};
use crate::model::scheme::CustomScheme;
use crate::model::words::count;

/// The verdict, in the words of the page.
pub(crate) struct VerdictWords<'a> {
    pub(crate) title: &'a str,
    pub(crate) detail: &'a str,
    /// The stable code of the reason.
    pub(crate) code: &'a str,
}

/// Returns the report.
pub(crate) fn report(
    form: &CheckForm,
    custom: &CustomScheme,
    verdict: &VerdictWords<'_>,
    diagnosis: Option<&Diagnosis>,
    link: &str,
) -> String {
    let shared = link::share(form, custom, None, false);
    let mut text = format!("### Webhook check: {}\n\n{}\n\n", plain(verdict.title), message(verdict.detail));
    if let Some(cause) = diagnosis.and_then(|diagnosis| diagnosis.causes.first()) {
        text += &format!("**Cause ({}):** {}\n\n", certainty(cause).badge, message(&cause.evidence));
        text += &format!("**What to do:** {}\n\n", message(&cause.remedy));
    }
    let mut rows = vec![vec!["Scheme".to_owned(), code(form.scheme.id())]];
    if !verdict.code.is_empty() {
        rows.push(vec!["Code".into(), code(verdict.code)]);
    }
    if let Ok(body) = form.body.bytes() {
        let length = count(body.len(), "byte");
        // A digest of a short secret would reveal it.
        let is_confidential = Confidential::of(form, custom).body;
        let digest = if is_confidential { String::new() } else { format!(", SHA-256 {}", code(&digest(&body))) };
        rows.push(vec!["Body".into(), length + &digest]);
    }
    if let Some(diagnosis) = diagnosis {
        rows.push(vec!["Checks".into(), tally(&diagnosis.checks)]);
    }
    if !shared.removed.is_empty() {
        rows.push(vec!["Removed".into(), plain(&shared.removed.join(", ").replace('`', ""))]);
    }
    text += &table(&["", ""], &rows);
    text.push('\n');
    if let Some(headers) = shared.members.get("headers").and_then(Value::as_str) {
        text += &block("http", headers);
        text.push('\n');
    }
    text + &link_line(link)
}

#[cfg(test)]
mod tests {
    use super::super::body::BodyInput;
    use super::super::diagnosis::diagnosis;
    use super::*;
    use crate::model::scheme::SchemeChoice;
    use serde_json::json;

    fn form(scheme: &str, headers: &str) -> CheckForm {
        CheckForm {
            scheme: SchemeChoice::from_id(scheme).unwrap(),
            detects: false,
            headers: headers.into(),
            body: BodyInput::from_text("{}"),
            secrets: "hunter2-hunter2".into(),
            ..CheckForm::default()
        }
    }

    const VERDICT: VerdictWords<'_> =
        VerdictWords { title: "Invalid signature", detail: "the `X|Y` header differs", code: "signature_mismatch" };

    #[test]
    fn a_report_has_the_cause_the_evidence_and_no_secrets() {
        let found = diagnosis(&json!({
            "ok": false,
            "causes": [{ "code": "unknown", "certainty": "possible", "evidence": "none of 1142 hypotheses `a```b` matches",
                "remedy": "use another secret" }],
            "checks": [{ "ok": true, "message": "a" }, { "ok": false, "message": "b" }],
        }).into());
        let headers = "X-Hub-Signature-256: sha256=00\nAuthorization: Bearer hunter2-hunter2\nX-A: ```";
        let text = report(
            &form("github/sha256", headers),
            &Err(Vec::new()),
            &VERDICT,
            found.as_ref(),
            "https://h.example/#check?1=A",
        );
        assert!(!text.contains("hunter2"), "{text}");
        for part in [
            "### Webhook check: Invalid signature\n",
            "The `X|Y` header differs.",
            "**Cause (not found):** None of 1142 hypotheses",
            "| Scheme | `github/sha256` |",
            "| Body | 2 bytes, SHA-256 `44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a` |",
            "| Checks | 1 passed, 1 failed |",
            "| Removed | Authorization, Secrets |",
            "\n````http\nX-Hub-Signature-256: sha256=00\nAuthorization: ‹removed›\nX-A: ```\n````\n",
            "[Open in Hookwright 0.1.0](https://h.example/#check?1=A)",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_body_with_a_secret_has_no_digest() {
        let text = report(&form("notion/hmac", "A: b"), &Err(Vec::new()), &VERDICT, None, &"x".repeat(3000));
        assert!(!text.contains("SHA-256") && !text.contains("xxx"), "{text}");
    }
}
