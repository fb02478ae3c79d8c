//! The delivery over a reload: what is kept in the tab's session storage.
//!
//! Neither secrets nor header fields that are credentials are kept.

use super::body::{BodyFormat, BodyInput, SelectedFile};
use super::form::CheckForm;
use super::share::{Confidential, has_secret};
use crate::model::choice::Named as _;
use crate::model::credentials::{header_name, is_credential};
use crate::model::form::has_credentials;
use crate::model::json::Value;

/// The maximum length of a text in session storage, in bytes. Larger bodies and files are kept in a database.
const LARGEST: usize = 1_000_000;

/// The maximum length of a body that is kept, in bytes.
pub(crate) const LARGEST_BODY: usize = 10_000_000;

/// What happens to the body over a reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// It is in session storage with the rest.
    InSession,
    /// It is in the database.
    InDatabase,
    /// It may contain a secret.
    Confidential,
    /// It is larger than the limit.
    TooLarge,
}

impl Keeping {
    /// Returns what happens to the body of a form.
    pub(crate) fn of(form: &CheckForm, confidential: &Confidential) -> Self {
        let length = match (form.body.format, &form.body.file) {
            (BodyFormat::File, Some(file)) => file.bytes.len(),
            _ => length(form),
        };
        let is_large = length > LARGEST || (form.body.format == BodyFormat::File && length > 0);
        match is_large {
            _ if form.body.is_empty() => Self::InSession,
            _ if confidential.body => Self::Confidential,
            true if length > LARGEST_BODY => Self::TooLarge,
            true => Self::InDatabase,
            false => Self::InSession,
        }
    }

    /// Returns what the field of the body says.
    pub(crate) const fn hint(self) -> Option<&'static str> {
        match self {
            Self::InSession => None,
            Self::InDatabase => Some("This body is kept in the browser for a day, so that a reload does not lose it."),
            Self::Confidential => Some("Not kept over a reload, because this body may contain a secret."),
            Self::TooLarge => Some("Not kept over a reload, because this body is larger than 10 MB."),
        }
    }
}

/// Returns the length of the longest text of the body.
fn length(form: &CheckForm) -> usize {
    [&form.body.text, &form.body.hex, &form.body.base64].into_iter().map(String::len).max().unwrap_or(0)
}

/// Returns the kept part of a delivery as JSON. Returns `None` if there is nothing to keep. `unread` is the mark of a body
/// in the database that could not be read, which stays as long as there is no other body.
pub(crate) fn write(form: &CheckForm, confidential: &Confidential, unread: Option<&str>) -> Option<String> {
    let is_kept = |line: &&str| {
        let is_credential = |name| is_credential(name, &confidential.signature);
        header_name(line).is_some_and(|name| !is_credential(name)) && !has_secret(form, line.as_bytes())
    };
    let headers: Vec<&str> = form.headers.lines().filter(is_kept).collect();
    let headers = headers.join("\n");
    let keeps_body = !confidential.body && length(form) <= LARGEST;
    let text = |text: &str| if keeps_body { text.to_owned() } else { String::new() };
    let is_confidential = has_credentials(&form.url) || has_secret(form, form.url.as_bytes());
    let url = if is_confidential { "" } else { &*form.url };
    let mark = match Keeping::of(form, confidential) {
        Keeping::InDatabase => write_large(&form.body).map(|(about, bytes)| mark_of(&about, bytes)),
        _ => unread.filter(|_| form.body.is_empty()).map(String::from),
    };
    let members = [
        ("url", url.to_owned()),
        ("headers", headers),
        ("text", text(&form.body.text)),
        ("hex", text(&form.body.hex)),
        ("base64", text(&form.body.base64)),
    ];
    let length: usize = members.iter().map(|(_, value)| value.len()).sum();
    if (length == 0 && mark.is_none()) || length > 3 * LARGEST {
        return None;
    }
    let member = |(name, value): (&str, String)| (name.to_owned(), Value::from(value.as_str()));
    let mut members: Vec<_> = members.into_iter().map(member).collect();
    members.extend(mark.map(|mark| (DATABASE.into(), Value::from(mark.as_str()))));
    Some(Value::Object(members).to_string())
}

/// The member that says that the body is in the database, and recognizes it.
const DATABASE: &str = "database";

/// Returns the mark of the body of a kept delivery, if it is in the database.
pub(crate) fn mark_in_database(text: &str) -> Option<String> {
    Value::parse(text)?.get(DATABASE)?.as_str().map(String::from)
}

