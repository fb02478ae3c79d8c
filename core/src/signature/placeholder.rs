//! Detection of placeholders that were passed instead of a secret.
//!
//! A detected text is never accepted as a secret, so the lists contain only texts that no one chooses as a secret.
//! [`explain`](crate::explain) reports texts that merely look like placeholders.

/// Texts that programs write for a value that is not set.
const UNSET: [&str; 9] = ["undefined", "null", "nan", "none", "nil", "true", "false", "<nil>", "(null)"];

/// The length of the longest text in [`UNSET`], in bytes.
pub(super) const MAX_UNSET_LEN: usize = 9;

/// Start and end of the texts that JavaScript produces for values that are not strings.
const STRINGIFIED: [(&str, &str); 7] = [
    ("[object ", "]"),
    ("Promise {", "}"),
    ("function ", "}"),
    ("async ", "}"),
    ("() =>", ""),
    ("class ", "}"),
    ("Symbol(", ")"),
];

/// The start of code that reads an environment variable.
const CODE: [&str; 9] = [
    "process.env",
    "import.meta.env",
    "Deno.env",
    "Bun.env",
    "os.environ",
    "os.getenv",
    "System.getenv",
    "getenv(",
    "ENV[",
];

/// The start of references to secret managers.
const REFERENCES: [&str; 5] = ["projects/", "op://", "arn:aws:secretsmanager:", "arn:aws:ssm:", "@Microsoft.KeyVault("];

/// Start and end of expressions that a template engine or a shell should have replaced.
const TEMPLATES: [(&str, &str); 6] = [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<%", "%>"), ("#{", "}"), ("%(", ")s")];

/// Prefixes that a template or a copied header field puts before the secret.
const PREFIXES: [&str; 5] = ["v1,whsec_", "whsec_", "v1,", "Bearer ", "sha256="];

/// The reason why a text cannot be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotASecret {
    /// It has no visible characters other than quotes and a prefix.
    Empty,
    /// It is a placeholder: a text that programs write for a value that is not set, or the name of a variable that was
    /// not replaced with its value.
    Placeholder,
}

/// The reason why a text cannot be a secret. `None` if it can be a secret.
pub(super) fn why_not_a_secret(text: &str) -> Option<NotASecret> {
    let text = bare(text);
    if text.is_empty() {
        return Some(NotASecret::Empty);
    }
    let is_placeholder = UNSET.iter().any(|word| text.eq_ignore_ascii_case(word))
        || STRINGIFIED.iter().any(|(open, close)| text.starts_with(open) && text.ends_with(close))
        || is_only_unset_words(text)
        || is_mask(text)
        || CODE.iter().any(|code| text.starts_with(code))
        || REFERENCES.iter().any(|reference| text.starts_with(reference))
        || TEMPLATES.iter().any(|(open, close)| text.starts_with(open) && text.ends_with(close))
        || is_variable(text)
        || has_variable(text);
    is_placeholder.then_some(NotASecret::Placeholder)
}

/// Whether a byte is a letter, a digit or another character of base64.
pub(super) fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

/// A text without quotes, prefixes and whitespace that often surround a value by mistake.
fn bare(text: &str) -> &str {
    let mut text = trim(text);
    for (open, close) in [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        text = inside.map_or(text, trim);
    }
    let prefix = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix));
    prefix.map_or(text, trim)
}

/// A text without surrounding whitespace and invisible characters. Vertical tabs and form feeds are kept: editors do
/// not insert them, and the test keys of RFC 4231 consist of them.
fn trim(text: &str) -> &str {
    let is_space = |c: char| c.is_whitespace() && !matches!(c, '\u{b}' | '\u{c}');
    let is_invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    text.trim_matches(|c: char| !c.is_ascii_graphic() && (is_space(c) || is_invisible(c)))
}

/// Whether the whole text is a variable: `$NAME`, `$env:NAME`, `%NAME%`, `{NAME}`, `@@NAME@@`, `__NAME__` or
/// `<your secret>`.
fn is_variable(text: &str) -> bool {
    let within = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let is_phrase = |inside: &str| {
        inside.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'-' | b'_')) && inside.len() > 2
    };
    text.strip_prefix('$').is_some_and(|name| is_constant(name) || names_a_secret(name))
        || text.strip_prefix("$env:").is_some_and(is_identifier)
        || within('%', '%').is_some_and(is_identifier)
        || within('{', '}').is_some_and(is_constant)
        || ["@@", "__"].iter().any(|mark| {
            let inside = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
            inside.is_some_and(|name| !name.is_empty() && is_constant(name))
        })
        || within('<', '>').is_some_and(is_phrase)
}

