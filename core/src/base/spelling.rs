//! Suggestions for misspelt names, and a check that decides whether a message may quote an unknown name.
//!
//! Text in the place of a name can be a misplaced secret. Messages therefore quote known names, and other text only if
//! it reads like a word.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

/// The longest text that [`word`] accepts, in bytes.
const LONGEST_WORD: usize = 24;

/// The candidate that is closest to `typed`. `None` if more than a third of the letters differ.
///
/// ```
/// use hookwright::spelling::nearest;
///
/// assert_eq!(nearest("Gihtub", ["github", "gitlab"]), Some("github"));
/// assert_eq!(nearest("acme", ["github", "gitlab"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest(typed, &mut candidates.into_iter())
}

/// The body of [`nearest`], compiled once for all iterators: a copy for each would enlarge the wasm module.
fn closest<'a>(typed: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    // A name of this length is not a typo, and the comparison takes quadratic time.
    if typed.len() > 128 {
        return None;
    }
    let typed = letters(typed);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(&typed, &letters(candidate));
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.filter(|(distance, candidate)| distance * 3 <= candidate.len()).map(|(_, candidate)| candidate)
}

/// A suggestion to append to a message about an unknown name. Empty if no known name is close to it.
///
/// ```
/// use hookwright::spelling::hint;
///
/// assert_eq!(hint("gihtub", ["github", "gitlab"]), "; did you mean `github`?");
/// assert_eq!(hint("acme", ["github", "gitlab"]), "");
/// ```
#[must_use]
pub fn hint<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(typed, candidates).map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

/// Returns the text if it reads like a word or like words in camel case, so that a message may quote it: at most 24
/// ASCII letters, each upper-case letter followed by a lower-case one. Keys, tokens and identifiers contain digits,
/// punctuation or consecutive upper-case letters.
///
/// ```
/// use hookwright::spelling::word;
///
/// assert_eq!(word("toleranceSeconds"), Some("toleranceSeconds"));
/// assert_eq!(word("whsec_abc123"), None);
/// ```
#[must_use]
pub fn word(text: &str) -> Option<&str> {
    let following = text.bytes().skip(1).map(Some).chain([None]);
    let reads = |(byte, next): (u8, Option<u8>)| {
        byte.is_ascii_lowercase() || (byte.is_ascii_uppercase() && next.is_some_and(|next| next.is_ascii_lowercase()))
    };
    let is_word = (1..=LONGEST_WORD).contains(&text.len()) && text.bytes().zip(following).all(reads);
    is_word.then_some(text)
}

/// The bytes that are compared: lower case, with one separator for all. Names are ASCII.
fn letters(name: &str) -> Vec<u8> {
    let letters = name.trim_ascii().bytes();
    letters.map(|letter| if b"_- /:".contains(&letter) { b'.' } else { letter.to_ascii_lowercase() }).collect()
}

/// The number of letters to insert, delete, replace or swap with their neighbor (optimal string alignment).
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (row, letter_a) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(last.len());
        current.push(row + 1);
        let mut previous_b = None;
        for (column, letter_b) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, column) + usize::from(letter_a != letter_b);
            best = best.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            if previous_a == Some(letter_b) && previous_b == Some(letter_a) && column > 0 {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            current.push(best);
            previous_b = Some(letter_b);
        }
        before_last = mem::replace(&mut last, current);
        previous_a = Some(letter_a);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["user.created", "user.updated", "payment.failed"];

    #[test]
    fn finds_the_name_for_a_typo() {
        for typed in ["user.craeted", "user.create", "User.Created", "user_created", "users.created", "user.reated"] {
            assert_eq!(nearest(typed, KNOWN), Some("user.created"), "{typed}");
        }
    }

    #[test]
    fn suggests_nothing_for_unrelated_text() {
        for typed in [
            "",
            "x",
            "invoice.paid.in.full",
            "🦀",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(nearest(typed, KNOWN), None, "{typed}");
        }
    }

    #[test]
    fn distance_counts_a_swap_of_neighbors_as_one_edit() {
        assert_eq!(distance(&letters("ab"), &letters("ba")), 1);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
    }
}
