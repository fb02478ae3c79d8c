//! Hypotheses about a body that was parsed and serialised again: the same document as other serialisers write it.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::{MAX_REWRITTEN, Search};
use super::causes::Finding;
use super::json_tree::{Node, unescaped};
use super::orders::orders;

/// The white space that a serialiser puts between tokens.
#[derive(Clone, Copy)]
struct Spacing {
    title: &'static str,
    after_comma: &'static str,
    colon: &'static str,
    indent: Option<&'static str>,
    line: &'static str,
}

const SPACINGS: [Spacing; 9] = [
    Spacing {
        title: "without white space, as JSON.stringify writes it",
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

/// What a serialiser escapes in text, beyond what it has to.
#[derive(Clone, Copy)]
struct Escaping {
    /// Nothing is changed: tokens are as they are written in the body.
    as_is: bool,
    /// `/` as `\/`.
    slashes: bool,
    /// These, as `\u` and four digits.
    special: &'static str,
    /// What is beyond ASCII, likewise.
    non_ascii: bool,
    /// What takes two escapes, likewise, even where the rest is not escaped.
    astral: bool,
    /// In capitals: the digits of what is beyond ASCII, and of the rest.
    upper: [bool; 2],
}

const PLAIN: Escaping =
    Escaping { as_is: false, slashes: false, special: "", non_ascii: false, astral: false, upper: [false; 2] };

/// What Go and Ruby on Rails escape, so that JSON can stand in a page.
const HTML: &str = "<>&\u{2028}\u{2029}";

const ESCAPINGS: [Escaping; 13] = [
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
    // Java's writers that put out each half of a pair
    Escaping { astral: true, upper: [true; 2], ..PLAIN },
];

/// Whether the body is the sender's document, written by another serialiser.
pub(super) fn rewritten(search: &mut Search<'_>) -> Option<Finding> {
    let text = core::str::from_utf8(search.request.body).ok().filter(|text| text.len() <= MAX_REWRITTEN)?;
    let tree = Node::parse(text)?;
    try_orders(search, text, &[tree.clone(), tree.sorted()], &ESCAPINGS)
        .or_else(|| try_orders(search, text, &permutations(&tree), ESCAPINGS.get(..6).unwrap_or_default()))
}

fn try_orders(search: &mut Search<'_>, body: &str, trees: &[Node<'_>], escapings: &[Escaping]) -> Option<Finding> {
    // The plainest forms first, in every order: of what is in the bound, they are the likeliest.
    for escaping in escapings {
        for spacing in &SPACINGS {
            for tree in trees {
                let mut written = String::with_capacity(body.len() + body.len() / 4);
                write(&mut written, tree, *spacing, *escaping, 0);
                for end in ["", "\n"] {
                    written.push_str(end);
                    if search.is_exhausted() {
                        return None;
                    }
                    if written != body && search.body_verifies(written.as_bytes()) {
                        return Some(describe(body, &written, spacing));
                    }
                }
            }
        }
    }
    None
}

/// The tree with the members of its top level in every order, if they are few.
fn permutations<'a>(tree: &Node<'a>) -> Vec<Node<'a>> {
    orders(tree.members().unwrap_or_default()).into_iter().map(Node::Object).collect()
}

fn write(out: &mut String, node: &Node<'_>, spacing: Spacing, escaping: Escaping, depth: usize) {
    match node {
        Node::Word(word) => out.push_str(word),
        Node::Text(token) => write_text(out, token, escaping),
        Node::Array(items) => {
            write_list(out, ['[', ']'], items, spacing, depth, |out, item| {
                write(out, item, spacing, escaping, depth + 1);
            });
        }
        Node::Object(members) => {
            write_list(out, ['{', '}'], members, spacing, depth, |out, (name, value)| {
                write_text(out, name, escaping);
                out.push_str(spacing.colon);
                write(out, value, spacing, escaping, depth + 1);
            });
        }
    }
}

fn write_list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: &[T],
    spacing: Spacing,
    depth: usize,
    mut item: impl FnMut(&mut String, &T),
) {
    out.push(open);
    for (index, each) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
            out.push_str(spacing.after_comma);
        }
        new_line(out, spacing, depth + 1);
        item(out, each);
    }
    if !items.is_empty() {
        new_line(out, spacing, depth);
    }
    out.push(close);
}

fn new_line(out: &mut String, spacing: Spacing, depth: usize) {
    if let Some(indent) = spacing.indent {
        out.push_str(spacing.line);
        for _ in 0..depth {
            out.push_str(indent);
        }
    }
}

fn write_text(out: &mut String, token: &str, escaping: Escaping) {
    let Some(text) = unescaped(token).filter(|_| !escaping.as_is) else {
        out.push_str(token);
        return;
    };
    out.push('"');
    for character in text.chars() {
        let is_wide = !character.is_ascii();
        let is_special = escaping.special.contains(character);
        match character {
            _ if is_special => push_escape(out, character, escaping.upper),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '/' if escaping.slashes => out.push_str("\\/"),
            '\0'..='\u{1f}' => push_escape(out, character, escaping.upper),
            _ if is_wide && (escaping.non_ascii || (escaping.astral && character > '\u{ffff}')) => {
                push_escape(out, character, escaping.upper);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

fn push_escape(out: &mut String, character: char, [upper_wide, upper_ascii]: [bool; 2]) {
    let upper = if character.is_ascii() { upper_ascii } else { upper_wide };
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.push_str(&if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
    }
}

/// What was done to the sender's text on the way to this body. Where it is several things, the coarsest names it.
fn describe(body: &str, signed: &str, spacing: &Spacing) -> Finding {
    let (Some(received), Some(sent)) = (Node::parse(body), Node::parse(signed.trim_end())) else {
        return Finding::proven("body_reformatted", "the signature matches with the document written in another way");
    };
    let same_space = {
        let mut rewritten = String::new();
        write(&mut rewritten, &received, *spacing, Escaping { as_is: true, ..PLAIN }, 0);
        rewritten == body.trim_end()
    };
    if !same_space {
        let evidence = format!("the signature matches with the same document {}", spacing.title);
        return Finding::proven("body_reformatted", evidence);
    }
    if names(&received) != names(&sent) {
        return Finding::proven(
            "body_key_order",
            "the signature matches with the members of the document in another order",
        );
    }
    if body.contains("\\/") != signed.contains("\\/") {
        let how = if signed.contains("\\/") {
            "slashes written `\\/`, as PHP does"
        } else {
            "slashes written `/`, without a backslash"
        };
        return Finding::proven("body_escaped_slashes", format!("the signature matches with {how}"));
    }
    if escapes(signed) >= escapes(body) {
        let evidence =
            "the signature matches with characters written as escapes, `\\u00e9` and the like, as the sender does";
        return Finding::proven("body_unicode_escapes", evidence);
    }
    let evidence = "the signature matches with characters written as they are: the body has escapes in their place";
    Finding::proven("body_ascii_only", evidence)
}

fn escapes(text: &str) -> usize {
    text.matches("\\u").count()
}

/// Every name in the tree, in order, as text.
fn names(node: &Node<'_>) -> Vec<String> {
    match node {
        Node::Object(members) => members
            .iter()
            .flat_map(|(name, value)| {
                [unescaped(name).unwrap_or_else(|| (*name).into())].into_iter().chain(names(value))
            })
            .collect(),
        Node::Array(items) => items.iter().flat_map(names).collect(),
        Node::Text(_) | Node::Word(_) => vec![],
    }
}
