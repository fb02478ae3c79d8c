//! Commands of the command prompt of Windows, as browsers copy them.
//!
//! A command is read twice: cmd removes its escapes, and the C runtime splits the result into arguments.

use alloc::vec::Vec;

use super::code::Failure;

/// The arguments of the first command of a text, and whether another command follows. An error has the number of a line.
pub(super) fn parse(text: &str) -> Result<(Vec<Vec<u8>>, bool), Failure> {
    let (line, rest) = unescaped(text.as_bytes());
    // Chromium doubles each backslash, which the C runtime does not expect, and is the only program that writes `^"`.
    let is_doubled = text.contains(" ^\"");
    let arguments = split(&line, is_doubled).ok_or((1, "a quotation mark is not closed; paste the whole command"))?;
    Ok((arguments, !rest.trim_ascii().is_empty()))
}

/// Removes the escapes of cmd up to the end of the command, and returns the text after it.
fn unescaped(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut line = Vec::with_capacity(text.len());
    let mut is_quoted = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'^' if !is_quoted => {
                // An escaped line break continues the command, and the character after it is literal.
                let rest = text.get(at..).unwrap_or_default();
                at += if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
                let rest = text.get(at..).unwrap_or_default();
                at += usize::from(rest.starts_with(b"\r\n"));
                line.extend(text.get(at));
                at += 1;
            }
            b'"' => {
                is_quoted = !is_quoted;
                line.push(byte);
            }
            b'\n' | b'&' | b'|' if !is_quoted => return (line, text.get(at..).unwrap_or_default()),
            b'\r' if !is_quoted && text.get(at) == Some(&b'\n') => {}
            _ => line.push(byte),
        }
    }
    (line, &[])
}

/// Splits a command into arguments as the C runtime does. With `is_doubled`, two backslashes are one everywhere. `None` if
/// a quotation mark is not closed.
fn split(line: &[u8], is_doubled: bool) -> Option<Vec<Vec<u8>>> {
    let mut arguments = Vec::new();
    let mut argument: Option<Vec<u8>> = None;
    let mut is_quoted = false;
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        at += 1;
        match byte {
            b' ' | b'\t' if !is_quoted => arguments.extend(argument.take()),
            b'\\' => {
                let more = line.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'\\').count();
                at += more;
                let argument = argument.get_or_insert_default();
                if line.get(at) == Some(&b'"') {
                    // Each pair before a quotation mark is one backslash; a single one escapes the mark.
                    argument.resize(argument.len() + more.div_ceil(2), b'\\');
                    if more % 2 == 0 {
                        argument.push(b'"');
                        at += 1;
                    }
                } else {
                    let count = if is_doubled { (more + 1).div_ceil(2) } else { more + 1 };
                    argument.resize(argument.len() + count, b'\\');
                }
            }
            b'"' => {
                let argument = argument.get_or_insert_default();
                if is_quoted && line.get(at) == Some(&b'"') {
                    argument.push(b'"');
                    at += 1;
                } else {
                    is_quoted = !is_quoted;
                }
            }
            _ => argument.get_or_insert_default().push(byte),
        }
    }
    arguments.extend(argument);
    (!is_quoted).then_some(arguments)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn arguments(text: &str) -> Vec<String> {
        let (arguments, _) = parse(text).unwrap();
        arguments.into_iter().map(|argument| String::from_utf8(argument).unwrap()).collect()
    }

    #[test]
    fn reads_what_chromium_writes() {
        let text = "curl ^\"https://h/a?b=1^&c=%^41^\" ^\r\n  -H ^\"a: ^\\^\"b^\\^\"^\" ^\r\n  --data-raw ^\"^{^\\^\"k^\\^\":1^}^\n\nx^\"";
        let expected = ["curl", "https://h/a?b=1&c=%41", "-H", "a: \"b\"", "--data-raw", "{\"k\":1}\nx"];
        assert_eq!(arguments(text), expected);
    }

    #[test]
    fn reads_doubled_quotation_marks_and_backslashes() {
        assert_eq!(arguments(r#"curl "a ""b"" c" d\e "f\\" \"g"#), ["curl", "a \"b\" c", "d\\e", "f\\", "\"g"]);
        assert_eq!(arguments("curl \"a\"^\r\n\r\n\"b\" & other"), ["curl", "a\nb"]);
        assert_eq!(parse("curl \"a").unwrap_err().0, 1);
    }
}
