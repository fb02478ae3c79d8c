//! HTTPie commands.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use base64ct::{Base64, Encoding as _};
use serde_json::{Map, Value};

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::python_json;
use super::shell::{self, Input};
use super::target::with_query;
use crate::base::http::percent;

/// The programs, with the default scheme of their URLs.
const PROGRAMS: [(&str, &str); 4] = [("http", "http"), ("https", "https"), ("xh", "http"), ("xhs", "https")];

/// Options with a value, which do not change the request.
const VALUES: &str = "-p --print -o --output -s --style -P --history-print --pretty --format-options --response-charset \
    --response-mime --session --session-read-only --auth-type -A --proxy --max-redirects --max-headers --timeout --verify \
    --ssl --ciphers --cert --cert-key --cert-key-pass --boundary --default-scheme";

/// The separators of items, longest first at each position.
const SEPARATORS: [&str; 8] = [":=@", "==", ":=", "=@", ":@", ":", "=", "@"];

/// Reads an HTTPie command. `None` if the text does not contain one.
pub(super) fn read(text: &str) -> Result<Option<Imported>, ImportError> {
    let format = Format::Httpie;
    let script = shell::parse(text);
    let programs = script.commands.iter().filter_map(|command| Some((command, shell::program(command)?)));
    let mut commands = programs.filter_map(|(command, (name, arguments))| {
        let (_, scheme) = PROGRAMS.iter().find(|(known, _)| *known == name)?;
        Some((command, *scheme, arguments))
    });
    let Some((command, scheme, arguments)) = commands.next() else {
        return match script.error.filter(|_| shell::begins_with(text, &PROGRAMS.map(|(name, _)| name))) {
            Some((line, problem)) => Err(ImportError::Malformed { format, line, problem }),
            None => Ok(None),
        };
    };
    let mut found = request(scheme, arguments, &command.input)?;
    let more = commands.count();
    if more > 0 {
        found.note(Note::SeveralRequests { count: more + 1, taken: 1 });
    }
    if script.has_unknown {
        found.note(Note::NotExpanded);
    }
    Ok(Some(found))
}

/// The data of a command.
#[derive(Default)]
struct Data {
    members: Map<String, Value>,
    /// The names and values of a form.
    fields: Vec<(String, String)>,
    has_items: bool,
    raw: Option<Vec<u8>>,
    is_form: bool,
    is_multipart: bool,
}

