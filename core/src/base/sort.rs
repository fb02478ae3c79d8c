//! Sorting without a copy of the code for each type of element.
//!
//! The standard library compiles its sort for each type and each key, which takes about 4 kB of WebAssembly for each of
//! them. The sort here is compiled once. It is slower, so it is for lists that are sorted once.

use alloc::vec::Vec;

/// Sorts a list by a key. Elements with equal keys keep their order, as with `sort_by_key` of slices.
pub(crate) fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    let mut order: Vec<usize> = (0..list.len()).collect();
    let key = |at: usize| list.get(at).map(&key);
    sort(&mut order, &|one, other| key(other) < key(one));
    arrange(&mut order, &mut |one, other| list.swap(one, other));
}

/// Sorts indices: merges sorted runs, whose lengths double. `is_after` tells whether the first element is after the second.
fn sort(order: &mut Vec<usize>, is_after: &dyn Fn(usize, usize) -> bool) {
    let length = order.len();
    let mut run = 1;
    while run < length {
        let mut merged = Vec::with_capacity(length);
        for both in order.chunks(run.saturating_mul(2)) {
            let (mut left, mut right) = both.split_at(run.min(both.len()));
            while let (Some((one, others)), Some((other, more))) = (left.split_first(), right.split_first()) {
                if is_after(*one, *other) {
                    merged.push(*other);
                    right = more;
                } else {
                    merged.push(*one);
                    left = others;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        *order = merged;
        run = run.saturating_mul(2);
    }
}

/// Exchanges elements until each place has the one that `order` contains there. Each element moves once.
fn arrange(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(place) = order.get_mut(at) {
            let next = core::mem::replace(place, at);
            if next == start {
                break;
            }
            swap(at, next);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_standard_library() {
        let mut random = 7_u32;
        for length in 0..200_usize {
            let mut list: Vec<(u32, usize)> = (0..length)
                .map(|at| {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((random >> 16) % 40, at)
                })
                .collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            by_key(&mut list, |(key, _)| *key);
            assert_eq!(list, expected);
            by_key(&mut list, |(key, at)| core::cmp::Reverse((*key, *at)));
            expected.reverse();
            assert_eq!(list, expected);
        }
    }
}
