//! The delivery in links, in files and over a reload, without what is confidential.

use std::borrow::Cow;

use base64ct::{Base64, Encoding as _};
use hookwright::signature::{Algorithm, Place, Scheme};

use super::body::{BodyFormat, BodyInput, SelectedFile};
use super::detect::detect;
use super::form::CheckForm;
use crate::model::credentials::SignatureFields;
use crate::model::fields;
use crate::model::form::Form as _;
use crate::model::link::{Kind, Linked, Unsaved};
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::model::scrub::SHORTEST_SEARCHED;
use crate::model::words::count;

/// What is confidential in a delivery.
pub(crate) struct Confidential {
    /// The header fields of the signature.
    pub(crate) signature: SignatureFields,
    /// Whether the body may contain a secret: the token of the scheme, or the secret that a handshake hands over. If the
    /// sender is not known, it may contain either.
    pub(crate) body: bool,
}

impl Confidential {
    /// Returns what is confidential in the delivery of a form.
    pub(crate) fn of(form: &CheckForm, custom: &CustomScheme) -> Self {
        let scheme = form.scheme.scheme(custom).ok();
        let is_token = scheme.is_some_and(|scheme| scheme.algorithm == Algorithm::Token);
        let names = scheme.map_or_else(Vec::new, |scheme| signature_headers(&scheme));
        let has_secret = scheme.is_some_and(|scheme| {
            let is_in_body = |place: Place<&str>| !matches!(place, Place::Header { .. });
            let passes = scheme.handshake.and_then(|handshake| handshake.secret);
            (is_token && is_in_body(scheme.signature.place)) || passes.is_some_and(is_in_body)
        });
        let is_unknown = form.detects && detect(&fields::headers(&form.headers, "").0).is_none();
        let query = scheme.filter(|_| is_token).and_then(|scheme| match scheme.signature.place {
            Place::Query { query } => Some(query.to_owned()),
            _ => None,
        });
        // A custom scheme cannot be read while its text is invalid, and before its tools are loaded.
        let is_unreadable = form.scheme == SchemeChoice::Custom && scheme.is_none();
        let signature = SignatureFields { names, is_token, query, is_unknown: is_unreadable };
        Self { signature, body: has_secret || is_unknown }
    }

    /// Returns what is confidential in the delivery of a form that is stored. Stored texts are not searched for secrets
    /// and replaced like those of links, so a body that contains one is confidential as a whole.
    pub(crate) fn stored(form: &CheckForm, custom: &CustomScheme) -> Self {
        let mut confidential = Self::of(form, custom);
        let BodyInput { text, hex, base64, .. } = &form.body;
        confidential.body |= contains_secret(form)
            || [(BodyFormat::Text, text), (BodyFormat::Hex, hex), (BodyFormat::Base64, base64)].into_iter().any(
                |(format, content)| {
                    if has_secret(form, content.as_bytes()) {
                        return true;
                    }
                    // The formats that are not shown are stored too.
                    let (mut hidden, is_encoded) = (BodyInput::default(), format != BodyFormat::Text);
                    hidden.format = format;
                    match format {
                        BodyFormat::Hex => hidden.hex.clone_from(content),
                        _ => hidden.base64.clone_from(content),
                    }
                    is_encoded && !content.is_empty() && hidden.bytes().is_ok_and(|bytes| has_secret(form, &bytes))
                },
            );
        confidential
    }
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

/// Returns whether a body that is not text contains one of the secrets.
fn contains_secret(form: &CheckForm) -> bool {
    if form.body.format == BodyFormat::Text {
        return false;
    }
    let Ok(bytes) = form.body.bytes() else { return false };
    has_secret(form, &bytes)
}

/// Returns whether bytes contain one of the secrets.
pub(super) fn has_secret(form: &CheckForm, bytes: &[u8]) -> bool {
    let secrets = [&form.secrets, &form.old, &form.others].into_iter().flat_map(|field| fields::texts(field));
    secrets
        .filter(|secret| secret.len() >= SHORTEST_SEARCHED)
        // The comparison of the first byte alone is much faster than that of all.
        .any(|secret| {
            bytes
                .windows(secret.len())
                .any(|part| part.first() == secret.as_bytes().first() && part == secret.as_bytes())
        })
}

/// The name of a body that is removed.
const BODY: &str = "Body, which may contain a secret";

/// Describes what links to a delivery contain, as a sentence. `removed` are the names of what was removed from them.
pub(crate) fn content(form: &CheckForm, custom: &CustomScheme, removed: &[String]) -> String {
    let is_removed = |name: &str| removed.iter().any(|other| other.eq_ignore_ascii_case(name));
    let signature = Confidential::of(form, custom).signature.names;
    let lines = || form.headers.lines().map(str::trim).filter(|line| !line.is_empty());
    let names = lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim().to_ascii_lowercase());
    let is_signed = names.filter(|name| !is_removed(name)).any(|name| signature.contains(&name));
    let headers = Some(lines().count()).filter(|count| *count > 0);
    let headers = headers.map(|headers| count(headers, "header") + if is_signed { " with the signature" } else { "" });
    let body = form.body.bytes().ok().filter(|body| !body.is_empty() && !is_removed(BODY));
    let body = body.map(|body| format!("the body ({})", count(body.len(), "byte")));
    let parts: Vec<String> = body.into_iter().chain(headers).collect();
    if parts.is_empty() {
        return if is_removed(BODY) {
            "The link does not contain the body."
        } else {
            "The link contains no delivery yet."
        }
        .into();
    }
    format!("The link contains {}. Everyone who has the link can read this.", parts.join(" and "))
}

