//! Templates of the signed content and of the replies to handshakes.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::member_type::MemberType;
use crate::base::spelling::word;

/// The fields of the signed content, each with its meaning.
pub const FIELDS: &[(&str, &str)] = &[
    ("body", "the body, byte for byte"),
    ("body:sha256", "the SHA-256 of the body, in hexadecimal digits"),
    ("timestamp", "the timestamp, as written in the request"),
    ("id", "the id of the delivery"),
    ("url", "the URL that the sender called"),
    ("url:decoded", "the same, with the escapes of `: / ? @ ! $ ' ( ) * , ;` decoded, as HubSpot does"),
    ("url:any-port", "the same, with or without the default port"),
    ("path", "the path and query of the URL"),
    ("method", "the method, in capitals"),
    (
        "params",
        "the name and value of every parameter of a form, sorted by name, without separators; names must be unique",
    ),
    (
        "params:repeated",
        "the name and value of every parameter of a form, sorted by name and value, without separators and duplicates; \
         names may be repeated",
    ),
    ("secret", "the key, for schemes that hash it with the content"),
    ("header:NAME", "the value of this header field"),
    ("member:POINTER", "the value at this JSON Pointer in the body"),
    (
        "member:TYPE:POINTER",
        "the value at this JSON Pointer in the body, which must be of this type: `integer`, `currency`, `boolean`, `word` \
         or `line`",
    ),
    ("field:NAME", "the value of this field of a form, decoded"),
    ("if:member:POINTER", "the start of a part that is omitted if the body has no value at this JSON Pointer"),
    ("end", "the end of this part"),
];

/// A piece of a template. `S` is the type of literals and names: `&str` while a template is checked, and owned in a
/// compiled scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<S> {
    Literal(S),
    Body,
    BodySha256,
    Timestamp,
    Id,
    Url,
    UrlDecoded,
    UrlAnyPort,
    Path,
    Method,
    Params,
    /// Parameters with names that may be repeated.
    RepeatedParams,
    Secret,
    Header(S),
    Member(MemberType, S),
    /// A field of a form.
    Field(S),
    /// The start and the end of a part that is omitted if a member is missing.
    If(S),
    End,
    Query(S),
    /// The MAC or the hash of a value, in the reply to a handshake.
    MacOfQuery(S),
    MacOfMember(S),
    Sha256OfQuery(S),
}

/// The fields that the reply to a handshake may contain.
const REPLY_FIELDS: &[&str] =
    &["query:NAME", "member:POINTER", "header:NAME", "mac:query:NAME", "mac:member:POINTER", "sha256:query:NAME"];

/// The error of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TemplateError {
    UnknownField(String),
    Unbalanced,
}

impl TemplateError {
    /// The message for the content of a scheme.
    pub(crate) fn in_content(&self) -> String {
        let known: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        self.message(&known)
    }

    /// The message for the reply to a handshake.
    pub(crate) fn in_reply(&self) -> String {
        self.message(REPLY_FIELDS)
    }

    fn message(&self, known: &[&str]) -> String {
        match self {
            Self::UnknownField(name) => {
                // The field can be a misplaced secret, so it is quoted only if it reads like a word.
                let shown = word(name).map(|name| format!(" `{{{name}}}`")).unwrap_or_default();
                format!("unknown field{shown}; expected {}", listed(known))
            }
            Self::Unbalanced => "a brace has no matching brace; write `{{` or `}}` for a brace in the text".into(),
        }
    }
}

/// The fields that the reply to a handshake may contain, for messages.
pub(super) fn reply_fields() -> String {
    listed(REPLY_FIELDS)
}

fn listed(fields: &[&str]) -> String {
    let fields: Vec<String> = fields.iter().map(|name| format!("`{{{name}}}`")).collect();
    fields.join(", ")
}

/// Parses a template.
pub(crate) fn pieces(template: &str) -> Result<Vec<Piece<&str>>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, from_brace) = rest.split_at(at);
        push_literal(&mut pieces, literal);
        if let Some((doubled, after)) = from_brace.split_at_checked(2).filter(|(two, _)| matches!(*two, "{{" | "}}")) {
            push_literal(&mut pieces, doubled.get(..1).unwrap_or_default());
            rest = after;
            continue;
        }
        let inside = from_brace.strip_prefix('{').ok_or(TemplateError::Unbalanced)?;
        let (name, after) = inside.split_once('}').ok_or(TemplateError::Unbalanced)?;
        pieces.push(parse_field(name).ok_or_else(|| TemplateError::UnknownField(name.into()))?);
        rest = after;
    }
    push_literal(&mut pieces, rest);
    Ok(pieces)
}

