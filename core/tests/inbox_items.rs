//! The state machine of an event that workers handle: with any operations, clocks and crashes, it is held by one worker
//! at a time, handled once, attempted as often as allowed, and not lost.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use hookwright::inbox::{History, Item, Newest, TakeRequest, Taken};
use proptest::prelude::*;

const LEASE_MS: u64 = 100;
const KEEP_MS: u64 = 1_000;
const OLD_MS: u64 = 800;
const LIMIT: u32 = 3;

/// What a worker reports about an item that it has taken.
#[derive(Clone, Copy, Debug)]
enum Report {
    Renew,
    Complete,
    Bury,
    Retry(u64),
    Defer(u64),
    Release,
}

#[derive(Clone, Debug)]
enum Step {
    /// The sender delivers the event.
    Add,
    Take(usize),
    /// A worker reports about its last take. It may have been suspended for any time before.
    Report(usize, Report),
    /// A worker reports, does not receive the answer, and reports again.
    ReportTwice(usize, Report),
    /// A worker ends and forgets its take.
    Crash(usize),
    Replay,
    Prune,
    /// The clock of the store advances, or is set back.
    Pass(i64),
}

fn report() -> impl Strategy<Value = Report> {
    prop_oneof![
        3 => Just(Report::Renew),
        2 => Just(Report::Complete),
        1 => Just(Report::Bury),
        3 => (0..200_u64).prop_map(Report::Retry),
        2 => (0..200_u64).prop_map(Report::Defer),
        2 => Just(Report::Release),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let worker = || 0..4_usize;
    prop_oneof![
        2 => Just(Step::Add),
        6 => worker().prop_map(Step::Take),
        6 => (worker(), report()).prop_map(|(worker, report)| Step::Report(worker, report)),
        1 => (worker(), report()).prop_map(|(worker, report)| Step::ReportTwice(worker, report)),
        1 => worker().prop_map(Step::Crash),
        1 => Just(Step::Replay),
        1 => Just(Step::Prune),
        5 => prop_oneof![0..40_i64, Just(i64::try_from(LEASE_MS).unwrap()), 50..300_i64, 900..1_300_i64, -30..0_i64]
            .prop_map(Step::Pass),
    ]
}

/// A take that was granted, as the world outside the store knows it.
#[derive(Clone, Debug)]
struct Granted {
    token: String,
    fence: u64,
    lease_end_ms: i64,
}

/// Why an event is not attempted any more.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Handled,
    Dead,
}

/// The expected state: what the guarantees say, without the code under test.
#[derive(Default)]
struct Model {
    now_ms: i64,
    is_known: bool,
    /// All takes that were granted, in order.
    granted: Vec<Granted>,
    /// Whether the last take has neither ended nor been replaced.
    is_held: bool,
    /// How and when the event ended, and the take that ended it.
    ended: Option<(End, i64, u64)>,
    due_ms: i64,
    history: History,
}

impl Model {
    fn holds(&self, take: &Granted) -> bool {
        self.is_held && self.granted.last().is_some_and(|last| last.fence == take.fence)
    }

    /// The time from which the event can be taken, if it still can.
    fn free_at_ms(&self) -> Option<i64> {
        let last = self.granted.last().filter(|_| self.is_held);
        (self.is_known && self.ended.is_none()).then(|| last.map_or(self.due_ms, |last| last.lease_end_ms))
    }

    fn queue(&mut self, due_ms: i64) {
        (self.is_held, self.due_ms) = (false, due_ms);
    }

    fn restart(&mut self) {
        (self.is_known, self.ended) = (true, None);
        self.history = History { attempts: 0, deferrals: 0, first_ms: self.now_ms, ..self.history };
        self.queue(self.now_ms);
    }

