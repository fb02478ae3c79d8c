//! The styles of JSON serializers: whitespace between tokens, and escaped characters.

/// The whitespace that a serializer writes between tokens.
#[derive(Clone, Copy)]
pub(super) struct Spacing {
    pub(super) title: &'static str,
    pub(super) after_comma: &'static str,
    pub(super) colon: &'static str,
    /// The whitespace inside the brackets of objects and lists that are written on one line.
    pub(super) pad: &'static str,
    pub(super) indent: Option<&'static str>,
    pub(super) line: &'static str,
    /// The text after the commas at the ends of lines.
    pub(super) before_line: &'static str,
    /// Whether the whitespace inside brackets is written inside the outermost ones only.
    pub(super) is_outer: bool,
    /// Whether the items of lists are written on one line although members are on separate lines.
    pub(super) has_short_lists: bool,
    /// The content of empty objects and lists. Line feeds represent line ends, and indentation follows them.
    pub(super) empty: [&'static str; 2],
    /// The text between the items of a list at the top level.
    pub(super) rows: Option<&'static str>,
    pub(super) needs: Needs,
}

/// What a document must contain for a style to differ from the styles before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    Empty,
    List,
    Rows,
}

const fn line(title: &'static str, after_comma: &'static str, colon: &'static str) -> Spacing {
    let needs = Needs::Nothing;
    let empty = ["", ""];
    Spacing {
        title,
        after_comma,
        colon,
        pad: "",
        indent: None,
        line: "",
        before_line: "",
        is_outer: false,
        has_short_lists: false,
        empty,
        rows: None,
        needs,
    }
}

const fn lines(title: &'static str, indent: &'static str, colon: &'static str) -> Spacing {
    Spacing { indent: Some(indent), line: "\n", ..line(title, "", colon) }
}

impl Spacing {
    const fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    const fn crlf(self) -> Self {
        Self { line: "\r\n", ..self }
    }