/// Returns a mark that recognizes a body of the database. The body is written later than the rest, and tabs that were
/// duplicated share it, so that it may belong to another delivery.
pub(crate) fn mark_of(about: &str, bytes: &[u8]) -> String {
    let mut sum = crc32fast::Hasher::new();
    sum.update(about.as_bytes());
    sum.update(bytes);
    format!("{} {:08x}", bytes.len(), sum.finalize())
}

/// Returns a body for the database: the format with the name of the file, and the bytes.
pub(crate) fn write_large(body: &BodyInput) -> Option<(String, &[u8])> {
    let (name, bytes) = match (body.format, &body.file) {
        (BodyFormat::File, Some(file)) => (file.name.as_str(), &*file.bytes),
        (BodyFormat::File, None) => return None,
        (BodyFormat::Text, _) => ("", body.text.as_bytes()),
        (BodyFormat::Hex, _) => ("", body.hex.as_bytes()),
        (BodyFormat::Base64, _) => ("", body.base64.as_bytes()),
    };
    Some((format!("{} {name}", body.format.id()), bytes))
}

/// Reads a body from the database.
pub(crate) fn read_large(about: &str, bytes: Vec<u8>) -> Option<BodyInput> {
    let (format, name) = about.split_once(' ')?;
    let mut body = BodyInput { format: BodyFormat::from_id(format)?, ..BodyInput::default() };
    let field = match body.format {
        BodyFormat::File => {
            body.file = Some(SelectedFile { name: name.into(), bytes: bytes.into() });
            return Some(body);
        }
        BodyFormat::Text => &mut body.text,
        BodyFormat::Hex => &mut body.hex,
        BodyFormat::Base64 => &mut body.base64,
    };
    *field = String::from_utf8(bytes).ok()?;
    Some(body)
}

/// Fills in a body of the database. The texts of the formats that are not shown stay next to a file.
pub(crate) fn fill(body: &mut BodyInput, large: BodyInput) {
    if large.format == BodyFormat::File {
        (body.format, body.file) = (large.format, large.file);
    } else {
        *body = large;
    }
}

