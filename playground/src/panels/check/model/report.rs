//! A check as Markdown, for a ticket. It contains no secrets.

use super::diagnosis::{Diagnosis, certainty, frameworks, tally};
use super::diff::first_difference;
use super::evidence::digest;
use super::form::CheckForm;
use super::share::Confidential;
use crate::model::choice::Named as _;
use crate::model::json::Value;
use crate::model::link;
use crate::model::markdown::{block, code, link_line, message, plain, table};
use crate::model::scheme::CustomScheme;
use crate::model::words::count;
use hookwright::time::format_rfc3339;

/// The verdict, in the words of the page.
pub(crate) struct VerdictWords<'a> {
    pub(crate) title: &'a str,
    pub(crate) detail: &'a str,
    /// The stable code of the reason.
    pub(crate) code: &'a str,
    /// The time of the check, in milliseconds since the Unix epoch.
    pub(crate) now_ms: i64,
    /// The body that was signed, if the cause is another one.
    pub(crate) signed: Option<Vec<u8>>,
    /// Whether the fields have the correction of the cause. The report is about the delivery before it.
    pub(crate) is_applied: bool,
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
    let mut rows = vec![
        vec!["Scheme".to_owned(), code(form.scheme.id())],
        vec!["Checked".to_owned(), format_rfc3339(verdict.now_ms)],
    ];
    let framework = frameworks().into_iter().find(|(id, _)| !id.is_empty() && *id == form.framework);
    rows.extend(framework.map(|(_, name)| vec!["Framework".to_owned(), plain(name)]));
    let timestamp = diagnosis.and_then(|found| found.checks.iter().find(|check| check.name == "timestamp"));
    rows.extend(timestamp.map(|check| vec!["Timestamp".to_owned(), message(&check.message)]));
    if !verdict.code.is_empty() {
        rows.push(vec!["Code".into(), code(verdict.code)]);
    }
    if let Ok(body) = form.body.bytes() {
        let length = count(body.len(), "byte");
        // A digest of a short secret would reveal it.
        let is_confidential = Confidential::of(form, custom).body;
        let digest = if is_confidential { String::new() } else { format!(", SHA-256 {}", code(&digest(&body))) };
        rows.push(vec!["Body".into(), length + &digest]);
        if let Some(signed) = verdict.signed.as_deref().filter(|_| !is_confidential) {
            rows.push(vec!["Signed body".into(), difference(&body, signed)]);
        }
    }
    if let Some(diagnosis) = diagnosis {
        rows.push(vec!["Checks".into(), tally(&diagnosis.checks)]);
    }
    if !shared.removed.is_empty() {
        rows.push(vec!["Removed".into(), plain(&shared.removed.join(", ").replace('`', ""))]);
    }
    if verdict.is_applied {
        rows.push(vec!["Link".into(), "With the correction".into()]);
    }
    text += &table(&["", ""], &rows);
    text.push('\n');
    if let Some(headers) = shared.members.get("headers").and_then(Value::as_str) {
        text += &block("http", headers);
        text.push('\n');
    }
    text + &link_line(link)
}

/// The length of the body that was signed, and the first byte that differs.
fn difference(given: &[u8], signed: &[u8]) -> String {
    let at = first_difference(given, signed).unwrap_or_default();
    let byte = |body: &[u8]| body.get(at).map_or_else(|| "the end".into(), |byte| code(&format!("{byte:02X}")));
    let length = count(signed.len(), "byte");
    format!("{length}; the first difference is at byte {at}: {} was signed, {} arrived", byte(signed), byte(given))
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

    const VERDICT: VerdictWords<'_> = VerdictWords {
        title: "Invalid signature",
        detail: "the `X|Y` header differs",
        code: "signature_mismatch",
        now_ms: 1_768_478_400_000,
        signed: None,
        is_applied: false,
    };

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
    fn a_report_of_a_corrected_delivery_has_what_differed_and_when() {
        let found = json!({ "ok": false, "causes": [], "checks": [
            { "ok": false, "name": "timestamp", "message": "the timestamp is 10 min 2 s 263 ms before the current time" },
        ] });
        let found = diagnosis(&found.into());
        let form = CheckForm { framework: "express".into(), ..form("stripe/v1", "A: b") };
        let verdict = VerdictWords { signed: Some(b"{\n}".to_vec()), is_applied: true, ..VERDICT };
        let text = report(&form, &Err(Vec::new()), &verdict, found.as_ref(), "https://h.example/#check?1=A");
        for part in [
            "| Checked | 2026-01-15T12:00:00Z |",
            "| Framework | Express |",
            "| Timestamp | The timestamp is 10 min before the current time. |",
            "| Body | 2 bytes",
            "| Signed body | 3 bytes; the first difference is at byte 1: `0A` was signed, `7D` arrived |",
            "| Link | With the correction |",
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
