//! Which deliveries are due when, and which belong to a subscription: made from the deliveries, and not saved.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::table::Table;
use crate::delivery::Delivery;

/// The generations of a run: what was there before it, what was caused by sending that, and all the rest, which waits for the
/// next run.
const GENERATIONS: usize = 3;

/// The generation that is not sent in a run.
const HELD: usize = GENERATIONS - 1;

/// What is due, and whose it is. Keys are those of the deliveries' [`Table`]. What it costs to find a delivery grows with the
/// logarithm of their number.
#[derive(Clone, Default)]
pub(super) struct Agenda {
    /// Due times with the keys of the deliveries, by generation. Outside of a run, all are of the first one.
    due: [BTreeSet<(i64, u64)>; GENERATIONS],
    /// The generation of each delivery that is not of the first one.
    later: BTreeMap<u64, usize>,
    /// Whether a run is under way, and the generation of what is made now.
    run: Option<usize>,
    by_subscription: BTreeMap<String, Sent>,
}

/// The deliveries of a subscription.
#[derive(Clone, Default)]
struct Sent {
    keys: BTreeSet<u64>,
    /// Those that have had an attempt, by their place in lists.
    logged: BTreeSet<(u64, u64)>,
}

impl Agenda {
    /// The agenda of these deliveries.
    pub(super) fn of(deliveries: &mut Table<Delivery>) -> Self {
        let mut agenda = Self::default();
        for (key, delivery) in deliveries.iter_mut() {
            agenda.add(key, delivery);
        }
        agenda
    }

    /// Takes note of a delivery that is new.
    pub(super) fn add(&mut self, key: u64, delivery: &Delivery) {
        if let Some(generation) = self.run.filter(|generation| *generation > 0) {
            self.later.insert(key, generation);
        }
        self.by_subscription.entry(delivery.subscription_id.clone()).or_default().keys.insert(key);
        self.note(key, delivery);
    }

    /// Takes note of where a delivery stands after a step.
    pub(super) fn note(&mut self, key: u64, delivery: &Delivery) {
        if let Some(due_ms) = delivery.progress.due_ms() {
            self.generation_mut(key).insert((due_ms, key));
        }
        if delivery.status().is_some()
            && let Some(sent) = self.by_subscription.get_mut(&delivery.subscription_id)
        {
            sent.logged.insert((delivery.sequence, key));
        }
    }

    /// Starts a run. All that there is now is of its first generation.
    pub(super) fn open_run(&mut self) {
        self.close_run();
        self.run = Some(0);
    }

    /// Ends a run: what was held back is as due as anything else.
    pub(super) fn close_run(&mut self) {
        let [first, others @ ..] = &mut self.due;
        others.iter_mut().for_each(|other| first.append(other));
        self.later.clear();
        self.run = None;
    }

    /// When the next attempt is due, of those that are not held back.
    pub(super) fn next_due_ms(&self) -> Option<i64> {
        self.due.iter().take(HELD).filter_map(|due| due.first()).map(|(due_ms, _)| *due_ms).min()
    }

    /// Takes out what is due at `now_ms`, in the order in which it fell due: of one generation in a run, so that it is known
    /// what was caused by which.
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

    /// Forgets the deliveries of a subscription, and gives their keys. `delivery` finds them.
    pub(super) fn forget<'a>(
        &mut self,
        subscription_id: &str,
        delivery: impl Fn(u64) -> Option<&'a Delivery>,
    ) -> BTreeSet<u64> {
        let keys = self.by_subscription.remove(subscription_id).unwrap_or_default().keys;
        for key in &keys {
            if let Some(due_ms) = delivery(*key).and_then(|delivery| delivery.progress.due_ms()) {
                self.generation_mut(*key).remove(&(due_ms, *key));
            }
            self.later.remove(key);
        }
        keys
    }

    /// How many deliveries of a subscription have had an attempt.
    pub(super) fn logged(&self, subscription_id: &str) -> usize {
        self.by_subscription.get(subscription_id).map_or(0, |sent| sent.logged.len())
    }

    /// The keys of those whose sequence number is below this one, newest first.
    pub(super) fn logged_before(&self, subscription_id: &str, sequence: u64) -> impl Iterator<Item = u64> {
        let sent = self.by_subscription.get(subscription_id);
        sent.into_iter().flat_map(move |sent| sent.logged.range(..(sequence, 0)).rev().map(|(_, key)| *key))
    }

    fn generation_mut(&mut self, key: u64) -> &mut BTreeSet<(i64, u64)> {
        let [first, second, held] = &mut self.due;
        match self.later.get(&key) {
            None => first,
            Some(1) => second,
            Some(_) => held,
        }
    }
}
