//! Requests with one visible or common mistake corrected, in which a second mistake is searched for.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::bodies::from_base64;
use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_tokens::Kind;
use super::quote::quoted;
use super::scratch::Scratch;
use super::work::{Cut, MAX_REWRITTEN};
use crate::base::http::url::{UrlParts, split_port};

/// The cost of copying a byte of the body.
const PER_BYTE: usize = 4;

/// The maximum length of a URL and of a host.
const LONGEST_URL: usize = 8 << 10;
const LONGEST_HOST: usize = 256;

/// A body or a URL with one mistake corrected.
pub(super) struct Corrected<'a> {
    pub(super) body: Cow<'a, [u8]>,
    pub(super) url: Cow<'a, str>,
    pub(super) findings: Vec<Finding>,
}

/// The bodies without what files and editors add.
pub(super) fn bodies<'a>(search: &mut Search<'a>) -> Result<Vec<Corrected<'a>>, Cut> {
    let (body, url) = (search.request.body, search.request.url);
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    search.spend(body.len().saturating_mul(PER_BYTE))?;
    let inner = inside(search, body)?;
    let mut found = Vec::new();
    let mut add = |code, what: &str, body: Cow<'a, [u8]>| {
        let finding = Finding::proven(code, format!("the signature matches {what}"));
        found.push(Corrected { body, url: Cow::Borrowed(url), findings: Vec::from([finding]) });
    };
    if let Some(rest) = body.strip_prefix(b"\xef\xbb\xbf") {
        let what = "without the byte order mark before the body";
        add(DiagnosisCode::BodyBom, what, Cow::Borrowed(rest));
    }
    let trimmed = body.trim_ascii();
    if trimmed.len() < body.len() && !trimmed.is_empty() {
        let what = "without the whitespace at the ends of the body";
        add(DiagnosisCode::BodyNewlineAdded, what, Cow::Borrowed(trimmed));
    }
    for (code, what, inner) in inner {
        add(code, what, Cow::Owned(inner));
    }
    if body.windows(2).any(|pair| pair == b"\r\n") {
        let mut lines = Vec::with_capacity(body.len());
        let mut rest = body.iter().copied().peekable();
        while let Some(byte) = rest.next() {
            if byte != b'\r' || rest.peek() != Some(&b'\n') {
                lines.push(byte);
            }
        }
        add(DiagnosisCode::BodyCrlf, "with CR LF changed to LF", Cow::Owned(lines));
    }
    Ok(found)
}

/// A body inside a body, with its cause and the continuation of "the signature matches".
type Inner = (DiagnosisCode, &'static str, Vec<u8>);

/// The bodies inside a body that was encoded or serialized once more.
fn inside(search: &mut Search<'_>, body: &[u8]) -> Result<Vec<Inner>, Cut> {
    let mut found = Vec::new();
    let mut out = Scratch::new();
    search.spend(body.len().saturating_mul(PER_BYTE))?;
    out.start(body.len())?;
    let is_decoded = !matches!(body.first(), Some(b'{' | b'[')) && from_base64(body, &mut out).is_some();
    if let Some(decoded) = out.variant().filter(|decoded| is_decoded && decoded.starts_with(b"{")) {
        found.push((DiagnosisCode::BodyBase64, "with the body decoded from base64", decoded.to_vec()));
    }
    let document = search.document()?.filter(|document| document.kind(document.root()) == Some(Kind::Text));
    if let Some(document) = document {
        out.start(body.len())?;
        document.characters(document.root()).for_each(|character| out.push_char(character));
        let inner = out.variant().unwrap_or_default().to_vec();
        found.push((DiagnosisCode::BodyStringified, "with the text inside the quotes of the body", inner));
    }
    Ok(found)
}

/// The URLs that the sender may have called, if the scheme signs the URL.
pub(super) fn urls<'a>(search: &Search<'a>) -> Vec<Corrected<'a>> {
    let (body, url) = (search.request.body, search.request.url);
    let parts = UrlParts::of(url).filter(|parts| !parts.host.is_empty() && url.len() <= LONGEST_URL);
    let Some(UrlParts { scheme, credentials, host, port, target, .. }) = parts.filter(|_| search.profile.signs_url())
    else {
        return Vec::new();
    };
    let first = |name| search.request.headers.get(name).next().map(str::trim).filter(|value| !value.is_empty());
    let other = first("x-forwarded-host").or_else(|| first("x-original-host")).or_else(|| first("host"));
    let other = other.filter(|other| other.len() < LONGEST_HOST).unwrap_or(host);
    let (other, other_port) = split_port(other);
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let slash = match path.strip_suffix('/') {
        Some(bare) => format!("{bare}{query}"),
        None => format!("{path}/{query}"),
    };
    let mut found: Vec<Corrected<'a>> = Vec::new();
    for (new_scheme, new_host, new_port, new_target) in [
        ("https", host, port, target),
        ("https", host, "", target),
        (scheme, other, other_port, target),
        ("https", other, other_port, target),
        ("https", other, "", target),
        (scheme, host, port, slash.as_str()),
    ] {
        let changed: String = format!("{new_scheme}://{credentials}{new_host}{new_port}{new_target}");
        if changed == url || found.iter().any(|known| known.url == changed) {
            continue;
        }
        let mut findings = Vec::new();
        let mut add = |code, what: &str, is_other: bool| {
            if is_other {
                findings.push(Finding::proven(code, format!("the signature matches {what}")));
            }
        };
        add(DiagnosisCode::UrlHost, &format!("with the host {}", quoted(new_host)), new_host != host);
        add(DiagnosisCode::UrlScheme, "with the scheme `https`", new_scheme != scheme);
        let is_port = new_port != port && new_host == host;
        add(DiagnosisCode::UrlPort, &format!("without the port {}", quoted(port.trim_start_matches(':'))), is_port);
        let what = "with or without the slash at the end of the path, unlike the given URL";
        add(DiagnosisCode::UrlTrailingSlash, what, new_target != target);
        found.push(Corrected { body: Cow::Borrowed(body), url: Cow::Owned(changed), findings });
    }
    found
}
