//! Writes Markdown whose content cannot change its structure.

/// The maximum length of a link in Markdown, in bytes.
const LONGEST_LINK: usize = 2_000;

/// Returns a code span. Line breaks become spaces.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let marks = "`".repeat(longest_run(&text) + 1);
    // A span cannot be empty, and one that begins or ends with a backtick or a space needs a space there.
    let needs_space = text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if needs_space { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// Returns a link to the content, if it is short enough for a ticket.
pub(crate) fn link_line(link: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    if link.is_empty() || link.len() > LONGEST_LINK {
        return format!("Hookwright {version}\n");
    }
    format!("[Open in Hookwright {version}]({link})\n")
}

/// Returns a block of code.
pub(crate) fn block(language: &str, text: &str) -> String {
    let marks = "`".repeat(longest_run(text).max(2) + 1);
    let text = text.replace('\r', "");
    format!("{marks}{language}\n{}\n{marks}\n", text.trim_end_matches('\n'))
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// Escapes a text. Line breaks become spaces.
pub(crate) fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            _ if character.is_control() => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Escapes a message of the core, whose names are in backticks.
pub(crate) fn message(text: &str) -> String {
    let mut written = String::new();
    for (index, piece) in text.split('`').enumerate() {
        written += &if index % 2 == 0 { plain(piece) } else { code(piece) };
    }
    let mut letters = written.chars();
    let sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if sentence.ends_with(['.', '!', '?']) || sentence.is_empty() { sentence } else { sentence + "." }
}

/// Returns a table. The cells are Markdown.
pub(crate) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(columns.iter().map(|title| plain(title)).collect());
    text += &row(columns.iter().map(|_| "---".into()).collect());
    for cells in rows {
        // A pipe ends a cell even in a code span. One that is already escaped stays so.
        text += &row(cells.iter().map(|cell| escape_pipes(cell)).collect());
    }
    text
}

fn escape_pipes(cell: &str) -> String {
    let mut escaped = String::new();
    let mut is_escaped = false;
    for character in cell.chars() {
        if character == '|' && !is_escaped {
            escaped.push('\\');
        }
        is_escaped = character == '\\' && !is_escaped;
        escaped.push(if character == '\n' { ' ' } else { character });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_do_not_end_a_span() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn fences_do_not_end_a_block() {
        assert_eq!(block("json", "{}\n"), "```json\n{}\n```\n");
        assert_eq!(block("", "```\nrm -rf\n```"), "````\n```\nrm -rf\n```\n````\n");
        assert_eq!(block("", "`````"), "``````\n`````\n``````\n");
    }

    #[test]
    fn text_has_no_markup() {
        assert_eq!(plain("a*b_[c](d)<e>`f`|#\ng"), "a\\*b\\_\\[c\\](d)\\<e\\>\\`f\\`\\|\\# g");
        assert_eq!(message("the `X-A*` header is <b>"), "The `X-A*` header is \\<b\\>.");
    }

    #[test]
    fn pipes_do_not_end_a_cell() {
        let text = table(&["A", "B"], &[vec![code("a|b"), plain("c|d")]]);
        assert_eq!(text, "| A | B |\n| --- | --- |\n| `a\\|b` | c\\|d |\n");
    }
}
