//! Validation of values against their schema. Every problem is reported with its JSON Pointer.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::codes;
use super::schema::{PayloadField, PayloadObject, ValueKind};
use crate::base::json::{self, Pieces, RawObject, Repeated, RepeatedName};
use crate::base::problem::{Problem, pointer};
use crate::base::time::parse_rfc3339;

/// The maximum number of problems to report. A hostile body can have millions of them.
const LIMIT: usize = 1000;

/// The problems found so far, up to a limit.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<Problem>,
    dropped: usize,
    /// Repeated names that have not been reported yet, by the pointer to their object.
    repeated: BTreeMap<String, Vec<String>>,
    /// Problems with repeated names that are reported after all others.
    at_the_end: Vec<Problem>,
}

impl Problems {
    pub(super) fn push(&mut self, problem: impl FnOnce() -> Problem) {
        if self.found.len() < LIMIT {
            self.found.push(problem());
        } else {
            self.dropped += 1;
        }
    }

    /// Finds repeated names in the whole document. Those of objects that are checked are reported with the object, the
    /// others at the end.
    pub(super) fn find_repeated(&mut self, document: &RawValue) {
        let Ok(Repeated { listed, more, is_too_deep }) = Repeated::find(document.get()) else {
            self.push(out_of_memory);
            return;
        };
        for RepeatedName { object, is_exact, name } in listed {
            match name {
                Some(name) if is_exact => self.repeated.entry(object).or_default().push(name),
                name => self.at_the_end.push(repeated_within(object, name.as_deref())),
            }
        }
        if more > 0 {
            let names = if more == 1 { "name is" } else { "names are" };
            let message = format!("{more} more repeated {names} not listed");
            self.at_the_end.push(Problem::error(codes::MORE_PROBLEMS, "", message));
        }
        if is_too_deep {
            let message = "the body is nested too deeply to be checked for repeated names everywhere";
            self.at_the_end.push(Problem::note(codes::TOO_DEEP, "", message));
        }
    }

    /// Reports numbers that JavaScript changes, after all other problems.
    pub(super) fn add_unsafe_numbers(&mut self, listed: &[(String, &str)], more: usize) {
        for (path, _) in listed {
            let message = "this number has more digits than a double keeps, or is out of its range, so JavaScript changes \
                           it; ask the sender for a string, or read its exact text";
            self.at_the_end.push(Problem::warning(codes::UNSAFE_NUMBER, path.as_str(), message));
        }
        if more > 0 {
            let numbers = if more == 1 { "number" } else { "numbers" };
            let message = format!("{more} more {numbers} that JavaScript changes, which are not listed");
            self.at_the_end.push(Problem::warning(codes::UNSAFE_NUMBER, "", message));
        }
    }

    pub(super) fn into_vec(mut self) -> Vec<Problem> {
        for (base, names) in core::mem::take(&mut self.repeated) {
            self.push_repeated(&base, &names);
        }
        for problem in core::mem::take(&mut self.at_the_end) {
            // A number that is out of range is one mistake.
            let is_same = |other: &Problem| other.code == codes::OUT_OF_RANGE.as_str() && other.path == problem.path;
            if problem.code != codes::UNSAFE_NUMBER.as_str() || !self.found.iter().any(is_same) {
                self.push(|| problem);
            }
        }
        if self.dropped > 0 {
            let problems = if self.dropped == 1 { "problem is" } else { "problems are" };
            let message = format!("{} more {problems} not listed", self.dropped);
            self.found.push(Problem::error(codes::MORE_PROBLEMS, "", message));
        }
        self.found
    }

    /// Checks the members of an object. Members in `elsewhere` are also known, and the caller checks them.
    pub(super) fn check_object(&mut self, base: &str, raw: &RawObject<'_>, object: &PayloadObject, elsewhere: &[&str]) {
        self.check_names(base, raw);
        for PayloadField { name, kind, required, .. } in object.fields {
            match raw.get(name) {
                // An optional member may also be `null`.
                Some(value) if !required && value.get() == "null" => {}
                Some(value) => self.check_value(&pointer(base, name), name, value, *kind),
                None if *required => self.push(|| missing(base, name, *kind)),
                None => {}
            }
        }
        let is_known = |name: &str| elsewhere.contains(&name) || object.fields.iter().any(|field| field.name == name);
        self.check_unknown(base, raw, is_known);
    }

    /// Adds a note for each unknown member.
    pub(super) fn check_unknown(&mut self, base: &str, raw: &RawObject<'_>, is_known: impl Fn(&str) -> bool) {
        for name in raw.names().filter(|name| !is_known(name)) {
            self.push(|| {
                let message = format!("`{name}` is not a known field; it passes through unchanged");
                Problem::note(codes::UNKNOWN_FIELD, pointer(base, name), message)
            });
        }
    }

