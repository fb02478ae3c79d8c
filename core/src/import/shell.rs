//! Commands of a POSIX shell, with the extensions of bash that browsers and documentation use.
//!
//! Quotes, escapes, here-documents, here-strings, simple pipelines and variables with literal values are evaluated.
//! Other variables and commands are kept as written.

use alloc::string::String;
use alloc::vec::Vec;

use super::code::Failure;
use super::shell_words::{Words, is_name};

/// A simple command.
#[derive(Debug, Default)]
pub(super) struct Command {
    /// The words, evaluated.
    pub(super) words: Vec<Vec<u8>>,
    /// What the command reads from its standard input.
    pub(super) input: Input,
    /// Whether its output is the input of the next command.
    is_piped: bool,
}

/// The standard input of a command.
#[derive(Debug, Default)]
pub(super) enum Input {
    /// The terminal.
    #[default]
    None,
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file or the output of a command, which is unknown.
    Unknown,
}

/// The commands of a text, up to the end or to an error.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) commands: Vec<Command>,
    /// Whether a variable or a command was kept as written.
    pub(super) has_unknown: bool,
    /// The number of the line and the problem that ended the reading.
    pub(super) error: Option<(usize, &'static str)>,
}

/// A here-document that begins after the end of the line.
struct Pending {
    delimiter: Vec<u8>,
    is_literal: bool,
    removes_tabs: bool,
}

/// Reads the commands of a text.
pub(super) fn parse(text: &str) -> Script {
    let mut script = Script::default();
    let mut words = Words::new(text);
    if let Err((at, problem)) = read(&mut words, &mut script) {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        script.error = Some((1 + before.iter().filter(|byte| **byte == b'\n').count(), problem));
    }
    script.has_unknown = words.has_unknown;
    script
}

fn read(words: &mut Words<'_>, script: &mut Script) -> Result<(), Failure> {
    let mut command = Command::default();
    let mut pending: Vec<Pending> = Vec::new();
    loop {
        words.skip_blanks();
        let Some(byte) = words.peek() else { break };
        match byte {
            b'\n' => {
                words.advance(1);
                for document in pending.drain(..) {
                    command.input = Input::Bytes(here_document(words, &document));
                }
                end(&mut command, script, words, false);
            }
            b';' | b'(' | b')' => {
                words.advance(1);
                end(&mut command, script, words, false);
            }
            b'&' if words.starts_with(b"&>") => {
                words.advance(2);
                words.redirection_target()?;
            }
            b'&' => {
                words.advance(if words.starts_with(b"&&") { 2 } else { 1 });
                end(&mut command, script, words, false);
            }
            b'|' => {
                let is_or = words.starts_with(b"||");
                words.advance(if is_or { 2 } else { 1 });
                // A here-document of this command begins after the line, so the command ends only then.
                for document in pending.drain(..) {
                    command.input = Input::Bytes(document_after_line(words, &document));
                }
                end(&mut command, script, words, !is_or);
            }
            b'#' => words.skip_line(),
            b'<' if words.starts_with(b"<<<") => {
                words.advance(3);
                let mut input = words.redirection_target()?;
                input.push(b'\n');
                command.input = Input::Bytes(input);
            }
            b'<' if words.starts_with(b"<<") => {
                words.advance(2);
                let removes_tabs = words.starts_with(b"-");
                words.advance(usize::from(removes_tabs));
                words.skip_blanks();
                let is_literal = words.peek().is_some_and(|byte| matches!(byte, b'\'' | b'"' | b'\\'));
                pending.push(Pending { delimiter: words.redirection_target()?, is_literal, removes_tabs });
            }
            b'<' => {
                words.advance(1);
                words.redirection_target()?;
                command.input = Input::Unknown;
            }
            b'>' => {
                words.advance(1);
                while words.peek().is_some_and(|byte| matches!(byte, b'>' | b'&' | b'|')) {
                    words.advance(1);
                }
                words.redirection_target()?;
            }
            _ => {
                let word = words.word()?;
                let is_descriptor = !word.is_empty()
                    && word.iter().all(u8::is_ascii_digit)
                    && words.peek().is_some_and(|byte| matches!(byte, b'<' | b'>'));
                if !is_descriptor {
                    command.words.push(word);
                }
            }
        }
    }
    end(&mut command, script, words, false);
    Ok(())
}