/// Whether a text consists of words for values that are not set, as when two settings are concatenated.
///
/// `undefined:null` is such a text, and so is `undefinedundefined`.
fn is_only_unset_words(text: &str) -> bool {
    let is_unset = |word: &str| UNSET.iter().any(|unset| word.eq_ignore_ascii_case(unset));
    let joined = UNSET.iter().any(|word| text.len() > word.len() && text.replace(word, "").is_empty());
    joined || text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '/' | '.' | '-')).all(is_unset)
}

/// Whether a text is a mask that a dashboard or a log shows instead of a secret.
fn is_mask(text: &str) -> bool {
    let is_dots = text.chars().count() >= 4 && text.chars().all(|c| matches!(c, '*' | '•' | '●' | '·'));
    let words = ["(sensitive value)", "[redacted]", "<redacted>", "redacted", "(sensitive)", "[filtered]", "[hidden]"];
    is_dots || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text contains `${NAME}` or `{{name}}`.
fn has_variable(text: &str) -> bool {
    let names = |open, close| text.split(open).skip(1).filter_map(move |rest: &str| Some(rest.split_once(close)?.0));
    names("${", "}").any(|name| name.len() > 1 && is_identifier(name))
        || names("{{", "}}").any(|name| is_identifier(name.trim()))
}

fn is_identifier(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

fn is_constant(name: &str) -> bool {
    is_identifier(name) && !name.bytes().any(|byte| byte.is_ascii_lowercase() || byte == b'.')
}

/// Whether a name suggests a secret. A text such as `$name` is treated as a variable only then or in upper case,
/// because secrets can also start with `$`.
fn names_a_secret(name: &str) -> bool {
    let has = |word: &str| name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    is_identifier(name) && ["secret", "token", "webhook", "password", "api_key", "apikey"].into_iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_placeholders() {
        for text in [
            "undefined",
            " NULL\n",
            "\"NaN\"",
            "'null'",
            "whsec_undefined",
            "[object Promise]",
            "${X}",
            "${secret:-}",
            "whsec_${SECRET}",
            "$WEBHOOK_SECRET",
            "$webhookSecret",
            "$env:SECRET",
            "$(cat /run/secret)",
            "%WEBHOOK_SECRET%",
            "%(secret)s",
            "{{ secret }}",
            "a-{{secret}}-b",
            "${{ secrets.HOOK }}",
            "<%= secret %>",
            "#{secret}",
            "{SECRET}",
            "<your-secret>",
            "process.env.X",
            "process.env['X']",
            "\u{feff}undefined",
            "op://vault/hook/secret",
            "prefix-${webhookSecret}",
            "undefined undefined",
            "undefinedundefined",
            "undefined/undefined",
            "“undefined”",
            "********",
            "whsec_••••••••",
            "(sensitive value)",
            "[redacted]",
            "undefined:null",
            "Promise { <pending> }",
            "function () { [native code] }",
            "() => secret",
            "Symbol(secret)",
            "@@SECRET@@",
            "__WEBHOOK_SECRET__",
        ] {
            assert_eq!(why_not_a_secret(text), Some(NotASecret::Placeholder), "{text:?}");
        }
        for text in ["", " ", "\t\r\n", "\u{feff}\u{200b}", "\"\"", "' '", "whsec_", "v1,whsec_ "] {
            assert_eq!(why_not_a_secret(text), Some(NotASecret::Empty), "{text:?}");
        }
    }

    #[test]
    fn accepts_secrets() {
        for text in [
            "It's a Secret to Everybody",
            "$ecret",
            "\u{b}\u{b}\u{b}\u{b}",
            "\0\0",
            "$2b$10$abcdefghijklmnopqrstuv",
            "a$B${c",
            "${",
            "$",
            "%",
            "%%",
            "100%",
            "<>",
            "{}",
            "{a}",
            "nullable",
            "undefined1",
            "process",
            "whsec_AAAA",
            "WEBHOOK_SECRET",
        ] {
            assert_eq!(why_not_a_secret(text), None, "{text:?}");
        }
    }
}
