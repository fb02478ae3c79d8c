//! The delivery over a reload: what is kept in the tab's session storage.
//!
//! Neither secrets nor header fields that are credentials are kept.

use hookwright::signature::{Algorithm, Place, Scheme};

use super::body::{BodyFormat, BodyInput};
use super::detect::detect;
use super::form::CheckForm;
use crate::model::fields;
use crate::model::form::has_credentials;
use crate::model::json::Value;
use crate::model::scheme::CustomScheme;

/// The maximum length of a kept text, in bytes.
const LARGEST: usize = 1_000_000;

/// Words in the names of header fields that are credentials.
const WORDS: [&str; 8] = ["auth", "cookie", "token", "key", "secret", "jwt", "assertion", "password"];

/// Returns the kept part of a delivery as JSON. Returns `None` if there is nothing to keep or it is too long.
pub(crate) fn write(form: &CheckForm, custom: &CustomScheme) -> Option<String> {
    let scheme = form.scheme.scheme(custom).ok();
    let is_token = scheme.is_some_and(|scheme| scheme.algorithm == Algorithm::Token);
    let names = scheme.map_or_else(Vec::new, |scheme| signature_headers(&scheme));
    let is_kept = |line: &&str| {
        // A line without a name may be anything, such as a part of a command.
        let Some((name, _)) = line.split_once(':') else { return false };
        let name = name.trim().to_ascii_lowercase();
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let is_signature = names.contains(&name);
        is_name && if is_signature { !is_token } else { !WORDS.iter().any(|word| name.contains(word)) }
    };
    let headers: Vec<&str> = form.headers.lines().filter(is_kept).collect();
    let headers = headers.join("\n");
    // A body can contain the token of a scheme, or the secret that a handshake hands over. If the sender is not known, it
    // may contain either.
    let has_secret = scheme.is_some_and(|scheme| {
        let is_in_body = |place: Place<&str>| !matches!(place, Place::Header { .. });
        let passes = scheme.handshake.and_then(|handshake| handshake.secret);
        (is_token && is_in_body(scheme.signature.place)) || passes.is_some_and(is_in_body)
    });
    let is_unknown = form.detects && detect(&fields::headers(&form.headers, "").0).is_none();
    let keeps_body = !has_secret && !is_unknown;
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

/// Returns the names of the headers in which a scheme has its signature, in lower case.
fn signature_headers(scheme: &Scheme<&str>) -> Vec<String> {
    match scheme.signature.place {
        Place::Header { header, or_header } => {
            let others = or_header.into_iter().flat_map(|names| names.split(','));
            std::iter::once(header).chain(others).map(str::to_ascii_lowercase).collect()
        }
        _ => Vec::new(),
    }
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
            detects: false,
            ..CheckForm::default()
        }
    }

    #[test]
    fn a_delivery_is_kept_without_credentials() {
        let headers = "X-Hub-Signature-256: sha256=00\nAuthorization: hunter2\nX-Api-Key: hunter2\nCookie: hunter2\n\
                       -H 'Authorization: hunter2'\n\"authorization\": \"hunter2\",\nX-Forwarded-Authorization: hunter2\n\
                       Cf-Access-Jwt-Assertion: hunter2\nhunter2";
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
    fn a_body_that_may_contain_a_secret_is_not_kept() {
        let kept = |form: &CheckForm| write(form, &Err(Vec::new())).is_some_and(|text| text.contains("{}"));
        assert!(!kept(&form("notion/hmac", "A: b")), "the handshake hands over the secret in the body");
        let unknown = CheckForm { detects: true, ..form("generic/signature", "A: b") };
        assert!(!kept(&unknown));
        assert!(kept(&CheckForm { detects: true, ..form("github/sha256", "X-Hub-Signature-256: sha256=00") }));
    }

    #[test]
    fn nothing_and_too_much_is_not_kept() {
        assert_eq!(write(&CheckForm::default(), &Err(Vec::new())), None);
        let large = CheckForm { body: BodyInput::from_text("x".repeat(LARGEST + 1)), ..CheckForm::default() };
        assert_eq!(write(&large, &Err(Vec::new())), None);
        assert_eq!(read("{", &CheckForm::default()), None);
    }
}
