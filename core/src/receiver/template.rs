//! Templates of source files: text with lines such as `%if hmac` and with `«names»`.
//!
//! Values are [`Code`], so a template cannot insert text that has not been written as a literal. Directives are
//! `%if CONDITION`, `%else`, `%for NAME in LIST` and `%end`, each on a line that is not part of the output. A condition
//! consists of names with `not`, `and` and `or`; `and` binds more strongly.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::syntax::Code;

/// What a template can use.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    values: BTreeMap<&'static str, Code>,
    lists: BTreeMap<&'static str, Vec<Code>>,
    flags: BTreeSet<&'static str>,
}

impl Context {
    pub(super) fn value(&mut self, name: &'static str, code: Code) {
        self.values.insert(name, code);
    }

    /// Adds a list, and a flag of the same name unless it is empty.
    pub(super) fn list(&mut self, name: &'static str, items: Vec<Code>) {
        self.flag(name, !items.is_empty());
        self.lists.insert(name, items);
    }

    pub(super) fn flag(&mut self, name: &'static str, is_set: bool) {
        if is_set {
            self.flags.insert(name);
        }
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.contains(flag)
    }

    fn holds(&self, condition: &str) -> bool {
        condition.split(" or ").any(|terms| {
            terms.split(" and ").all(|term| match term.trim().strip_prefix("not ") {
                Some(name) => !self.flags.contains(name.trim()),
                None => self.flags.contains(term.trim()),
            })
        })
    }
}

/// The text of a template. Unknown names and directives remain in it; a test renders all templates and finds them.
pub(super) fn render(template: &str, context: &Context) -> String {
    let lines: Vec<&str> = template.lines().collect();
    let mut text = String::new();
    write(&lines, context, &mut text);
    text
}

fn write(lines: &[&str], context: &Context, text: &mut String) {
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        rest = after;
        let Some((head, argument)) = directive(line) else {
            insert(line, context, text);
            text.push('\n');
            continue;
        };
        let block = Block::of(after);
        rest = block.after;
        match (head, argument.split_once(" in ")) {
            ("if", _) => write(if context.holds(argument) { block.first } else { block.second }, context, text),
            ("for", Some((name, list))) => {
                for item in context.lists.get(list).into_iter().flatten() {
                    let mut inner = context.clone();
                    // The names in templates are static, and so are the names of the variables of loops.
                    inner
                        .values
                        .insert(LOOP_VARIABLES.iter().find(|known| **known == name).unwrap_or(&""), item.clone());
                    write(block.first, &inner, text);
                }
            }
            _ => text.push_str(line),
        }
    }
}

/// The variables of loops.
const LOOP_VARIABLES: &[&str] = &["event", "part"];

/// The name and the argument of a directive.
fn directive(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start().strip_prefix('%')?;
    // Some languages have literals that begin with this character.
    Some(text.split_once(' ').unwrap_or((text, ""))).filter(|(head, _)| matches!(*head, "if" | "else" | "for" | "end"))
}

/// The lines between a directive and its `%end`.
struct Block<'t, 'l> {
    first: &'t [&'l str],
    /// The lines after `%else`.
    second: &'t [&'l str],
    after: &'t [&'l str],
}

impl<'t, 'l> Block<'t, 'l> {
    fn of(lines: &'t [&'l str]) -> Self {
        let mut depth = 0_usize;
        let mut middle = None;
        for (at, line) in lines.iter().enumerate() {
            match directive(line).map(|(head, _)| head) {
                Some("if" | "for") => depth += 1,
                Some("else") if depth == 0 => middle = Some(at),
                Some("end") if depth == 0 => {
                    let part = |from: usize, to: usize| lines.get(from..to).unwrap_or_default();
                    let first = part(0, middle.unwrap_or(at));
                    let second = middle.map_or(&[][..], |middle| part(middle + 1, at));
                    return Self { first, second, after: part(at + 1, lines.len()) };
                }
                Some("end") => depth -= 1,
                _ => {}
            }
        }
        Self { first: lines, second: &[], after: &[] }
    }
}

/// Writes a line with the values of its names. Values are not searched for names.
fn insert(line: &str, context: &Context, text: &mut String) {
    let mut rest = line;
    while let Some((before, (name, after))) = rest.split_once('«').and_then(|(b, r)| Some((b, r.split_once('»')?))) {
        text.push_str(before);
        match context.values.get(name) {
            Some(code) => text.push_str(code.as_str()),
            None => text.extend(["«", name, "»"]),
        }
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn context() -> Context {
        let mut context = Context::default();
        context.flag("a", true);
        context.value("name", Code::constant("«event»"));
        context.list("events", vec![Code::constant("1"), Code::constant("2")]);
        context
    }

    #[test]
    fn writes_the_branch_of_a_condition() {
        for (condition, expected) in [
            ("a", "yes\n"),
            ("b", "no\n"),
            ("not a", "no\n"),
            ("b or a", "yes\n"),
            ("a and b", "no\n"),
            ("b and b or a and not b", "yes\n"),
        ] {
            let template = ["%if ", condition, "\nyes\n%else\n%if a\nno\n%end\n%end"].concat();
            assert_eq!(render(&template, &context()), expected, "{condition}");
        }
    }

    #[test]
    fn repeats_lines_and_does_not_read_values() {
        assert_eq!(
            render("%for event in events\n  - «event» «name»\n%end", &context()),
            "  - 1 «event»\n  - 2 «event»\n"
        );
    }

    #[test]
    fn unknown_names_remain() {
        assert_eq!(render("«x» «", &context()), "«x» «\n");
    }
}
