//! PowerShell commands, as browsers copy them.

use alloc::string::String;
use alloc::vec::Vec;

use super::code::{Failure, ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::target::with_scheme;

const UNCLOSED: &str = "a quotation mark is not closed; paste the whole command";

/// A token of a command.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// A word or a string, and whether it was in quotes.
    Text(String, bool),
    /// A bracket, an equals sign or a separator.
    Mark(u8),
    /// The end of a line.
    End,
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    has_unknown: bool,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_char(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn failure(&self, at: usize) -> Failure {
        let before = self.text.get(..at).unwrap_or_default();
        (1 + before.bytes().filter(|byte| *byte == b'\n').count(), UNCLOSED)
    }

    /// The next token. `None` at the end.
    fn token(&mut self) -> Result<Option<Token>, Failure> {
        loop {
            let start = self.at;
            let Some(first) = self.next_char() else { return Ok(None) };
            let token = match first {
                ' ' | '\t' | '\r' => continue,
                '`' if self.rest().starts_with(['\n', '\r']) => {
                    let _ = self.next_char();
                    if self.rest().starts_with('\n')
                        && self.text.get(..self.at).is_some_and(|text| text.ends_with('\r'))
                    {
                        let _ = self.next_char();
                    }
                    continue;
                }
                '\n' => Token::End,
                '#' => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                '@' if self.rest().starts_with(['\'', '"']) => Token::Text(self.here_string(start)?, true),
                '@' if self.rest().starts_with(['{', '(']) => continue,
                '\'' => Token::Text(self.literal(start)?, true),
                '"' => Token::Text(self.quoted(start)?, true),
                '{' | '}' | '(' | ')' | '=' | ';' | ',' | '|' => Token::Mark(first as u8),
                _ => {
                    let is_end = |character: char| character.is_whitespace() || "{}()=;,|\"'`".contains(character);
                    let mut word = String::from(first);
                    while let Some(next) = self.rest().chars().next().filter(|next| !is_end(*next)) {
                        word.push(next);
                        self.at += next.len_utf8();
                    }
                    Token::Text(word, false)
                }
            };
            return Ok(Some(token));
        }
    }

    /// A here-string: the lines between `@'` and `'@`.
    fn here_string(&mut self, start: usize) -> Result<String, Failure> {
        let quote = self.next_char().unwrap_or('\'');
        let begin = self.at + self.rest().find('\n').ok_or_else(|| self.failure(start))? + 1;
        let end = if quote == '"' { "\n\"@" } else { "\n'@" };
        // An empty here-string ends at the line break that begins it.
        let content = self.text.get(begin - 1..).unwrap_or_default();
        let length = content.find(end).ok_or_else(|| self.failure(start))?;
        self.at = begin - 1 + length + end.len();
        let content = content.get(1..length).unwrap_or_default();
        self.has_unknown |= quote == '"' && content.contains('$');
        Ok(content.trim_end_matches('\r').into())
    }

    fn literal(&mut self, start: usize) -> Result<String, Failure> {
        let mut content = String::new();
        loop {
            match self.next_char().ok_or_else(|| self.failure(start))? {
                '\'' if self.rest().starts_with('\'') => {
                    content.push('\'');
                    self.at += 1;
                }
                '\'' => return Ok(content),
                other => content.push(other),
            }
        }
    }

    fn quoted(&mut self, start: usize) -> Result<String, Failure> {
        let mut content = String::new();
        let mut surrogate = None;
        loop {
            match self.next_char().ok_or_else(|| self.failure(start))? {
                '"' if self.rest().starts_with('"') => {
                    content.push('"');
                    self.at += 1;
                }
                '"' => return Ok(content),
                '`' => match self.next_char().ok_or_else(|| self.failure(start))? {
                    'n' => content.push('\n'),
                    'r' => content.push('\r'),
                    't' => content.push('\t'),
                    '0' => content.push('\0'),
                    other => content.push(other),
                },
                '$' => {
                    if let Some((unit, length)) = char_expression(self.rest()) {
                        self.at += length;
                        let pair = surrogate.take().into_iter().chain([unit]);
                        match char::decode_utf16(pair).next() {
                            Some(Ok(character)) => content.push(character),
                            _ => surrogate = Some(unit),
                        }
                    } else {
                        self.has_unknown |= self
                            .rest()
                            .starts_with(|next: char| next.is_alphabetic() || matches!(next, '(' | '{' | '_'));
                        content.push('$');
                    }
                }
                other => content.push(other),
            }
        }
    }
}

/// `([char]8232)`, with which browsers write characters that are not ASCII: the UTF-16 code unit, and the length.
fn char_expression(text: &str) -> Option<(u16, usize)> {
    let rest = text.strip_prefix("([char]")?;
    let (number, _) = rest.split_once(')')?;
    let unit = match number.strip_prefix("0x") {
        Some(digits) => u16::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((unit, "([char]".len() + number.len() + 1))
}

/// The words of the first command that is curl, and whether a variable was kept as written.
pub(super) fn arguments(text: &str) -> Result<(Vec<Vec<u8>>, bool), Failure> {
    let mut lexer = Lexer { text, at: 0, has_unknown: false };
    let mut words: Vec<Vec<u8>> = Vec::new();
    let mut end = 0;
    while let Some(token) = lexer.token()? {
        // Words without space between them are one argument.
        let is_joined = words.len() > 1
            && lexer.text.get(end..lexer.at).is_some_and(|text| !text.starts_with([' ', '\t', '`', '\r', '\n']));
        match token {
            Token::Text(word, _) => match words.last_mut().filter(|_| is_joined) {
                Some(last) => last.extend_from_slice(word.as_bytes()),
                None => words.push(word.into_bytes()),
            },
            Token::Mark(b'|' | b';') | Token::End if !words.is_empty() => break,
            Token::Mark(mark) => match words.last_mut().filter(|_| is_joined) {
                Some(last) => last.push(mark),
                None => words.push(alloc::vec![mark]),
            },
            Token::End => {}
        }
        end = lexer.at;
    }
    Ok((words, lexer.has_unknown))
}

/// Reads `Invoke-WebRequest` or `Invoke-RestMethod`. `None` if the text contains neither.
pub(super) fn read(text: &str) -> Result<Option<Imported>, ImportError> {
    let format = Format::PowerShell;
    let malformed = |(line, problem)| ImportError::Malformed { format, line, problem };
    let mut lexer = Lexer { text, at: 0, has_unknown: false };
    let mut found = Imported::new(format);
    loop {
        match lexer.token().map_err(malformed)? {
            None => return Ok(None),
            Some(Token::Text(word, false)) if is_command(&word) => break,
            Some(_) => {}
        }
    }
    // Only variables of the command itself matter.
    lexer.has_unknown = false;
    let mut content_type = None;
    while let Some(token) = lexer.token().map_err(malformed)? {
        let name = match token {
            Token::Text(word, false) if word.starts_with('-') => word.to_ascii_lowercase(),
            Token::Text(url, _) => {
                found.url.get_or_insert_with(|| with_scheme(&url, "http"));
                continue;
            }
            Token::Mark(b'|' | b';') | Token::End => break,
            Token::Mark(_) => continue,
        };
        match name.trim_end_matches(':') {
            "-uri" => found.url = value(&mut lexer).map_err(malformed)?.map(|url| with_scheme(&url, "http")),
            "-method" | "-custommethod" => {
                found.method = value(&mut lexer).map_err(malformed)?.map(|method| method.to_ascii_uppercase());
            }
            "-contenttype" => content_type = value(&mut lexer).map_err(malformed)?,
            "-useragent" => {
                if let Some(value) = value(&mut lexer).map_err(malformed)? {
                    found.headers.push("User-Agent", value);
                }
            }
            "-body" => found.body = value(&mut lexer).map_err(malformed)?.map(String::into_bytes),
            "-infile" => found.note(Note::FileNotRead),
            "-headers" => headers(&mut lexer, &mut found).map_err(malformed)?,
            _ => {}
        }
    }
    if found.url.is_none() {
        let problem = "the command has no URL; paste the whole command";
        return Err(ImportError::Malformed { format, line: 1, problem });
    }
    if let Some(content_type) = content_type
        && found.headers.get("content-type").next().is_none()
    {
        found.headers.push("Content-Type", content_type);
    }
    if lexer.has_unknown {
        found.note(Note::NotExpanded);
    }
    found.method.get_or_insert_with(|| "GET".into());
    if found.body.is_some() {
        found.default_header("Content-Type", "application/x-www-form-urlencoded");
    }
    Ok(Some(found))
}

fn is_command(word: &str) -> bool {
    ["invoke-webrequest", "invoke-restmethod", "iwr", "irm"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The value of a parameter: a string, also as the argument of `GetBytes`.
fn value(lexer: &mut Lexer<'_>) -> Result<Option<String>, Failure> {
    let mut depth = 0_usize;
    let mut found = None;
    while let Some(token) = lexer.token()? {
        match token {
            Token::Mark(b'(') => depth += 1,
            Token::Mark(b')') => depth = depth.saturating_sub(1),
            Token::Text(text, true) => found = Some(text),
            Token::Text(text, false) if depth == 0 => {
                if text.starts_with('$') {
                    lexer.has_unknown = true;
                }
                found = Some(text);
            }
            Token::Text(..) | Token::Mark(_) => {}
            Token::End if depth == 0 => break,
            Token::End => {}
        }
        if depth == 0 {
            break;
        }
    }
    Ok(found)
}

/// A hash table of header fields.
fn headers(lexer: &mut Lexer<'_>, found: &mut Imported) -> Result<(), Failure> {
    match lexer.token()? {
        Some(Token::Mark(b'{')) => {}
        _ => {
            lexer.has_unknown = true;
            return Ok(());
        }
    }
    let mut name = None;
    let mut is_value = false;
    while let Some(token) = lexer.token()? {
        match token {
            Token::Mark(b'}') => break,
            Token::Mark(b'=') => is_value = true,
            Token::Mark(_) | Token::End => is_value = false,
            Token::Text(value, _) if is_value => {
                if let Some(name) = name.take() {
                    found.headers.push(name, value);
                }
                is_value = false;
            }
            Token::Text(text, _) => name = Some(text),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_chromium_copies() {
        let text = "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = \"M/5.0\"\n\
            Invoke-WebRequest -UseBasicParsing -Uri \"https://example.com/hook?a=1\" `\n-Method \"POST\" `\n-WebSession $session `\n\
            -Headers @{\n\"accept\"=\"*/*\"\n  \"x-signature\"=\"a`$b\"\n} `\n-ContentType \"application/json\" `\n\
            -Body ([System.Text.Encoding]::UTF8.GetBytes(\"{`\"a`\":`\"$([char]233)$([char]55357)$([char]56832)`\"}\"))";
        let found = read(text).unwrap().unwrap();
        assert_eq!(found.method.as_deref(), Some("POST"));
        assert_eq!(found.url.as_deref(), Some("https://example.com/hook?a=1"));
        let fields: Vec<_> = found.headers.iter().collect();
        assert_eq!(fields, [("accept", "*/*"), ("x-signature", "a$b"), ("Content-Type", "application/json")]);
        assert_eq!(found.body.unwrap(), "{\"a\":\"é😀\"}".as_bytes());
        assert_eq!(found.notes, []);
    }

    #[test]
    fn reads_curl_with_continued_lines() {
        let (words, has_unknown) =
            arguments("curl.exe -X POST `\r\n  'https://h/?a=1;b' -d '{\"a\":1}' -H \"a: `\"b`\"\"\nnext").unwrap();
        let words: Vec<_> = words.into_iter().map(|word| String::from_utf8(word).unwrap()).collect();
        assert_eq!(words, ["curl.exe", "-X", "POST", "https://h/?a=1;b", "-d", "{\"a\":1}", "-H", "a: \"b\""]);
        assert!(!has_unknown);
        assert_eq!(arguments("curl.exe\n'a").unwrap().0.len(), 1);
        assert_eq!(arguments("curl.exe 'a").unwrap_err().0, 1);
    }
}
