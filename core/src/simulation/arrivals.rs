//! The times of events and the deliveries of each. They are computed one by one, so that future deliveries need no
//! memory.

use alloc::vec::Vec;

use super::scenario::Scenario;

/// A delivery whose event has occurred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) at_ms: u64,
    pub(super) event: u32,
    pub(super) subscription: u32,
    pub(super) receiver: u16,
}

/// All deliveries, in order of the times of their events, and then of their subscriptions.
#[derive(Clone, Debug)]
pub(super) struct Arrivals {
    events: u64,
    over_ms: u64,
    /// The receivers with subscriptions, and the number of each.
    sizes: Vec<(u16, u32)>,
    subscriptions: u64,
    /// Whether a delivery whose event has occurred can wait for a worker. Otherwise it waits only for other deliveries
    /// of the same millisecond.
    has_queue: bool,
    /// The next event, its time in whole milliseconds, and the rest of the time in units of a millisecond divided by
    /// `events`.
    event: u64,
    event_ms: u64,
    rest: u64,
    /// The next subscription, the index of its receiver in `sizes`, and its index among the subscriptions of that
    /// receiver.
    subscription: u32,
    receiver_index: usize,
    index_in_receiver: u32,
    /// The number of deliveries that have been taken.
    taken: u64,
}

impl Arrivals {
    /// The arrivals of a scenario. `has_queue`: whether a delivery whose event has occurred can wait for a worker.
    pub(super) fn new(scenario: &Scenario, has_queue: bool) -> Self {
        let sizes = (0_u16..).zip(&scenario.receivers).map(|(index, receiver)| (index, receiver.subscriptions));
        Self {
            events: scenario.events,
            over_ms: scenario.over_ms,
            sizes: sizes.filter(|(_, count)| *count > 0).collect(),
            subscriptions: scenario.subscriptions(),
            has_queue,
            event: 0,
            event_ms: 0,
            rest: 0,
            subscription: 0,
            receiver_index: 0,
            index_in_receiver: 0,
            taken: 0,
        }
    }

    /// The time of the event of the next delivery. `None` if there are no more deliveries.
    pub(super) fn next_ms(&self) -> Option<u64> {
        (self.event < self.events && !self.sizes.is_empty()).then_some(self.event_ms)
    }

    /// Takes the next delivery.
    pub(super) fn take(&mut self) -> Option<Arrival> {
        let at_ms = self.next_ms()?;
        let (receiver, size) = *self.sizes.get(self.receiver_index)?;
        let event = u32::try_from(self.event).unwrap_or(u32::MAX);
        let arrival = Arrival { at_ms, event, subscription: self.subscription, receiver };
        self.taken += 1;
        self.subscription += 1;
        self.index_in_receiver += 1;
        if self.index_in_receiver >= size {
            self.index_in_receiver = 0;
            self.receiver_index += 1;
        }
        if self.receiver_index >= self.sizes.len() {
            (self.subscription, self.receiver_index) = (0, 0);
            self.advance_event();
        }
        Some(arrival)
    }

    fn advance_event(&mut self) {
        self.event += 1;
        self.event_ms = self.event_ms.saturating_add(self.over_ms / self.events.max(1));
        self.rest += self.over_ms % self.events.max(1);
        if self.rest >= self.events {
            self.rest -= self.events;
            self.event_ms = self.event_ms.saturating_add(1);
        }
    }

    /// The time of an event.
    pub(super) fn at_ms(&self, event: u32) -> u64 {
        product_over(u64::from(event), self.over_ms, self.events).0
    }

    /// The number of events that have occurred by `now_ms`.
    pub(super) fn events_until(&self, now_ms: u64) -> u64 {
        if self.over_ms == 0 {
            return self.events;
        }
        let (whole, rest) = product_over(now_ms.saturating_add(1), self.events, self.over_ms);
        whole.saturating_add(u64::from(rest > 0)).min(self.events)
    }

    /// The number of deliveries that wait for a worker at `now_ms` and have not been taken. It is 0 if there is no
    /// queue.
    pub(super) fn untaken(&self, now_ms: u64) -> u64 {
        if !self.has_queue {
            return 0;
        }
        self.events_until(now_ms).saturating_mul(self.subscriptions).saturating_sub(self.taken)
    }

    /// The number of deliveries of a receiver by `now_ms`: those that have been taken and those that wait for a worker.
    /// `subscriptions` is the number of its subscriptions.
    pub(super) fn deliveries(&self, receiver: u16, subscriptions: u32, now_ms: u64) -> u64 {
        let subscriptions = u64::from(subscriptions);
        if self.has_queue {
            return self.events_until(now_ms).saturating_mul(subscriptions);
        }
        let of_this_event = match self.sizes.get(self.receiver_index) {
            Some((next, _)) if receiver == *next => u64::from(self.index_in_receiver),
            Some((next, _)) if receiver < *next => subscriptions,
            _ => 0,
        };
        self.event.saturating_mul(subscriptions).saturating_add(of_this_event)
    }
}

