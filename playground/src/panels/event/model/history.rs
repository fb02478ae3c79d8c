//! The history of the body. The one of the browser does not know the changes that the page makes, and would apply its steps to
//! another text.

use super::form::EventForm;

/// The maximum number of steps, and of bytes in them.
const MOST_STEPS: usize = 200;
const MOST_BYTES: usize = 20_000_000;

/// The body at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) body: String,
    edited: bool,
    plain: String,
}

impl Snapshot {
    pub(crate) fn of(form: &EventForm) -> Self {
        Self { body: form.body.clone(), edited: form.edited, plain: form.plain.clone() }
    }

    pub(crate) fn restore(self, form: &mut EventForm) {
        (form.body, form.edited, form.plain) = (self.body, self.edited, self.plain);
    }

    const fn size(&self) -> usize {
        self.body.len() + self.plain.len()
    }
}

/// A change of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    /// The offset after a typed character.
    Inserted(usize),
    /// The offset of a deleted character.
    Deleted(usize),
}

/// The steps that can be undone and redone.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    now: Snapshot,
    /// The last change, if a further character continues it.
    typed: Option<Typed>,
}

impl History {
    /// Starts with a body.
    pub(crate) fn new(now: Snapshot) -> Self {
        Self { now, ..Self::default() }
    }

    /// Records the body after a change. Characters that are typed one after the other are one step.
    pub(crate) fn record(&mut self, now: Snapshot) {
        if now.body == self.now.body {
            self.now = now;
            return;
        }
        let change = typed(&self.now.body, &now.body);
        let continues = match (self.typed, change) {
            (Some(Typed::Inserted(end)), Some((Typed::Inserted(at), letter))) => {
                end + letter.len_utf8() == at && !letter.is_whitespace()
            }
            (Some(Typed::Deleted(before)), Some((Typed::Deleted(at), letter))) => {
                at == before || at + letter.len_utf8() == before
            }
            _ => false,
        };
        let before = std::mem::replace(&mut self.now, now);
        if !continues {
            self.past.push(before);
        }
        self.typed = change.map(|(change, _)| change);
        self.future.clear();
        let mut size: usize = self.past.iter().map(Snapshot::size).sum();
        let mut first = self.past.len().saturating_sub(MOST_STEPS);
        for step in self.past.iter().take(self.past.len().saturating_sub(1)) {
            if size <= MOST_BYTES {
                break;
            }
            size = size.saturating_sub(step.size());
            first += 1;
        }
        self.past.drain(..first.min(self.past.len()));
    }

    /// Returns the body before the last change.
    pub(crate) fn undo(&mut self) -> Option<Snapshot> {
        let before = self.past.pop()?;
        self.future.push(std::mem::replace(&mut self.now, before));
        self.typed = None;
        Some(self.now.clone())
    }

    /// Returns the body after the change that was undone last.
    pub(crate) fn redo(&mut self) -> Option<Snapshot> {
        let after = self.future.pop()?;
        self.past.push(std::mem::replace(&mut self.now, after));
        self.typed = None;
        Some(self.now.clone())
    }
}

/// Returns the character by which two texts differ, if that is all.
fn typed(before: &str, after: &str) -> Option<(Typed, char)> {
    let (short, long) = if before.len() < after.len() { (before, after) } else { (after, before) };
    let at = common_start(short, long);
    let letter = long.get(at..)?.chars().next()?;
    let end = at + letter.len_utf8();
    if short.get(at..) != long.get(end..) {
        return None;
    }
    let change = if before.len() < after.len() { Typed::Inserted(end) } else { Typed::Deleted(at) };
    Some((change, letter))
}

/// Returns the offset of the first character that differs.
fn common_start(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    pairs.map(|(letter, _)| letter.len_utf8()).sum()
}

/// Returns the place of the caret after a text has replaced another one: the end of what differs, in UTF-16 code units, and
/// its line, from 1.
pub(crate) fn caret(before: &str, after: &str) -> (u32, usize) {
    let start = common_start(before, after);
    let rest = |text: &str| text.len().saturating_sub(start);
    let most = rest(before).min(rest(after));
    let pairs = before.chars().rev().zip(after.chars().rev()).take_while(|(one, other)| one == other);
    let mut same = 0;
    for (letter, _) in pairs {
        if same + letter.len_utf8() > most {
            break;
        }
        same += letter.len_utf8();
    }
    let until = after.get(..after.len().saturating_sub(same)).unwrap_or(after);
    let units = u32::try_from(until.encode_utf16().count()).unwrap_or(u32::MAX);
    (units, until.split('\n').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Snapshot {
        Snapshot { body: body.into(), edited: true, plain: String::new() }
    }

    fn history(bodies: &[&str]) -> History {
        let mut history = History::new(of(bodies[0]));
        bodies.iter().skip(1).for_each(|body| history.record(of(body)));
        history
    }

    fn undone(history: &mut History) -> Vec<String> {
        std::iter::from_fn(|| history.undo()).map(|snapshot| snapshot.body).collect()
    }

    #[test]
    fn typed_words_are_steps_and_other_changes_too() {
        let typed = ["{}", "{a}", "{ab}", "{ab }", "{ab c}", "[\"pasted\"]", "[\"paste\"]", "[\"past\"]"];
        let mut history = history(&typed);
        assert_eq!(undone(&mut history), ["[\"pasted\"]", "{ab c}", "{ab}", "{}"]);
        assert_eq!(history.redo().unwrap().body, "{ab}");
        assert_eq!(history.redo().unwrap().body, "{ab c}");
        history.record(of("new"));
        assert!(history.redo().is_none(), "a change ends what can be redone");
        assert_eq!(history.undo().unwrap().body, "{ab c}");
    }

    #[test]
    fn the_state_of_a_sample_comes_back_with_it() {
        let mut history = History::new(Snapshot { body: "s".into(), edited: false, plain: "p".into() });
        history.record(of("s2"));
        let mut form = <EventForm as crate::model::form::Form>::first(0);
        history.undo().unwrap().restore(&mut form);
        assert_eq!((form.body.as_str(), form.edited, form.plain.as_str()), ("s", false, "p"));
    }

    #[test]
    fn the_number_and_the_size_of_steps_is_limited() {
        let mut history = History::new(of(""));
        (0..MOST_STEPS * 2).for_each(|number| history.record(of(&format!("{number} body"))));
        assert_eq!(undone(&mut history).len(), MOST_STEPS);
        let mut history = History::new(of(""));
        (0..9).for_each(|number: u8| history.record(of(&number.to_string().repeat(MOST_BYTES / 3))));
        let kept = undone(&mut history).len();
        assert!((1..4).contains(&kept), "{kept}");
    }

    #[test]
    fn the_caret_is_after_what_differs() {
        assert_eq!(caret("{\n\"a\": 1}", "{\n\"a\": 12}"), (9, 2));
        assert_eq!(caret("aaa", "aa"), (2, 1));
        assert_eq!(caret("\u{1f980}b", "\u{1f980}xb"), (3, 1));
        assert_eq!((caret("", ""), caret("x", "")), ((0, 1), (0, 1)));
    }
}