fn push_literal<'a>(pieces: &mut Vec<Piece<&'a str>>, literal: &'a str) {
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
}

fn parse_field(name: &str) -> Option<Piece<&str>> {
    let (kind, argument) = name.split_once(':').unwrap_or((name, ""));
    let has_argument = !argument.is_empty();
    Some(match (kind, argument) {
        ("body", "") => Piece::Body,
        ("body", "sha256") => Piece::BodySha256,
        ("timestamp", "") => Piece::Timestamp,
        ("id", "") => Piece::Id,
        ("url", "") => Piece::Url,
        ("url", "decoded") => Piece::UrlDecoded,
        ("url", "any-port") => Piece::UrlAnyPort,
        ("path", "") => Piece::Path,
        ("method", "") => Piece::Method,
        ("params", "") => Piece::Params,
        ("params", "repeated") => Piece::RepeatedParams,
        ("secret", "") => Piece::Secret,
        ("header", name) if has_argument => Piece::Header(name),
        ("member", pointer) if has_argument => match pointer.split_once(':').filter(|_| !pointer.starts_with('/')) {
            Some((kind, pointer)) => Piece::Member(MemberType::find(kind)?, pointer),
            None => Piece::Member(MemberType::Any, pointer),
        },
        ("field", name) if has_argument => Piece::Field(name),
        ("if", of) => match of.split_once(':')? {
            ("member", pointer) => Piece::If(pointer),
            _ => return None,
        },
        ("end", "") => Piece::End,
        ("query", name) if has_argument => Piece::Query(name),
        ("mac", of) => match of.split_once(':')? {
            ("query", name) => Piece::MacOfQuery(name),
            ("member", pointer) => Piece::MacOfMember(pointer),
            _ => return None,
        },
        ("sha256", of) => Piece::Sha256OfQuery(of.strip_prefix("query:").filter(|name| !name.is_empty())?),
        _ => return None,
    })
}

impl<S: AsRef<str>> Piece<S> {
    /// The same piece with owned text.
    pub(crate) fn to_owned(&self) -> Piece<Box<str>> {
        let own = |text: &S| Box::from(text.as_ref());
        match self {
            Self::Literal(text) => Piece::Literal(own(text)),
            Self::Body => Piece::Body,
            Self::BodySha256 => Piece::BodySha256,
            Self::Timestamp => Piece::Timestamp,
            Self::Id => Piece::Id,
            Self::Url => Piece::Url,
            Self::UrlDecoded => Piece::UrlDecoded,
            Self::UrlAnyPort => Piece::UrlAnyPort,
            Self::Path => Piece::Path,
            Self::Method => Piece::Method,
            Self::Params => Piece::Params,
            Self::RepeatedParams => Piece::RepeatedParams,
            Self::Secret => Piece::Secret,
            Self::Header(name) => Piece::Header(own(name)),
            Self::Member(kind, pointer) => Piece::Member(*kind, own(pointer)),
            Self::Field(name) => Piece::Field(own(name)),
            Self::If(pointer) => Piece::If(own(pointer)),
            Self::End => Piece::End,
            Self::Query(name) => Piece::Query(own(name)),
            Self::MacOfQuery(name) => Piece::MacOfQuery(own(name)),
            Self::MacOfMember(pointer) => Piece::MacOfMember(own(pointer)),
            Self::Sha256OfQuery(name) => Piece::Sha256OfQuery(own(name)),
        }
    }

    /// Whether it is allowed only in the reply to a handshake.
    pub(crate) const fn is_reply_only(&self) -> bool {
        matches!(self, Self::Query(_) | Self::MacOfQuery(_) | Self::MacOfMember(_) | Self::Sha256OfQuery(_))
    }

    /// Whether the reply to a handshake may contain it: text, or one of [`REPLY_FIELDS`].
    pub(super) const fn fits_reply(&self) -> bool {
        match self {
            Self::Literal(_) | Self::Query(_) | Self::Member(..) | Self::Header(_) => true,
            Self::MacOfQuery(_) | Self::MacOfMember(_) | Self::Sha256OfQuery(_) => true,
            Self::Body
            | Self::BodySha256
            | Self::Timestamp
            | Self::Id
            | Self::Url
            | Self::UrlDecoded
            | Self::UrlAnyPort
            | Self::Path
            | Self::Method
            | Self::Params
            | Self::RepeatedParams
            | Self::Secret
            | Self::Field(_)
            | Self::If(_)
            | Self::End => false,
        }
    }

