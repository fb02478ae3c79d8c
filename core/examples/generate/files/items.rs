//! The test vectors of inboxes: sequences of operations, and the answers of the state machine in the core.

#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "the sequences are constants")]

use std::collections::BTreeMap;

use hookwright::inbox::{Item, Newest, TakeRequest, Taken};
use serde_json::{Value, json};

use super::item_sequences::{Held, Op, Step, random, written};

/// The lease of all requests, in milliseconds.
pub(super) const LEASE_MS: u64 = 30_000;

/// How long the sender may repeat each event, in milliseconds.
pub(super) const KEEP_MS: u64 = 3_600_000;

/// The time of the first step, in milliseconds since the epoch.
const START_MS: i64 = 1_800_000_000_000;

/// The file `inbox.json`.
pub(crate) fn inbox() -> String {
    let mut tests: Vec<(String, Vec<Step>)> = written();
    tests.extend((1..=16).map(|seed| (format!("random-{seed}"), random(seed))));
    let tests: Vec<String> = tests.iter().map(|(id, steps)| test(id, steps)).collect();
    let notes = json!({
        "purpose": "The answers that every inbox gives. The state machine is hookwright::inbox::Item.",
        "atMs": "The time of a step. An inbox for the tests takes it instead of the time of its clock.",
        "key": "The item that a step is about. A test gives each key an endpoint of its own, so that a take can get only this item.",
        "fence": "The fence of the take that the step is about.",
        "maxAttempts": "The limit of attempts. Without it, they are not limited.",
        "list": "The item as it is listed, or null if there is none.",
        "newest": "The position of the newest handled event of an object, or null if none is known.",
        "prune": "The answer lists the keys that are deleted.",
        "leaseMs and keepMs": "The same in all requests."
    });
    format!(
        "{{\n \"notes\": {notes},\n \"leaseMs\": {LEASE_MS},\n \"keepMs\": {KEEP_MS},\n \"numberOfTests\": {},\n \"tests\": [\n{}\n ]\n}}\n",
        tests.len(),
        tests.join(",\n")
    )
}

fn test(id: &str, steps: &[Step]) -> String {
    let mut inbox = Inbox::default();
    let steps: Vec<String> = steps.iter().map(|step| format!("   {}", inbox.run(step))).collect();
    format!("  {{ \"id\": \"{id}\", \"steps\": [\n{}\n  ] }}", steps.join(",\n"))
}

#[derive(Default)]
struct Inbox {
    items: BTreeMap<&'static str, Item>,
    newest: BTreeMap<&'static str, Newest>,
    /// The items and fences of the takes that were granted, in order.
    taken: Vec<(&'static str, u64)>,
}

impl Inbox {
    /// Runs a step, and returns it with its answer.
    fn run(&mut self, step: &Step) -> Value {
        let now_ms = START_MS + step.after_ms;
        let mut line = json!({ "atMs": now_ms, "op": step.op.name() });
        match step.op {
            Op::Newest(object) => {
                line["object"] = json!(object);
                line["answer"] = json!(self.newest.get(object).and_then(|newest| newest.position(now_ms)));
                return line;
            }
            Op::Prune(older_than_ms) => {
                let is_deleted =
                    |(key, item): (&&'static str, &mut Item)| item.prune(older_than_ms, now_ms).then_some(*key);
                line["olderThanMs"] = json!(older_than_ms);
                line["answer"] = json!(self.items.iter_mut().filter_map(is_deleted).collect::<Vec<_>>());
                return line;
            }
            _ => line["key"] = json!(step.key),
        }
        let fence = self.fence(step);
        let item = self.items.entry(step.key).or_default();
        let token = step.token;
        line["answer"] = match step.op {
            Op::Add => json!(item.add(KEEP_MS, now_ms)),
            Op::List => listed(item),
            Op::Replay => json!(item.replay(now_ms)),
            Op::Take(max_attempts) => {
                line["token"] = json!(token);
                if let Some(limit) = max_attempts {
                    line["maxAttempts"] = json!(limit);
                }
                let answer = item.take(&TakeRequest { token, lease_ms: LEASE_MS, max_attempts }, now_ms);
                if let Taken::Working { fence, .. } = answer {
                    self.taken.push((step.key, fence));
                }
                taken(item, answer)
            }
            _ => {
                line["token"] = json!(token);
                line["fence"] = json!(fence);
                json!(match step.op {
                    Op::Complete(order) => {
                        if let Some((object, position)) = order {
                            line["order"] = json!({ "object": object, "position": position });
                            self.newest.entry(object).or_default().note(position, KEEP_MS, now_ms);
                        }
                        item.complete(token, fence, now_ms)
                    }
                    Op::Retry(delay_ms) => {
                        line["delayMs"] = json!(delay_ms);
                        item.retry(token, fence, delay_ms, now_ms)
                    }
                    Op::Defer(delay_ms) => {
                        line["delayMs"] = json!(delay_ms);
                        item.defer(token, fence, delay_ms, now_ms)
                    }
                    Op::Bury => item.bury(token, fence, now_ms),
                    Op::Release => item.release(token, fence, now_ms),
                    _ => item.renew(token, fence, LEASE_MS, now_ms),
                })
            }
        };
        line
    }

    fn fence(&self, step: &Step) -> u64 {
        match step.held {
            Held::Nth(index) => self.taken[index].1,
            Held::Last => self.taken.iter().rev().find(|(key, _)| *key == step.key).map_or(0, |(_, fence)| *fence),
            Held::Fence(fence) => fence,
        }
    }
}

fn taken(item: &Item, answer: Taken) -> Value {
    let (Taken::Working { fence, attempt }, Some(history)) = (answer, item.history()) else { return json!(answer) };
    let (deferrals, first_ms) = (history.deferrals, history.first_ms);
    json!({ "state": "working", "fence": fence, "attempts": attempt, "deferrals": deferrals, "firstAtMs": first_ms })
}

fn listed(item: &Item) -> Value {
    let Some(history) = item.history() else { return Value::Null };
    let (state, due_ms, ended_ms) = match item {
        Item::Queued { due_ms, .. } => ("queued", Some(due_ms), None),
        Item::Handled { ended_ms, .. } => ("handled", None, Some(ended_ms)),
        Item::Dead { ended_ms, .. } => ("dead", None, Some(ended_ms)),
        Item::Working { .. } | Item::Absent => ("working", None, None),
    };
    json!({
        "state": state,
        "attempts": history.attempts,
        "deferrals": history.deferrals,
        "dueAtMs": due_ms,
        "endedAtMs": ended_ms,
    })
}
