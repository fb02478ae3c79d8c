//! Requests that are pasted as a whole: what the worker has read, and how it fills in the form.

use hookwright::signature::Place;
use hookwright::time::parse_rfc3339;

use super::body::BodyInput;
use super::form::CheckForm;
use crate::model::choice::Named as _;
use crate::model::instant::{Clock, When};
use crate::model::json::Value;
use crate::model::scheme::{CustomScheme, Method, SchemeChoice};

/// A request, or parts of one, as the worker has read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Imported {
    pub(crate) summary: String,
    /// The id of the format.
    pub(crate) format: String,
    method: Option<String>,
    url: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<BodyInput>,
    signature: Option<(String, Vec<String>)>,
    /// What the user should know.
    pub(crate) notes: Vec<String>,
    /// The requests of a file with several ones, and the index of the one that was read.
    pub(crate) entries: Vec<String>,
    pub(crate) entry: usize,
    /// When the request was received, if the text says so.
    received: Option<String>,
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) code: String,
    pub(crate) message: String,
}

/// Reads the answer of the worker. Returns `None` if it is malformed.
pub(crate) fn imported(answer: &Value) -> Option<Result<Imported, Unreadable>> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(String::from);
    let texts = |name: &str| -> Vec<String> {
        let items = answer.get(name).and_then(Value::as_array).unwrap_or_default();
        items.iter().filter_map(Value::as_str).map(String::from).collect()
    };
    if !answer.get("ok")?.as_bool()? {
        return Some(Err(Unreadable { code: text(answer, "code")?, message: text(answer, "message")? }));
    }
    let pair = |value: &Value| match value.as_array()? {
        [name, value] => Some((name.as_str()?.to_owned(), value.as_str()?.to_owned())),
        _ => None,
    };
    let headers: Option<Vec<_>> = answer.get("headers")?.as_array()?.iter().map(pair).collect();
    let body = match (text(answer, "bodyText"), text(answer, "bodyHex")) {
        (Some(text), _) => Some(BodyInput::from_text(text)),
        (None, Some(digits)) => Some(BodyInput::exact(&hex::decode(digits).ok()?)),
        (None, None) => None,
    };
    let signature = answer.get("signature").filter(|signature| signature.is_object()).and_then(|signature| {
        let names = signature.get("headers")?.as_array()?;
        let names = names.iter().filter_map(Value::as_str).map(String::from).collect();
        Some((text(signature, "value")?, names))
    });
    let notes = answer.get("notes")?.as_array()?.iter().filter_map(|note| text(note, "message")).collect();
    Some(Ok(Imported {
        summary: text(answer, "summary")?,
        format: text(answer, "format")?,
        method: text(answer, "method"),
        url: text(answer, "url"),
        headers: headers?,
        body,
        signature,
        notes,
        entries: texts("entries"),
        entry: answer.get("entry").and_then(Value::as_u64).and_then(|entry| entry.try_into().ok()).unwrap_or(0),
        received: text(answer, "received"),
    }))
}

impl Imported {
    /// Returns whether the text is a request, and not only some of its headers or a signature.
    pub(crate) fn is_request(&self) -> bool {
        self.method.is_some() || self.url.is_some() || (self.body.is_some() && !self.headers.is_empty())
    }

    /// Returns whether the text is headers in another notation, such as that of an object that a program printed.
    pub(crate) fn is_only_headers(&self) -> bool {
        !self.is_request() && self.format != "headers" && !self.headers.is_empty()
    }

    /// Fills in the form. The secrets are kept.
    pub(crate) fn fill(&self, form: &CheckForm, custom: &CustomScheme) -> CheckForm {
        let mut filled = form.clone();
        if let Some((value, names)) = &self.signature {
            filled.headers = with_signature(form, custom, value, names).into();
            return filled;
        }
        if self.is_request() || !self.headers.is_empty() {
            let lines: Vec<String> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            filled.headers = lines.join("\n").into();
            // The custom scheme is not one to detect.
            filled.detects = form.detects || form.scheme != SchemeChoice::Custom;
        }
        if self.is_request() || !self.headers.is_empty() {
            filled.when = self.when(&form.when);
            filled.timed = filled.when.clock == Clock::At;
        }
        if let Some(method) = self.method.as_deref().and_then(Method::from_id) {
            filled.method = method;
        }
        if self.is_request() {
            filled.url = self.url.clone().unwrap_or_default().into();
            filled.body = self.body.clone().unwrap_or_default();
        } else if let Some(body) = &self.body {
            filled.body = body.clone();
        }
        filled
    }