impl Linked for CheckForm {
    const IS_READABLE: bool = false;

    const UNSAVED: &'static [&'static [&'static str]] = &[
        &["url"],
        &["headers"],
        &["body", "text"],
        &["body", "hex"],
        &["body", "base64"],
        &["body", "file"],
        &["body", "name"],
        &["secrets"],
        &["old"],
        &["others"],
    ];

    const CONTROLS: &'static [(&'static str, &'static str)] = &[
        ("secrets", "check-secrets"),
        ("old", "check-old-secrets"),
        ("others", "check-other-secrets"),
        ("body/text", "check-body"),
        ("body/hex", "check-body-hex"),
        ("body/base64", "check-body-base64"),
    ];

    /// The form of a first visit contains an example, which may change.
    fn base() -> Self {
        Self::cleared(0)
    }

    fn uses_custom_scheme(&self) -> bool {
        self.scheme == SchemeChoice::Custom
    }

    fn unsaved(&self, custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        let confidential = Confidential::of(self, custom);
        let is_secret = confidential.body || contains_secret(self);
        let body = || if is_secret { Kind::Secret(BODY) } else { Kind::Plain };
        let of = |path, text: &'static str| Unsaved { path, text: Cow::Borrowed(text), kind: Kind::Plain };
        let mut members = vec![
            Unsaved {
                path: &["url"],
                text: Cow::Borrowed(&*self.url),
                kind: Kind::DeliveryUrl(confidential.signature.clone()),
            },
            Unsaved {
                path: &["headers"],
                text: Cow::Borrowed(&*self.headers),
                kind: Kind::Headers(confidential.signature),
            },
        ];
        // The formats that are not shown contain earlier texts.
        let BodyInput { format, text, hex, base64, file } = &self.body;
        let content = match (format, file) {
            (BodyFormat::Text, _) => Unsaved { path: &["body", "text"], text: Cow::Borrowed(text), kind: body() },
            (BodyFormat::Hex, _) => Unsaved { path: &["body", "hex"], text: Cow::Borrowed(hex), kind: body() },
            (BodyFormat::Base64, _) => Unsaved { path: &["body", "base64"], text: Cow::Borrowed(base64), kind: body() },
            (BodyFormat::File, Some(file)) => {
                let bytes = Base64::encode_string(&file.bytes);
                Unsaved { path: &["body", "file"], text: Cow::Owned(bytes), kind: body() }
            }
            (BodyFormat::File, None) => of(&["body", "file"], ""),
        };
        let name = file.as_ref().filter(|_| *format == BodyFormat::File).map_or("", |file| &file.name);
        members.extend([
            content,
            Unsaved { path: &["body", "name"], text: Cow::Borrowed(name), kind: Kind::Plain },
            Unsaved { path: &["secrets"], text: Cow::Borrowed(&*self.secrets), kind: Kind::Secret("Secrets") },
            Unsaved { path: &["old"], text: Cow::Borrowed(&*self.old), kind: Kind::Secret("Previous secrets") },
            Unsaved { path: &["others"], text: Cow::Borrowed(&*self.others), kind: Kind::Secret("Other secrets") },
        ]);
        members
    }

    fn set_unsaved(&mut self, path: &str, text: &str) -> bool {
        match path {
            "url" => self.url = text.into(),
            "headers" => {
                self.headers = text.into();
                // As it is when the headers are typed.
                if let (true, Some(found)) = (self.detects, detect(&fields::headers(text, "").0)) {
                    self.scheme = found.choice;
                }
            }
            "body/text" => self.body.text = text.into(),
            "body/hex" => self.body.hex = text.into(),
            "body/base64" => self.body.base64 = text.into(),
            "body/file" => {
                let Ok(bytes) = Base64::decode_vec(text) else { return false };
                // Without its content, a file must be selected again.
                self.body.file = (!bytes.is_empty()).then(|| SelectedFile { name: "body".into(), bytes: bytes.into() });
            }
            "body/name" => self.body.file.iter_mut().for_each(|file| file.name = text.into()),
            "secrets" => self.secrets = text.into(),
            "old" => self.old = text.into(),
            "others" => self.others = text.into(),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::link::{Shared, share};
    use crate::model::link_members::read_members;
    use crate::model::scheme::Method;

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn shared(form: &CheckForm, with_secrets: bool) -> Shared {
        share(form, &none(), Some("{\"id\":\"custom/x\"}"), with_secrets)
    }

    fn filled() -> CheckForm {
        CheckForm {
            scheme: SchemeChoice::from_id("stripe/v1").unwrap(),
            detects: false,
            method: Method::Get,
            url: "https://me.example/hook".into(),
            headers: "Stripe-Signature: t=1,v1=00\nA: b".into(),
            body: BodyInput::from_text("{\"id\": \"\u{1f980}\"}"),
            secrets: "hunter2-hunter2".into(),
            old: "hunter2-old".into(),
            others: "hunter2-other".into(),
            framework: "express".into(),
            ..CheckForm::default()
        }
    }

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<CheckForm>();
    }

    #[test]
    fn a_link_has_everything_but_the_secrets() {
        let form = filled();
        assert_eq!(read_members::<CheckForm>(&shared(&form, true).members, 0).unwrap().form, form);
        let safe = shared(&form, false);
        assert_eq!(safe.removed, ["Secrets", "Previous secrets", "Other secrets"]);
        assert!(!safe.members.to_string().contains("hunter2"), "{}", safe.members);
        let opened = read_members::<CheckForm>(&safe.members, 0).unwrap();
        assert_eq!(opened.removed, ["secrets", "old", "others"]);
        let expected = CheckForm { secrets: "".into(), old: "".into(), others: "".into(), ..form };
        assert_eq!(opened.form, expected);
    }

    #[test]
    fn every_format_of_the_body_is_read() {
        let file = SelectedFile { name: "a.bin".into(), bytes: b"\xff\r\n".as_slice().into() };
        let base64 = BodyInput { format: BodyFormat::Base64, base64: "e30=".into(), ..BodyInput::default() };
        let bodies = [
            BodyInput::from_bytes(b"\xff"),
            base64,
            BodyInput { format: BodyFormat::File, file: Some(file), ..BodyInput::default() },
        ];
        for body in bodies {
            let form = CheckForm { body, ..filled() };
            assert_eq!(read_members::<CheckForm>(&shared(&form, false).members, 0).unwrap().form.body, form.body);
        }
    }

    #[test]
    fn a_body_that_may_contain_a_secret_is_removed() {
        let with = |scheme: &str| CheckForm { scheme: SchemeChoice::from_id(scheme).unwrap(), ..filled() };
        let is_removed = |form: &CheckForm| {
            let shared = shared(form, false);
            let opened = read_members::<CheckForm>(&shared.members, 0).unwrap();
            opened.removed.iter().any(|path| path.starts_with("body/")) && opened.form.body.is_empty()
        };
        assert!(is_removed(&with("notion/hmac")), "the handshake hands over the secret");
        assert!(!is_removed(&with("github/sha256")));
        let hex = BodyInput::from_bytes(b"a hunter2-hunter2 b");
        assert!(is_removed(&CheckForm { body: hex, ..with("github/sha256") }), "it contains the secret in hexadecimal");
        assert!(
            is_removed(&CheckForm { detects: true, headers: "A: b".into(), ..with("github/sha256") }),
            "unknown sender"
        );
    }

    #[test]
    fn a_token_and_everything_that_equals_a_secret_is_removed() {
        let token = CheckForm {
            scheme: SchemeChoice::from_id("gitlab/token").unwrap(),
            headers: "X-Gitlab-Token: hunter2-token\nX-Gitlab-Event: Push".into(),
            body: BodyInput::from_text("the token hunter2-token"),
            ..filled()
        };
        for secret in ["hunter2-hunter2", "stripe/v1", "text", "GET", "express", "A: b", "any"] {
            let form = CheckForm { secrets: secret.into(), ..token.clone() };
            let safe = shared(&form, false);
            let text = safe.members.to_string();
            assert!(!text.contains("hunter2") && !text.contains(&format!(":\"{secret}\"")), "{secret} in {text}");
            assert!(safe.removed.iter().any(|name| name == "X-Gitlab-Token"), "{:?}", safe.removed);
            assert!(read_members::<CheckForm>(&safe.members, 0).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_custom_scheme_is_shared_if_it_is_chosen() {
        let form = CheckForm { scheme: SchemeChoice::Custom, ..filled() };
        let read = read_members::<CheckForm>(&shared(&form, false).members, 0).unwrap();
        assert_eq!(read.custom.as_deref(), Some("{\"id\":\"custom/x\"}"));
        assert_eq!(read_members::<CheckForm>(&shared(&filled(), false).members, 0).unwrap().custom, None);
    }

    #[test]
    fn a_custom_scheme_that_cannot_be_read_may_have_any_token() {
        let form = CheckForm {
            scheme: SchemeChoice::Custom,
            url: "https://me.example/hook?sig=hunter2".into(),
            headers: "Content-Type: a/b\nX-Custom: hunter2".into(),
            secrets: "".into(),
            old: "".into(),
            others: "".into(),
            ..filled()
        };
        let text = shared(&form, false).members.to_string();
        assert!(!text.contains("hunter2") && text.contains("Content-Type: a/b"), "{text}");
    }

    #[test]
    fn a_secret_in_the_scheme_does_not_make_a_link_invalid() {
        for secret in ["github", "sha256"] {
            let scheme = SchemeChoice::from_id("github/sha256").unwrap();
            let form = CheckForm { scheme, secrets: secret.into(), ..filled() };
            let safe = shared(&form, false);
            assert!(read_members::<CheckForm>(&safe.members, 0).is_ok(), "{}", safe.members);
        }
    }

    #[test]
    fn the_content_of_a_link_is_described() {
        let of = |scheme: &str, body: &str, headers: &str| {
            let scheme = SchemeChoice::from_id(scheme).unwrap();
            let body = BodyInput::from_text(body);
            let form = CheckForm { scheme, body, headers: headers.into(), detects: false, ..CheckForm::default() };
            content(&form, &none(), &shared(&form, false).removed)
        };
        let both = "The link contains the body (2 bytes) and 2 headers with the signature. Everyone who has the link can read this.";
        assert_eq!(of("stripe/v1", "{}", "stripe-signature: b\n\nC: d"), both);
        assert!(of("stripe/v1", "{}", "A: b").starts_with("The link contains the body (2 bytes) and 1 header. "));
        assert!(of("stripe/v1", "{}", " ").starts_with("The link contains the body (2 bytes). "));
        assert_eq!(of("stripe/v1", "", ""), "The link contains no delivery yet.");
        // The token is removed from its header, and the body with the secret of a handshake as a whole.
        let token = of("gitlab/token", "{}", "X-Gitlab-Token: hunter2\nA: b");
        assert!(token.starts_with("The link contains the body (2 bytes) and 2 headers. "), "{token}");
        assert!(
            of("notion/hmac", "{}", "X-Notion-Signature: b")
                .starts_with("The link contains 1 header with the signature. ")
        );
        assert_eq!(of("notion/hmac", "{}", ""), "The link does not contain the body.");
    }

    #[test]
    fn an_invalid_file_is_refused() {
        let members = crate::model::json::Value::parse("{\"body\":{\"format\":\"file\",\"file\":\"?\"}}").unwrap();
        let error = read_members::<CheckForm>(&members, 0).err().unwrap();
        assert_eq!(error, crate::model::link_text::Damage::Invalid("body/file".into()));
    }
}
