//! Secrets whose text was damaged, with the damage undone.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::base::http::percent;
use crate::signature::KeyForm;

use super::codes::DiagnosisCode;
use super::json_tokens::{Document, Kind};
use super::unescape;

/// A text that the secret may have been, with the cause and the evidence.
pub(super) type Variant = (DiagnosisCode, String, Zeroizing<String>);

/// The maximum number of values of a list, or of a JSON object from a secret store.
const MOST_VALUES: usize = 8;

/// The minimum length of a value of a list.
const LEAST_VALUE: usize = 8;

/// Collects different texts.
struct Found<'t> {
    text: &'t str,
    all: Vec<Variant>,
}

impl Found<'_> {
    fn add(&mut self, code: DiagnosisCode, how: &str, variant: &str) {
        let is_known = |(_, _, known): &Variant| known.as_str() == variant;
        if !variant.is_empty() && variant != self.text && !self.all.iter().any(is_known) {
            // Allocated once, because a buffer that grows would leave copies of parts of the secret.
            let variant = Zeroizing::new(String::from(variant));
            self.all.push((code, format!("the signature matches {how}"), variant));
        }
    }

    /// Adds a text that is written byte by byte and is not longer than the secret.
    fn add_written(
        &mut self,
        code: DiagnosisCode,
        how: &str,
        write: impl FnOnce(&str, &mut dyn FnMut(u8)) -> Option<()>,
    ) {
        let text = self.text;
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        let capacity = bytes.capacity();
        let is_made = write(text, &mut |byte| {
            if bytes.len() < capacity {
                bytes.push(byte);
            }
        });
        if let (Some(()), Ok(variant)) = (is_made, core::str::from_utf8(&bytes)) {
            self.add(code, how, strip_quotes(variant.trim()));
        }
    }
}

/// The texts without visible damage: the whitespace, quotes, escapes and names around a secret. They are few, and each
/// is plausible.
pub(super) fn cleaned(text: &str) -> Vec<Variant> {
    let mut found = Found { text, all: Vec::new() };
    found.add(DiagnosisCode::SecretWhitespace, "after removing the whitespace around the secret", text.trim());
    let is_visible = |character: char| !is_invisible(character);
    let visible = filtered(text, is_visible);
    let how = "after removing invisible characters from the secret, such as a byte order mark";
    found.add(DiagnosisCode::SecretWhitespace, how, &visible);
    let solid = filtered(text, |character| !character.is_whitespace() && is_visible(character));
    found.add(DiagnosisCode::SecretWhitespace, "after removing the whitespace in the secret", &solid);
    let escaped = Zeroizing::new(text.replace("\\r", "").replace("\\n", ""));
    found.add(DiagnosisCode::SecretEscaped, "after removing `\\n` from the secret", &escaped);
    found.add(DiagnosisCode::SecretQuoted, "after removing the quotes around the secret", strip_quotes(text));
    let how = "after removing the quotes and the whitespace around the secret";
    found.add(DiagnosisCode::SecretWhitespace, how, strip_quotes(&solid));
    found.add(DiagnosisCode::SecretWhitespace, how, strip_quotes(&escaped).trim());
    unescape_all(&mut found);
    unwrap_all(&mut found);
    found.all
}

fn unescape_all(found: &mut Found<'_>) {
    let (text, code) = (found.text, DiagnosisCode::SecretEscaped);
    found.add_written(code, "after replacing the HTML entities in the secret", |text, push| {
        unescape::entities(text, push)
    });
    if text.contains('%') {
        found.add_written(code, "after decoding the percent-encoded secret", |text, push| {
            percent::decoded(text.as_bytes(), false).for_each(push);
            Some(())
        });
    }
    if text.contains('\\') {
        found.add_written(code, "after removing backslashes from the secret", |text, push| {
            unescape::backslashes(text, push)
        });
        // `\\n` in a secret that was escaped twice.
        let bare = filtered(text, |character| character != '\\');
        found.add(code, "after removing backslashes from the secret", &bare);
    }
    for (doubled, single) in [("$$", "$"), ("%%", "%"), ("''", "'"), ("\"\"", "\"")] {
        if text.contains(doubled) {
            let replaced = Zeroizing::new(text.replace(doubled, single));
            found.add(code, "after replacing doubled characters in the secret", &replaced);
        }
    }
    let trimmed = text.trim();
    if trimmed.contains(' ') && trimmed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" /+=_-".contains(&byte)) {
        let replaced = Zeroizing::new(trimmed.replace(' ', "+"));
        found.add(code, "after replacing spaces in the secret by `+`, which a form parser had decoded", &replaced);
    }
}