    /// Returns the time of the request, or *Now*. Whether the age is checked at all does not depend on the delivery.
    fn when(&self, before: &When) -> When {
        match self.received.as_deref().filter(|received| parse_rfc3339(received).is_some()) {
            _ if before.clock == Clock::Any => before.clone(),
            Some(received) => When { clock: Clock::At, instant: received.into() },
            None => When::default(),
        }
    }

    /// Returns whether the text is only a signature without anything that distinguishes it from a secret.
    pub(crate) fn is_bare_digest(&self) -> bool {
        self.signature.as_ref().is_some_and(|(value, _)| {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte))
        })
    }
}

/// The headers with this signature, in the header of the chosen scheme if it can be that.
fn with_signature(form: &CheckForm, custom: &CustomScheme, value: &str, names: &[String]) -> String {
    let chosen = form.scheme.scheme(custom).ok().and_then(|scheme| match scheme.signature.place {
        Place::Header { header, .. } => Some(header.to_owned()),
        _ => None,
    });
    let is_possible = |name: &String| names.is_empty() || names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let own = chosen.clone().filter(is_possible).filter(|_| !form.detects || !form.headers.trim().is_empty());
    let name = own.or_else(|| names.first().cloned()).or(chosen).unwrap_or_else(|| "X-Signature".into());
    let is_other = |line: &&str| !line.split(':').next().unwrap_or_default().trim().eq_ignore_ascii_case(&name);
    let mut lines: Vec<&str> = form.headers.lines().filter(is_other).collect();
    let added = format!("{name}: {value}");
    lines.push(&added);
    lines.join("\n")
}

