//! *Did you mean*: the known name that a mistyped one is closest to.

use alloc::vec::Vec;
use core::mem;

/// The candidate that is closest to `typed`, if any is close: at most a third of the letters differ.
pub(super) fn nearest(typed: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let typed: Vec<char> = typed.trim().to_lowercase().replace(['_', '-', ' ', '/', ':'], ".").chars().collect();
    // A name of this length is no slip of the keyboard, and the comparison takes quadratic time.
    if typed.len() > 64 {
        return None;
    }
    let scored = candidates.map(|candidate| (distance(&typed, &candidate.chars().collect::<Vec<_>>()), candidate));
    let (distance, candidate) = scored.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= candidate.len()).then_some(candidate)
}

/// The number of letters to insert, delete, change or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
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
    fn slips_of_the_keyboard_find_their_name() {
        for typed in ["user.craeted", "user.create", "User.Created", "user_created", "users.created", "user.reated"] {
            assert_eq!(nearest(typed, KNOWN.into_iter()), Some("user.created"), "{typed}");
        }
    }

    #[test]
    fn what_is_far_away_finds_nothing() {
        for typed in [
            "",
            "x",
            "invoice.paid.in.full",
            "🦀",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(nearest(typed, KNOWN.into_iter()), None, "{typed}");
        }
    }

    #[test]
    fn a_swap_is_one_step() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("ab"), &letters("ba")), 1);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
    }
}
