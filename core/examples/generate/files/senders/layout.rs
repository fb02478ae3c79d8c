//! Formatting of nested expressions like rustfmt: on one line if they fit, otherwise with one item per line.

/// The indentation of the items of an expression.
#[derive(Clone, Copy)]
pub(crate) enum Indent {
    /// The indentation of rustfmt.
    Rust = 4,
    /// The indentation of the TypeScript in this repository.
    TypeScript = 2,
}

/// The maximum length of a line.
const WIDTH: usize = 120;

/// The maximum width of the items of a list with several items per line.
const NARROW: usize = 10;

/// An expression.
pub(crate) enum Code {
    /// Text without line breaks.
    Text(String),
    /// The escaped text of a string literal, without quotes.
    Literal(String),
    /// Items between two brackets.
    Group {
        /// The text before the items: `Some(`, `&[`, `Scheme {`.
        open: String,
        /// The items. Items of an object have a label such as `id: `.
        items: Vec<(String, Code)>,
        /// The closing bracket.
        close: &'static str,
    },
}

impl Code {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `open` is the name of the function and the opening parenthesis.
    pub(crate) fn call(open: &str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let items = arguments.into_iter().map(|argument| (String::new(), argument)).collect();
        Self::Group { open: format!("{open}("), items, close: ")" }
    }

    pub(crate) fn list(open: &str, items: impl IntoIterator<Item = Self>) -> Self {
        let items = items.into_iter().map(|item| (String::new(), item)).collect();
        Self::Group { open: open.into(), items, close: "]" }
    }

    /// `open` is the name of the type, a space and the opening brace.
    pub(crate) fn object<'a>(open: &str, members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let items = members.into_iter().map(|(name, code)| (format!("{name}: "), code)).collect();
        Self::Group { open: open.into(), items, close: "}" }
    }

    /// A declaration that consists of `before`, the expression and `after`.
    pub(crate) fn declaration(&self, before: &str, after: &str, indent: Indent) -> String {
        let before_width = before.chars().count();
        format!("{before}{}{after}", Writer { step: indent as usize }.write(self, 0, before_width, after.len()))
    }

    /// The expression on one line.
    fn line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Literal(text) => format!("\"{text}\""),
            Self::Group { open, items, close } => {
                let items: Vec<String> = items.iter().map(|(label, item)| format!("{label}{}", item.line())).collect();
                let space = if *close == "}" && !items.is_empty() { " " } else { "" };
                format!("{open}{space}{}{space}{close}", items.join(", "))
            }
        }
    }

    fn is_narrow(&self) -> bool {
        matches!(self, Self::Text(text) if text.len() <= NARROW)
    }
}

/// A `use` declaration.
pub(crate) fn import(module: &str, names: &[&str]) -> String {
    if let [name] = names {
        return format!("use {module}::{name};");
    }
    let line = format!("use {module}::{{{}}};", names.join(", "));
    // rustfmt reserves two columns of a `use` declaration.
    if line.len() + 2 <= WIDTH {
        return line;
    }
    let items: Vec<(String, Code)> = names.iter().map(|name| (String::new(), Code::text(*name))).collect();
    let writer = Writer { step: Indent::Rust as usize };
    format!("{};", writer.filled(&format!("use {module}::{{"), &items, "}", 0))
}

struct Writer {
    step: usize,
}

impl Writer {
    /// Writes an expression after `column` characters of a line with this indentation and before `after` characters.
    fn write(&self, code: &Code, indent: usize, column: usize, after: usize) -> String {
        let line = code.line();
        if column + line.chars().count() + after <= WIDTH {
            return line;
        }
        match code {
            Code::Text(text) => text.clone(),
            Code::Literal(text) => self.broken(text, indent, column),
            Code::Group { open, items, close } => match items.as_slice() {
                // The only item in brackets is not moved to a separate line.
                [(_, only @ Code::Group { .. })] if *close != "}" => {
                    let inner = self.write(only, indent, column + open.chars().count(), after + 1);
                    format!("{open}{inner}{close}")
                }
                items if items.iter().all(|(_, item)| item.is_narrow()) => self.filled(open, items, close, indent),
                items => {
                    let inner = indent + self.step;
                    let pad = " ".repeat(inner);
                    let lines = items.iter().map(|(label, item)| {
                        let written = self.write(item, inner, inner + label.chars().count(), 1);
                        format!("{pad}{label}{written},\n")
                    });
                    format!("{open}\n{}{}{close}", lines.collect::<String>(), " ".repeat(indent))
                }
            },
        }
    }

    /// Writes as many short items on each line as fit.
    fn filled(&self, open: &str, items: &[(String, Code)], close: &str, indent: usize) -> String {
        let pad = " ".repeat(indent + self.step);
        let mut lines = vec![pad.clone()];
        for (_, item) in items {
            let item = format!("{},", item.line());
            let Some(last) = lines.last_mut() else { break };
            let space = usize::from(last.len() > pad.len());
            // rustfmt counts the comma twice.
            if last.len() + space + item.len() >= WIDTH {
                lines.push(format!("{pad}{item}"));
            } else {
                last.push_str(&" ".repeat(space));
                last.push_str(&item);
            }
        }
        format!("{open}\n{}\n{}{close}", lines.join("\n"), " ".repeat(indent))
    }

    /// Writes a literal on several lines, with a backslash at the end of each line but the last. Lines are broken after
    /// a space, or after a slash in long words, because whitespace at the start of a line is not part of the literal.
    fn broken(&self, text: &str, indent: usize, column: usize) -> String {
        let mut lines = vec![String::from("\"")];
        let mut room = WIDTH.saturating_sub(column + 2);
        let mut rest = text;
        while rest.chars().count() + 2 > room {
            let end = rest.char_indices().nth(room.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
            let cut = |sign: char| rest.get(..end).and_then(|line| line.rfind(sign)).map(|at| at + sign.len_utf8());
            let is_usable = |at: &usize| !rest.get(*at..).unwrap_or_default().starts_with(' ');
            let Some(at) = cut(' ').filter(is_usable).or_else(|| cut('/').filter(is_usable)) else { break };
            let (line, after) = rest.split_at(at);
            if let Some(last) = lines.last_mut() {
                last.push_str(line);
                last.push('\\');
            }
            lines.push(" ".repeat(indent + self.step));
            room = WIDTH.saturating_sub(indent + self.step);
            rest = after;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(rest);
            last.push('"');
        }
        lines.join("\n")
    }
}
