//! Permutations.

use alloc::vec;
use alloc::vec::Vec;

/// The number of items above which there are too many orders to try.
const MOST: usize = 5;

/// Every order of the items, if there are at least two and not too many.
pub(super) fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if !(2..=MOST).contains(&items.len()) {
        return vec![];
    }
    let mut orders: Vec<Vec<T>> = vec![vec![]];
    for item in items {
        let mut longer = Vec::with_capacity(orders.len() * (orders.len() + 1));
        for order in &orders {
            for at in 0..=order.len() {
                let mut with_item = order.clone();
                with_item.insert(at, item.clone());
                longer.push(with_item);
            }
        }
        orders = longer;
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_once() {
        let mut all = orders(&[1, 2, 3, 4]);
        assert_eq!(all.len(), 24);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 24);
        assert!(orders(&[1]).is_empty() && orders(&[0; 6]).is_empty());
    }
}
