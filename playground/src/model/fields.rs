//! Text fields with several values: headers, names, secrets. Valid values are used, and problems are reported for the
//! others.

use hookwright::credential::Credential;
use hookwright::http::Headers;
use hookwright::problem::Problem;
use hookwright::signature::Secret;

use super::codes;
use super::credentials::REMOVED;
use super::words::count;

/// Parses a block of headers. Returns the valid fields, and a problem for each other line. A field that was removed from a
/// link is missing.
pub(crate) fn headers(block: &str, path: &str) -> (Headers, Vec<Problem>) {
    let mut lines: Vec<&str> = block.lines().map(|line| if line.contains(REMOVED) { "" } else { line }).collect();
    let mut problems = Vec::new();
    loop {
        match Headers::parse(&lines.join("\n")) {
            Ok(headers) => return (headers, problems),
            Err(number) => {
                let message = format!("line {number} of the headers has no colon and is ignored; write `Name: value`");
                problems.push(Problem::warning(codes::INVALID_HEADER_LINE, path, message));
                // An empty line keeps the following line numbers correct.
                match number.checked_sub(1).and_then(|index| lines.get_mut(index)) {
                    Some(line) => *line = "",
                    None => return (Headers::new(), problems),
                }
            }
        }
    }
}

/// Formats headers as one line per field.
pub(crate) fn header_block(headers: &Headers) -> String {
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.join("\n")
}

/// Splits a text into names, which are separated by commas or whitespace.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character == ',' || character.is_whitespace()).filter(|name| !name.is_empty())
}

/// Parses secrets, one per line. Whitespace in a line is kept, because it is part of the key. A PEM block is one
/// secret.
pub(crate) fn secrets(text: &str) -> Vec<Secret> {
    // Only an empty text is not a secret, and `texts` skips empty lines.
    texts(text).iter().filter_map(|text| Secret::new(text.as_bytes()).ok()).collect()
}

/// A line feed at the end of a secret, because each line is a secret.
pub(crate) const LINE_FEED: char = '␊';

/// Splits a field into the texts of secrets.
pub(crate) fn texts(field: &str) -> Vec<Credential> {
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    for line in field.lines() {
        let ends = line.contains("-----END ");
        let begins = line.contains("-----BEGIN ") && !ends;
        match block.take() {
            Some(mut lines) => {
                lines.push('\n');
                lines.push_str(line);
                if ends { found.push(Credential::from(lines)) } else { block = Some(lines) }
            }
            None if begins => block = Some(line.into()),
            None if line.is_empty() => {}
            None => found.push(match line.strip_suffix(LINE_FEED) {
                Some(start) => Credential::from(format!("{start}\n")),
                None => Credential::from(line),
            }),
        }
    }
    // A block without its END line is not a key, which the core reports.
    found.extend(block.map(Credential::from));
    found
}

/// Names the secret that a problem of the core concerns, instead of its path. `is_one` is whether there is only one.
pub(crate) fn label_secret(problem: &Problem, is_one: bool) -> Problem {
    let index = problem.path.strip_prefix("/secrets/").and_then(|index| index.parse::<usize>().ok());
    let path = match index {
        Some(_) if is_one => "Secret".into(),
        Some(index) => format!("Secret {}", index.saturating_add(1)),
        None => problem.path.clone(),
    };
    Problem { path, ..problem.clone() }
}

/// Describes the lengths of the secrets in a field. This reveals trailing whitespace or a truncated secret without
/// showing the secret.
pub(crate) fn describe_secrets(text: &str) -> String {
    let lengths: Vec<usize> = texts(text).iter().map(|text| text.len()).collect();
    match lengths.as_slice() {
        [] => String::new(),
        [one] => count(*one, "byte"),
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            format!("{} secrets of {} and {}", lengths.len(), others.join(" and "), count(*last, "byte"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_colon_does_not_hide_the_others() {
        let (headers, problems) = headers("A: 1\nnonsense\n\nB: 2\nmore\n", "/headers");
        assert_eq!(headers.iter().collect::<Vec<_>>(), [("A", "1"), ("B", "2")]);
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.split(" has").next().unwrap()).collect();
        assert_eq!(messages, ["line 2 of the headers", "line 5 of the headers"]);
    }

    #[test]
    fn a_removed_field_is_missing() {
        let (headers, problems) = headers("A: 1\nX-Token: ‹removed›\n‹removed›\nB: 2", "");
        assert_eq!(headers.iter().collect::<Vec<_>>(), [("A", "1"), ("B", "2")]);
        assert!(problems.is_empty());
    }

    #[test]
    fn an_empty_block_has_no_headers() {
        let (headers, problems) = headers("", "");
        assert_eq!(headers.iter().count(), 0);
        assert!(problems.is_empty());
    }

    #[test]
    fn names_are_separated_by_commas_or_white_space() {
        assert_eq!(names(" a.b, c.d\ne.f,,").collect::<Vec<_>>(), ["a.b", "c.d", "e.f"]);
        assert_eq!(names(" ").count(), 0);
    }

    #[test]
    fn white_space_is_part_of_a_secret_and_empty_lines_are_ignored() {
        assert_eq!(secrets("one\n\ntwo \n").len(), 2);
        assert_eq!(secrets("").len(), 0);
        assert_eq!(describe_secrets("one\n\ntwo \n"), "2 secrets of 3 and 4 bytes");
        assert_eq!(describe_secrets("é"), "2 bytes");
        assert_eq!(describe_secrets("\n"), "");
        assert_eq!(texts("one␊\ntwo").iter().map(|text| text.to_string()).collect::<Vec<_>>(), ["one\n", "two"]);
    }

    #[test]
    fn a_pem_block_is_one_secret() {
        let pem = "-----BEGIN PUBLIC KEY-----\nYW\n\nJj\n-----END PUBLIC KEY-----";
        let lengths = |text: &str| texts(text).iter().map(|text| text.len()).collect::<Vec<_>>();
        assert_eq!(lengths(pem), [pem.len()]);
        assert_eq!(lengths(&format!("{pem}\r\n{pem}\nplain\n")), [pem.len(), pem.len(), 5]);
        assert_eq!(lengths("-----BEGIN X----- abc -----END X-----\nplain"), [37, 5]);
        assert_eq!(lengths("-----BEGIN X-----\nabc"), [21], "without its end");
    }
}
