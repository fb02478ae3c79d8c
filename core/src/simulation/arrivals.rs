//! When events happen, and to whom each goes: worked out one by one, so that nothing is kept of what is still to come.

use alloc::vec::Vec;

use super::scenario::Scenario;

/// A delivery whose event has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) at_ms: u64,
    pub(super) event: u32,
    pub(super) subscription: u32,
    pub(super) receiver: u16,
}

/// Every delivery, by the time of its event and then by its subscription.
#[derive(Clone, Debug)]
pub(super) struct Arrivals {
    events: u64,
    over_ms: u64,
    /// How many subscriptions each receiver has that has any.
    sizes: Vec<(u16, u32)>,
    subscriptions: u64,
    /// Whether what has happened waits for a worker, and not only until it is its turn within the same millisecond.
    is_kept: bool,
    /// The next event, when it happens, and by how many parts of a millisecond (there are `events` of them) later.
    event: u64,
    event_ms: u64,
    rest: u64,
    /// The next subscription, the place in `sizes` of its receiver, and how many of that receiver's are done.
    subscription: u32,
    place: usize,
    within: u32,
    /// How many deliveries have been taken.
    taken: u64,
}

impl Arrivals {
    /// `is_kept`: what has happened may have to wait for a worker.
    pub(super) fn new(scenario: &Scenario, is_kept: bool) -> Self {
        let sizes = (0_u16..).zip(&scenario.receivers).map(|(index, receiver)| (index, receiver.subscriptions));
        Self {
            events: scenario.events,
            over_ms: scenario.over_ms,
            sizes: sizes.filter(|(_, count)| *count > 0).collect(),
            subscriptions: scenario.subscriptions(),
            is_kept,
            event: 0,
            event_ms: 0,
            rest: 0,
            subscription: 0,
            place: 0,
            within: 0,
            taken: 0,
        }
    }

    /// When the event of the next delivery happens. `None` once there is none.
    pub(super) fn next_ms(&self) -> Option<u64> {
        (self.event < self.events && !self.sizes.is_empty()).then_some(self.event_ms)
    }

    /// Takes the next delivery.
    pub(super) fn take(&mut self) -> Option<Fresh> {
        let at_ms = self.next_ms()?;
        let (receiver, size) = *self.sizes.get(self.place)?;
        let event = u32::try_from(self.event).unwrap_or(u32::MAX);
        let fresh = Fresh { at_ms, event, subscription: self.subscription, receiver };
        self.taken += 1;
        self.subscription += 1;
        self.within += 1;
        if self.within >= size {
            self.within = 0;
            self.place += 1;
        }
        if self.place >= self.sizes.len() {
            (self.subscription, self.place) = (0, 0);
            self.go_on();
        }
        Some(fresh)
    }

    fn go_on(&mut self) {
        self.event += 1;
        self.event_ms = self.event_ms.saturating_add(self.over_ms / self.events.max(1));
        self.rest += self.over_ms % self.events.max(1);
        if self.rest >= self.events {
            self.rest -= self.events;
            self.event_ms = self.event_ms.saturating_add(1);
        }
    }

    /// When an event happens.
    pub(super) fn at_ms(&self, event: u32) -> u64 {
        product_over(u64::from(event), self.over_ms, self.events).0
    }

    /// How many events have happened by then.
    pub(super) fn happened(&self, now_ms: u64) -> u64 {
        if self.over_ms == 0 {
            return self.events;
        }
        let (whole, rest) = product_over(now_ms.saturating_add(1), self.events, self.over_ms);
        whole.saturating_add(u64::from(rest > 0)).min(self.events)
    }

    /// How many deliveries wait by then to be taken. Where they wait for nobody there are none, however far those of this
    /// millisecond have come.
    pub(super) fn untaken(&self, now_ms: u64) -> u64 {
        if !self.is_kept {
            return 0;
        }
        self.happened(now_ms).saturating_mul(self.subscriptions).saturating_sub(self.taken)
    }

    /// How many deliveries a receiver with so many subscriptions has by then: those taken and those that wait to be.
    pub(super) fn deliveries(&self, receiver: u16, subscriptions: u32, now_ms: u64) -> u64 {
        let subscriptions = u64::from(subscriptions);
        if self.is_kept {
            return self.happened(now_ms).saturating_mul(subscriptions);
        }
        let of_this_event = match self.sizes.get(self.place) {
            Some((next, _)) if receiver == *next => u64::from(self.within),
            Some((next, _)) if receiver < *next => subscriptions,
            _ => 0,
        };
        self.event.saturating_mul(subscriptions).saturating_add(of_this_event)
    }
}