fn unwrap_all(found: &mut Found<'_>) {
    let (text, code) = (found.text.trim(), DiagnosisCode::SecretWrapped);
    if let Some(value) = assigned(text) {
        found.add(code, "with the value only, without the name of the variable before it", value);
    }
    for mark in [" #", " //", "\t#"] {
        if let Some((value, _)) = text.split_once(mark) {
            found.add(code, "without the comment after the secret", strip_quotes(value.trim()));
        }
    }
    for separator in ["", " ", "\n", ",", "\r\n"] {
        if let Some(half) = half(text, separator) {
            found.add(code, "with the secret once: it was pasted twice", half);
        }
    }
    of_json(text, found);
    let is_separator = |character: char| matches!(character, ',' | ';' | '|') || character.is_whitespace();
    let items = text.split(is_separator).filter(|item| item.len() >= LEAST_VALUE);
    if (2..=MOST_VALUES).contains(&items.clone().count()) {
        let how = "with one of the secrets in the list that was passed as one secret";
        items.for_each(|item| found.add(code, how, strip_quotes(item)));
    }
    let cut = text.trim_end_matches([';', ',', '.', '%', ':', ')', '\\']);
    found.add(code, "without the punctuation after the secret", strip_quotes(cut));
}

/// The value in `export NAME="value"`, `NAME=value` or `NAME: value`.
fn assigned(text: &str) -> Option<&str> {
    const COMMANDS: [&str; 6] = ["export ", "setx ", "set ", "ENV ", "$env:", "--env "];
    let text = COMMANDS.iter().find_map(|command| text.strip_prefix(command)).unwrap_or(text).trim_start();
    let by = if text.split_once(": ").is_some_and(|(name, _)| !name.contains('=')) { ": " } else { "=" };
    let (name, value) = text.split_once(by)?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = name.len() > 1
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
        && !matches!(name, "sha256" | "sha1" | "sha512");
    let value = value.trim().trim_end_matches(';');
    (is_name && !value.trim_matches('=').is_empty()).then(|| strip_quotes(value))
}

/// The text that is repeated in a text with this separator between.
fn half<'t>(text: &'t str, separator: &str) -> Option<&'t str> {
    let length = text.len().checked_sub(separator.len()).filter(|length| length % 2 == 0)? / 2;
    let (first, rest) = text.split_at_checked(length)?;
    (length >= LEAST_VALUE && rest.strip_prefix(separator) == Some(first)).then_some(first)
}

/// The values of a JSON object or list, which a secret store returns.
fn of_json(text: &str, found: &mut Found<'_>) {
    if !text.starts_with(['{', '[']) {
        return;
    }
    let Ok(Some(document)) = Document::parse(text) else { return };
    let texts = (1..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Text));
    for token in texts.filter(|token| !document.is_name(*token)).take(MOST_VALUES) {
        let mut value = Zeroizing::new(String::with_capacity(document.written(token).len()));
        value.extend(document.characters(token));
        let how = "with one of the values in the JSON that was passed as the secret";
        found.add(DiagnosisCode::SecretWrapped, how, &value);
    }
}

/// Texts with something added that the sender's secret has: whitespace, quotes, a prefix, padding or other letters.
pub(super) fn completed(text: &str) -> Vec<Variant> {
    let mut found = Found { text, all: Vec::new() };
    for end in ["\n", "\r\n", " "] {
        let how = "with whitespace after the secret, as in the sender's secret";
        found.add(DiagnosisCode::SecretWhitespace, how, &joined(&[text, end]));
    }
    for quote in ["\"", "'"] {
        let how = "with quotes around the secret, as in the sender's secret";
        found.add(DiagnosisCode::SecretQuoted, how, &joined(&[quote, text, quote]));
    }
    for prefix in PREFIXES {
        match text.trim().strip_prefix(prefix) {
            Some(bare) => {
                found.add(DiagnosisCode::SecretPrefix, &format!("without `{prefix}` before the secret"), bare);
            }
            None if prefix.len() < 11 => {
                let how = format!("with `{prefix}` before the secret");
                found.add(DiagnosisCode::SecretPrefix, &how, &joined(&[prefix, text]));
            }
            None => {}
        }
    }
    let padding = match text.len() % 4 {
        2 => "==",
        3 => "=",
        _ => "",
    };
    let how = "with the padding `=` after the secret, which was cut off";
    found.add(DiagnosisCode::SecretTruncated, how, &joined(&[text, padding]));
    type Case = fn(&char) -> char;
    let cases: [(&str, Case); 3] = [
        ("with the secret in lower case", char::to_ascii_lowercase),
        ("with the secret in upper case", char::to_ascii_uppercase),
        ("with upper and lower case exchanged in the secret", exchanged),
    ];
    for (how, case) in cases {
        let mut other = Zeroizing::new(String::with_capacity(text.len()));
        other.extend(text.chars().map(|character| case(&character)));
        found.add(DiagnosisCode::SecretCase, how, &other);
    }
    found.all
}