/// Returns whether a text is probably more than the content of one field: then the worker is asked to read it.
pub(crate) fn looks_like_request(text: &str, is_body: bool) -> bool {
    let mut text = text.trim_start();
    // Tutorials write a comment above a command, and Markdown a fence.
    while text.starts_with("# ") || text.starts_with("```") {
        text = text.split_once('\n').map_or("", |(_, rest)| rest.trim_start());
    }
    let start = text.get(..text.len().min(24)).unwrap_or(text).to_ascii_lowercase();
    let first_line = text.lines().next().unwrap_or_default();
    let is_command = [
        "curl ",
        "curl.exe ",
        "http ",
        "https ",
        "xh ",
        "$ curl",
        "$ http",
        "fetch(",
        "await fetch(",
        "invoke-webrequest",
        "invoke-restmethod",
        "* ",
        "> ",
    ]
    .iter()
    .any(|word| start.starts_with(word));
    let is_http = first_line.contains(" HTTP/1.") || first_line.contains(" HTTP/2") || {
        let mut words = first_line.split(' ');
        let is_method = matches!(words.next(), Some("GET" | "POST" | "PUT" | "PATCH" | "DELETE"));
        is_method && words.next().is_some_and(|target| target.starts_with('/') || target.contains("://"))
    };
    // Most bodies are objects as well. A HAR file has a member that no body has.
    let is_archive = text.starts_with('{') && text.contains("\"log\"") && text.contains("\"entries\"");
    is_command || is_http || is_archive || (text.starts_with(['{', '[']) && !is_body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(answer: serde_json::Value) -> Imported {
        imported(&answer.into()).unwrap().unwrap()
    }

    fn curl() -> Imported {
        read(json!({
            "ok": true, "format": "curl", "summary": "Read as cURL: 1 header, 2 bytes", "method": "POST",
            "url": "https://me.example/hook", "headers": [["Stripe-Signature", "t=1,v1=00"]], "bodyText": "{}",
            "signature": null, "notes": [{ "code": "x", "message": "a note" }], "entries": [],
        }))
    }

    #[test]
    fn a_request_replaces_the_delivery_and_keeps_the_secrets() {
        let before = CheckForm { secrets: "kept".into(), detects: false, ..CheckForm::default() };
        let filled = curl().fill(&before, &Err(Vec::new()));
        assert_eq!(&*filled.headers, "Stripe-Signature: t=1,v1=00");
        assert_eq!(
            (&*filled.url, &*filled.secrets, filled.body.text.as_str()),
            ("https://me.example/hook", "kept", "{}")
        );
        assert!(filled.detects && curl().notes == ["a note"]);
    }

    #[test]
    fn a_request_has_its_own_time_or_that_of_now() {
        let at = |clock| When { clock, instant: "2026-01-15T12:00:00Z".into() };
        let fill = |imported: &Imported, clock| {
            let before = CheckForm { when: at(clock), timed: true, ..CheckForm::default() };
            let filled = imported.fill(&before, &Err(Vec::new()));
            (filled.when, filled.timed)
        };
        assert_eq!(fill(&curl(), Clock::At), (When::default(), false));
        assert_eq!(fill(&curl(), Clock::Any).0, at(Clock::Any));
        let har = Imported { received: Some("2026-11-29T23:52:11.123Z".into()), ..curl() };
        let received = When { clock: Clock::At, instant: "2026-11-29T23:52:11.123Z".into() };
        assert_eq!(fill(&har, Clock::Now), (received, true));
        let nonsense = Imported { received: Some("yesterday".into()), ..curl() };
        assert_eq!(fill(&nonsense, Clock::At), (When::default(), false));
    }

    #[test]
    fn headers_keep_the_body_and_exact_bytes_are_hexadecimal() {
        let before = CheckForm { body: BodyInput::from_text("mine"), ..CheckForm::default() };
        let headers = read(json!({ "ok": true, "format": "headers", "summary": "", "method": null, "url": null,
            "headers": [["A", "b"]], "notes": [] }));
        assert_eq!(headers.fill(&before, &Err(Vec::new())).body.text, "mine");
        let before = CheckForm { headers: "A: b".into(), ..CheckForm::default() };
        let body = read(json!({ "ok": true, "format": "json", "summary": "", "method": null, "url": null,
            "headers": [], "bodyText": "{\"id\":1}", "notes": [] }));
        let filled = body.fill(&before, &Err(Vec::new()));
        assert_eq!((&*filled.headers, filled.body.text.as_str()), ("A: b", "{\"id\":1}"));
        let exact = read(json!({ "ok": true, "format": "http", "summary": "", "method": "POST", "url": "/",
            "headers": [], "bodyHex": "0d0a", "notes": [] }));
        assert_eq!(&*exact.fill(&before, &Err(Vec::new())).body.bytes().unwrap(), b"\r\n");
    }

    #[test]
    fn a_signature_gets_the_header_of_its_sender() {
        let signature = |names: &[&str]| {
            read(json!({ "ok": true, "format": "signature", "summary": "", "method": null, "url": null, "headers": [],
                "signature": { "value": "sha256=00", "headers": names }, "notes": [] }))
        };
        let fill = |form: &CheckForm, names: &[&str]| signature(names).fill(form, &Err(Vec::new())).headers.to_string();
        assert_eq!(fill(&CheckForm::default(), &["X-Hub-Signature-256"]), "X-Hub-Signature-256: sha256=00");
        let github = SchemeChoice::from_id("github/sha256").unwrap();
        let form = CheckForm {
            scheme: github,
            headers: "A: b\nx-hub-signature-256: old".into(),
            detects: false,
            ..CheckForm::default()
        };
        assert_eq!(fill(&form, &[]), "A: b\nX-Hub-Signature-256: sha256=00");
    }

    #[test]
    fn a_reason_is_typed_and_nonsense_is_refused() {
        let failed = json!({ "ok": false, "code": "malformed", "message": "line 1 cannot be read" });
        assert_eq!(imported(&failed.into()).unwrap().unwrap_err().code, "malformed");
        for nonsense in [json!(null), json!({ "ok": true }), json!({ "ok": true, "headers": [[1]], "notes": [] })] {
            assert_eq!(imported(&nonsense.into()), None);
        }
    }

    #[test]
    fn only_whole_requests_are_taken_out_of_a_field() {
        for request in [
            "```bash\n# Simulate a delivery\ncurl https://a.example",
            "curl https://a.example",
            "POST /hook HTTP/1.1\nA: b",
            r#"{"log":{"entries":[]}}"#,
            "POST https://a.example/x",
        ] {
            assert!(looks_like_request(request, true), "{request}");
        }
        for text in ["X-Signature: abc", r#"{"id":"evt_1"}"#, "GET it", "hello", ""] {
            assert!(!looks_like_request(text, true), "{text}");
        }
        assert!(looks_like_request(r#"{"x-signature":"abc"}"#, false));
        assert!(looks_like_request("[ 'x-signature', 'abc' ]", false));
    }
}
