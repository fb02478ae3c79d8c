//! Parsing of evidence from JSON.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::{Confidence, Provenance, Sentences, codes};
use crate::base::json::{self, Members};
use crate::base::problem::{Problem, pointer};
use crate::base::time::parse_rfc3339;

impl Provenance<String> {
    /// Reads the JSON form in which evidence is serialized. `assumed` may be missing.
    pub(crate) fn read(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Self {
        field.check_present("source", problems);
        let source = field.line("source", problems).unwrap_or_default();
        let as_of = field.text("asOf", problems);
        if !as_of.is_empty() && !is_date(&as_of) {
            let message = "`asOf` must be a date such as `2027-01-15`";
            problems.push(Problem::error(codes::WRONG_DATE, pointer(&field.path, "asOf"), message));
        }
        let confidence = field.choice("confidence", Confidence::ALL, None, problems).unwrap_or(Confidence::Assumed);
        let assumed = field.take("assumed").map(|value| sentences(&field.path, value, problems)).unwrap_or_default();
        field.finish(problems);
        Self { source, as_of, confidence, assumed: Sentences::new(assumed) }
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && parse_rfc3339(&format!("{text}T00:00:00Z")).is_some()
}

fn sentences(path: &str, value: &RawValue, problems: &mut Vec<Problem>) -> String {
    let path = pointer(path, "assumed");
    let texts = |items: Vec<&RawValue>| items.into_iter().map(|item| json::text(item).map(Cow::into_owned)).collect();
    let Some(sentences): Option<Vec<String>> = json::items(value).and_then(texts) else {
        problems.push(Problem::error(json::codes::WRONG_TYPE, path, "`assumed` must be a list of sentences"));
        return String::new();
    };
    for (index, sentence) in sentences.iter().enumerate() {
        let path = pointer(&path, &format!("{index}"));
        if sentence.trim().is_empty() {
            problems.push(Problem::error(codes::EMPTY_SENTENCE, path, "a sentence must not be empty"));
        } else if sentence.chars().any(char::is_control) {
            let message = "a sentence must not contain control characters or line breaks";
            problems.push(Problem::error(json::codes::CONTROL_CHARACTER, path, message));
        }
    }
    sentences.join("\n")
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn read(text: &str) -> Result<Provenance<String>, Vec<(&'static str, String)>> {
        let mut problems = Vec::new();
        let document: &RawValue = serde_json::from_str(text).unwrap();
        let members = Members::of("", document, &mut problems).unwrap();
        let found = Provenance::read(members, &mut problems);
        if problems.is_empty() {
            return Ok(found);
        }
        Err(problems.into_iter().map(|problem| (problem.code, problem.path)).collect())
    }

    #[test]
    fn reading_reverses_serialization() {
        let written = Provenance {
            source: "https://docs.acme.example",
            as_of: "2028-02-29",
            confidence: Confidence::Secondary,
            assumed: Sentences::new("One.\nTwo."),
        };
        let text = serde_json::to_string(&written).unwrap();
        assert!(text.ends_with(r#""assumed":["One.","Two."]}"#), "{text}");
        assert_eq!(read(&text), Ok(written.map(|text| String::from(*text))));
        let none = read(r#"{"source":"x","asOf":"2027-01-15","confidence":"assumed"}"#).unwrap();
        assert!(none.assumed.is_empty());
        assert_eq!(serde_json::to_value(&none).unwrap()["assumed"], serde_json::json!([]));
    }

    #[test]
    fn rejects_dates_that_do_not_exist_and_text_with_line_breaks() {
        let one = |member: &str, value: &str| {
            let mut document =
                serde_json::json!({"source": "x", "asOf": "2027-01-15", "confidence": "assumed", "assumed": ["One."]});
            document[member] = serde_json::from_str(value).unwrap();
            read(&document.to_string()).map(|_| ()).map_err(|problems| {
                assert_eq!(problems.len(), 1, "{problems:?}");
                problems.into_iter().next().unwrap()
            })
        };
        for date in ["2027-02-29", "2027-1-5", "2027-01-15T00", "+027-01-15", "yesterday", "2027-13-01"] {
            assert_eq!(one("asOf", &format!("{date:?}")), Err(("wrong_date", "/asOf".into())), "{date}");
        }
        assert_eq!(one("source", "\"a\\nb\""), Err(("control_character", "/source".into())));
        assert_eq!(one("source", "null"), Err(("missing_field", "/source".into())));
        assert_eq!(one("assumed", "\"One.\""), Err(("wrong_type", "/assumed".into())));
        assert_eq!(one("assumed", "[\"One.\", \" \"]"), Err(("empty_sentence", "/assumed/1".into())));
        assert_eq!(one("assumed", "[\"One.\\nTwo.\"]"), Err(("control_character", "/assumed/0".into())));
        assert_eq!(one("confidence", "\"sure\""), Err(("unknown_choice", "/confidence".into())));
        assert_eq!(one("asof", "1"), Err(("unknown_field", "/asof".into())));
    }
}
