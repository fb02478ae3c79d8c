//! Sequences of operations on a store of claims: written ones for each transition and each edge, and random ones.

#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "the sequences are constants")]

use super::claims::{KEEP_MS, LEASE_MS};

/// An operation on a store.
#[derive(Clone, Copy)]
pub(super) enum Op {
    Claim,
    Renew,
    Complete,
    Release,
}

impl Op {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Renew => "renew",
            Self::Complete => "complete",
            Self::Release => "release",
        }
    }
}

/// The claim that an operation is about.
#[derive(Clone, Copy)]
pub(super) enum Held {
    /// The claim with this index among those that were granted.
    Nth(usize),
    /// The last claim that was granted.
    Last,
    /// A fence that may belong to no claim.
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
    pub(super) order: Option<(&'static str, f64)>,
}

impl Step {
    const fn new(after_ms: i64, op: Op, token: &'static str, held: Held) -> Self {
        Self { after_ms, op, key: "acme:evt_1", token, held, order: None }
    }

    const fn of(self, key: &'static str, object: &'static str, position: f64) -> Self {
        Self { key, order: Some((object, position)), ..self }
    }

    const fn on(self, key: &'static str) -> Self {
        Self { key, ..self }
    }
}

const fn claim(after_ms: i64, token: &'static str) -> Step {
    Step::new(after_ms, Op::Claim, token, Held::Last)
}

const fn renew(after_ms: i64, token: &'static str, nth: usize) -> Step {
    Step::new(after_ms, Op::Renew, token, Held::Nth(nth))
}

const fn complete(after_ms: i64, token: &'static str, nth: usize) -> Step {
    Step::new(after_ms, Op::Complete, token, Held::Nth(nth))
}

const fn release(after_ms: i64, token: &'static str, nth: usize) -> Step {
    Step::new(after_ms, Op::Release, token, Held::Nth(nth))
}

/// Each transition and each edge.
#[rustfmt::skip]
pub(super) fn written() -> Vec<(&'static str, Vec<Step>)> {
    let (lease, keep) = (LEASE_MS.cast_signed(), KEEP_MS.cast_signed());
    let wrong = |op, token| Step::new(10, op, token, Held::Fence(7));
    vec![
        ("handled-once", vec![claim(0, "a"), claim(1, "b"), complete(2, "a", 0), claim(3, "c")]),
        ("events-are-independent", vec![claim(0, "a"), claim(0, "b").on("acme:evt_2"), complete(1, "a", 0), claim(2, "c").on("acme:evt_2"), complete(3, "b", 1).on("acme:evt_2")]),
        ("the-lease-ends", vec![claim(0, "a"), claim(lease - 1, "b"), claim(lease, "c"), claim(lease, "d")]),
        ("a-late-completion-is-refused", vec![claim(0, "a"), claim(lease, "b"), complete(lease + 1, "a", 0), complete(lease + 2, "b", 1), complete(lease + 3, "a", 0), claim(lease + 4, "c")]),
        ("a-late-release-is-refused", vec![claim(0, "a"), claim(lease, "b"), release(lease + 1, "a", 0), claim(lease + 2, "c"), release(lease + 3, "b", 1), claim(lease + 4, "d")]),
        ("a-late-renewal-is-refused", vec![claim(0, "a"), claim(lease, "b"), renew(lease + 1, "a", 0), claim(2 * lease - 1, "c"), claim(2 * lease, "d")]),
        ("a-lease-is-renewed", vec![claim(0, "a"), renew(lease - 1, "a", 0), claim(lease, "b"), claim(2 * lease - 2, "c"), claim(2 * lease - 1, "d")]),
        ("an-ended-lease-without-another-claim-is-held", vec![claim(0, "a"), renew(lease, "a", 0), claim(lease + 1, "b"), complete(3 * lease, "a", 0), claim(3 * lease + 1, "c")]),
        ("a-released-event-is-free", vec![claim(0, "a"), release(1, "a", 0), claim(1, "b"), complete(2, "a", 0), renew(2, "a", 0), release(2, "a", 0), complete(3, "b", 1)]),
        ("a-released-claim-cannot-be-used", vec![claim(0, "a"), release(1, "a", 0), renew(2, "a", 0), complete(3, "a", 0), release(4, "a", 0), claim(5, "a"), complete(6, "a", 0), complete(7, "a", 1)]),
        ("fences-increase-within-a-millisecond", vec![claim(0, "a"), release(0, "a", 0), claim(0, "b"), release(0, "b", 1), claim(0, "c"), complete(0, "b", 1), complete(0, "c", 2)]),
        ("fences-increase-if-the-clock-is-set-back", vec![claim(0, "a"), release(0, "a", 0), claim(-5_000, "b"), complete(-5_000, "a", 0), complete(-4_000, "b", 1)]),
        ("a-lost-answer-to-a-claim", vec![claim(0, "a"), claim(1_000, "a"), claim(lease, "b"), claim(lease + 1_000, "c"), complete(lease + 2_000, "a", 0)]),
        ("a-lost-answer-after-the-lease", vec![claim(0, "a"), claim(lease + 1, "a"), complete(lease + 2, "a", 1)]),
        ("a-lost-answer-to-a-completion", vec![claim(0, "a"), complete(1, "a", 0), complete(2, "a", 0), claim(3, "a"), claim(keep, "b"), claim(keep + 1, "c")]),
        ("another-token-or-fence-is-refused", vec![claim(0, "a"), wrong(Op::Renew, "a"), wrong(Op::Complete, "a"), wrong(Op::Release, "a"), complete(11, "b", 0), renew(11, "b", 0), release(11, "b", 0), complete(12, "a", 0), wrong(Op::Complete, "a"), complete(13, "b", 0)]),
        ("an-unknown-event-is-not-held", vec![wrong(Op::Renew, "a"), wrong(Op::Release, "a"), claim(11, "a")]),
        ("the-completion-of-a-lost-claim-is-recorded", vec![wrong(Op::Complete, "a"), wrong(Op::Complete, "a"), wrong(Op::Complete, "b"), wrong(Op::Renew, "a"), wrong(Op::Release, "a"), claim(11, "c"), claim(9 + keep, "c"), claim(10 + keep, "d"), wrong(Op::Complete, "a")]),
        ("a-handled-event-is-forgotten", vec![claim(0, "a"), complete(1, "a", 0), claim(keep, "b"), complete(keep, "a", 0), claim(keep + 1, "c"), complete(keep + 1, "a", 0)]),
        ("a-forgotten-event-is-completed-again", vec![claim(0, "a"), complete(1, "a", 0), complete(keep + 1, "a", 0), claim(2 * keep, "b"), claim(2 * keep + 1, "c")]),
        ("a-claim-is-forgotten", vec![claim(0, "a"), renew(lease + keep - 1, "a", 0), claim(2 * lease + 2 * keep - 1, "b"), complete(2 * lease + 2 * keep - 1, "a", 0)]),
        ("a-forgotten-claim-is-completed", vec![claim(0, "a"), complete(lease + keep, "a", 0), claim(lease + keep, "b")]),
        ("a-released-event-is-forgotten", vec![claim(0, "a"), release(1, "a", 0), claim(keep + 1, "b")]),
        ("an-older-event-is-outdated", vec![
            claim(0, "a").of("acme:evt_2", "in_1", 20.0), complete(1, "a", 0).of("acme:evt_2", "in_1", 20.0),
            claim(2, "b").of("acme:evt_1", "in_1", 10.0), claim(3, "c").of("acme:evt_1", "in_1", 10.0), complete(4, "b", 0).of("acme:evt_1", "in_1", 10.0),
        ]),
        ("the-same-position-is-not-older", vec![
            claim(0, "a").of("acme:evt_1", "in_1", 1.5), complete(1, "a", 0).of("acme:evt_1", "in_1", 1.5),
            claim(2, "b").of("acme:evt_2", "in_1", 1.5), claim(3, "c").of("acme:evt_3", "in_1", 1.499_999_999_999_999_8),
        ]),
        ("objects-are-independent", vec![
            claim(0, "a").of("acme:evt_1", "in_1", 9.0), complete(1, "a", 0).of("acme:evt_1", "in_1", 9.0),
            claim(2, "b").of("acme:evt_2", "in_2", 1.0),
        ]),
        ("an-event-that-is-not-handled-does-not-count", vec![
            claim(0, "a").of("acme:evt_2", "in_1", 2.0), claim(1, "b").of("acme:evt_1", "in_1", 1.0), release(2, "a", 0).of("acme:evt_2", "in_1", 2.0),
            complete(3, "b", 1).of("acme:evt_1", "in_1", 1.0), claim(4, "c").of("acme:evt_2", "in_1", 2.0),
        ]),
        ("an-event-becomes-outdated-while-it-is-free", vec![
            claim(0, "a").of("acme:evt_1", "in_1", 1.0), release(1, "a", 0).of("acme:evt_1", "in_1", 1.0),
            claim(2, "b").of("acme:evt_2", "in_1", 2.0), complete(3, "b", 1).of("acme:evt_2", "in_1", 2.0),
            claim(4, "c").of("acme:evt_1", "in_1", 1.0), claim(5, "d").of("acme:evt_1", "in_1", 1.0),
        ]),
        ("an-event-becomes-outdated-after-its-lease", vec![
            claim(0, "a").of("acme:evt_1", "in_1", 1.0), claim(2, "b").of("acme:evt_2", "in_1", 2.0), complete(3, "b", 1).of("acme:evt_2", "in_1", 2.0),
            claim(4, "c").of("acme:evt_1", "in_1", 1.0), claim(lease, "d").of("acme:evt_1", "in_1", 1.0), complete(lease + 1, "a", 0).of("acme:evt_1", "in_1", 1.0),
        ]),
        ("the-newest-position-stays", vec![
            claim(0, "a").of("acme:evt_1", "in_1", 1.0), claim(0, "b").of("acme:evt_3", "in_1", 3.0), complete(1, "b", 1).of("acme:evt_3", "in_1", 3.0),
            complete(2, "a", 0).of("acme:evt_1", "in_1", 1.0), claim(3, "c").of("acme:evt_2", "in_1", 2.0),
        ]),
        ("a-refused-completion-counts-for-the-order", vec![
            claim(0, "a").of("acme:evt_2", "in_1", 2.0), claim(lease, "b").of("acme:evt_2", "in_1", 2.0), complete(lease + 1, "a", 0).of("acme:evt_2", "in_1", 2.0),
            claim(lease + 2, "c").of("acme:evt_1", "in_1", 1.0), complete(lease + 3, "b", 1).of("acme:evt_2", "in_1", 2.0),
        ]),
        ("the-newest-position-is-forgotten", vec![
            claim(0, "a").of("acme:evt_2", "in_1", 2.0), complete(1, "a", 0).of("acme:evt_2", "in_1", 2.0),
            claim(keep, "b").of("acme:evt_1", "in_1", 1.0), claim(keep + 1, "c").of("acme:evt_0", "in_1", 0.0),
        ]),
        ("large-and-negative-positions", vec![
            claim(0, "a").of("acme:evt_1", "in_1", -9_007_199_254_740_991.0), complete(1, "a", 0).of("acme:evt_1", "in_1", -9_007_199_254_740_991.0),
            claim(2, "b").of("acme:evt_2", "in_1", 9_007_199_254_740_991.0), complete(3, "b", 1).of("acme:evt_2", "in_1", 9_007_199_254_740_991.0),
            claim(4, "c").of("acme:evt_3", "in_1", 9_007_199_254_740_990.0), claim(5, "d").of("acme:evt_4", "in_1", 1e300),
        ]),
    ]
}

/// A sequence that depends on a seed: several workers, two events of one object, leases that end.
pub(super) fn random(seed: u64) -> Vec<Step> {
    const KEYS: [(&str, f64); 3] = [("acme:evt_1", 1.0), ("acme:evt_2", 2.0), ("acme:evt_3", 0.5)];
    const TOKENS: [&str; 4] = ["a", "b", "c", "d"];
    let mut state = seed;
    let mut draw = |below: u64| {
        // A linear congruential generator with the constants of Knuth's MMIX; the upper bits are used.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut pick = |below: usize| usize::try_from(draw(below as u64)).unwrap_or(0);
    let mut after_ms = 0;
    let mut steps = vec![claim(0, "a").of("acme:evt_1", "in_1", 1.0)];
    for _ in 0..24 {
        after_ms += [0, 1, 9_000, 15_000, LEASE_MS.cast_signed()][pick(5)];
        let op = [Op::Claim, Op::Claim, Op::Renew, Op::Complete, Op::Release][pick(5)];
        let (key, position) = KEYS[pick(3)];
        steps.push(Step::new(after_ms, op, TOKENS[pick(4)], Held::Last).of(key, "in_1", position));
    }
    steps
}
