//! The text of links: `#panel?1=…` with the version of the format and the compressed members of the form, or
//! `#panel?policy=kit` with readable members.
//!
//! Version 1 is JSON, compressed with raw deflate, in base64url without padding. Links of all versions are read forever.

use base64ct::{Base64UrlUnpadded, Encoding as _};

use super::json::Unparsed;
use super::words::grouped;

/// The version of the format that is written.
const VERSION: &str = "1";

/// The maximum length of a link that is written, in bytes. Many programs cut off longer ones.
pub(crate) const LONGEST: usize = 32 * 1024;

/// The maximum length of a link that is read, in bytes. It limits the work for a malicious one.
const LONGEST_READ: usize = 4 * LONGEST;

/// The maximum length of the decompressed JSON of a link or of a file, in bytes.
pub(crate) const LARGEST_LINKED: usize = 1_000_000;

/// The maximum length of a readable query, in bytes.
const LONGEST_QUERY: usize = 1_500;

/// Why a link or a file cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// A newer version of the page has made it.
    NewerVersion,
    /// It names an unknown panel.
    UnknownPanel(String),
    /// It contains characters that do not occur in links.
    NotBase64,
    /// Its end is missing.
    CutOff,
    /// Its content was changed.
    NotDeflate,
    /// It is larger than the limit.
    TooLarge,
    /// Its content is not JSON.
    NotJson,
    /// A member has an invalid value.
    Invalid(String),
    /// A member has this unknown or invalid text.
    InvalidText { member: String, text: String },
    /// The code that decompresses links could not be loaded.
    NotLoaded,
}

impl From<Unparsed> for Damage {
    fn from(reason: Unparsed) -> Self {
        match reason {
            Unparsed::NotJson => Self::NotJson,
            Unparsed::TooLarge => Self::TooLarge,
        }
    }
}

impl Damage {
    /// The stable code.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::NewerVersion => "newer_version",
            Self::UnknownPanel(_) => "unknown_panel",
            Self::NotBase64 => "not_base64",
            Self::CutOff => "cut_off",
            Self::NotDeflate => "not_deflate",
            Self::TooLarge => "too_large",
            Self::NotJson => "not_json",
            Self::Invalid(_) | Self::InvalidText { .. } => "invalid_member",
            Self::NotLoaded => "not_loaded",
        }
    }

    /// Describes the reason as a message. `what` is `link` or `file`.
    pub(crate) fn message(&self, what: &str) -> String {
        match self {
            Self::NewerVersion => {
                format!("this {what} was made by a newer version of Hookwright; reload the page to update it")
            }
            Self::UnknownPanel(id) => format!("this {what} is for the panel `{}`, which does not exist", clean(id)),
            Self::NotBase64 => format!("this {what} contains characters that do not occur in links; copy it again"),
            Self::CutOff => format!("the end of this {what} is missing; copy it again completely"),
            Self::NotDeflate => format!("this {what} is damaged: its content cannot be decompressed; copy it again"),
            Self::TooLarge => {
                format!("this {what} is too large; the limit is {} bytes of content", grouped(LARGEST_LINKED))
            }
            Self::NotJson => format!("this {what} is damaged: its content is not JSON"),
            Self::Invalid(member) => format!("this {what} has an invalid value for `{}`", clean(member)),
            Self::InvalidText { member, text } => {
                // The last name of the path is the one in the address.
                let name = member.rsplit('/').next().unwrap_or_default();
                format!(
                    "this {what} has the unknown value `{}` for `{}`; nothing was changed",
                    clean(text),
                    clean(name)
                )
            }
            Self::NotLoaded => format!("this {what} could not be read; check your connection and reload the page"),
        }
    }
}

/// Removes what would end a code span.
fn clean(name: &str) -> String {
    name.chars().filter(|character| *character != '`' && !character.is_control()).take(40).collect()
}

/// A link to a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The id of the panel.
    pub(crate) panel: String,
    pub(crate) content: Content,
}

/// The content of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The compressed members.
    Packed(Vec<u8>),
    /// A query with readable members.
    Query(String),
}