fn request(scheme: &str, arguments: &[Vec<u8>], input: &Input) -> Result<Imported, ImportError> {
    let mut found = Imported::new(Format::Httpie);
    let mut data = Data::default();
    let mut positional: Vec<String> = Vec::new();
    let mut arguments = arguments.iter().map(|argument| String::from_utf8_lossy(argument).into_owned());
    while let Some(argument) = arguments.next() {
        if !argument.starts_with('-') || argument == "-" {
            positional.push(argument);
            continue;
        }
        let (name, inline) = match argument.split_once('=').filter(|_| argument.starts_with("--")) {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = || inline.clone().or_else(|| arguments.next()).unwrap_or_default();
        match name {
            "-f" | "--form" => data.is_form = true,
            "--multipart" => data.is_multipart = true,
            "--raw" => data.raw = Some(value().into_bytes()),
            "-a" | "--auth" => {
                let value = value();
                let value = if value.contains(':') { value } else { format!("{value}:") };
                found.headers.push("Authorization", format!("Basic {}", Base64::encode_string(value.as_bytes())));
            }
            _ if VALUES.split(' ').any(|known| known == name) => drop(value()),
            // Other options are flags, which do not change the request.
            _ => {}
        }
    }
    let mut positional = positional.into_iter().peekable();
    let is_method = |word: &String| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let first = positional.next();
    let method = match first {
        Some(word) if is_method(&word) && positional.peek().is_some() => Some(word.to_ascii_uppercase()),
        Some(word) => {
            found.url = Some(url(&word, scheme));
            None
        }
        None => None,
    };
    if found.url.is_none() {
        let problem = "the command has no URL; paste the whole command";
        let Some(word) = positional.next() else {
            return Err(ImportError::Malformed { format: Format::Httpie, line: 1, problem });
        };
        found.url = Some(url(&word, scheme));
    }
    for item in positional {
        add(&item, &mut found, &mut data)?;
    }
    if !data.has_items
        && data.raw.is_none()
        && let Input::Bytes(input) = input
    {
        data.raw = Some(input.clone());
    } else if matches!(input, Input::Unknown) {
        found.note(Note::FileNotRead);
    }
    let has_data = data.has_items || data.raw.is_some();
    found.method = Some(method.unwrap_or_else(|| if has_data { "POST".into() } else { "GET".into() }));
    data.write(&mut found);
    Ok(found)
}

/// A URL as HTTPie reads it: `:3000/path` is on the local machine.
fn url(word: &str, scheme: &str) -> String {
    let url = match word.strip_prefix(':') {
        _ if word.contains("://") => word.to_owned(),
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{scheme}://localhost{rest}"),
        Some(rest) if rest.starts_with(|first: char| first.is_ascii_digit()) => format!("{scheme}://localhost:{rest}"),
        _ => format!("{scheme}://{}", word.trim_start_matches("://")),
    };
    url.split('#').next().unwrap_or_default().to_owned()
}

/// Adds an item: a header, a parameter or a member.
fn add(item: &str, found: &mut Imported, data: &mut Data) -> Result<(), ImportError> {
    let Some((name, separator, value)) = split(item) else {
        // A name with a semicolon is an empty header.
        if let Some(name) = item.strip_suffix(';') {
            found.headers.push(name, "");
        }
        return Ok(());
    };
    match separator {
        ":" if value.is_empty() => {}
        ":" => found.headers.push(name, value.trim()),
        "==" => {
            let query = format!("{}={}", form_encode(&name), form_encode(&value));
            found.url = found.url.take().map(|url| with_query(&url, &query));
        }
        "=" | ":=" => {
            let parsed = if separator == "=" { None } else { serde_json::from_str::<Value>(&value).ok() };
            if separator == ":=" && parsed.is_none() {
                let problem = "the value after `:=` is not JSON; use `=` for a string";
                return Err(ImportError::Malformed { format: Format::Httpie, line: 1, problem });
            }
            data.has_items = true;
            data.fields.push((name.clone(), value.clone()));
            insert(&mut data.members, &name, parsed.unwrap_or(Value::String(value)));
        }
        _ => {
            data.has_items = true;
            data.is_multipart |= separator == "@";
            found.note(Note::FileNotRead);
        }
    }
    Ok(())
}

/// Splits an item at its first separator that is not escaped.
fn split(item: &str) -> Option<(String, &'static str, String)> {
    let mut name = String::new();
    let mut rest = item;
    loop {
        if let Some(separator) = SEPARATORS.iter().find(|separator| rest.starts_with(**separator)) {
            let value = rest.get(separator.len()..).unwrap_or_default();
            return Some((name, separator, unescaped(value)));
        }
        let mut characters = rest.chars();
        let character = characters.next()?;
        rest = characters.as_str();
        match characters.next() {
            Some(next) if character == '\\' && ":=@;\\".contains(next) => {
                name.push(next);
                rest = characters.as_str();
            }
            _ => name.push(character),
        }
    }
}

/// A value in which escaped separators are separators.
fn unescaped(value: &str) -> String {
    let mut result = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && ":=@;".contains(*next));
        result.push(escaped.unwrap_or(character));
    }
    result
}

/// Inserts a member. A name such as `user[name]` or `tags[]` is a path.
fn insert(members: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((root, path)) = name.split_once('[').filter(|_| name.ends_with(']')) else {
        members.insert(name.to_owned(), value);
        return;
    };
    let path: Vec<&str> = path.trim_end_matches(']').split("][").take(32).collect();
    let mut place = members.entry(root.to_owned()).or_insert(Value::Null);
    for step in path {
        let is_list = step.is_empty();
        if is_list && !place.is_array() {
            *place = Value::Array(vec![]);
        } else if !is_list && !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = match place {
            Value::Array(items) => {
                items.push(Value::Null);
                let Some(last) = items.last_mut() else { return };
                last
            }
            Value::Object(members) => members.entry(step.to_owned()).or_insert(Value::Null),
            _ => return,
        };
    }
    *place = value;
}

impl Data {
    fn write(self, found: &mut Imported) {
        let json = "application/json";
        if self.is_multipart {
            found.note(Note::BodyUnknown);
        } else if let Some(raw) = self.raw {
            found.body = Some(raw);
            found.default_header("Content-Type", json);
        } else if !self.has_items {
            found.body = Some(Vec::new());
        } else if self.is_form {
            let pairs = self.fields.iter().map(|(name, value)| format!("{}={}", form_encode(name), form_encode(value)));
            found.body = Some(pairs.collect::<Vec<_>>().join("&").into_bytes());
            found.default_header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        } else if found.notes.contains(&Note::FileNotRead) {
            found.note(Note::BodyUnknown);
        } else {
            let mut body = String::new();
            python_json::write(&Value::Object(self.members), &mut body);
            found.body = Some(body.into_bytes());
            found.default_header("Content-Type", json);
        }
    }
}

/// Encodes a text as Python's `urlencode` does.
fn form_encode(text: &str) -> String {
    percent::encode(text).replace("%20", "+")
}
