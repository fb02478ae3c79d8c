//! curl commands.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};

use super::code::{ImportError, Note};
use super::curl_data::Data;
use super::curl_options::{Meaning, long, short};
use super::format::Format;
use super::imported::Imported;
use super::shell::{self, Input};
use super::target::{with_query, with_scheme};
use super::{cmd, powershell};

const MISSING_URL: &str = "the command has no URL; paste the whole command";

/// Reads a curl command. `None` if the text does not contain one.
pub(super) fn read(text: &str, format: Format) -> Result<Option<Imported>, ImportError> {
    let malformed = |(line, problem)| ImportError::Malformed { format, line, problem };
    match format {
        Format::CurlCmd => {
            let (arguments, is_followed) = cmd::parse(text).map_err(malformed)?;
            let mut found = request(format, arguments.get(1..).unwrap_or_default(), &mut Input::None)?;
            if is_followed {
                found.note(Note::TextIgnored);
            }
            Ok(Some(found))
        }
        Format::CurlPowerShell => {
            let (arguments, has_unknown) = powershell::arguments(text).map_err(malformed)?;
            let mut found = request(format, arguments.get(1..).unwrap_or_default(), &mut Input::None)?;
            if has_unknown {
                found.note(Note::NotExpanded);
            }
            Ok(Some(found))
        }
        _ => posix(text, format),
    }
}

fn posix(text: &str, format: Format) -> Result<Option<Imported>, ImportError> {
    let mut script = shell::parse(text);
    let mut commands =
        script.commands.iter_mut().filter(|it| shell::program(it).is_some_and(|(name, _)| name == "curl"));
    let Some(command) = commands.next() else {
        return match script.error.filter(|_| shell::begins_with(text, &["curl"])) {
            Some((line, problem)) => Err(ImportError::Malformed { format, line, problem }),
            None => Ok(None),
        };
    };
    let more = commands.count();
    let mut input = core::mem::take(&mut command.input);
    let (_, arguments) = shell::program(command).unwrap_or_default();
    let mut found = request(format, arguments, &mut input)?;
    if more > 0 {
        found.note(Note::SeveralRequests { count: more + 1, taken: 1 });
    } else if script.error.is_some() {
        found.note(Note::TextIgnored);
    }
    if script.has_unknown {
        found.note(Note::NotExpanded);
    }
    Ok(Some(found))
}