impl Link {
    /// Parses the fragment of an address. Returns `None` if it only names a panel, or nothing.
    pub(crate) fn parse(hash: &str) -> Option<Result<Self, Damage>> {
        let (panel, query) = hash.strip_prefix('#')?.split_once('?')?;
        Some(content(query).map(|content| Self { panel: panel.into(), content }))
    }
}

fn content(query: &str) -> Result<Content, Damage> {
    if query.len() > LONGEST_READ {
        return Err(Damage::TooLarge);
    }
    match query.split_once('=') {
        Some((VERSION, packed)) => decode(packed).map(Content::Packed),
        Some((version, _)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(Damage::NewerVersion)
        }
        // A link that was cut off before its content.
        None if query == VERSION => Err(Damage::CutOff),
        _ => Ok(Content::Query(query.into())),
    }
}

fn decode(packed: &str) -> Result<Vec<u8>, Damage> {
    if !packed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        return Err(Damage::NotBase64);
    }
    // The rest of a text that was cut off at any place is not always base64.
    Base64UrlUnpadded::decode_vec(packed).map_err(|_| Damage::CutOff)
}

/// Returns the fragment of a link with compressed members.
pub(crate) fn packed(panel: &str, bytes: &[u8]) -> String {
    format!("#{panel}?{VERSION}={}", Base64UrlUnpadded::encode_string(bytes))
}

/// Returns the fragment of a link with readable members. Returns `None` if it would be too long to read.
pub(crate) fn readable(panel: &str, query: &str) -> Option<String> {
    let separator = if query.is_empty() { "" } else { "?" };
    (query.len() <= LONGEST_QUERY).then(|| format!("#{panel}{separator}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_link_is_parsed() {
        for bytes in [&b""[..], b"\x00", b"\xff\xfe\xfd", &[7; 1000]] {
            let link = Link::parse(&packed("check", bytes)).unwrap().unwrap();
            assert_eq!(link, Link { panel: "check".into(), content: Content::Packed(bytes.into()) });
        }
        let link = Link::parse(&readable("retries", "policy=kit").unwrap()).unwrap().unwrap();
        assert_eq!(link.content, Content::Query("policy=kit".into()));
        assert_eq!(readable("retries", "").as_deref(), Some("#retries"));
        assert_eq!(readable("retries", &"x".repeat(LONGEST_QUERY + 1)), None);
    }

    #[test]
    fn only_a_query_makes_a_link() {
        for hash in ["", "#", "#check", "check?1=AAAA"] {
            assert_eq!(Link::parse(hash), None, "{hash}");
        }
    }

    #[test]
    fn a_damaged_link_has_a_reason() {
        let code = |hash: &str| Link::parse(hash).unwrap().unwrap_err().code();
        for (hash, expected) in [
            ("#check?2=AAAA", "newer_version"),
            ("#check?10=AAAA", "newer_version"),
            ("#check?1=A+/A", "not_base64"),
            ("#check?1=AAAA=", "not_base64"),
            ("#check?1=AAAA)", "not_base64"),
            ("#check?1=AAAAA", "cut_off"),
            ("#check?1", "cut_off"),
        ] {
            assert_eq!(code(hash), expected, "{hash}");
        }
        assert_eq!(code(&format!("#check?1={}", "A".repeat(LONGEST_READ))), "too_large");
    }

    #[test]
    fn every_reason_is_a_message() {
        let name = "x` \u{1}<b>".to_owned();
        for damage in [
            Damage::NewerVersion,
            Damage::UnknownPanel(name.clone()),
            Damage::NotBase64,
            Damage::CutOff,
            Damage::NotDeflate,
            Damage::TooLarge,
            Damage::NotJson,
            Damage::Invalid(name.clone()),
            Damage::InvalidText { member: name.clone(), text: name },
            Damage::NotLoaded,
        ] {
            let message = damage.message("link");
            assert!(message.starts_with("th") && message.contains("link"), "{message}");
            assert_eq!(message.matches('`').count() % 2, 0, "{message}");
        }
    }
}
