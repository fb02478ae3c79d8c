//! The delivery over a reload: what is kept in the tab's session storage.
//!
//! Neither secrets nor header fields that are credentials are kept.

use hookwright::signature::{Algorithm, Place};

use super::body::{BodyFormat, BodyInput};
use super::form::CheckForm;
use crate::model::form::has_credentials;
use crate::model::json::Value;
use crate::model::scheme::CustomScheme;

/// The maximum length of a kept text, in bytes.
const LARGEST: usize = 1_000_000;

/// The header fields that are credentials, whatever the scheme.
const CREDENTIALS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

/// Words in the names of other fields that are credentials.
const WORDS: [&str; 3] = ["token", "key", "secret"];

/// Returns the kept part of a delivery as JSON. Returns `None` if there is nothing to keep or it is too long.
pub(crate) fn write(form: &CheckForm, custom: &CustomScheme) -> Option<String> {
    let scheme = form.scheme.scheme(custom).ok();
    let is_token = scheme.is_some_and(|scheme| scheme.algorithm == Algorithm::Token);
    let token = scheme.filter(|_| is_token).and_then(|scheme| match scheme.signature.place {
        Place::Header { header, .. } => Some(header.to_ascii_lowercase()),
        _ => None,
    });
    let is_credential = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        CREDENTIALS.contains(&name.as_str())
            || WORDS.iter().any(|word| name.contains(word))
            || token.as_ref() == Some(&name)
    };
    let headers: Vec<&str> = form.headers.lines().filter(|line| !is_credential(line)).collect();
    let headers = headers.join("\n");
    // The token of a scheme can be a member of the body.
    let keeps_body = !is_token || token.is_some();
    let text = |text: &str| if keeps_body { text.to_owned() } else { String::new() };
    let url = if has_credentials(&form.url) { "" } else { &*form.url };
    let members = [
        ("url", url.to_owned()),
        ("headers", headers),
        ("text", text(&form.body.text)),
        ("hex", text(&form.body.hex)),
        ("base64", text(&form.body.base64)),
    ];
    let length: usize = members.iter().map(|(_, value)| value.len()).sum();
    if length == 0 || length > LARGEST {
        return None;
    }
    let member = |(name, value): (&str, String)| (name.to_owned(), Value::from(value.as_str()));
    Some(Value::Object(members.into_iter().map(member).collect()).to_string())
}

/// Fills in what was kept. The format is kept with the other choices of the form.
pub(crate) fn read(text: &str, form: &CheckForm) -> Option<CheckForm> {
    let kept = Value::parse(text)?;
    let of = |name: &str| kept.get(name).and_then(Value::as_str).map(String::from);
    let format = match form.body.format {
        // A file cannot be kept.
        BodyFormat::File => BodyFormat::Text,
        format => format,
    };
    Some(CheckForm {
        url: of("url")?.into(),
        headers: of("headers")?.into(),
        body: BodyInput { format, text: of("text")?, hex: of("hex")?, base64: of("base64")?, file: None },
        ..form.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::scheme::SchemeChoice;

    fn form(scheme: &str, headers: &str) -> CheckForm {
        CheckForm {
            scheme: SchemeChoice::from_id(scheme).unwrap(),
            headers: headers.into(),
            body: BodyInput::from_text("{}\n"),
            secrets: "hunter2".into(),
            ..CheckForm::default()
        }
    }

    #[test]
    fn a_delivery_is_kept_without_credentials() {
        let headers = "X-Hub-Signature-256: sha256=00\nAuthorization: hunter2\nX-Api-Key: hunter2\nCookie: hunter2";
        let form = form("github/sha256", headers);
        let text = write(&form, &Err(Vec::new())).unwrap();
        assert!(!text.contains("hunter2"), "{text}");
        let kept = read(&text, &CheckForm::default()).unwrap();
        assert_eq!((&*kept.headers, kept.body.text.as_str()), ("X-Hub-Signature-256: sha256=00", "{}\n"));
        assert!(kept.secrets.is_empty());
    }

    #[test]
    fn a_token_is_a_credential() {
        let text =
            write(&form("gitlab/token", "X-Gitlab-Token: hunter2\nX-Gitlab-Event: Push"), &Err(Vec::new())).unwrap();
        assert!(!text.contains("hunter2") && text.contains("X-Gitlab-Event"), "{text}");
        let text = write(&form("microsoft-graph/token", "A: b"), &Err(Vec::new())).unwrap();
        assert!(!text.contains("{}"), "{text}");
    }

    #[test]
    fn nothing_and_too_much_is_not_kept() {
        assert_eq!(write(&CheckForm::default(), &Err(Vec::new())), None);
        let large = CheckForm { body: BodyInput::from_text("x".repeat(LARGEST + 1)), ..CheckForm::default() };
        assert_eq!(write(&large, &Err(Vec::new())), None);
        assert_eq!(read("{", &CheckForm::default()), None);
    }
}
