//! Sequences of operations on an inbox: written ones for each transition and each edge, and random ones.

#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "the sequences are constants")]

use super::items::{KEEP_MS, LEASE_MS};

/// An operation on an inbox.
#[derive(Clone, Copy)]
pub(super) enum Op {
    Add,
    /// With the limit of attempts.
    Take(Option<u32>),
    Renew,
    /// With the object of the event and its position.
    Complete(Option<(&'static str, f64)>),
    Bury,
    /// With the delay.
    Retry(u64),
    /// With the delay.
    Defer(u64),
    Release,
    Replay,
    /// With the least age.
    Prune(u64),
    List,
    /// With the object.
    Newest(&'static str),
}

impl Op {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Take(_) => "take",
            Self::Renew => "renew",
            Self::Complete(_) => "complete",
            Self::Bury => "bury",
            Self::Retry(_) => "retry",
            Self::Defer(_) => "defer",
            Self::Release => "release",
            Self::Replay => "replay",
            Self::Prune(_) => "prune",
            Self::List => "list",
            Self::Newest(_) => "newest",
        }
    }
}

/// The take that an operation is about.
#[derive(Clone, Copy)]
pub(super) enum Held {
    /// The take with this index among those that were granted.
    Nth(usize),
    /// The last take of the item that was granted.
    Last,
    /// A fence that may belong to no take.
    Fence(u64),
}

#[derive(Clone, Copy)]
pub(super) struct Step {
    /// The time since the start, in milliseconds.
    pub(super) after_ms: i64,
    pub(super) op: Op,
    pub(super) key: &'static str,
    pub(super) token: &'static str,
    pub(super) held: Held,
}

impl Step {
    const fn new(after_ms: i64, op: Op) -> Self {
        Self { after_ms, op, key: "evt_1", token: "", held: Held::Last }
    }

    const fn by(self, token: &'static str, held: Held) -> Self {
        Self { token, held, ..self }
    }