    const fn empty(self, empty: [&'static str; 2]) -> Self {
        Self { empty, needs: Needs::Empty, ..self }
    }

    const fn rows(self, rows: &'static str) -> Self {
        Self { rows: Some(rows), needs: Needs::Rows, ..self }
    }
}

pub(super) const COMPACT: Spacing = line("without whitespace, as `JSON.stringify` writes it", "", ":");
const PYTHON: Spacing = line("with a space after commas and colons, as Python writes it", " ", ": ");
const TWO: Spacing = lines("with two spaces of indentation", "  ", ": ");
const FOUR: Spacing = lines("with four spaces of indentation", "    ", ": ");
const TAB: Spacing = lines("with tabs for indentation", "\t", ": ");
const JACKSON: Spacing =
    lines("with two spaces of indentation and one before colons, as Jackson writes it", "  ", " : ");
const JACKSON_LISTS: Spacing = Spacing { has_short_lists: true, pad: " ", after_comma: " ", ..JACKSON };

/// Ruby and Stripe write empty objects and lists on several lines. The event `evt_1RQW3BQbIBhnP6iTm0pKJDvZ` of 2025,
/// which public tests of the class `UserBillingGrain` of Aevatar contain with its signature, has `"metadata": {` and `}`
/// on separate lines, and lists with an empty line between their brackets. Its signature matches this text, and not that
/// of `JSON.stringify` with an indentation.
const OPEN: [&str; 2] = ["\n", "\n\n"];

pub(super) const SPACINGS: [Spacing; 42] = [
    COMPACT,
    PYTHON,
    TWO,
    Spacing {
        title: "with two spaces of indentation and empty objects and lists on two lines, as Stripe writes it",
        ..TWO
    }
    .empty(OPEN),
    FOUR,
    TAB,
    Spacing { title: "with two spaces of indentation and CR LF, as .NET writes it", ..TWO }.crlf(),
    JACKSON,
    Spacing { needs: Needs::List, empty: [" ", " "], ..JACKSON_LISTS },
    line("with a space after colons", "", ": "),
    line("with a space after commas", " ", ":"),
    Spacing { title: "with items on separate lines that end in CR LF, as SendGrid writes it", ..COMPACT }.rows(",\r\n"),
    Spacing { title: "with items on separate lines", ..COMPACT }.rows(",\n"),
    Spacing { title: "with items on separate lines, as PostgreSQL writes it", ..PYTHON }.rows(", \n "),
    JACKSON.empty([" ", " "]),
    Spacing { needs: Needs::List, ..JACKSON_LISTS },
    line("with spaces around colons and after commas, as PostgreSQL writes it", " ", " : "),
    lines("with one space of indentation", " ", ": "),
    lines("with three spaces of indentation and one before colons, as Perl writes it", "   ", " : "),
    lines("with three spaces of indentation", "   ", ": "),
    Spacing { pad: " ", ..PYTHON }.titled("with spaces inside brackets and after commas and colons"),
    FOUR.crlf().titled("with four spaces of indentation and CR LF"),
    TAB.crlf().titled("with tabs for indentation and CR LF"),
    FOUR.empty(OPEN),
    TAB.empty(OPEN),
    TWO.empty(["\n", "\n"]),
    FOUR.empty(["\n", "\n"]),
    TWO.empty([" ", " "]),
    FOUR.empty([" ", " "]),
    COMPACT.empty([" ", " "]),
    PYTHON.empty([" ", " "]),
    Spacing { pad: " ", is_outer: true, ..PYTHON }
        .titled("with spaces inside the outermost brackets and after commas and colons"),
    Spacing { pad: " ", ..COMPACT }.titled("with spaces inside brackets"),
    lines("with one space of indentation and none after colons", " ", ":"),
    lines("with two spaces of indentation and none after colons", "  ", ":"),
    lines("with four spaces of indentation and none after colons", "    ", ":"),
    lines("with tabs for indentation and no space after colons", "\t", ":"),
    lines("with line ends and no indentation", "", ":"),
    lines("with four spaces of indentation and one before colons", "    ", " : "),
    Spacing { before_line: " ", ..TWO }
        .titled("with two spaces of indentation and one after commas, as Python 2 writes it"),
    Spacing { before_line: " ", ..FOUR }
        .titled("with four spaces of indentation and one after commas, as Python 2 writes it"),
    Spacing { before_line: " ", ..JACKSON }
        .titled("with two spaces of indentation, and spaces around colons and after commas"),
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

/// The characters that .NET escapes.
const DOTNET: &str = "<>&'\"+`\u{7f}";

/// All characters that an escaping treats differently from others, in addition to those beyond ASCII.
pub(super) const NOTABLE: &str = "/<>&'\"+`\u{7f}=%@\u{2028}\u{2029}";

pub(super) const ESCAPINGS: [Escaping; 24] = [
    Escaping { as_is: true, ..PLAIN },
    PLAIN,
    Escaping { slashes: true, ..PLAIN },
    Escaping { non_ascii: true, ..PLAIN },
    Escaping { slashes: true, non_ascii: true, ..PLAIN },
    Escaping { special: HTML, ..PLAIN },
    // Shopify
    Escaping { special: HTML, slashes: true, ..PLAIN },
    Escaping { special: HTML, non_ascii: true, ..PLAIN },
    Escaping { special: HTML, slashes: true, non_ascii: true, ..PLAIN },
    Escaping { non_ascii: true, upper: [true; 2], ..PLAIN },
    // .NET
    Escaping { special: DOTNET, non_ascii: true, upper: [true; 2], ..PLAIN },
    // PHP with JSON_HEX_TAG and JSON_HEX_AMP
    Escaping { special: "<>&", slashes: true, non_ascii: true, upper: [false, true], ..PLAIN },
    // Gson
    Escaping { special: "<>&='\u{2028}\u{2029}", ..PLAIN },
    // Meta
    Escaping { special: "<>%@", slashes: true, non_ascii: true, upper: [false, true], ..PLAIN },
    // Java's writers that escape each half of a surrogate pair
    Escaping { astral: true, upper: [true; 2], ..PLAIN },
    Escaping { astral: true, ..PLAIN },
    // PHP and Go without other escapes
    Escaping { special: "\u{2028}\u{2029}", ..PLAIN },
    Escaping { special: "\u{2028}\u{2029}", slashes: true, ..PLAIN },
    Escaping { slashes: true, non_ascii: true, upper: [true; 2], ..PLAIN },
    Escaping { special: HTML, non_ascii: true, upper: [true; 2], ..PLAIN },
    // .NET and PHP with other options
    Escaping { special: DOTNET, ..PLAIN },
    Escaping { special: "<>&'\"", ..PLAIN },
    Escaping { special: "<>&'\"", slashes: true, non_ascii: true, upper: [false, true], ..PLAIN },
    Escaping { special: "<>&'", non_ascii: true, ..PLAIN },
];

impl Escaping {
    /// How a character is written: as it is, after a backslash, or as an escape in lower or upper case.
    pub(super) fn effect(&self, character: char) -> u8 {
        let is_wide = !character.is_ascii();
        let [upper_wide, upper_ascii] = self.upper;
        let is_escaped = self.special.contains(character)
            || (is_wide && (self.non_ascii || (self.astral && character > '\u{ffff}')));
        match (is_escaped, if is_wide { upper_wide } else { upper_ascii }) {
            (true, false) => 2,
            (true, true) => 3,
            (false, _) => u8::from(character == '/' && self.slashes),
        }
    }
}