/// Ends a command. Assignments become variables, and the output of a command that writes a literal text becomes the
/// input of the next command.
fn end(command: &mut Command, script: &mut Script, words: &mut Words<'_>, is_piped: bool) {
    let mut ended = core::mem::take(command);
    let is_assignment = |word: &Vec<u8>| split_assignment(word).is_some();
    let assignments = ended.words.iter().take_while(|word| is_assignment(word)).count();
    for word in ended.words.drain(..assignments) {
        if let Some((name, value)) = split_assignment(&word) {
            words.assign(name, value);
        }
    }
    if ended.words.first().is_some_and(|word| word == b"export") {
        ended
            .words
            .iter()
            .filter_map(|word| split_assignment(word))
            .for_each(|(name, value)| words.assign(name, value));
    }
    if ended.words.is_empty() {
        return;
    }
    ended.is_piped = is_piped;
    if let Some(previous) = script.commands.last_mut().filter(|previous| previous.is_piped)
        && matches!(ended.input, Input::None)
    {
        ended.input = output(previous).map_or(Input::Unknown, Input::Bytes);
    }
    script.commands.push(ended);
}

fn split_assignment(word: &[u8]) -> Option<(&str, &[u8])> {
    let at = word.iter().position(|byte| *byte == b'=')?;
    let name = core::str::from_utf8(word.get(..at)?).ok().filter(|name| is_name(name))?;
    Some((name, word.get(at + 1..)?))
}

/// The output of a command that writes a literal text.
fn output(command: &mut Command) -> Option<Vec<u8>> {
    let (name, arguments) = command.words.split_first()?;
    let mut output = Vec::new();
    match name.as_slice() {
        b"echo" => {
            let without_end = arguments.first().is_some_and(|word| word == b"-n");
            let arguments = arguments.get(usize::from(without_end)..).unwrap_or_default();
            if arguments.first().is_some_and(|word| word == b"-e") {
                return None;
            }
            output.extend(arguments.join(&b' '));
            if !without_end {
                output.push(b'\n');
            }
        }
        b"printf" => match arguments {
            [format, value] if format == b"%s" => output.extend_from_slice(value),
            [format, value] if format == b"%s\\n" => {
                output.extend_from_slice(value);
                output.push(b'\n');
            }
            [format] if !format.iter().any(|byte| matches!(byte, b'%' | b'\\')) => output.extend_from_slice(format),
            _ => return None,
        },
        // The input is moved, because a pipeline can have many stages.
        b"cat" => match &mut command.input {
            Input::Bytes(input) if arguments.is_empty() => return Some(core::mem::take(input)),
            _ => return None,
        },
        _ => return None,
    }
    Some(output)
}

/// Reads a here-document, which begins at the present position.
fn here_document(words: &mut Words<'_>, document: &Pending) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some(line) = words.line() {
        let tabs = line.iter().take_while(|byte| document.removes_tabs && **byte == b'\t').count();
        let line = line.get(tabs..).unwrap_or_default();
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        if text == document.delimiter {
            break;
        }
        content.extend_from_slice(line);
        content.push(b'\n');
    }
    if document.is_literal { content } else { words.expanded(&content) }
}

/// Reads a here-document after the rest of the present line, and removes it from the text.
fn document_after_line(words: &mut Words<'_>, document: &Pending) -> Vec<u8> {
    let rest = words.position();
    words.skip_line();
    words.advance(1);
    let content = here_document(words, document);
    words.return_to(rest);
    content
}

/// Whether a text begins with one of these programs, possibly after a prompt.
pub(super) fn begins_with(text: &str, programs: &[&str]) -> bool {
    let text = text.trim_start_matches(|character: char| character.is_whitespace() || "$%❯➜".contains(character));
    let word = text.split_whitespace().next().unwrap_or_default();
    programs.contains(&word.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe"))
}

/// The name of the program that a command runs, and its arguments. Prompts and programs that run another one are
/// skipped.
pub(super) fn program(command: &Command) -> Option<(String, &[Vec<u8>])> {
    let mut words = command.words.as_slice();
    while let Some((first, rest)) = words.split_first() {
        let name = String::from_utf8_lossy(first);
        words = rest;
        if ["$", "%", "❯", "➜", "sudo", "time", "exec", "command", "env", "watch"].contains(&name.as_ref())
            || split_assignment(first).is_some()
        {
            continue;
        }
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe");
        return Some((name.into(), words));
    }
    None
}