    /// What a report that was accepted means.
    fn accept(&mut self, take: &Granted, report: Report) {
        let now_ms = self.now_ms;
        match report {
            Report::Renew => self.granted.last_mut().unwrap().lease_end_ms = at(now_ms, LEASE_MS),
            Report::Complete => (self.is_held, self.ended) = (false, Some((End::Handled, now_ms, take.fence))),
            Report::Bury => (self.is_held, self.ended) = (false, Some((End::Dead, now_ms, take.fence))),
            Report::Retry(delay_ms) => self.queue(at(now_ms, delay_ms)),
            Report::Defer(delay_ms) => {
                self.history.attempts -= 1;
                self.history.deferrals += 1;
                self.queue(at(now_ms, delay_ms));
            }
            Report::Release => {
                self.history.attempts -= 1;
                self.queue(now_ms);
            }
        }
    }

    /// Whether a report repeats the one that ended the event.
    fn repeats(&self, take: &Granted, report: Report) -> bool {
        let end = match report {
            Report::Complete => End::Handled,
            Report::Bury => End::Dead,
            _ => return false,
        };
        self.ended.is_some_and(|(ended, _, fence)| ended == end && fence == take.fence)
    }
}

fn at(now_ms: i64, ms: u64) -> i64 {
    now_ms + i64::try_from(ms).unwrap()
}

fn request(token: &str) -> TakeRequest<'_> {
    TakeRequest { token, lease_ms: LEASE_MS, max_attempts: Some(LIMIT) }
}

fn send(item: &mut Item, token: &str, fence: u64, report: Report, now_ms: i64) -> bool {
    match report {
        Report::Renew => item.renew(token, fence, LEASE_MS, now_ms),
        Report::Complete => item.complete(token, fence, now_ms),
        Report::Bury => item.bury(token, fence, now_ms),
        Report::Retry(delay_ms) => item.retry(token, fence, delay_ms, now_ms),
        Report::Defer(delay_ms) => item.defer(token, fence, delay_ms, now_ms),
        Report::Release => item.release(token, fence, now_ms),
    }
}

/// Takes the item, and compares the answer with what the model expects.
fn take(item: &mut Item, model: &mut Model, token: String) -> Result<Option<Granted>, TestCaseError> {
    let now_ms = model.now_ms;
    let before = item.clone();
    let answer = item.take(&request(&token), now_ms);
    let is_free = model.free_at_ms().is_some_and(|from_ms| from_ms <= now_ms);
    match answer {
        Taken::Working { fence, attempt } => {
            // One holder, no event that has ended, not before it is due, and not more often than allowed.
            prop_assert!(is_free && model.history.attempts < LIMIT, "{before:?} at {now_ms}");
            prop_assert!(model.granted.iter().all(|earlier| earlier.fence < fence), "the fence increases");
            model.history.attempts += 1;
            prop_assert_eq!(attempt, model.history.attempts);
            let granted = Granted { token, fence, lease_end_ms: at(now_ms, LEASE_MS) };
            model.granted.push(granted.clone());
            model.history.fence = fence;
            model.is_held = true;
            return Ok(Some(granted));
        }
        Taken::Dead => {
            prop_assert!(is_free && model.history.attempts == LIMIT, "{before:?} at {now_ms}");
            (model.is_held, model.ended) = (false, Some((End::Dead, now_ms, 0)));
            let fence = item.history().unwrap().fence;
            prop_assert!(fence > model.history.fence, "the fence increases");
            model.history.fence = fence;
        }
        Taken::Unavailable => {
            prop_assert!(!is_free, "{before:?} at {now_ms}");
            prop_assert_eq!(&*item, &before);
        }
    }
    Ok(None)
}

fn report_about(item: &mut Item, model: &mut Model, taken: &Granted, what: Report) -> Result<bool, TestCaseError> {
    let before = item.clone();
    let now_ms = model.now_ms;
    // Another token or another fence changes nothing.
    prop_assert!(!send(item, "another", taken.fence, what, now_ms));
    prop_assert!(!send(item, &taken.token, taken.fence + 1_000_000, what, now_ms));
    prop_assert_eq!(&*item, &before);
    let is_repeated = model.repeats(taken, what);
    let is_accepted = send(item, &taken.token, taken.fence, what, now_ms);
    prop_assert_eq!(is_accepted, model.holds(taken) || is_repeated, "{:?} {:?} at {}", before, what, now_ms);
    if is_accepted && !is_repeated {
        model.accept(taken, what);
    } else {
        prop_assert_eq!(&*item, &before, "a late or repeated report changes nothing");
    }
    Ok(is_accepted)
}