/// The quotient and the remainder of `a × b / c`. A quotient that is too large saturates.
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
        with_queue(events, over_ms, sizes, true)
    }

    fn with_queue(events: u64, over_ms: u64, sizes: &[u32], has_queue: bool) -> Arrivals {
        let receivers = sizes.iter().map(|size| Receiver { subscriptions: *size, ..Receiver::default() }).collect();
        let policy = catalog::find_policy("generic").unwrap().clone();
        Arrivals::new(&Scenario { events, over_ms, receivers, ..Scenario::new(policy) }, has_queue)
    }

    #[test]
    fn every_event_goes_to_every_subscription() {
        let mut arrivals = arrivals(2, 7, &[0, 2, 0, 1, 0]);
        let all: Vec<_> = core::iter::from_fn(|| arrivals.take())
            .map(|arrival| (arrival.at_ms, arrival.event, arrival.subscription, arrival.receiver))
            .collect();
        assert_eq!(all, [(0, 0, 0, 1), (0, 0, 1, 1), (0, 0, 2, 3), (3, 1, 0, 1), (3, 1, 1, 1), (3, 1, 2, 3)]);
        assert_eq!((arrivals.untaken(u64::MAX), arrivals.next_ms()), (0, None));
    }

    #[test]
    fn without_a_queue_deliveries_count_when_they_are_taken() {
        let of = |arrivals: &Arrivals, now_ms| {
            [0, 1, 2].map(|receiver| arrivals.deliveries(receiver, [2, 0, 3][usize::from(receiver)], now_ms))
        };
        let (mut queued, mut direct) = (with_queue(2, 20, &[2, 0, 3], true), with_queue(2, 20, &[2, 0, 3], false));
        let mut found = Vec::new();
        for taken in 0..=10 {
            found.push(of(&direct, 9));
            assert_eq!(found[taken].iter().sum::<u64>(), taken as u64);
            assert_eq!((of(&queued, 9), of(&queued, 10)), ([2, 0, 3], [4, 0, 6]));
            assert_eq!(
                (direct.untaken(9), queued.untaken(9), queued.untaken(10)),
                (0, 5_u64.saturating_sub(taken as u64), 10 - taken as u64)
            );
            assert_eq!(direct.take(), queued.take());
        }
        assert_eq!(found[..6], [[0, 0, 0], [1, 0, 0], [2, 0, 0], [2, 0, 1], [2, 0, 2], [2, 0, 3]]);
        assert_eq!(found[10], [4, 0, 6]);
    }

    #[test]
    fn without_subscriptions_or_events_nothing_arrives() {
        for mut nothing in [arrivals(9, 9, &[]), arrivals(9, 9, &[0]), arrivals(0, 9, &[1])] {
            assert_eq!((nothing.next_ms(), nothing.take(), nothing.untaken(u64::MAX)), (None, None, 0));
        }
    }

    proptest! {
        #[test]
        fn arrivals_agree_with_the_formula(
            events in prop_oneof![1..50_u64, Just(u64::from(u32::MAX))],
            over_ms in prop_oneof![Just(0), 1..100_u64, any::<u64>()],
            now in prop_oneof![0..100_u64, any::<u64>()],
        ) {
            let mut arrivals = arrivals(events, over_ms, &[1]);
            for event in 0..events.min(60) {
                let exact = u64::try_from(u128::from(event) * u128::from(over_ms) / u128::from(events)).unwrap();
                let arrival = arrivals.take().unwrap();
                prop_assert_eq!((u64::from(arrival.event), arrival.at_ms), (event, exact));
                prop_assert_eq!(arrivals.at_ms(arrival.event), exact);
                prop_assert!(arrivals.events_until(exact) > event);
                prop_assert!(exact == 0 || arrivals.events_until(exact - 1) <= event);
            }
            let at_ms = |event: u64| u128::from(event) * u128::from(over_ms) / u128::from(events);
            let count = arrivals.events_until(now);
            prop_assert!(count == 0 || at_ms(count - 1) <= u128::from(now));
            prop_assert!(count == events || count < events && at_ms(count) > u128::from(now));
        }

        #[test]
        fn product_over_is_exact_or_saturates(a: u64, b: u64, c in 1..=u64::MAX) {
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
    fn receivers_without_subscriptions_are_left_out() {
        assert_eq!(arrivals(1, 0, &[3, 0, 5]).sizes, vec![(0, 3), (2, 5)]);
    }
}
