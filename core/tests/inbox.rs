//! The state machine of a received event, with any number of workers: each event is held by one of them, handled once,
//! and not lost.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use hookwright::inbox::{Claim, ClaimRequest, Entry, Newest};
use proptest::prelude::*;

const LEASE_MS: u64 = 100;
const KEEP_MS: u64 = 1_000;

/// What a worker does next. A worker that does nothing is suspended.
#[derive(Clone, Debug)]
enum Step {
    /// A request arrives at a worker, which claims the event with a new token.
    Claim(usize),
    /// A worker did not receive the answer to its claim, and claims again.
    ClaimAgain(usize),
    Renew(usize),
    Complete(usize),
    Release(usize),
    /// A worker ends and forgets its claim.
    Crash(usize),
    /// The clock of the store advances, or is set back.
    Pass(i64),
    /// The store deletes the entry, if it may.
    Delete,
}

fn step() -> impl Strategy<Value = Step> {
    let worker = || 0..4_usize;
    prop_oneof![
        4 => worker().prop_map(Step::Claim),
        1 => worker().prop_map(Step::ClaimAgain),
        2 => worker().prop_map(Step::Renew),
        2 => worker().prop_map(Step::Complete),
        1 => worker().prop_map(Step::Release),
        1 => worker().prop_map(Step::Crash),
        4 => prop_oneof![0..40_i64, Just(i64::try_from(LEASE_MS).unwrap()), 50..300_i64, 900..1_300_i64, -30..0_i64]
            .prop_map(Step::Pass),
        1 => Just(Step::Delete),
    ]
}

/// A claim that was granted, as the world outside the store knows it.
#[derive(Clone, Debug)]
struct Granted {
    token: String,
    fence: u64,
    lease_end_ms: i64,
    forget_ms: i64,
}

/// The expected state: what the guarantees say, without the code under test.
#[derive(Default)]
struct Model {
    now_ms: i64,
    /// All claims that were granted, in order.
    granted: Vec<Granted>,
    /// Whether the last claim is held.
    is_held: bool,
    /// The time until which the event counts as handled.
    handled_until_ms: Option<i64>,
}

impl Model {
    fn is_handled(&self) -> bool {
        self.handled_until_ms.is_some_and(|until_ms| self.now_ms < until_ms)
    }

    /// Whether this claim is the last one, and neither completed nor released nor forgotten.
    fn holds(&self, claim: &Granted) -> bool {
        let last = self.granted.last();
        self.is_held && last.is_some_and(|last| last.fence == claim.fence && self.now_ms < last.forget_ms)
    }
}

fn request(token: &str) -> ClaimRequest<'_> {
    ClaimRequest { token, lease_ms: LEASE_MS, keep_ms: KEEP_MS, position: None }
}