/// What holds after each step.
fn check(item: &Item, model: &Model) -> Result<(), TestCaseError> {
    // Nothing is lost: an event that was added is queued, working, handled or dead until it is pruned.
    let is_as_expected = match item {
        Item::Absent => !model.is_known,
        Item::Queued { .. } => model.is_known && model.ended.is_none() && !model.is_held,
        Item::Working { .. } => model.is_known && model.ended.is_none() && model.is_held,
        Item::Handled { .. } => model.ended.is_some_and(|(end, ..)| end == End::Handled),
        Item::Dead { .. } => model.ended.is_some_and(|(end, ..)| end == End::Dead),
    };
    prop_assert!(is_as_expected, "{item:?}");
    prop_assert_eq!(item.history(), model.is_known.then_some(model.history));
    prop_assert!(model.history.attempts <= LIMIT);
    prop_assert_eq!(item.due_ms(), model.free_at_ms());
    // And it makes progress: it can be taken once it is due or its lease has ended, or it has reached the limit.
    if let Some(due_ms) = item.due_ms() {
        let is_dead = model.history.attempts == LIMIT;
        prop_assert_eq!(item.clone().take(&request("probe"), due_ms - 1), Taken::Unavailable);
        let answer = item.clone().take(&request("probe"), due_ms);
        let is_as_expected = if is_dead { answer == Taken::Dead } else { matches!(answer, Taken::Working { .. }) };
        prop_assert!(is_as_expected, "{answer:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn an_item_is_held_by_one_worker_and_never_lost(start_ms in 0..5_000_i64, steps in prop::collection::vec(step(), 1..150)) {
        let mut item = Item::default();
        let mut model = Model { now_ms: start_ms, ..Model::default() };
        let mut taken: [Option<Granted>; 4] = [const { None }; 4];
        for (index, step) in steps.into_iter().enumerate() {
            match step {
                Step::Add => {
                    let before = item.clone();
                    let is_over = model.ended.is_some() && model.history.forget_ms <= model.now_ms;
                    prop_assert_eq!(item.add(KEEP_MS, model.now_ms), !model.is_known || is_over);
                    if model.is_known && !is_over {
                        prop_assert_eq!(&item, &before, "a repeated delivery changes nothing");
                    } else {
                        let fence = if is_over { model.history.fence } else { 0 };
                        model.history = History { fence, forget_ms: at(model.now_ms, KEEP_MS), ..History::default() };
                        model.restart();
                    }
                }
                Step::Take(worker) => {
                    if let Some(granted) = take(&mut item, &mut model, format!("take-{index}"))? {
                        taken[worker] = Some(granted);
                    }
                }
                Step::Report(worker, what) => {
                    let Some(granted) = taken[worker].clone() else { continue };
                    report_about(&mut item, &mut model, &granted, what)?;
                }
                Step::ReportTwice(worker, what) => {
                    let Some(granted) = taken[worker].clone() else { continue };
                    let first = report_about(&mut item, &mut model, &granted, what)?;
                    let second = report_about(&mut item, &mut model, &granted, what)?;
                    if matches!(what, Report::Renew | Report::Complete | Report::Bury) {
                        prop_assert_eq!(first, second);
                    }
                }
                Step::Crash(worker) => taken[worker] = None,
                Step::Replay => {
                    let is_replayed = item.replay(model.now_ms);
                    prop_assert_eq!(is_replayed, model.is_known && !model.is_held);
                    if is_replayed {
                        model.restart();
                    }
                }
                Step::Prune => {
                    let is_old = model.ended.is_some_and(|(_, ended_ms, _)| at(ended_ms, OLD_MS) <= model.now_ms);
                    let is_deleted = is_old && model.history.forget_ms <= model.now_ms;
                    prop_assert_eq!(item.prune(OLD_MS, model.now_ms), is_deleted);
                    if is_deleted {
                        (model.is_known, model.ended) = (false, None);
                    }
                }
                Step::Pass(ms) => model.now_ms = (model.now_ms + ms).max(0),
            }
            check(&item, &model)?;
        }
    }

    #[test]
    fn an_outdated_item_ends_without_a_call(positions in prop::collection::vec(-3..4_i32, 1..12)) {
        let mut newest = Newest::default();
        let mut handled: Vec<f64> = Vec::new();
        for position in positions.into_iter().map(f64::from) {
            let mut item = Item::default();
            item.add(KEEP_MS, 0);
            item.take(&request("a"), 0);
            let fence = item.history().unwrap().fence;
            let is_outdated = newest.outdates(position, 0);
            prop_assert_eq!(is_outdated, handled.iter().any(|earlier| *earlier > position));
            if !is_outdated {
                newest.note(position, KEEP_MS, 0);
                handled.push(position);
            }
            prop_assert!(item.complete("a", fence, 0));
            prop_assert_eq!(item.take(&request("b"), i64::MAX), Taken::Unavailable);
        }
    }
}

#[test]
fn an_item_is_saved_and_restored() {
    let mut item = Item::default();
    let mut texts = Vec::new();
    let mut save = |item: &Item| {
        let text = serde_json::to_string(item).unwrap();
        assert_eq!(serde_json::from_str::<Item>(&text).unwrap(), *item);
        texts.push(text);
    };
    save(&item);
    item.add(KEEP_MS, 5);
    save(&item);
    item.take(&request("a"), 6);
    save(&item);
    item.complete("a", 6, 7);
    save(&item);
    assert_eq!(
        texts,
        [
            r#"{"state":"absent"}"#,
            r#"{"state":"queued","fence":0,"attempts":0,"deferrals":0,"firstMs":5,"forgetMs":1005,"dueMs":5}"#,
            r#"{"state":"working","fence":6,"attempts":1,"deferrals":0,"firstMs":5,"forgetMs":1005,"token":"a","leaseEndMs":106}"#,
            r#"{"state":"handled","fence":6,"attempts":1,"deferrals":0,"firstMs":5,"forgetMs":1005,"token":"a","endedMs":7}"#,
        ]
    );
}

#[test]
fn a_lower_limit_counts_for_queued_items() {
    let mut item = Item::default();
    item.add(KEEP_MS, 0);
    for fence in 1..=2 {
        let attempt = u32::try_from(fence).unwrap();
        assert_eq!(item.take(&request("a"), 0), Taken::Working { fence, attempt });
        assert!(item.retry("a", fence, 0, 0));
    }
    assert_eq!(item.take(&TakeRequest { max_attempts: Some(1), ..request("a") }, 0), Taken::Dead);
}

#[test]
fn extreme_times_do_not_overflow() {
    for now_ms in [i64::MIN, -1, 0, i64::MAX] {
        let mut item = Item::default();
        item.add(u64::MAX, now_ms);
        let request = TakeRequest { lease_ms: u64::MAX, max_attempts: None, ..request("a") };
        item.take(&request, now_ms);
        let fence = item.history().unwrap().fence;
        assert!(item.renew("a", fence, u64::MAX, now_ms));
        assert!(item.retry("a", fence, u64::MAX, now_ms));
    }
    let history = History { fence: u64::MAX, attempts: u32::MAX, deferrals: u32::MAX, first_ms: 0, forget_ms: 0 };
    let mut full = Item::Queued { history, due_ms: 0 };
    let request = TakeRequest { max_attempts: None, ..request("a") };
    assert_eq!(full.take(&request, 0), Taken::Working { fence: u64::MAX, attempt: u32::MAX });
    assert!(full.defer("a", u64::MAX, 0, 0));
    assert_eq!(full.history(), Some(History { attempts: u32::MAX - 1, ..history }));
}
