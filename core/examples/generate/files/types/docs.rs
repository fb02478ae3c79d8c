//! Conversion of Rust doc comments to TypeScript.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The first paragraph of a doc comment, as one line, with links as code. The other paragraphs are about Rust.
pub(super) fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    let paragraph: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    plain(&paragraph.join(" "))
}

/// Text without links: `[`X`](y)` and `[`X`]` become `X` in backticks.
fn plain(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[`") {
        found.push_str(before);
        let Some((name, after)) = after.split_once("`]") else {
            found.push_str("[`");
            rest = after;
            continue;
        };
        found.push_str(&format!("`{name}`"));
        rest = match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    found.push_str(rest);
    found
}

/// A wrapped doc comment with a line break at its end. Empty if the text is empty.
pub(in super::super) fn comment(indent: &str, text: &str, example: &str) -> String {
    const WIDTH: usize = 120;
    if text.is_empty() {
        return String::new();
    }
    let single = format!("{indent}/** {text} */\n");
    if example.is_empty() && single.chars().count() <= WIDTH + 1 {
        return single;
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && indent.len() + 3 + line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    if !example.is_empty() {
        lines.extend([String::new(), "@example".into()]);
        lines.extend(example.lines().map(str::to_owned));
    }
    let body: String = lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
    format!("{indent}/**\n{body}{indent} */\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_code() {
        let text = "as [`Reading`] says, not [`x`](super::x::y); `None` if [it] is";
        assert_eq!(plain(text), "as `Reading` says, not `x`; `None` if [it] is");
    }

    #[test]
    fn long_comments_are_wrapped() {
        let text = "word ".repeat(60);
        let made = comment("  ", text.trim_end(), "");
        assert!(made.starts_with("  /**\n   * word") && made.ends_with("word\n   */\n"));
        assert!(made.lines().all(|line| line.len() <= 120), "{made}");
    }
}
