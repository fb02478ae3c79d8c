//! Types of signed members.

use super::method::name_of;

/// The type of a signed member. Types keep the signed content unambiguous: without a type, a value could contain the
/// separator after it, and be read as two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberType {
    /// Any text or number. A missing member and `null` are treated as empty text.
    Any,
    /// A JSON number without a fraction or an exponent.
    Integer,
    /// Three capital letters, as in ISO 4217.
    Currency,
    /// The text `true` or `false`.
    Boolean,
    /// Text without control characters, `:`, `,`, `;`, `|` and `"`. A missing member and `null` are treated as empty
    /// text.
    Word,
    /// Text or a number without control characters, such as line breaks. A missing member and `null` are treated as empty
    /// text.
    Line,
}

impl MemberType {
    /// Every type that a template can name.
    const ALL: &[(&str, Self)] = &[
        ("integer", Self::Integer),
        ("currency", Self::Currency),
        ("boolean", Self::Boolean),
        ("word", Self::Word),
        ("line", Self::Line),
    ];

    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// The name in templates and messages. Empty for [`MemberType::Any`], which does not have a name and accepts all
    /// values.
    pub(crate) fn name(self) -> &'static str {
        name_of(Self::ALL, self)
    }

    /// Whether a missing member is treated as empty text.
    pub(crate) const fn may_be_absent(self) -> bool {
        matches!(self, Self::Any | Self::Word | Self::Line)
    }

    /// Whether a value is of this type. `json` is the value as it is written in the body, and `text` is its content
    /// without quotes and escapes.
    pub(crate) fn accepts(self, json: &str, text: &str) -> bool {
        let is_text = json.starts_with('"');
        match self {
            Self::Any => true,
            Self::Integer => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                !is_text && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Currency => is_text && text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
            Self::Boolean => is_text && matches!(text, "true" | "false"),
            Self::Word => is_text && text.chars().all(is_word),
            Self::Line => !text.contains(char::is_control),
        }
    }

    /// Whether a value of this type can contain a character.
    pub(crate) fn can_contain(self, character: char) -> bool {
        match self {
            Self::Any => true,
            Self::Integer => character.is_ascii_digit() || character == '-',
            Self::Currency => character.is_ascii_uppercase(),
            Self::Boolean => "truefalse".contains(character),
            Self::Word => is_word(character),
            Self::Line => !character.is_control(),
        }
    }
}

fn is_word(character: char) -> bool {
    !character.is_control() && !matches!(character, ':' | ',' | ';' | '|' | '"')
}