fn at(now_ms: i64, ms: u64) -> i64 {
    now_ms + i64::try_from(ms).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn each_event_is_held_by_one_worker_and_handled_once(start_ms in 0..5_000_i64, steps in prop::collection::vec(step(), 1..120)) {
        let mut entry = Entry::default();
        let mut model = Model { now_ms: start_ms, ..Model::default() };
        let mut held: [Option<Granted>; 4] = [const { None }; 4];
        for (index, step) in steps.iter().enumerate() {
            let now_ms = model.now_ms;
            match *step {
                Step::Claim(worker) => {
                    let token = format!("request-{index}");
                    let answer = entry.claim(&request(&token), None, now_ms);
                    let last = model.granted.last().filter(|last| model.is_held && now_ms < last.forget_ms);
                    let is_busy = last.is_some_and(|last| now_ms < last.lease_end_ms);
                    match answer {
                        Claim::Claimed { fence } => {
                            // At most one holder, and the event is not handled a second time.
                            prop_assert!(!is_busy && !model.is_handled(), "{answer:?}");
                            prop_assert!(model.granted.iter().all(|earlier| earlier.fence < fence), "the fence increases");
                            let lease_end_ms = at(now_ms, LEASE_MS);
                            let claim = Granted { token, fence, lease_end_ms, forget_ms: at(lease_end_ms, KEEP_MS) };
                            model.granted.push(claim.clone());
                            (model.is_held, model.handled_until_ms) = (true, None);
                            held[worker] = Some(claim);
                        }
                        Claim::Busy => prop_assert!(is_busy && !model.is_handled()),
                        Claim::Handled => prop_assert!(model.is_handled()),
                        Claim::Outdated => prop_assert!(false, "the event has no position"),
                    }
                }
                Step::ClaimAgain(worker) => {
                    let Some(claim) = held[worker].clone().filter(|claim| model.holds(claim)) else { continue };
                    let answer = entry.claim(&request(&claim.token), None, now_ms);
                    prop_assert_eq!(answer, Claim::Claimed { fence: claim.fence });
                    extend(&mut model, now_ms);
                }
                Step::Renew(worker) => {
                    let Some(claim) = held[worker].clone() else { continue };
                    let is_renewed = entry.renew(&claim.token, claim.fence, LEASE_MS, KEEP_MS, now_ms);
                    prop_assert_eq!(is_renewed, model.holds(&claim));
                    if is_renewed {
                        extend(&mut model, now_ms);
                    }
                }
                Step::Complete(worker) => {
                    let Some(claim) = held[worker].take() else { continue };
                    let before = entry.clone();
                    let is_absent = entry.forget_ms().is_none_or(|forget_ms| forget_ms <= now_ms);
                    let is_completed = entry.complete(&claim.token, claim.fence, KEEP_MS, now_ms);
                    prop_assert_eq!(is_completed, model.holds(&claim) || is_absent);
                    if is_completed {
                        (model.is_held, model.handled_until_ms) = (false, Some(at(now_ms, KEEP_MS)));
                        // A completion whose answer was lost is repeated, and changes nothing.
                        let handled = entry.clone();
                        prop_assert!(entry.complete(&claim.token, claim.fence, KEEP_MS, now_ms));
                        prop_assert_eq!(&entry, &handled);
                    } else {
                        prop_assert_eq!(&entry, &before, "a refused completion changes nothing");
                    }
                }
                Step::Release(worker) => {
                    let Some(claim) = held[worker].take() else { continue };
                    let is_released = entry.release(&claim.token, claim.fence, KEEP_MS, now_ms);
                    prop_assert_eq!(is_released, model.holds(&claim));
                    model.is_held &= !is_released;
                }
                Step::Crash(worker) => held[worker] = None,
                Step::Pass(ms) => model.now_ms = (now_ms + ms).max(0),
                Step::Delete => {
                    if entry.forget_ms().is_some_and(|forget_ms| forget_ms <= now_ms) {
                        entry = Entry::Absent;
                        (model.is_held, model.handled_until_ms) = (false, None);
                    }
                }
            }
            // Nothing is lost: without a running lease, and unless it has been handled, the event can be claimed.
            let mut probe = entry.clone();
            let free_ms = match model.granted.last() {
                Some(last) if model.is_held => last.lease_end_ms.max(model.now_ms),
                _ => model.now_ms,
            };
            let answer = probe.claim(&request("probe"), None, free_ms);
            let is_handled = model.handled_until_ms.is_some_and(|until_ms| free_ms < until_ms);
            prop_assert_eq!(matches!(answer, Claim::Claimed { .. }), !is_handled, "{:?} at {}", entry, free_ms);
        }
    }

    #[test]
    fn an_event_is_outdated_exactly_if_a_newer_one_has_been_handled(positions in prop::collection::vec(-3..4_i32, 1..12)) {
        let mut newest = Newest::default();
        let mut handled: Vec<f64> = Vec::new();
        for (index, position) in positions.iter().map(|position| f64::from(*position)).enumerate() {
            let token = format!("request-{index}");
            let mut entry = Entry::default();
            let answer = entry.claim(&ClaimRequest { position: Some(position), ..request(&token) }, newest.position(0), 0);
            if handled.iter().any(|earlier| *earlier > position) {
                prop_assert_eq!(answer, Claim::Outdated);
                prop_assert_eq!(entry.claim(&request("later"), None, 1), Claim::Handled);
            } else {
                let Claim::Claimed { fence } = answer else { return Err(TestCaseError::fail(format!("{answer:?}"))) };
                newest.note(position, KEEP_MS, 0);
                prop_assert!(entry.complete(&token, fence, KEEP_MS, 0));
                handled.push(position);
            }
        }
    }
}

fn extend(model: &mut Model, now_ms: i64) {
    let last = model.granted.last_mut().unwrap();
    last.lease_end_ms = at(now_ms, LEASE_MS);
    last.forget_ms = at(last.lease_end_ms, KEEP_MS);
}

#[test]
fn an_entry_is_saved_and_restored() {
    let mut entry = Entry::default();
    entry.claim(&request("a"), None, 5);
    let saved = serde_json::to_string(&entry).unwrap();
    assert_eq!(saved, r#"{"state":"claimed","token":"a","fence":5,"leaseEndMs":105,"forgetMs":1105}"#);
    assert_eq!(serde_json::from_str::<Entry>(&saved).unwrap(), entry);
}

#[test]
fn a_claim_after_the_entry_was_lost_has_a_larger_fence() {
    let mut entry = Entry::default();
    entry.claim(&request("a"), None, 1_000);
    let mut lost = Entry::default();
    assert_eq!(lost.claim(&request("b"), None, 1_001), Claim::Claimed { fence: 1_001 });
    assert!(!lost.complete("a", 1_000, KEEP_MS, 1_002));
}

#[test]
fn a_completion_after_the_entry_was_lost_is_recorded() {
    let mut lost = Entry::default();
    assert!(lost.complete("a", 1_000, KEEP_MS, 1_001));
    assert_eq!(lost.claim(&request("b"), None, 2_000), Claim::Handled);
    assert_eq!(lost.claim(&request("b"), None, 2_001), Claim::Claimed { fence: 2_001 });
}

#[test]
fn extreme_times_do_not_overflow() {
    for now_ms in [i64::MIN, -1, 0, i64::MAX] {
        let mut entry = Entry::default();
        let request = ClaimRequest { lease_ms: u64::MAX, keep_ms: u64::MAX, ..request("a") };
        let answer = entry.claim(&request, Some(f64::NAN), now_ms);
        assert!(matches!(answer, Claim::Claimed { .. }), "{answer:?}");
    }
    let mut full = Entry::Free { fence: u64::MAX, forget_ms: i64::MAX };
    assert_eq!(full.claim(&request("a"), None, 0), Claim::Claimed { fence: u64::MAX });
}
