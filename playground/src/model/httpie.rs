//! What HTTPie cannot send.

/// The note next to a command that HTTPie changes.
pub(crate) const LOST_BACKSLASH: &str =
    "HTTPie removes a backslash before `:`, `=`, `@` and `;` in a header, so this request arrives without it; use cURL";

/// Returns whether the value of a header in a command has a backslash that HTTPie removes.
pub(crate) fn loses_backslash(command: &str) -> bool {
    let items = command.lines().skip(1).take_while(|line| !line.trim_start().starts_with("--raw="));
    items.filter_map(value).any(has_backslash)
}

/// Returns the value in the item of a header: `'Name:value'`. In the name, a backslash precedes special characters.
fn value(item: &str) -> Option<&str> {
    let item = item.trim_start().strip_prefix('\'')?;
    let separator = item.match_indices(':').find(|(index, _)| !item.get(..*index).unwrap_or("").ends_with('\\'))?.0;
    // The first character of a value is escaped on purpose.
    let value = item.get(separator + 1..)?;
    Some(value.strip_prefix('\\').unwrap_or(value))
}

fn has_backslash(value: &str) -> bool {
    value.split('\\').skip(1).any(|after| after.starts_with([':', '=', '@', ';']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::http::{Body, HeaderValue, HttpRequest};
    use hookwright::snippet::{Language, render};

    fn loses(name: &str, value: &str) -> bool {
        let request = HttpRequest {
            method: "POST",
            url: r"https://a.example/\:".into(),
            headers: vec![(name.into(), HeaderValue::Text(value.into()))],
            body: Body::Exact(r"\: \=".into()),
        };
        loses_backslash(&render(&request, Language::Httpie))
    }

    #[test]
    fn only_a_backslash_before_a_separator_is_lost() {
        for value in [r"a\:b", r"a\=b", r"a\@", r"x:\;"] {
            assert!(loses("X-A", value), "{value}");
        }
        for value in ["a:b", r"a\b", r"a\", "=a", "@a", "", "a:=b"] {
            assert!(!loses("X-A", value), "{value}");
        }
    }
}