/// `a × b / c`, and what remains. What does not fit saturates.
fn product_over(a: u64, b: u64, c: u64) -> (u64, u64) {
    if let Some(product) = a.checked_mul(b) {
        return (product.checked_div(c).unwrap_or(0), product.checked_rem(c).unwrap_or(0));
    }
    let (product, c) = (u128::from(a) * u128::from(b), u128::from(c.max(1)));
    (u64::try_from(product / c).unwrap_or(u64::MAX), u64::try_from(product % c).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::super::scenario::Receiver;
    use super::*;
    use crate::catalog;

    fn arrivals(events: u64, over_ms: u64, sizes: &[u32]) -> Arrivals {
        with_workers(events, over_ms, sizes, true)
    }

    fn with_workers(events: u64, over_ms: u64, sizes: &[u32], is_kept: bool) -> Arrivals {
        let receivers = sizes.iter().map(|size| Receiver { subscriptions: *size, ..Receiver::default() }).collect();
        let policy = catalog::find_policy("generic").unwrap().clone();
        Arrivals::new(&Scenario { events, over_ms, receivers, ..Scenario::new(policy) }, is_kept)
    }

    #[test]
    fn every_event_goes_to_every_subscription() {
        let mut arrivals = arrivals(2, 7, &[0, 2, 0, 1, 0]);
        let all: Vec<_> = core::iter::from_fn(|| arrivals.take())
            .map(|fresh| (fresh.at_ms, fresh.event, fresh.subscription, fresh.receiver))
            .collect();
        assert_eq!(all, [(0, 0, 0, 1), (0, 0, 1, 1), (0, 0, 2, 3), (3, 1, 0, 1), (3, 1, 1, 1), (3, 1, 2, 3)]);
        assert_eq!((arrivals.untaken(u64::MAX), arrivals.next_ms()), (0, None));
    }

    #[test]
    fn what_waits_for_nobody_is_there_once_it_is_taken() {
        let of = |arrivals: &Arrivals, now_ms| {
            [0, 1, 2].map(|receiver| arrivals.deliveries(receiver, [2, 0, 3][usize::from(receiver)], now_ms))
        };
        let (mut kept, mut passing) = (with_workers(2, 20, &[2, 0, 3], true), with_workers(2, 20, &[2, 0, 3], false));
        let mut found = Vec::new();
        for taken in 0..=10 {
            found.push(of(&passing, 9));
            assert_eq!(found[taken].iter().sum::<u64>(), taken as u64);
            assert_eq!((of(&kept, 9), of(&kept, 10)), ([2, 0, 3], [4, 0, 6]));
            assert_eq!(
                (passing.untaken(9), kept.untaken(9), kept.untaken(10)),
                (0, 5_u64.saturating_sub(taken as u64), 10 - taken as u64)
            );
            assert_eq!(passing.take(), kept.take());
        }
        assert_eq!(found[..6], [[0, 0, 0], [1, 0, 0], [2, 0, 0], [2, 0, 1], [2, 0, 2], [2, 0, 3]]);
        assert_eq!(found[10], [4, 0, 6]);
    }

    #[test]
    fn without_subscriptions_nothing_comes() {
        for mut nothing in [arrivals(9, 9, &[]), arrivals(9, 9, &[0]), arrivals(0, 9, &[1])] {
            assert_eq!((nothing.next_ms(), nothing.take(), nothing.untaken(u64::MAX)), (None, None, 0));
        }
    }

    proptest! {
        /// One by one they come when the formula says, and as many have happened as have come.
        #[test]
        fn they_come_when_the_formula_says(
            events in prop_oneof![1..50_u64, Just(u64::from(u32::MAX))],
            over_ms in prop_oneof![Just(0), 1..100_u64, any::<u64>()],
            now in prop_oneof![0..100_u64, any::<u64>()],
        ) {
            let mut arrivals = arrivals(events, over_ms, &[1]);
            for event in 0..events.min(60) {
                let exact = u64::try_from(u128::from(event) * u128::from(over_ms) / u128::from(events)).unwrap();
                let fresh = arrivals.take().unwrap();
                prop_assert_eq!((u64::from(fresh.event), fresh.at_ms), (event, exact));
                prop_assert_eq!(arrivals.at_ms(fresh.event), exact);
                prop_assert!(arrivals.happened(exact) > event);
                prop_assert!(exact == 0 || arrivals.happened(exact - 1) <= event);
            }
            let at_ms = |event: u64| u128::from(event) * u128::from(over_ms) / u128::from(events);
            let happened = arrivals.happened(now);
            prop_assert!(happened == 0 || at_ms(happened - 1) <= u128::from(now));
            prop_assert!(happened == events || happened < events && at_ms(happened) > u128::from(now));
        }

        #[test]
        fn no_product_is_too_large(a: u64, b: u64, c in 1..=u64::MAX) {
            let exact = u128::from(a) * u128::from(b);
            let (whole, rest) = product_over(a, b, c);
            if let Ok(expected) = u64::try_from(exact / u128::from(c)) {
                prop_assert_eq!(u128::from(whole) * u128::from(c) + u128::from(rest), exact);
                prop_assert_eq!(whole, expected);
            } else {
                prop_assert_eq!(whole, u64::MAX);
            }
        }
    }

    #[test]
    fn the_sizes_are_as_given() {
        assert_eq!(arrivals(1, 0, &[3, 0, 5]).sizes, vec![(0, 3), (2, 5)]);
    }
}
