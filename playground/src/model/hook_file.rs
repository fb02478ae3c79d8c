//! `.hook` files: the form of a panel as a JSON document. `docs/HOOK_FILES.md` describes the format.

use std::fmt::Write as _;

use super::json::Value;
use super::link_text::{Damage, LARGEST_LINKED};

/// The version of the format that is written.
const VERSION: u64 = 1;

/// The maximum length of a file, in bytes: a body of 10 MB in base64, and the rest.
pub(crate) const LARGEST_FILE: usize = 15 * LARGEST_LINKED;

/// The member with the version, which also marks the document.
const MARK: &str = "hookwright";

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HookFile {
    /// The id of the panel.
    pub(crate) panel: String,
    /// The members of the form.
    pub(crate) form: Value,
}

impl HookFile {
    /// Returns the text of the file.
    pub(crate) fn write(&self) -> String {
        let document = Value::Object(vec![
            (MARK.into(), Value::Number(VERSION.to_string())),
            ("panel".into(), self.panel.as_str().into()),
            ("form".into(), self.form.clone()),
        ]);
        let mut text = String::new();
        pretty(&document, 0, &mut text);
        text.push('\n');
        text
    }

    /// Parses the text of a file. Returns `None` if it is another kind of text.
    pub(crate) fn read(text: &str) -> Option<Result<Self, Damage>> {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        // Most dropped texts are something else, and some of them are long.
        let start: String = text.chars().take(64).filter(|character| !character.is_whitespace()).collect();
        if !start.starts_with(&format!("{{\"{MARK}\":")) {
            return None;
        }
        if text.len() > LARGEST_FILE {
            return Some(Err(Damage::TooLarge));
        }
        Some(Self::document(text))
    }

    fn document(text: &str) -> Result<Self, Damage> {
        let document = Value::read(text)?;
        match document.get(MARK).and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(later) if later > VERSION => return Err(Damage::NewerVersion),
            _ => return Err(Damage::Invalid(MARK.into())),
        }
        let panel = document.get("panel").and_then(Value::as_str).ok_or_else(|| Damage::Invalid("panel".into()))?;
        let form =
            document.get("form").filter(|form| form.is_object()).ok_or_else(|| Damage::Invalid("form".into()))?;
        Ok(Self { panel: panel.into(), form: form.clone() })
    }
}

/// Formats a value with two spaces for each level.
fn pretty(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth + 1);
    let members = value.as_object();
    if members.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{value}");
        return;
    }
    text.push('{');
    for (index, (name, member)) in members.iter().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        let _ = write!(text, "{separator}\n{indent}{}: ", Value::from(name.as_str()));
        pretty(member, depth + 1, text);
    }
    let _ = write!(text, "\n{}}}", "  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_written_file_is_read() {
        for form in [json!({}), json!({ "a": { "b": ["c", 1], "d": {} }, "text": "\r\n\u{0}\"\u{1f980}" })] {
            let file = HookFile { panel: "check".into(), form: form.clone().into() };
            let text = file.write();
            assert_eq!(HookFile::read(&text), Some(Ok(file.clone())));
            assert_eq!(HookFile::read(&format!("\u{feff}\n {text}")), Some(Ok(file)));
            let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(parsed, json!({ "hookwright": 1, "panel": "check", "form": form }));
        }
    }

    #[test]
    fn the_text_is_indented() {
        let form = json!({ "body": { "text": "{}" } }).into();
        let expected = "{\n  \"hookwright\": 1,\n  \"panel\": \"check\",\n  \"form\": {\n    \"body\": {\n      \"text\": \"{}\"\n    }\n  }\n}\n";
        assert_eq!(HookFile { panel: "check".into(), form }.write(), expected);
    }

    #[test]
    fn other_texts_are_not_files() {
        for text in ["", "{}", "{\"id\":1}", "hookwright", "[{\"hookwright\":1}]", "{\"a\":{\"hookwright\":1}}"] {
            assert_eq!(HookFile::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_damaged_file_has_a_reason() {
        let code = |text: &str| HookFile::read(text).unwrap().unwrap_err();
        assert_eq!(code("{\"hookwright\": 2, \"panel\": \"check\", \"form\": {}}"), Damage::NewerVersion);
        assert_eq!(code("{\"hookwright\": 1, \"panel\": \"check\", \"form\": {}"), Damage::NotJson);
        assert_eq!(code("{\"hookwright\": \"1\"}"), Damage::Invalid("hookwright".into()));
        assert_eq!(code("{\"hookwright\": 1}"), Damage::Invalid("panel".into()));
        assert_eq!(code("{\"hookwright\": 1, \"panel\": \"check\"}"), Damage::Invalid("form".into()));
        assert_eq!(code("{\"hookwright\": 1, \"panel\": \"check\", \"form\": []}"), Damage::Invalid("form".into()));
    }

    #[test]
    fn a_file_with_too_many_members_is_refused() {
        let members: Vec<String> = (0..100_000).map(|index| format!("\"{index}\":0")).collect();
        let text = format!("{{\"hookwright\":1,\"panel\":\"check\",\"form\":{{{}}}}}", members.join(","));
        assert_eq!(HookFile::read(&text), Some(Err(Damage::TooLarge)));
    }
}
