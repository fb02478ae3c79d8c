//! Problems of a body with their lines, and a correction where one is likely.

use hookwright::catalog::Provider;
use hookwright::problem::{Problem, Severity};
use hookwright::spelling::nearest;

use super::document::{Document, SyntaxError};
use crate::model::reading::ParsedEvent;

/// A problem with its line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineProblem {
    pub(crate) problem: Problem,
    /// The number of the line, from 1. `None` if it is about the whole body.
    pub(crate) line: Option<usize>,
    /// The event type that was probably meant.
    pub(crate) meant: Option<&'static str>,
}

/// Codes of problems that are about the whole body.
const WHOLE: [&str; 4] = ["empty_body", "body_too_large", "more_problems", "too_deep"];

/// Returns the problems of an event with their lines. A misspelt event type is a warning with a suggestion.
pub(crate) fn locate(
    reading: &ParsedEvent,
    body: &str,
    document: &Result<Document, SyntaxError>,
    provider: &'static Provider,
) -> Vec<LineProblem> {
    let locate = |problem: &Problem| {
        let at = match document {
            Ok(document) => document.place(&problem.path),
            Err(error) => error.at,
        };
        let line = (!WHOLE.contains(&problem.code)).then(|| line_of(body, at));
        let mut located = LineProblem { problem: problem.clone(), line, meant: None };
        if problem.code == "unknown_event_type"
            && let Some(typed) = reading.kind.as_deref()
            && let Some(meant) = meant(typed, provider)
        {
            located.meant = Some(meant);
            located.problem.severity = Severity::Warning;
            located.problem.message =
                format!("this is not an event type of {}; did you mean `{meant}`?", provider.name);
        }
        located
    };
    reading.problems.iter().map(locate).collect()
}

/// Returns the event type that was probably meant: one that differs only by a few letters in each of its words.
fn meant(typed: &str, provider: &'static Provider) -> Option<&'static str> {
    let is_close = |known: &&'static str| {
        let (known, typed) = (known.split('.'), typed.split('.'));
        known.clone().count() == typed.clone().count()
            && known.zip(typed).all(|(known, typed)| known == typed || nearest(typed, [known]).is_some())
    };
    nearest(typed, provider.events.iter().map(|event| event.name).filter(is_close))
}

/// Returns the number of the line with the byte at an offset, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Returns the range of a line without its line end, in UTF-16 code units, as a text field counts.
pub(crate) fn selection(text: &str, line: usize) -> (u32, u32) {
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let mut start = 0_u32;
    for (index, content) in text.split('\n').enumerate() {
        let end = start.saturating_add(units(content));
        if index + 1 == line {
            return (start, end);
        }
        start = end.saturating_add(1);
    }
    (0, 0)
}

/// A part of the gutter of the editor: numbers of lines, or a line with a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GutterPart {
    pub(crate) text: String,
    /// The line and the severity of the worst problem, if it has one.
    pub(crate) mark: Option<(usize, Severity)>,
}

/// Returns the gutter for a number of lines. A mark has a shape for each severity, because a color is not enough.
pub(crate) fn gutter(lines: usize, problems: &[LineProblem]) -> Vec<GutterPart> {
    let mut marks: Vec<(usize, Severity)> = Vec::new();
    for LineProblem { problem, line, .. } in problems {
        match (line, marks.iter_mut().find(|(marked, _)| Some(*marked) == *line)) {
            (Some(_), Some((_, worst))) => *worst = (*worst).max(problem.severity),
            (Some(line), None) => marks.push((*line, problem.severity)),
            (None, _) => {}
        }
    }
    marks.sort_unstable_by_key(|(line, _)| *line);
    let numbers = |from: usize, to: usize| (from..to).map(|line| format!("{line}\n")).collect::<String>();
    let mut parts = Vec::new();
    let mut next = 1;
    for (line, severity) in marks {
        parts.push(GutterPart { text: numbers(next, line), mark: None });
        let sign = match severity {
            Severity::Error => "✕",
            Severity::Warning => "▲",
            Severity::Note => "•",
        };
        parts.push(GutterPart { text: format!("{sign} {line}\n"), mark: Some((line, severity)) });
        next = line + 1;
    }
    parts.push(GutterPart { text: numbers(next, lines.saturating_add(1)), mark: None });
    parts.retain(|part| !part.text.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    fn located(body: &str) -> Vec<(&'static str, Option<usize>, Option<&'static str>)> {
        let provider = catalog::find("generic").unwrap();
        let reading = ParsedEvent::of(body.as_bytes(), provider);
        let found = locate(&reading, body, &Document::parse(body), provider);
        found.iter().map(|it| (it.problem.code, it.line, it.meant)).collect()
    }

    #[test]
    fn problems_have_the_line_of_the_member() {
        let body = "{\n  \"id\": \"evt_1\",\n  \"type\": \"user.created\",\n  \"created_at\": \"yesterday\",\n  \
                    \"data\": {\n    \"name\": 7\n  }\n}";
        assert_eq!(
            located(body),
            [("invalid_timestamp", Some(4), None), ("missing_field", Some(5), None), ("wrong_type", Some(6), None),]
        );
    }

    #[test]
    fn a_syntax_error_has_the_line_of_the_core() {
        for (body, line) in [("{\n\n  \"id\": nope\n}", 3), ("{\n\"a\": 1,\n}", 3), ("{\n\"a\": \"b\n\"}", 2)] {
            let provider = catalog::find("generic").unwrap();
            let message = &ParsedEvent::of(body.as_bytes(), provider).problems[0].message;
            assert!(message.contains(&format!("line {line} ")), "{message}");
            assert_eq!(located(body), [("invalid_json", Some(line), None)]);
        }
        assert_eq!(located(""), [("empty_body", None, None)]);
    }

    #[test]
    fn a_misspelt_event_type_has_a_suggestion() {
        let of = |kind: &str| {
            let body = format!(
                "{{ \"id\": \"1\", \"type\": \"{kind}\", \"created_at\": \"2026-01-15T12:00:00Z\", \"data\": {{}} }}"
            );
            located(&body)[0].2
        };
        assert_eq!(of("user.craeted"), Some("user.created"));
        assert_eq!(of("usr.deleted"), Some("user.deleted"));
        assert_eq!(of("payment.suceeded"), Some("payment.succeeded"));
        assert_eq!((of("user.promoted"), of("order.paid"), of("user")), (None, None, None));
    }

    #[test]
    fn a_line_is_selected_in_utf16() {
        let text = "a\n\u{1f980}é\n\nlast";
        assert_eq!((selection(text, 1), selection(text, 2)), ((0, 1), (2, 5)));
        assert_eq!((selection(text, 3), selection(text, 4), selection(text, 9)), ((6, 6), (7, 11), (0, 0)));
        assert_eq!((line_of(text, 0), line_of(text, 2), line_of(text, 99)), (1, 2, 4));
    }

    #[test]
    fn the_gutter_marks_lines_with_a_sign() {
        let problem = |line, severity| LineProblem {
            problem: Problem { code: "x", severity, path: String::new(), message: String::new() },
            line,
            meant: None,
        };
        let problems = [
            problem(Some(3), Severity::Note),
            problem(Some(2), Severity::Warning),
            problem(Some(3), Severity::Error),
            problem(None, Severity::Error),
        ];
        let text = |lines| gutter(lines, &problems).iter().map(|part| part.text.clone()).collect::<String>();
        assert_eq!(text(4), "1\n▲ 2\n✕ 3\n4\n");
        assert_eq!(gutter(2, &[]), [GutterPart { text: "1\n2\n".into(), mark: None }]);
    }
}
