//! The styles of JSON serializers: whitespace between tokens, and escaped characters.

/// The whitespace that a serializer writes between tokens.
#[derive(Clone, Copy)]
pub(super) struct Spacing {
    pub(super) title: &'static str,
    pub(super) after_comma: &'static str,
    pub(super) colon: &'static str,
    pub(super) indent: Option<&'static str>,
    pub(super) line: &'static str,
}

pub(super) const SPACINGS: [Spacing; 9] = [
    Spacing {
        title: "without whitespace, as `JSON.stringify` writes it",
        after_comma: "",
        colon: ":",
        indent: None,
        line: "",
    },
    Spacing {
        title: "with a space after commas and colons, as Python writes it",
        after_comma: " ",
        colon: ": ",
        indent: None,
        line: "",
    },
    Spacing { title: "with two spaces of indentation", after_comma: "", colon: ": ", indent: Some("  "), line: "\n" },
    Spacing {
        title: "with four spaces of indentation",
        after_comma: "",
        colon: ": ",
        indent: Some("    "),
        line: "\n",
    },
    Spacing { title: "with tabs for indentation", after_comma: "", colon: ": ", indent: Some("\t"), line: "\n" },
    Spacing {
        title: "with two spaces of indentation and CR LF, as .NET writes it",
        after_comma: "",
        colon: ": ",
        indent: Some("  "),
        line: "\r\n",
    },
    Spacing {
        title: "with two spaces of indentation and one before colons, as Jackson writes it",
        after_comma: "",
        colon: " : ",
        indent: Some("  "),
        line: "\n",
    },
    Spacing { title: "with a space after colons", after_comma: "", colon: ": ", indent: None, line: "" },
    Spacing { title: "with a space after commas", after_comma: " ", colon: ":", indent: None, line: "" },
];

/// The characters that a serializer escapes in text, in addition to the required ones.
#[derive(Clone, Copy)]
pub(super) struct Escaping {
    /// Keeps tokens as they are written in the body.
    pub(super) as_is: bool,
    /// Escapes `/` as `\/`.
    pub(super) slashes: bool,
    /// Escapes these characters as `\u` and four digits.
    pub(super) special: &'static str,
    /// Escapes characters beyond ASCII in the same way.
    pub(super) non_ascii: bool,
    /// Escapes characters that require two escapes in the same way, even if other characters are not escaped.
    pub(super) astral: bool,
    /// Whether digits are in upper case: for characters beyond ASCII, and for the others.
    pub(super) upper: [bool; 2],
}

pub(super) const PLAIN: Escaping =
    Escaping { as_is: false, slashes: false, special: "", non_ascii: false, astral: false, upper: [false; 2] };

/// The characters that Go and Ruby on Rails escape, so that JSON can be embedded in a page.
const HTML: &str = "<>&\u{2028}\u{2029}";

pub(super) const ESCAPINGS: [Escaping; 13] = [
    Escaping { as_is: true, ..PLAIN },
    PLAIN,
    Escaping { slashes: true, ..PLAIN },
    Escaping { non_ascii: true, ..PLAIN },
    Escaping { slashes: true, non_ascii: true, ..PLAIN },
    Escaping { special: HTML, ..PLAIN },
    Escaping { special: HTML, non_ascii: true, ..PLAIN },
    Escaping { non_ascii: true, upper: [true; 2], ..PLAIN },
    // .NET
    Escaping { special: "<>&'\"+`\u{7f}", non_ascii: true, upper: [true; 2], ..PLAIN },
    // PHP with JSON_HEX_TAG and JSON_HEX_AMP
    Escaping { special: "<>&", slashes: true, non_ascii: true, upper: [false, true], ..PLAIN },
    // Gson
    Escaping { special: "<>&='\u{2028}\u{2029}", ..PLAIN },
    // Meta
    Escaping { special: "<>%@", slashes: true, non_ascii: true, upper: [false, true], ..PLAIN },
    // Java's writers that escape each half of a surrogate pair
    Escaping { astral: true, upper: [true; 2], ..PLAIN },
];
