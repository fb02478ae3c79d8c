//! The event in a body, as values that the page displays.

use hookwright::catalog;
use hookwright::catalog::Provider;
use hookwright::problem::{Problem, Severity};
use hookwright::time::format_rfc3339;

use super::words::count;

/// A parsed event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParsedEvent {
    /// The event type, which may be unknown.
    pub(crate) kind: Option<String>,
    /// The sender's event id.
    pub(crate) id: Option<String>,
    /// The time of the event, as RFC 3339.
    pub(crate) time: Option<String>,
    /// Problems and notes.
    pub(crate) problems: Vec<Problem>,
}

impl ParsedEvent {
    /// Parses a body as an event of this provider.
    pub(crate) fn of(body: &[u8], provider: &'static Provider) -> Self {
        let event = catalog::parse(body, Some(provider));
        Self {
            kind: event.kind,
            id: event.id,
            time: event.occurred_at_ms.map(format_rfc3339),
            problems: event.problems,
        }
    }
}

/// The overall quality of an event or form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// There are no errors or warnings.
    Good,
    /// It is valid, but probably not intended.
    Doubtful,
    /// It is invalid.
    Bad,
}

impl Quality {
    /// Returns the quality of the worst problem.
    pub(crate) fn of(problems: &[Problem]) -> Self {
        match problems.iter().map(|problem| problem.severity).max() {
            Some(Severity::Error) => Self::Bad,
            Some(Severity::Warning) => Self::Doubtful,
            Some(Severity::Note) | None => Self::Good,
        }
    }
}

/// Counts the problems of each severity: `2 errors and 1 note`. Returns an empty text if there are none.
pub(crate) fn tally(problems: &[Problem]) -> String {
    let number = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, word)| (number(severity), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| count(number, word))
        .collect();
    match parts.as_slice() {
        [first, second, third] => format!("{first}, {second} and {third}"),
        fewer => fewer.join(" and "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    #[test]
    fn an_incomplete_event_is_read_as_far_as_possible() {
        let body = br#"{ "id": 7, "type": "user.created", "created_at": "2026-01-15T12:30:00+01:00" }"#;
        let reading = ParsedEvent::of(body, catalog::find("generic").unwrap());
        assert_eq!(reading.kind.as_deref(), Some("user.created"));
        assert_eq!(reading.id, None);
        assert_eq!(reading.time.as_deref(), Some("2026-01-15T11:30:00Z"));
        assert_eq!(tally(&reading.problems), "2 errors");
    }

    #[test]
    fn problems_are_counted_by_severity() {
        use hookwright::code::Code;

        let error = Problem::error(Code::new("a", ""), "", "");
        let warning = Problem::warning(Code::new("b", ""), "", "");
        let note = Problem::note(Code::new("c", ""), "", "");
        assert_eq!(tally(&[]), "");
        assert_eq!(tally(&[note.clone(), error.clone(), note.clone()]), "1 error and 2 notes");
        assert_eq!(tally(&[note.clone(), error.clone(), warning.clone()]), "1 error, 1 warning and 1 note");
        assert_eq!(Quality::of(std::slice::from_ref(&note)), Quality::Good);
        assert_eq!(Quality::of(&[note, warning.clone()]), Quality::Doubtful);
        assert_eq!(Quality::of(&[warning, error]), Quality::Bad);
    }
}