    /// Reports names that appear more than once or are not valid Unicode.
    pub(super) fn check_names(&mut self, base: &str, raw: &RawObject<'_>) {
        for name in raw.unpaired_names() {
            self.push(|| {
                let message = "the name of this member contains an unpaired surrogate; names must be valid Unicode";
                Problem::error(codes::LONE_SURROGATE, pointer(base, name), message)
            });
        }
        if let Some(names) = self.repeated.remove(base) {
            self.push_repeated(base, &names);
        }
    }

    fn push_repeated(&mut self, base: &str, names: &[String]) {
        for name in names {
            self.push(|| {
                let message = format!(
                    "`{name}` appears more than once; parsers differ in which one they use, and this one uses the last"
                );
                Problem::error(codes::DUPLICATE_KEY, pointer(base, name), message)
            });
        }
    }

    /// Checks a value. The depth of the recursion is that of the schema, not that of the body.
    pub(super) fn check_value(&mut self, path: &str, name: &str, value: &RawValue, kind: ValueKind) {
        let text = value.get();
        let first = text.bytes().next().unwrap_or(b' ');
        let fits = match kind {
            ValueKind::Any => true,
            ValueKind::String | ValueKind::OneOf(_) | ValueKind::Timestamp => first == b'"',
            ValueKind::Integer => (first == b'-' || first.is_ascii_digit()) && !text.contains(['.', 'e', 'E']),
            ValueKind::Boolean => matches!(first, b't' | b'f'),
            ValueKind::Array(_) => first == b'[',
            ValueKind::Object(_) => first == b'{',
        };
        if !fits {
            self.push(|| {
                let message = format!("`{name}` must be {}, but is {}", kind.describe(), describe(value));
                Problem::error(codes::WRONG_TYPE, path, message)
            });
            return;
        }
        match kind {
            ValueKind::Any | ValueKind::Boolean => {}
            ValueKind::Integer => {
                if text.parse::<i64>().is_err() {
                    self.push(|| {
                        let message = format!("`{name}` must be an integer that fits into 64 bits");
                        Problem::error(codes::OUT_OF_RANGE, path, message)
                    });
                }
            }
            ValueKind::String => drop(self.read_text(path, name, value)),
            ValueKind::Timestamp => {
                if self.read_text(path, name, value).is_some_and(|text| parse_rfc3339(&text).is_none()) {
                    self.push(|| {
                        let message = format!("`{name}` must be {}, such as `2026-01-15T12:30:00Z`", kind.describe());
                        Problem::error(codes::INVALID_TIMESTAMP, path, message)
                    });
                }
            }
            ValueKind::OneOf(known) => {
                if self.read_text(path, name, value).is_some_and(|text| !known.contains(&text.as_str())) {
                    self.push(|| {
                        let message = format!(
                            "the value of `{name}` is not one of the known values ({}); it passes through unchanged",
                            known.join(", ")
                        );
                        Problem::note(codes::UNKNOWN_VALUE, path, message)
                    });
                }
            }
            ValueKind::Array(kind) => {
                for (index, item) in Pieces::of(value).enumerate() {
                    let index = format!("{index}");
                    self.check_value(&pointer(path, &index), name, item, *kind);
                }
            }
            ValueKind::Object(object) => match RawObject::of(value) {
                Some(raw) => self.check_object(path, &raw, object, &[]),
                None => self.push(out_of_memory),
            },
        }
    }

    /// The text of a string value, or a problem if it contains an unpaired surrogate.
    fn read_text(&mut self, path: &str, name: &str, value: &RawValue) -> Option<String> {
        let text = read_text(value);
        if text.is_none() {
            self.push(|| {
                let message = format!("`{name}` contains an unpaired surrogate; strings must be valid Unicode");
                Problem::error(codes::LONE_SURROGATE, path, message)
            });
        }
        text
    }
}

/// The text of a string value. `None` for another value, or if the string contains an unpaired surrogate.
pub(crate) fn read_text(value: &RawValue) -> Option<String> {
    json::text(value).map(Cow::into_owned)
}

pub(super) fn describe(value: &RawValue) -> &'static str {
    match value.get().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// The problem of a body that is valid JSON but cannot be read.
pub(super) fn out_of_memory() -> Problem {
    Problem::error(
        codes::BODY_TOO_LARGE,
        "",
        "there is not enough memory to read the body; limit the size of the bodies that your server accepts",
    )
}

/// A repeated name whose pointer is too long to report. `path` is that of a value around it.
fn repeated_within(path: String, name: Option<&str>) -> Problem {
    let name = name.map_or_else(|| "a long name".into(), |name| format!("`{name}`"));
    let message = format!(
        "in this value or below it, {name} appears more than once in an object; parsers differ in which one they use, \
         and this one uses the last"
    );
    Problem::error(codes::DUPLICATE_KEY, path, message)
}

pub(super) fn missing(base: &str, name: &str, kind: ValueKind) -> Problem {
    let message = format!("`{name}` is missing; it must be {}", kind.describe());
    Problem::error(codes::MISSING_FIELD, pointer(base, name), message)
}
