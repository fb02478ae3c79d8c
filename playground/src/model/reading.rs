//! The event in a body, as values that a page can show.

use hookwright::catalog;
use hookwright::catalog::Provider;
use hookwright::problem::{Problem, Severity};
use hookwright::time::format_rfc3339;

use super::words::count;

/// An event that was read from a body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    /// The event type, known or not.
    pub(crate) kind: Option<String>,
    /// The sender's id of the event.
    pub(crate) id: Option<String>,
    /// When it happened, as RFC 3339.
    pub(crate) time: Option<String>,
    /// Its problems, and what is worth knowing.
    pub(crate) problems: Vec<Problem>,
}

impl Reading {
    /// Reads a body as an event of this provider.
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

/// A summary of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// There is nothing to do.
    Good,
    /// It works, but it is probably not intended.
    Doubtful,
    /// It does not work.
    Bad,
}

impl Quality {
    /// The summary of these problems: it is as bad as the worst of them.
    pub(crate) fn of(problems: &[Problem]) -> Self {
        match problems.iter().map(|problem| problem.severity).max() {
            Some(Severity::Error) => Self::Bad,
            Some(Severity::Warning) => Self::Doubtful,
            Some(Severity::Note) | None => Self::Good,
        }
    }
}

/// How many problems there are of each severity, in words: `2 errors and 1 note`. Empty without problems.
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
        let reading = Reading::of(body, catalog::find("generic").unwrap());
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