/// Fills in what was kept. The format is kept with the other choices of the form.
pub(crate) fn read(text: &str, form: &CheckForm) -> Option<CheckForm> {
    let kept = Value::parse(text)?;
    let of = |name: &str| kept.get(name).and_then(Value::as_str).map(String::from);
    let format = match form.body.format {
        // A file that is not in the database cannot be kept.
        BodyFormat::File if kept.get(DATABASE).and_then(Value::as_str).is_none() => BodyFormat::Text,
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
    use crate::model::scheme::SchemeChoice;

    fn written(form: &CheckForm) -> Option<String> {
        write(form, &Confidential::stored(form, &Err(Vec::new())), None)
    }

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
        let text = written(&form).unwrap();
        assert!(!text.contains("hunter2"), "{text}");
        let kept = read(&text, &CheckForm::default()).unwrap();
        assert_eq!((&*kept.headers, kept.body.text.as_str()), ("X-Hub-Signature-256: sha256=00", "{}\n"));
        assert!(kept.secrets.is_empty());
    }

    #[test]
    fn a_token_is_a_credential() {
        let text = written(&form("gitlab/token", "X-Gitlab-Token: hunter2\nX-Gitlab-Event: Push")).unwrap();
        assert!(!text.contains("hunter2") && text.contains("X-Gitlab-Event"), "{text}");
        let text = written(&form("microsoft-graph/token", "A: b")).unwrap();
        assert!(!text.contains("{}"), "{text}");
    }

    #[test]
    fn a_body_that_may_contain_a_secret_is_not_kept() {
        let kept = |form: &CheckForm| written(form).is_some_and(|text| text.contains("{}"));
        assert!(!kept(&form("notion/hmac", "A: b")), "the handshake hands over the secret in the body");
        let unknown = CheckForm { detects: true, ..form("generic/signature", "A: b") };
        assert!(!kept(&unknown));
        assert!(kept(&CheckForm { detects: true, ..form("github/sha256", "X-Hub-Signature-256: sha256=00") }));
    }

    #[test]
    fn nothing_is_not_kept() {
        assert_eq!(written(&CheckForm::default()), None);
        assert_eq!(read("{", &CheckForm::default()), None);
    }

    #[test]
    fn a_large_body_is_kept_in_the_database() {
        let of = |length: usize, scheme: &str| {
            let form = form(scheme, "A: b");
            CheckForm { body: BodyInput::from_text("x".repeat(length)), ..form }
        };
        let keeping = |form: &CheckForm| Keeping::of(form, &Confidential::of(form, &Err(Vec::new())));
        assert_eq!(keeping(&of(0, "notion/hmac")), Keeping::InSession);
        assert_eq!(keeping(&of(LARGEST, "github/sha256")), Keeping::InSession);
        assert_eq!(keeping(&of(LARGEST + 1, "github/sha256")), Keeping::InDatabase);
        assert_eq!(keeping(&of(LARGEST_BODY + 1, "github/sha256")), Keeping::TooLarge);
        assert_eq!(keeping(&of(LARGEST + 1, "notion/hmac")), Keeping::Confidential);
        let text = written(&of(LARGEST + 1, "github/sha256")).unwrap();
        assert!(mark_in_database(&text).is_some() && text.contains("A: b") && text.len() < 1000, "{text}");
        let small = written(&of(10, "github/sha256")).unwrap();
        assert!(mark_in_database(&small).is_none() && mark_in_database("{").is_none());
    }

    #[test]
    fn a_file_is_kept_next_to_an_earlier_text() {
        let file = SelectedFile { name: "x.bin".into(), bytes: b"\xff".as_slice().into() };
        let body = BodyInput { format: BodyFormat::File, file: Some(file), ..BodyInput::from_text("earlier") };
        let before = CheckForm { body: body.clone(), ..form("github/sha256", "A: b") };
        let text = written(&before).unwrap();
        let saved =
            CheckForm { body: BodyInput { format: BodyFormat::File, ..BodyInput::default() }, ..before.clone() };
        let mut kept = read(&text, &saved).unwrap().body;
        assert!(kept.is_empty(), "the file is still missing");
        let (about, bytes) = write_large(&body).unwrap();
        assert_eq!(mark_in_database(&text), Some(mark_of(&about, bytes)));
        fill(&mut kept, read_large(&about, bytes.to_vec()).unwrap());
        assert_eq!(kept, body);
        let without = text.replace("database", "other");
        assert_eq!(read(&without, &saved).unwrap().body.format, BodyFormat::Text);
    }

    #[test]
    fn another_body_of_the_database_is_recognized() {
        assert_ne!(mark_of("text ", b"ab"), mark_of("text ", b"ba"));
        assert_ne!(mark_of("text ", b"ab"), mark_of("file x", b"ab"));
    }

    #[test]
    fn a_body_that_could_not_be_read_keeps_its_mark() {
        let empty = CheckForm { body: BodyInput::default(), ..form("github/sha256", "A: b") };
        let confidential = Confidential::stored(&empty, &Err(Vec::new()));
        let text = write(&empty, &confidential, Some("7 00")).unwrap();
        assert_eq!(mark_in_database(&text).as_deref(), Some("7 00"));
        let other = form("github/sha256", "A: b");
        let text = write(&other, &Confidential::stored(&other, &Err(Vec::new())), Some("7 00")).unwrap();
        assert_eq!(mark_in_database(&text), None);
    }

    #[test]
    fn a_typed_secret_is_not_kept_anywhere() {
        let of = |body: BodyInput| CheckForm {
            body,
            secrets: "hunter2-hunter2".into(),
            url: "https://me.example/hunter2-hunter2".into(),
            ..form("github/sha256", "X-Debug: hunter2-hunter2\nA: b")
        };
        let json = "{\"k\":\"hunter2-hunter2\"}";
        let hex = BodyInput::from_bytes(json.as_bytes());
        for body in [BodyInput::from_text(json), hex.clone(), BodyInput { format: BodyFormat::Text, ..hex }] {
            let form = of(body);
            let text = written(&form).unwrap();
            assert!(text.contains("A: b") && !text.contains("hunter2") && !text.contains("68756e746572"), "{text}");
        }
        let large = of(BodyInput::from_text(json.repeat(LARGEST)));
        let large = CheckForm { body: BodyInput::from_text(large.body.text.get(..LARGEST + 9).unwrap()), ..large };
        assert_eq!(Keeping::of(&large, &Confidential::stored(&large, &Err(Vec::new()))), Keeping::Confidential);
    }

    #[test]
    fn a_body_of_the_database_is_read_in_its_format() {
        let file = SelectedFile { name: "a b.bin".into(), bytes: b"\xff\r\n".as_slice().into() };
        for body in [
            BodyInput::from_text("x"),
            BodyInput::from_bytes(b"\xff"),
            BodyInput { format: BodyFormat::File, file: Some(file), ..BodyInput::default() },
        ] {
            let (about, bytes) = write_large(&body).unwrap();
            assert_eq!(read_large(&about, bytes.to_vec()), Some(body.clone()));
        }
        assert_eq!(read_large("video x", Vec::new()), None);
    }
}