    /// Whether it is the body or the digest of the body.
    pub(crate) const fn covers_body(&self) -> bool {
        matches!(self, Self::Body | Self::BodySha256)
    }

    /// The JSON Pointer of the member that it reads.
    pub(crate) fn pointer(&self) -> Option<&str> {
        match self {
            Self::Member(_, pointer) => Some(pointer.as_ref()),
            _ => None,
        }
    }

    /// Whether it is the field of a form's parameters.
    pub(crate) const fn is_params(&self) -> bool {
        matches!(self, Self::Params | Self::RepeatedParams)
    }

    /// Whether it needs the URL.
    pub(crate) const fn needs_url(&self) -> bool {
        matches!(self, Self::Url | Self::UrlDecoded | Self::UrlAnyPort | Self::Path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec};
    use proptest::prelude::*;

    #[test]
    fn parses_a_template() {
        assert_eq!(
            pieces("v0:{timestamp}:{body}").unwrap(),
            vec![Piece::Literal("v0:"), Piece::Timestamp, Piece::Literal(":"), Piece::Body]
        );
        assert_eq!(pieces("{{{id}}}").unwrap(), vec![Piece::Literal("{"), Piece::Id, Piece::Literal("}")]);
        assert_eq!(pieces("").unwrap(), vec![]);
        assert_eq!(
            pieces("{header:X-A}{member:/a/b}").unwrap(),
            vec![Piece::Header("X-A"), Piece::Member(MemberType::Any, "/a/b")]
        );
        assert_eq!(
            pieces("{member:integer:/a}:{member:/b:c}").unwrap(),
            vec![Piece::Member(MemberType::Integer, "/a"), Piece::Literal(":"), Piece::Member(MemberType::Any, "/b:c")]
        );
    }

    #[test]
    fn reports_unknown_fields_and_unbalanced_braces() {
        assert_eq!(pieces("{Body}"), Err(TemplateError::UnknownField("Body".into())));
        assert_eq!(pieces("{header:}"), Err(TemplateError::UnknownField("header:".into())));
        assert_eq!(pieces("{member:number:/a}"), Err(TemplateError::UnknownField("member:number:/a".into())));
        for wrong in ["{", "}", "{body", "body}", "{{body}"] {
            assert_eq!(pieces(wrong), Err(TemplateError::Unbalanced), "{wrong}");
        }
    }

    #[test]
    fn every_field_of_a_reply_fits() {
        for field in REPLY_FIELDS {
            assert!(pieces(&format!("{{{}}}", field.replace("POINTER", "/a"))).unwrap().iter().all(Piece::fits_reply));
        }
    }

    /// Parts of templates, and the pieces that they represent.
    const TOKENS: &[(&str, Piece<&str>)] = &[
        ("a", Piece::Literal("a")),
        ("é.", Piece::Literal("é.")),
        ("{{", Piece::Literal("{")),
        ("}}", Piece::Literal("}")),
        ("{body}", Piece::Body),
        ("{timestamp}", Piece::Timestamp),
        ("{header:X-A}", Piece::Header("X-A")),
        ("{member:integer:/a}", Piece::Member(MemberType::Integer, "/a")),
    ];

    /// The pieces, with literal text split into characters, because adjacent literals can be one piece or several.
    fn by_letters(pieces: &[Piece<&str>]) -> Vec<String> {
        let letters = |piece: &Piece<&str>| match piece {
            Piece::Literal(text) => text.chars().map(String::from).collect(),
            field => vec![format!("{field:?}")],
        };
        pieces.iter().flat_map(letters).collect()
    }

    proptest! {
        #[test]
        fn parsing_returns_the_pieces_in_order(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..12)) {
            let template: String = tokens.iter().map(|(text, _)| *text).collect();
            let expected: Vec<_> = tokens.iter().map(|(_, piece)| *piece).collect();
            prop_assert_eq!(by_letters(&pieces(&template).unwrap()), by_letters(&expected), "{}", template);
        }

        #[test]
        fn reports_an_unknown_field_unchanged(text in "[{}a-z:é]{0,20}") {
            match pieces(&text) {
                Ok(pieces) => prop_assert!(pieces.len() <= text.len()),
                Err(TemplateError::UnknownField(name)) => prop_assert!(text.contains(&format!("{{{name}}}")), "{name}"),
                Err(TemplateError::Unbalanced) => prop_assert!(text.contains(['{', '}']), "{text}"),
            }
        }
    }
}