/// The state while the arguments are read.
#[derive(Default)]
struct Options {
    urls: Vec<String>,
    method: Option<String>,
    headers: Vec<String>,
    data: Data,
    queries: Vec<Vec<u8>>,
    is_get: bool,
    is_head: bool,
    is_form: bool,
    is_upload: bool,
    /// Fields of other options, which a `-H` of the same name replaces.
    defaults: Vec<(&'static str, String)>,
    target: Option<String>,
    requests: usize,
    notes: Vec<Note>,
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

fn request(format: Format, arguments: &[Vec<u8>], input: &mut Input) -> Result<Imported, ImportError> {
    let mut options = Options { requests: 1, ..Options::default() };
    let mut arguments = arguments.iter();
    let mut only_urls = false;
    while let Some(argument) = arguments.next() {
        match argument.as_slice() {
            b"--" => only_urls = true,
            [b'-', b'-', name @ ..] if !only_urls => {
                let name = text(name);
                // curl itself does not permit `--name=value`, but its users write it.
                let (name, inline) = match name.split_once('=') {
                    Some((name, value)) => (name.to_owned(), Some(value.as_bytes().to_vec())),
                    None => (name, None),
                };
                let Some(meaning) = long(&name) else {
                    options.unknown(&format!("--{name}"));
                    continue;
                };
                let value = match inline {
                    None if meaning.has_value() => arguments.next().cloned(),
                    inline => inline,
                };
                options.apply(meaning, &value.unwrap_or_default(), input);
            }
            [b'-', letters @ ..] if !only_urls && !letters.is_empty() => {
                for (index, letter) in letters.iter().enumerate() {
                    let Some(meaning) = short(*letter) else {
                        options.unknown(&format!("-{}", char::from(*letter)));
                        break;
                    };
                    if meaning.has_value() {
                        // The value is the rest of the argument or the next one.
                        let rest = argument.get(index + 2..).filter(|rest| !rest.is_empty());
                        let value = match rest {
                            Some(rest) => rest.to_vec(),
                            None => arguments.next().cloned().unwrap_or_default(),
                        };
                        options.apply(meaning, &value, input);
                        break;
                    }
                    options.apply(meaning, b"", input);
                }
            }
            url => options.apply(Meaning::Url, url, input),
        }
    }
    options.finish(format)
}

/// A URL in which brackets are escaped, because curl would expand them.
fn unglobbed(url: &str) -> String {
    ['[', ']', '{', '}']
        .iter()
        .fold(url.to_owned(), |url, bracket| url.replace(&format!("\\{bracket}"), &format!("{bracket}")))
}

impl Options {
    fn unknown(&mut self, option: &str) {
        // The text may be a value, so only what looks like an option is quoted.
        let is_option = option.len() <= 40 && option.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let option = if is_option { option.to_owned() } else { "-".to_owned() };
        if self.notes.len() < 20 {
            self.notes.push(Note::UnknownOption { option });
        }
    }

    fn apply(&mut self, meaning: Meaning, value: &[u8], input: &mut Input) {
        if self.requests > 1 && meaning != Meaning::Next {
            return;
        }
        match meaning {
            Meaning::Method => self.method = Some(text(value)),
            Meaning::Header if value.starts_with(b"@") => self.notes.push(Note::FileNotRead),
            Meaning::Header => self.headers.push(text(value)),
            Meaning::Data | Meaning::DataRaw | Meaning::DataBinary | Meaning::DataUrlencode | Meaning::Json => {
                self.data.add(meaning, value, input);
            }
            Meaning::Form => self.is_form = true,
            Meaning::Get => self.is_get = true,
            Meaning::Head => self.is_head = true,
            Meaning::Url => self.urls.push(text(value)),
            Meaning::UrlQuery => {
                let mut query = Data::default();
                match value.strip_prefix(b"+") {
                    Some(literal) => query.bytes = Some(literal.to_vec()),
                    None => query.add(Meaning::DataUrlencode, value, input),
                }
                self.notes.append(&mut query.notes);
                self.queries.extend(query.bytes);
            }
            Meaning::User => {
                let value = if value.contains(&b':') { value.to_vec() } else { [value, b":"].concat() };
                self.add_default("Authorization", format!("Basic {}", Base64::encode_string(&value)));
            }
            Meaning::Bearer => self.add_default("Authorization", format!("Bearer {}", text(value))),
            Meaning::Cookie if value.contains(&b'=') => self.add_default("Cookie", text(value)),
            Meaning::Cookie | Meaning::Unread => self.notes.push(Note::FileNotRead),
            Meaning::UserAgent => self.add_default("User-Agent", text(value)),
            Meaning::Referer => {
                let referer = text(value);
                self.add_default("Referer", referer.trim_end_matches(";auto").to_owned());
            }
            Meaning::Upload => {
                self.is_upload = true;
                match input {
                    Input::Bytes(input) if matches!(value, b"-" | b".") => {
                        self.data.bytes = Some(core::mem::take(input))
                    }
                    _ => self.notes.push(Note::FileNotRead),
                }
            }
            Meaning::RequestTarget => self.target = Some(text(value)),
            Meaning::Compressed => self.add_default("Accept-Encoding", "deflate, gzip, br, zstd".into()),
            Meaning::Next => self.requests += 1,
            Meaning::Flag | Meaning::Value => {}
        }
    }

    fn add_default(&mut self, name: &'static str, value: String) {
        self.defaults.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            self.defaults.push((name, value));
        }
    }

    fn finish(self, format: Format) -> Result<Imported, ImportError> {
        let Some(url) = self.urls.first().filter(|url| !url.is_empty()) else {
            return Err(ImportError::Malformed { format, line: 1, problem: MISSING_URL });
        };
        let url = unglobbed(url.split('#').next().unwrap_or_default());
        let mut url = with_scheme(&url, "http");
        for query in &self.queries {
            url = with_query(&url, &text(query));
        }
        let mut found = Imported::new(format);
        self.notes.into_iter().chain(self.data.notes).for_each(|note| found.note(note));
        let mut body = self.data.bytes;
        if self.is_get
            && let Some(query) = body.take()
        {
            url = with_query(&url, &text(&query));
        }
        if let Some(target) = self.target {
            let end = url.find("://").and_then(|at| Some(at + 3 + url.get(at + 3..)?.find('/')?)).unwrap_or(url.len());
            url.truncate(end);
            url.push_str(&target);
        }
        let has_body = body.is_some() || self.is_form;
        let method = match self.method {
            Some(method) => method,
            None if self.is_head => "HEAD".into(),
            None if self.is_upload => "PUT".into(),
            None if has_body => "POST".into(),
            None => "GET".into(),
        };
        found.method = Some(method);
        found.url = Some(url);
        // A name without a value removes a default field; with a semicolon, the field is empty.
        let mut removed: Vec<&str> = Vec::new();
        for header in &self.headers {
            match header.split_once(':') {
                Some((name, value)) if value.trim().is_empty() => removed.push(name),
                Some((name, value)) => found.headers.push(name.trim(), value.trim()),
                None => match header.split_once(';') {
                    Some((name, "")) => found.headers.push(name.trim(), ""),
                    _ => removed.push(header),
                },
            }
        }
        let is_removed = |name: &str| removed.iter().any(|removed| removed.trim().eq_ignore_ascii_case(name));
        for (name, value) in &self.defaults {
            if found.headers.get(name).next().is_none() && !is_removed(name) {
                found.headers.push(name, value);
            }
        }
        let content_type = if self.data.is_json { "application/json" } else { "application/x-www-form-urlencoded" };
        if self.data.is_json && !is_removed("Accept") {
            found.default_header("Accept", "application/json");
        }
        if body.is_some() && !self.is_form && !self.is_upload && !is_removed("Content-Type") {
            found.default_header("Content-Type", content_type);
        }
        if self.is_form {
            found.note(Note::BodyUnknown);
        } else {
            // A command without data has an empty body.
            found.body = Some(body.unwrap_or_default());
        }
        if found.notes.contains(&Note::FileNotRead) && found.body.as_ref().is_some_and(Vec::is_empty) {
            found.body = None;
        }
        let count = self.requests.max(self.urls.len());
        if count > 1 {
            found.note(Note::SeveralRequests { count, taken: 1 });
        }
        Ok(found)
    }
}