    const fn on(self, key: &'static str) -> Self {
        Self { key, ..self }
    }
}

const fn add(after_ms: i64) -> Step {
    Step::new(after_ms, Op::Add)
}

const fn take(after_ms: i64, token: &'static str) -> Step {
    Step::new(after_ms, Op::Take(None)).by(token, Held::Last)
}

const fn take_of(after_ms: i64, token: &'static str, limit: u32) -> Step {
    Step::new(after_ms, Op::Take(Some(limit))).by(token, Held::Last)
}

/// A report about the take with this index.
const fn report(after_ms: i64, op: Op, token: &'static str, nth: usize) -> Step {
    Step::new(after_ms, op).by(token, Held::Nth(nth))
}

const fn complete(after_ms: i64, token: &'static str, nth: usize) -> Step {
    report(after_ms, Op::Complete(None), token, nth)
}

const fn handled(after_ms: i64, token: &'static str, nth: usize, object: &'static str, position: f64) -> Step {
    report(after_ms, Op::Complete(Some((object, position))), token, nth)
}

const fn list(after_ms: i64) -> Step {
    Step::new(after_ms, Op::List)
}

const fn replay(after_ms: i64) -> Step {
    Step::new(after_ms, Op::Replay)
}

const fn prune(after_ms: i64, older_than_ms: u64) -> Step {
    Step::new(after_ms, Op::Prune(older_than_ms))
}

const fn newest(after_ms: i64, object: &'static str) -> Step {
    Step::new(after_ms, Op::Newest(object))
}

/// What a worker can report.
const REPORTS: [(&str, Op); 6] = [
    ("renewal", Op::Renew),
    ("completion", Op::Complete(None)),
    ("burial", Op::Bury),
    ("retry", Op::Retry(5_000)),
    ("deferral", Op::Defer(5_000)),
    ("release", Op::Release),
];

/// Each transition and each edge.
#[rustfmt::skip]
pub(super) fn written() -> Vec<(String, Vec<Step>)> {
    let (lease, keep) = (LEASE_MS.cast_signed(), KEEP_MS.cast_signed());
    let cases = vec![
        ("handled-once", vec![add(0), list(0), add(1), take(2, "a"), list(2), add(3), take(3, "b"), complete(4, "a", 0), list(4), add(5), take(6, "c"), take(keep, "d")]),
        ("items-are-independent", vec![add(0), add(0).on("evt_2"), take(1, "a"), take(1, "b").on("evt_2"), complete(2, "a", 0), list(2).on("evt_2"), take(lease + 1, "c"), take(lease + 1, "d").on("evt_2")]),
        ("an-unknown-item", vec![take(0, "a"), replay(1), list(2), newest(3, "in_1"), prune(4, 0), add(5), list(6)]),
        ("the-lease-ends", vec![add(0), take(0, "a"), take(lease - 1, "b"), take(lease, "c"), take(lease, "d"), list(lease)]),
        ("a-lease-is-renewed", vec![add(0), take(0, "a"), report(lease - 1, Op::Renew, "a", 0), take(lease, "b"), take(2 * lease - 2, "c"), take(2 * lease - 1, "d")]),
        ("an-ended-lease-without-another-take-is-held", vec![add(0), take(0, "a"), report(lease, Op::Renew, "a", 0), take(lease + 1, "b"), complete(3 * lease, "a", 0), take(3 * lease + 1, "c"), list(3 * lease + 1)]),
        ("a-retry-is-due-later", vec![add(0), take(0, "a"), report(10, Op::Retry(5_000), "a", 0), list(10), take(5_009, "b"), take(5_010, "c"), complete(5_011, "a", 0), complete(5_012, "c", 1), list(5_012)]),
        ("a-deferral-does-not-count-as-an-attempt", vec![add(0), take_of(0, "a", 1), report(10, Op::Defer(60_000), "a", 0), list(10), take_of(60_009, "b", 1), take_of(60_010, "c", 1), report(60_020, Op::Defer(1), "c", 1), take_of(60_021, "d", 1), complete(60_022, "d", 2), list(60_022)]),
        ("a-release-does-not-count-as-an-attempt", vec![add(0), take_of(0, "a", 1), report(10, Op::Release, "a", 0), list(10), take_of(10, "b", 1), report(11, Op::Release, "b", 1), take_of(11, "c", 1), list(11), take_of(11 + lease, "d", 1), list(11 + lease)]),
        ("a-buried-item-is-dead", vec![add(0), take(0, "a"), report(10, Op::Bury, "a", 0), list(10), add(11), take(keep, "b")]),
        ("the-limit-of-attempts", vec![add(0), take_of(0, "a", 2), report(1, Op::Retry(0), "a", 0), take_of(1, "b", 2), take_of(lease, "c", 2), take_of(lease + 1, "c", 2), list(lease + 1), complete(lease + 2, "b", 1), take_of(2 * lease + 1, "d", 2), add(2 * lease + 2)]),
        ("a-lower-limit-of-attempts", vec![add(0), take_of(0, "a", 3), report(1, Op::Retry(0), "a", 0), take_of(1, "b", 3), report(2, Op::Retry(0), "b", 1), take_of(3, "c", 2), list(3), replay(4), take_of(5, "d", 2)]),
        ("a-lost-answer-to-a-take", vec![add(0), take(0, "a"), take(1, "a"), take(lease, "a"), complete(lease + 1, "a", 0), complete(lease + 2, "a", 1), list(lease + 2)]),
        ("a-lost-answer-to-a-completion", vec![add(0), take(0, "a"), complete(1, "a", 0), complete(2, "a", 0), report(3, Op::Bury, "a", 0), list(3)]),
        ("a-lost-answer-to-a-burial", vec![add(0), take(0, "a"), report(1, Op::Bury, "a", 0), report(2, Op::Bury, "a", 0), complete(3, "a", 0), list(3)]),
        ("fences-increase-within-a-millisecond", vec![add(0), take(0, "a"), report(0, Op::Release, "a", 0), take(0, "b"), report(0, Op::Release, "b", 1), take(0, "c"), complete(0, "b", 1), complete(0, "c", 2)]),
        ("fences-increase-if-the-clock-is-set-back", vec![add(-6_000), take(0, "a"), report(-5_500, Op::Release, "a", 0), take(-5_000, "b"), complete(-5_000, "a", 0), complete(-4_000, "b", 1), list(-4_000)]),
        ("a-replayed-item-is-due-now", vec![add(0), take(0, "a"), report(10, Op::Retry(60_000), "a", 0), replay(20), list(20), take(20, "b"), list(20)]),
        ("a-dead-item-is-replayed", vec![add(0), take_of(0, "a", 1), report(1, Op::Defer(0), "a", 0), take_of(1, "b", 1), report(2, Op::Bury, "b", 1), replay(keep), list(keep), take_of(keep, "c", 1), complete(keep + 1, "b", 1), complete(keep + 2, "c", 2), list(keep + 2)]),
        ("a-handled-item-is-replayed", vec![add(0), take(0, "a"), complete(1, "a", 0), replay(2), list(2), complete(3, "a", 0), add(4), take(5, "b"), complete(6, "a", 0), complete(7, "b", 1), replay(8), replay(9), take(9, "c")]),
        ("a-working-item-is-not-replayed", vec![add(0), take(0, "a"), replay(1), replay(lease + 1), complete(lease + 2, "a", 0), replay(lease + 3), list(lease + 3)]),
        ("an-old-handled-item-is-deleted", vec![add(0), take(1, "a"), complete(10, "a", 0), prune(keep + 9, KEEP_MS), list(keep + 9), prune(keep + 10, KEEP_MS), list(keep + 10), complete(keep + 11, "a", 0), add(keep + 12), take(keep + 12, "b"), list(keep + 12)]),
        ("an-old-dead-item-is-deleted", vec![add(0), take(1, "a"), report(10, Op::Bury, "a", 0), prune(keep + 9, KEEP_MS), list(keep + 9), prune(keep + 10, KEEP_MS), list(keep + 10), report(keep + 11, Op::Bury, "a", 0), replay(keep + 12)]),
        ("an-item-that-the-sender-may-repeat-is-kept", vec![add(0), take(1, "a"), complete(10, "a", 0), prune(keep - 1, 0), add(keep - 1), prune(keep, 0), add(keep), list(keep)]),
        ("a-handled-item-that-the-sender-may-not-repeat-is-added-again", vec![add(0), take_of(1, "a", 2), report(2, Op::Defer(0), "a", 0), take_of(2, "b", 2), complete(10, "b", 1), add(keep - 1), list(keep - 1), add(keep), list(keep), complete(keep + 1, "b", 1), add(keep + 1), take_of(keep + 2, "c", 1), list(keep + 2), complete(keep + 3, "c", 2), add(2 * keep - 1), add(2 * keep), list(2 * keep)]),
        ("a-dead-item-that-the-sender-may-not-repeat-is-added-again", vec![add(0), take_of(1, "a", 1), take_of(lease + 1, "b", 1), list(lease + 1), add(keep - 1), add(keep), list(keep), take_of(keep, "c", 1), report(keep + 1, Op::Bury, "c", 1), add(keep + 2), list(keep + 2)]),
        ("an-item-that-has-not-ended-is-not-added-again", vec![add(0), add(keep), take(keep, "a"), add(keep + 1), complete(keep + 2, "a", 0), add(keep + 2), take(keep + 3, "b"), complete(keep + 4, "b", 1), replay(keep + 5), add(2 * keep + 5), take(2 * keep + 5, "c"), add(2 * keep + 6)]),
        ("an-item-with-a-late-clock-is-added-again-with-a-larger-fence", vec![add(-2 * keep), take(0, "a"), complete(1, "a", 0), add(-1), take(-1, "b"), complete(-1, "a", 0), complete(-1, "b", 1), list(-1)]),
        ("an-item-that-has-not-ended-is-kept", vec![add(0), add(0).on("evt_2"), add(0).on("evt_3"), take(0, "a").on("evt_2"), take(0, "b").on("evt_3"), complete(1, "b", 1).on("evt_3"), prune(2 * keep, 0), list(2 * keep), list(2 * keep).on("evt_2"), list(2 * keep).on("evt_3"), take(2 * keep, "c"), take(2 * keep, "d").on("evt_2")]),
        ("a-replayed-item-is-kept", vec![add(0), take(0, "a"), complete(1, "a", 0), replay(2), prune(2 * keep, 0), take(2 * keep, "b"), complete(2 * keep + 1, "b", 1), prune(2 * keep + 1, 1), prune(2 * keep + 1, 0)]),
        ("a-completion-notes-the-position", vec![
            add(0), add(0).on("evt_2"), newest(0, "in_1"), take(1, "a").on("evt_2"), handled(2, "a", 0, "in_1", 20.0).on("evt_2"), newest(2, "in_1"), newest(2, "in_2"),
            take(3, "b"), complete(4, "b", 1), newest(4, "in_1"), list(4),
        ]),
        ("the-newest-position-stays", vec![
            add(0), add(0).on("evt_2"), add(0).on("evt_3"), take(1, "a"), take(1, "b").on("evt_2"), take(1, "c").on("evt_3"),
            handled(2, "b", 1, "in_1", 2.0).on("evt_2"), handled(3, "a", 0, "in_1", 1.0), newest(3, "in_1"), handled(4, "c", 2, "in_1", 2.5).on("evt_3"), newest(4, "in_1"),
        ]),
        ("a-position-is-kept-from-its-completion-on", vec![add(0), take(keep, "a"), handled(keep + 1, "a", 0, "in_1", 1.0), newest(keep + 1, "in_1"), newest(2 * keep, "in_1"), newest(2 * keep + 1, "in_1")]),
        ("large-and-negative-positions", vec![
            add(0), add(0).on("evt_2"), add(0).on("evt_3"), take(1, "a"), take(1, "b").on("evt_2"), take(1, "c").on("evt_3"),
            handled(2, "a", 0, "in_1", -9_007_199_254_740_991.0), newest(2, "in_1"), handled(3, "b", 1, "in_1", 9_007_199_254_740_991.0).on("evt_2"), newest(3, "in_1"),
            handled(4, "c", 2, "in_1", 1e300).on("evt_3"), newest(4, "in_1"),
        ]),
    ];
    let mut all: Vec<(String, Vec<Step>)> = cases.into_iter().map(|(id, steps)| (id.to_owned(), steps)).collect();
    for (name, op) in REPORTS {
        all.push((format!("a-late-{name}-is-refused"), vec![add(0), take(0, "a"), take(lease, "b"), report(lease + 1, op, "a", 0), list(lease + 1), take(2 * lease - 1, "c"), complete(2 * lease - 1, "b", 1), report(2 * lease, op, "a", 0), list(2 * lease)]));
        all.push((format!("a-{name}-after-a-release-is-refused"), vec![add(0), take(0, "a"), report(1, Op::Release, "a", 0), report(2, op, "a", 0), list(2), take(3, "a"), report(4, op, "a", 0), list(4), complete(5, "a", 1)]));
        let wrong = |after_ms, token| Step::new(after_ms, op).by(token, Held::Fence(7));
        all.push((format!("a-{name}-with-another-token-or-fence-is-refused"), vec![wrong(0, "a"), add(1), wrong(2, "a"), wrong(2, ""), take(3, "a"), wrong(4, "a"), report(4, op, "b", 0), list(4), complete(5, "a", 0), wrong(6, "a"), report(6, op, "b", 0), list(6)]));
    }
    all
}

/// A sequence that depends on a seed: several workers, three items, leases that end, a limit of attempts.
pub(super) fn random(seed: u64) -> Vec<Step> {
    const KEYS: [&str; 3] = ["evt_1", "evt_2", "evt_3"];
    const TOKENS: [&str; 3] = ["a", "b", "c"];
    let mut state = seed;
    let mut draw = |below: u64| {
        // A linear congruential generator with the constants of Knuth's MMIX; the upper bits are used.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut pick = |below: usize| usize::try_from(draw(below as u64)).unwrap_or(0);
    let mut after_ms = 0;
    let mut steps: Vec<Step> = KEYS.iter().map(|key| add(0).on(key)).collect();
    for _ in 0..32 {
        after_ms += [0, 1, 9_000, 15_000, LEASE_MS.cast_signed()][pick(5)];
        let (key, token) = (KEYS[pick(3)], TOKENS[pick(3)]);
        let op = match pick(11) {
            0 => Op::Add,
            1..=4 => Op::Take(Some(3)),
            5 => Op::Replay,
            _ => REPORTS[pick(REPORTS.len())].1,
        };
        steps.push(Step::new(after_ms, op).by(token, Held::Last).on(key));
        steps.push(list(after_ms).on(key));
    }
    steps
}
