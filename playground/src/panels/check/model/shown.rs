//! The part of a long body that its field shows. Browsers lay out the whole field after each key, which takes longer than
//! everything else if it has a megabyte.

use crate::model::words::count;

/// The length of the beginning that is shown, in bytes. A longer text is a long one.
pub(crate) const SHOWN: usize = 64_000;

/// How much of a text its field shows. The end that is hidden is a part of the text like any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Whether the user wants to see everything.
    pub(crate) is_whole: bool,
    /// The length of the text after the last edit of its field, and that of the hidden end then. Without these, each key at the
    /// end of the field would hide another character.
    edited: (usize, usize),
}

impl Shown {
    /// Shows the beginning, or everything.
    pub(crate) fn beginning_or_whole(is_whole: bool) -> Self {
        Self { is_whole, ..Self::default() }
    }

    /// Returns the part that the field shows.
    pub(crate) fn of(self, text: &str) -> &str {
        let (length, hidden) = self.edited;
        let at = if self.is_whole || text.len() <= SHOWN {
            text.len()
        } else {
            let edited =
                text.len().checked_sub(hidden).filter(|at| text.len() == length && at.abs_diff(SHOWN) < SHOWN / 2);
            edited.unwrap_or(SHOWN)
        };
        text.get(..text.floor_char_boundary(at)).unwrap_or(text)
    }

    /// Returns the part that the field does not show.
    pub(crate) fn hidden(self, text: &str) -> &str {
        text.get(self.of(text).len()..).unwrap_or_default()
    }

    /// Returns the part that the field shows, which is the whole text from now on.
    pub(crate) fn only(&mut self, text: &str) -> String {
        let part = self.of(text).to_owned();
        self.edited = (part.len(), 0);
        part
    }

    /// Replaces the part that the field shows, and returns the whole text.
    pub(crate) fn edit(&mut self, text: &str, part: &str) -> String {
        let hidden = self.hidden(text);
        self.edited = (part.len() + hidden.len(), hidden.len());
        [part, hidden].concat()
    }
}

/// Returns a place of a text in bytes. Fields count units of UTF-16.
pub(crate) fn byte_at(text: &str, unit: usize) -> usize {
    let mut units = 0;
    let before = text.char_indices().take_while(|(_, character)| {
        units += character.len_utf16();
        units <= unit
    });
    before.last().map_or(0, |(at, character)| at + character.len_utf8())
}

/// Formats a number of bytes with a unit.
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => count(bytes, "byte"),
        1000..999_500 => format!("{} kB", (bytes + 500) / 1000),
        _ => format!("{}.{} MB", (bytes + 50_000) / 1_000_000, (bytes + 50_000) / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(letter: char) -> String {
        std::iter::repeat_n(letter, SHOWN).chain("the end".chars()).collect()
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_shown() {
        let shown = Shown::default();
        assert_eq!(shown.of("short"), "short");
        assert_eq!(shown.of(&long('a')).len(), SHOWN);
        assert_eq!(shown.of(&format!("a{}", long('é'))).len(), SHOWN - 1, "no character is divided");
        let whole = Shown { is_whole: true, ..shown };
        assert_eq!(whole.of(&long('a')), long('a'));
    }

    #[test]
    fn an_edit_keeps_the_hidden_end() {
        let mut shown = Shown::default();
        let before = long('a');
        let typed = format!("{}bc", shown.of(&before));
        let text = shown.edit(&before, &typed);
        assert_eq!(text, before.replace("the end", "bcthe end"));
        assert_eq!(shown.of(&text), typed, "what was typed at the end of the field stays there");
        let text = shown.edit(&text, typed.trim_end_matches('c'));
        assert_eq!(text, before.replace("the end", "bthe end"));
        // Another text is not an edit.
        assert_eq!(shown.of(&before).len(), SHOWN);
        // More than half of the part was removed: what follows is shown.
        let text = shown.edit(&text, "");
        assert_eq!((&*text, shown.of(&text)), ("the end", "the end"));
        let twice = before.repeat(2);
        let cut = shown.edit(&twice, "x");
        assert_eq!((cut.len(), shown.of(&cut).len()), (twice.len() - SHOWN + 1, SHOWN));
    }

    #[test]
    fn a_long_text_is_replaced_as_a_whole() {
        let (mut shown, text) = (Shown::default(), long('a').repeat(2));
        assert_eq!(shown.hidden(&text).len(), text.len() - SHOWN);
        let typed = format!("{}{}", shown.of(&text), "b".repeat(9));
        let text = shown.edit(&text, &typed);
        let only = shown.only(&text);
        assert_eq!((shown.of(&only), shown.hidden(&only)), (&*typed, ""), "the field does not change before the input");
        assert_eq!(shown.edit(&only, "new"), "new");
    }

    #[test]
    fn places_are_in_bytes_and_sizes_have_a_unit() {
        let places = [0, 1, 2, 4, 5, 9].map(|unit| byte_at("aé\u{1f980}b", unit));
        assert_eq!(places, [0, 1, 3, 7, 8, 8]);
        let sizes = [999, 1000, 64_000, 999_499, 999_500, 1_249_999, 10_000_000].map(size);
        assert_eq!(sizes, ["999 bytes", "1 kB", "64 kB", "999 kB", "1.0 MB", "1.2 MB", "10.0 MB"]);
    }
}