/// The few completed texts that are tried together with other hypotheses: with the prefix `whsec_`, and hexadecimal
/// digits in lower case.
pub(super) fn likely_completed(text: &str, form: KeyForm) -> Vec<Variant> {
    let mut found = Found { text, all: Vec::new() };
    if form != KeyForm::Text {
        return found.all;
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) && hex::decode(text).is_ok() {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        found.add(DiagnosisCode::SecretCase, "with the secret in lower case", &lower);
    }
    if text.len() > 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
        let how = "with `whsec_` before the secret";
        found.add(DiagnosisCode::SecretPrefix, how, &joined(&["whsec_", text]));
    }
    found.all
}

/// Prefixes of secrets, and prefixes that are often added by mistake.
pub(super) const PREFIXES: [&str; 20] = [
    "v1,whsec_",
    "v1a,",
    "v1,",
    "whsec_",
    "whsk_",
    "polar_whs_",
    "lin_wh_",
    "shpss_",
    "wsec_",
    "whpk_",
    "sha256=",
    "Bearer ",
    "secret_",
    "base64:",
    "hex:",
    "key-",
    "sha1=",
    "Basic ",
    "token ",
    "0x",
];

const fn exchanged(character: &char) -> char {
    if character.is_ascii_lowercase() { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() }
}

fn joined(parts: &[&str]) -> Zeroizing<String> {
    Zeroizing::new(parts.concat())
}

/// The characters of a text that are kept, in a buffer that does not grow.
fn filtered(text: &str, is_kept: impl Fn(char) -> bool) -> Zeroizing<String> {
    let mut kept = Zeroizing::new(String::with_capacity(text.len()));
    kept.extend(text.chars().filter(|character| is_kept(*character)));
    kept
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

pub(super) fn strip_quotes(text: &str) -> &str {
    const PAIRS: [(char, char); 6] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('<', '>')];
    for (open, close) in PAIRS {
        if let Some(inside) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inside;
        }
    }
    if let Some(inside) = text.strip_prefix("\\\"").and_then(|rest| rest.strip_suffix("\\\"")) {
        return inside;
    }
    // A quote at one end only, because the other end was cut off.
    text.trim_matches(['"', '\'', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(damaged: &str, secret: &str) -> Option<&'static str> {
        let all = cleaned(damaged).into_iter().chain(completed(damaged));
        all.into_iter().find(|(_, _, variant)| variant.as_str() == secret).map(|(code, _, _)| code.code())
    }

    #[test]
    fn undoes_damage_to_a_secret() {
        for (damaged, secret, code) in [
            (" abc+/12345=\n", "abc+/12345=", "secret_whitespace"),
            ("\"abc+/12345=\"", "abc+/12345=", "secret_quoted"),
            ("export HOOK_SECRET=\"abc+/12345=\"", "abc+/12345=", "secret_wrapped"),
            ("HOOK_SECRET=abc+/12345=", "abc+/12345=", "secret_wrapped"),
            ("hook: abc+/12345=", "abc+/12345=", "secret_wrapped"),
            ("abc%2B%2F12345%3D", "abc+/12345=", "secret_escaped"),
            ("abc&#43;/12345=&amp;", "abc+/12345=&", "secret_escaped"),
            ("abc\\$12345", "abc$12345", "secret_escaped"),
            ("abc$$12345", "abc$12345", "secret_escaped"),
            ("abc /12345=", "abc+/12345=", "secret_escaped"),
            ("abc+/12345=abc+/12345=", "abc+/12345=", "secret_wrapped"),
            ("{\"a\":\"x\",\"secret\":\"abc\\/12345\"}", "abc/12345", "secret_wrapped"),
            ("abc+/12345=,def+/12345=", "def+/12345=", "secret_wrapped"),
            ("abc+/12345= # live", "abc+/12345=", "secret_wrapped"),
            ("base64:abc+/12345=", "abc+/12345=", "secret_prefix"),
            ("abc+/12345==", "abc+/12345==\n", "secret_whitespace"),
            ("abc+/12345", "abc+/12345==", "secret_truncated"),
            ("ABC12345", "abc12345", "secret_case"),
        ] {
            assert_eq!(code_of(damaged, secret), Some(code), "{damaged}");
        }
    }

    #[test]
    fn an_ordinary_secret_has_no_damage() {
        for secret in ["whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "0123456789abcdef", "a-b_c.d"] {
            assert!(cleaned(secret).is_empty(), "{secret}");
        }
    }
}
