//! The colors of code: strings, names of members and of header fields, and comments.
//!
//! One tokenizer reads all languages. It knows only what they have in common, so it has no grammar, and a text that it does not
//! understand has no colors.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Plain,
    Text,
    /// The name of a member of a document or of a header field.
    Name,
    Comment,
}

impl Token {
    /// Returns the CSS class.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Text => "text",
            Self::Name => "name",
            Self::Comment => "comment",
        }
    }
}

/// The maximum length of a text with colors, in bytes. Each piece is an element.
const LARGEST: usize = 64 * 1024;

/// Divides a text into tokens. Together, they are the text.
pub(crate) fn tokens(text: &str) -> Vec<(Token, &str)> {
    let mut tokens = Vec::new();
    if text.len() > LARGEST {
        return vec![(Token::Plain, text)];
    }
    for line in text.split_inclusive('\n') {
        read_line(line, &mut tokens);
    }
    tokens
}

fn read_line<'a>(line: &'a str, tokens: &mut Vec<(Token, &'a str)>) {
    let start = line.trim_start();
    if ["//", "# ", "/**", "* ", "#!"].iter().any(|mark| start.starts_with(mark)) {
        return push(tokens, Token::Comment, line);
    }
    let mut rest = line;
    if let Some(name) = field_name(line) {
        let (name, after) = line.split_at(name);
        push(tokens, Token::Name, name);
        rest = after;
    }
    while let Some(quote) = rest.find(['"', '\'', '`']) {
        let (before, from) = rest.split_at(quote);
        push(tokens, Token::Plain, before);
        let Some(length) = quoted(from) else {
            // A quote without another one in the line encloses several lines, or is an apostrophe.
            let (quote, after) = from.split_at(1);
            push(tokens, Token::Plain, quote);
            rest = after;
            continue;
        };
        let (text, after) = from.split_at(length);
        let is_name = after.trim_start().starts_with(':') && !after.trim_start().starts_with("::");
        push(tokens, if is_name { Token::Name } else { Token::Text }, text);
        rest = after;
    }
    push(tokens, Token::Plain, rest);
}

/// Adds a piece. Neighbors of the same kind are one piece.
fn push<'a>(tokens: &mut Vec<(Token, &'a str)>, token: Token, text: &'a str) {
    if !text.is_empty() {
        tokens.push((token, text));
    }
}

/// Returns the length of the name at the start of a line of an HTTP message: `Content-Type: …`.
fn field_name(line: &str) -> Option<usize> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && value.starts_with(' ') && name.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        .then_some(name.len())
}

/// Returns the length of the quoted text at the start of a text, if it ends in the same line.
fn quoted(text: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    let (_, quote) = letters.next()?;
    let mut is_escaped = false;
    for (index, letter) in letters {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\n' => return None,
            '\\' => is_escaped = true,
            letter if letter == quote => return Some(index + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces with colors.
    fn colored(text: &str) -> Vec<(Token, &str)> {
        let all = tokens(text);
        assert_eq!(all.iter().map(|(_, text)| *text).collect::<String>(), text, "nothing is lost");
        all.into_iter().filter(|(token, _)| *token != Token::Plain).collect()
    }

    #[test]
    fn names_and_texts_of_documents_have_colors() {
        assert_eq!(
            colored("{ \"a\": \"b \\\" c\", 'd' : [1, \"e\"] }"),
            [(Token::Name, "\"a\""), (Token::Text, "\"b \\\" c\""), (Token::Name, "'d'"), (Token::Text, "\"e\"")]
        );
    }

    #[test]
    fn header_fields_have_a_name() {
        let message = "POST /a HTTP/1.1\nContent-Type: application/json\n\nhttps://a.example/";
        assert_eq!(colored(message), [(Token::Name, "Content-Type")]);
    }

    #[test]
    fn the_body_of_a_command_is_a_document() {
        let command = "curl -H 'A: b' \\\n  --data-raw '{\n  \"secret\": \"'\"$S\"'\"\n}'";
        assert_eq!(
            colored(command),
            [(Token::Text, "'A: b'"), (Token::Name, "\"secret\""), (Token::Text, "\"'\""), (Token::Text, "\"'\"")]
        );
    }

    #[test]
    fn comments_are_whole_lines() {
        let code = "// it's one\nlet a = 'b'; // not here\n# another\n#[derive(Debug)]\n";
        assert_eq!(
            colored(code),
            [(Token::Comment, "// it's one\n"), (Token::Text, "'b'"), (Token::Comment, "# another\n")]
        );
    }

    #[test]
    fn any_text_can_be_divided() {
        for text in ["", "\n", "\"", "'\\", "a: ", ":", "é: \"ü", "::\"a\"::b", "`\n`"] {
            assert!(colored(text).len() <= 2, "{text}");
        }
        let long = "\"a\"".repeat(LARGEST);
        assert_eq!(tokens(&long), [(Token::Plain, long.as_str())]);
    }
}
