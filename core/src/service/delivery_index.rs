//! An index of deliveries by due time and by subscription. It is computed from the deliveries and not saved.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::table::Table;
use crate::delivery::Delivery;

/// The generations of a run: deliveries from before the run, deliveries caused by those, and all others, which are held
/// back for the next run.
const GENERATIONS: usize = 3;

/// The generation that is held back in a run.
const HELD: usize = GENERATIONS - 1;

/// The index of deliveries by due time and by subscription. Keys are those of the [`Table`] of deliveries. Lookups take
/// logarithmic time.
#[derive(Clone, Default)]
pub(super) struct DeliveryIndex {
    /// The due times and keys of the deliveries of each generation. Outside of a run, all are in the first generation.
    due: [BTreeSet<(i64, u64)>; GENERATIONS],
    /// The generations of deliveries that are not in the first one.
    generations: BTreeMap<u64, usize>,
    /// The generation of new deliveries, if there is a run.
    run: Option<usize>,
    by_subscription: BTreeMap<String, SubscriptionDeliveries>,
}

/// The deliveries of a subscription.
#[derive(Clone, Default)]
struct SubscriptionDeliveries {
    keys: BTreeSet<u64>,
    /// The sequence numbers and keys of deliveries with at least one attempt.
    attempted: BTreeSet<(u64, u64)>,
}

impl DeliveryIndex {
    /// The index of these deliveries.
    pub(super) fn new(deliveries: &mut Table<Delivery>) -> Self {
        let mut index = Self::default();
        for (key, delivery) in deliveries.iter_mut() {
            index.add(key, delivery);
        }
        index
    }

    /// Adds a new delivery.
    pub(super) fn add(&mut self, key: u64, delivery: &Delivery) {
        if let Some(generation) = self.run.filter(|generation| *generation > 0) {
            self.generations.insert(key, generation);
        }
        self.by_subscription.entry(delivery.subscription_id.clone()).or_default().keys.insert(key);
        self.update(key, delivery);
    }

    /// Updates the index after a delivery has changed.
    pub(super) fn update(&mut self, key: u64, delivery: &Delivery) {
        if let Some(due_ms) = delivery.progress.due_ms() {
            self.generation_mut(key).insert((due_ms, key));
        }
        if delivery.status().is_some()
            && let Some(deliveries) = self.by_subscription.get_mut(&delivery.subscription_id)
        {
            deliveries.attempted.insert((delivery.sequence, key));
        }
    }

    /// Starts a run. All current deliveries are in its first generation.
    pub(super) fn open_run(&mut self) {
        self.close_run();
        self.run = Some(0);
    }

    /// Ends a run. Deliveries that were held back are due like all others.
    pub(super) fn close_run(&mut self) {
        let [first, others @ ..] = &mut self.due;
        others.iter_mut().for_each(|other| first.append(other));
        self.generations.clear();
        self.run = None;
    }

    /// The earliest due time of deliveries that are not held back.
    pub(super) fn next_due_ms(&self) -> Option<i64> {
        self.due.iter().take(HELD).filter_map(|due| due.first()).map(|(due_ms, _)| *due_ms).min()
    }

    /// Removes and returns the deliveries that are due at `now_ms`, in order of their due times. In a run, they are of
    /// a single generation, which determines the generation of the deliveries that they cause.
    pub(super) fn take(&mut self, now_ms: i64) -> Vec<u64> {
        let mut taken = Vec::new();
        for (generation, due) in self.due.iter_mut().enumerate().take(HELD) {
            while let Some((due_ms, key)) = due.first().copied().filter(|(due_ms, _)| *due_ms <= now_ms) {
                due.remove(&(due_ms, key));
                taken.push(key);
            }
            if !taken.is_empty() {
                self.run = self.run.map(|_| generation.saturating_add(1));
                break;
            }
        }
        taken
    }

    /// Removes the due time of a delivery, before its progress changes.
    pub(super) fn unschedule(&mut self, key: u64, delivery: &Delivery) {
        if let Some(due_ms) = delivery.progress.due_ms() {
            self.generation_mut(key).remove(&(due_ms, key));
        }
    }

    /// The keys of the deliveries of a subscription, in order of creation.
    pub(super) fn of_subscription(&self, subscription_id: &str) -> Vec<u64> {
        let deliveries = self.by_subscription.get(subscription_id);
        deliveries.map_or_else(Vec::new, |deliveries| deliveries.keys.iter().copied().collect())
    }

    /// Removes the deliveries of a subscription, and returns their keys. `delivery` returns the delivery with a key.
    pub(super) fn remove_subscription<'a>(
        &mut self,
        subscription_id: &str,
        delivery: impl Fn(u64) -> Option<&'a Delivery>,
    ) -> BTreeSet<u64> {
        let keys = self.by_subscription.remove(subscription_id).unwrap_or_default().keys;
        for key in &keys {
            if let Some(delivery) = delivery(*key) {
                self.unschedule(*key, delivery);
            }
            self.generations.remove(key);
        }
        keys
    }

    /// The number of deliveries of a subscription with at least one attempt.
    pub(super) fn attempted(&self, subscription_id: &str) -> usize {
        self.by_subscription.get(subscription_id).map_or(0, |deliveries| deliveries.attempted.len())
    }

    /// The keys of those with a sequence number below `sequence`, newest first.
    pub(super) fn attempted_before(&self, subscription_id: &str, sequence: u64) -> impl Iterator<Item = u64> {
        let deliveries = self.by_subscription.get(subscription_id);
        deliveries.into_iter().flat_map(move |found| found.attempted.range(..(sequence, 0)).rev().map(|(_, key)| *key))
    }

    fn generation_mut(&mut self, key: u64) -> &mut BTreeSet<(i64, u64)> {
        let [first, second, held] = &mut self.due;
        match self.generations.get(&key) {
            None => first,
            Some(1) => second,
            Some(_) => held,
        }
    }
}
