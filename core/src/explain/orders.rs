//! Permutations.

use alloc::vec;
use alloc::vec::Vec;

/// Every order of this many items. Empty if there are fewer than two.
pub(super) fn orders(count: usize) -> Vec<Vec<u8>> {
    let mut orders: Vec<Vec<u8>> = vec![vec![]];
    for item in (0..=u8::MAX).take(count) {
        let mut longer = Vec::with_capacity(orders.len() * (orders.len() + 1));
        for order in &orders {
            for at in 0..=order.len() {
                let mut with_item = order.clone();
                with_item.insert(at, item);
                longer.push(with_item);
            }
        }
        orders = longer;
    }
    if count < 2 { vec![] } else { orders }
}

/// The orders in which one item is moved, or two items are exchanged. Empty if there are more than `most` items.
pub(super) fn moves(count: usize, most: usize) -> Vec<Vec<u8>> {
    let given: Vec<u8> = (0..=u8::MAX).take(count).collect();
    let mut found = Vec::new();
    if !(2..=most).contains(&count) {
        return found;
    }
    for from in 0..count {
        for to in (0..count).filter(|to| *to != from) {
            let mut moved = given.clone();
            let item = moved.remove(from);
            moved.insert(to, item);
            found.push(moved);
            if to > from {
                let mut exchanged = given.clone();
                exchanged.swap(from, to);
                found.push(exchanged);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_once() {
        let mut all = orders(4);
        assert_eq!(all.len(), 24);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 24);
        assert!(orders(1).is_empty() && orders(0).is_empty());
    }

    #[test]
    fn moves_one_item_or_exchanges_two() {
        assert_eq!(moves(2, 4), [[1, 0]]);
        assert_eq!(moves(3, 4).len(), 5);
        assert!(moves(4, 4).contains(&vec![3, 1, 2, 0]) && moves(4, 4).contains(&vec![1, 2, 3, 0]));
        assert!(moves(5, 4).is_empty() && moves(1, 4).is_empty());
    }
}
