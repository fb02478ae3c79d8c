//! The difference between two bodies, and bytes with everything visible.

/// The number of bytes in which the two sides are searched for where they agree again.
const WINDOW: usize = 96;

/// The number of equal bytes that are compared there.
const AGREE: usize = 8;

/// The maximum number of equal bytes that are shown before and after a difference.
const CONTEXT: usize = 400;

/// A part of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Both have it.
    Same(&'a [u8]),
    /// Only the first has it.
    First(&'a [u8]),
    /// Only the second has it.
    Second(&'a [u8]),
    /// Both have this number of bytes, which are not shown.
    Hidden(usize),
}

/// Compares two texts. The result is short rather than minimal.
pub(crate) fn diff<'a>(first: &'a [u8], second: &'a [u8]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let (mut a, mut b) = (first, second);
    while !a.is_empty() || !b.is_empty() {
        let same = a.iter().zip(b).take_while(|(one, other)| one == other).count();
        if same > 0 {
            let (head, rest) = a.split_at(same);
            parts.push(Part::Same(head));
            (a, b) = (rest, b.get(same..).unwrap_or_default());
            continue;
        }
        let (from_a, from_b) = resync(a, b);
        let ((skipped_a, rest_a), (skipped_b, rest_b)) = (a.split_at(from_a), b.split_at(from_b));
        if from_a > 0 {
            parts.push(Part::First(skipped_a));
        }
        if from_b > 0 {
            parts.push(Part::Second(skipped_b));
        }
        (a, b) = (rest_a, rest_b);
    }
    parts
}

/// Returns how many bytes of each side are skipped until they agree again: few, and then many that are equal.
fn resync(a: &[u8], b: &[u8]) -> (usize, usize) {
    let mut best = (a.len(), b.len());
    let mut least = usize::MAX;
    for sum in 1..=WINDOW {
        // A byte that is skipped weighs more than one that is equal.
        if least <= 3 * sum {
            break;
        }
        for from_a in 0..=sum.min(a.len()) {
            let from_b = sum - from_a;
            let (Some(rest_a), Some(rest_b)) = (a.get(from_a..), b.get(from_b..)) else { continue };
            let is_end = rest_a.is_empty() && rest_b.is_empty();
            let equal = rest_a.iter().zip(rest_b).take(AGREE).take_while(|(one, other)| one == other).count();
            let cost = 3 * sum + 2 * AGREE - 2 * equal;
            if (is_end || equal > 0) && cost < least {
                (best, least) = ((from_a, from_b), cost);
            }
        }
    }
    best
}

/// Returns the offset of the first difference.
pub(crate) fn first_difference(first: &[u8], second: &[u8]) -> Option<usize> {
    let same = first.iter().zip(second).take_while(|(one, other)| one == other).count();
    (same < first.len() || same < second.len()).then_some(same)
}

/// Shortens equal parts and the whole to what a page can show. The second value is whether something is missing.
pub(crate) fn shortened(parts: Vec<Part<'_>>, most: usize) -> (Vec<Part<'_>>, bool) {
    let mut shown = Vec::new();
    let (mut length, mut is_cut) = (0, false);
    let last = parts.len().saturating_sub(1);
    let parts = parts.into_iter().enumerate().flat_map(|(index, part)| around(part, index == 0, index == last));
    for part in parts {
        match part {
            Part::Hidden(_) => is_cut = true,
            Part::Same(bytes) | Part::First(bytes) | Part::Second(bytes) => length += bytes.len(),
        }
        if length > most {
            return (shown, true);
        }
        shown.push(part);
    }
    (shown, is_cut)
}

/// Returns the part of an equal part that is next to a difference.
fn around(part: Part<'_>, is_first: bool, is_last: bool) -> Vec<Part<'_>> {
    let Part::Same(bytes) = part else { return vec![part] };
    let (head, tail) = (if is_first { 0 } else { CONTEXT }, if is_last { 0 } else { CONTEXT });
    let Some(hidden) = bytes.len().checked_sub(head + tail).filter(|hidden| *hidden > 0) else { return vec![part] };
    let head = bytes.get(..head).unwrap_or_default();
    let tail = bytes.get(bytes.len() - tail..).unwrap_or_default();
    let parts = [Part::Same(head), Part::Hidden(hidden), Part::Same(tail)];
    parts.into_iter().filter(|part| *part != Part::Same(&[])).collect()
}

/// Writes bytes as text in which line ends, tabs, and what is invisible or not UTF-8 can be seen. With `spaces`, blanks as well.
pub(crate) fn visible(bytes: &[u8], spaces: bool) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                ' ' if spaces => text.push('·'),
                '\n' => text.push_str("␊\n"),
                '\r' => text.push('␍'),
                '\t' => text.push('⇥'),
                '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{a0}' => {
                    text.push_str(&format!("‹U+{:04X}›", u32::from(character)));
                }
                other if other.is_control() => text.push_str(&format!("‹{:02X}›", u32::from(other))),
                other => text.push(other),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("‹{byte:02X}›")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_that_were_added_are_the_only_difference() {
        let parts = diff(br#"{"a": 1, "b": 2}"#, br#"{"a":1,"b":2}"#);
        let only: Vec<_> = parts.iter().filter(|part| !matches!(part, Part::Same(_))).collect();
        assert_eq!(only, [&Part::First(b" "), &Part::First(b" "), &Part::First(b" ")]);
    }

    #[test]
    fn both_sides_of_a_change_are_kept() {
        let (first, second) = (b"Caf\\u00e9 menu".as_slice(), "Café menu".as_bytes());
        let parts = diff(first, second);
        assert_eq!(parts.get(1..3), Some([Part::First(b"\\u00e9"), Part::Second("é".as_bytes())].as_slice()));
        assert_eq!(first_difference(first, second), Some(3));
        assert_eq!(first_difference(first, first), None);
    }

    #[test]
    fn the_parts_of_a_side_are_that_side() {
        for (first, second) in [("", "a"), ("abc\n", "abc"), ("aXbXcX", "abc"), ("same", "same"), ("left", "right")] {
            let parts = diff(first.as_bytes(), second.as_bytes());
            let side = |is_first: bool| -> Vec<u8> {
                let of = parts.iter().map(|part| match *part {
                    Part::Same(bytes) => bytes,
                    Part::First(bytes) if is_first => bytes,
                    Part::Second(bytes) if !is_first => bytes,
                    _ => &[],
                });
                of.flatten().copied().collect()
            };
            assert_eq!((side(true), side(false)), (first.into(), second.into()));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_drawn() {
        assert_eq!(visible(b"a b\r\n\t\x00\xff", true), "a·b␍␊\n⇥‹00›‹FF›");
        assert_eq!(visible("\u{feff}é".as_bytes(), false), "‹U+FEFF›é");
    }

    #[test]
    fn long_equal_parts_are_shortened() {
        let (first, second) = (vec![b'x'; 5000], [vec![b'x'; 4999], vec![b'y']].concat());
        let (parts, is_cut) = shortened(diff(&first, &second), 4096);
        assert!(is_cut);
        assert_eq!(parts, [Part::Hidden(4599), Part::Same(&[b'x'; 400]), Part::First(b"x"), Part::Second(b"y")]);
        let (first, second) =
            ([b"a".as_slice(), &[b'x'; 900], b"b"].concat(), [b"c".as_slice(), &[b'x'; 900], b"d"].concat());
        let (parts, _) = shortened(diff(&first, &second), 4096);
        assert_eq!(
            parts.get(2..5),
            Some([Part::Same(&[b'x'; 400]), Part::Hidden(100), Part::Same(&[b'x'; 400])].as_slice())
        );
    }
}
