//! The content of a scheme, taken apart to be told in words.

use hookwright::signature::FIELDS;

/// A part of the signed content.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Text that stands for itself.
    Literal(String),
    /// A field with its argument, if it has one: `header:X-Id`.
    Field(&'a str),
}

impl Part<'_> {
    /// What stands there, in words.
    fn words(&self) -> String {
        match self {
            Self::Literal(text) => format!("`{}`", text.replace('\n', "\\n")),
            Self::Field(name) => {
                let words = |name: &str| FIELDS.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
                // Forms of a field are told as what is different about "the same".
                let whole = name.split(':').next().and_then(words).unwrap_or_default();
                let known = words(name).map(|words| match words.strip_prefix("the same") {
                    Some(difference) => format!("{whole}{difference}"),
                    None => words.to_owned(),
                });
                known.unwrap_or_else(|| match name.split_once(':') {
                    Some(("header", header)) => format!("the value of the `{header}` header"),
                    Some(("member", pointer)) => format!("the value at `{}` in the body", untyped(pointer)),
                    _ => format!("`{{{name}}}`"),
                })
            }
        }
    }
}

/// The parts of a template. What cannot be read of one that is not well formed is left out: the core says what is wrong
/// with it.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from_brace) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = from_brace.strip_prefix("{{").or_else(|| from_brace.strip_prefix("}}")) {
            literal.extend(from_brace.chars().take(1));
            rest = after;
            continue;
        }
        let Some((name, after)) = from_brace.strip_prefix('{').and_then(|inside| inside.split_once('}')) else { break };
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
        }
        parts.push(Part::Field(name));
        rest = after;
        if rest.is_empty() {
            return parts;
        }
    }
    if !rest.contains(['{', '}']) {
        literal.push_str(rest);
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    parts
}

/// The JSON Pointers of the members that a template reads, in the answer of a handshake also those that are signed.
pub(crate) fn members(template: &str) -> impl Iterator<Item = &str> {
    parts(template).into_iter().filter_map(|part| match part {
        Part::Field(name) => name.strip_prefix("mac:").unwrap_or(name).strip_prefix("member:").map(untyped),
        Part::Literal(_) => None,
    })
}

/// The pointer of a member, without the type before it.
fn untyped(pointer: &str) -> &str {
    if pointer.starts_with('/') { pointer } else { pointer.split_once(':').map_or(pointer, |(_, pointer)| pointer) }
}

/// A template in words: what comes after what. Nothing for an empty one.
pub(crate) fn in_words(template: &str) -> String {
    let words: Vec<String> = parts(template).iter().map(Part::words).collect();
    words.join(", then ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::senders;

    #[test]
    fn a_template_is_told_in_words() {
        assert_eq!(
            in_words("v0:{timestamp}:{body}"),
            "`v0:`, then the timestamp, as it is written, then `:`, then the body, byte for byte"
        );
        assert_eq!(
            in_words("{header:X-Id}{member:/a/b}"),
            "the value of the `X-Id` header, then the value at `/a/b` in the body"
        );
        assert_eq!(in_words("{{{id}}}"), "`{`, then the id of the delivery, then `}`");
        assert_eq!(in_words(""), "");
    }

    #[test]
    fn the_members_that_are_read_are_named() {
        assert_eq!(
            members("{member:/a/b}{mac:member:/c}{header:X}{body} member:/d{member:word:/e}").collect::<Vec<_>>(),
            ["/a/b", "/c", "/e"]
        );
    }

    #[test]
    fn every_content_in_the_table_is_told_without_braces_left() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let words = in_words(scheme.content);
            assert!(!words.contains(['{', '}']), "{}: {words}", scheme.id);
            assert!(!words.contains("the same"), "{}: {words}", scheme.id);
            assert_eq!(words.is_empty(), scheme.content.is_empty(), "{}", scheme.id);
        }
    }

    #[test]
    fn what_is_not_well_formed_does_no_harm() {
        for text in ["{", "}", "{body", "a}b", "{{body}", "{}{:}"] {
            let _ = in_words(text);
        }
    }
}
