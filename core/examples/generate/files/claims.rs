//! The test vectors of stores of claims: sequences of operations, and the answers of the state machine in the core.

#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "the sequences are constants")]

use std::collections::BTreeMap;

use hookwright::inbox::{Claim, ClaimRequest, Entry, Newest};
use serde_json::{Value, json};

use super::claim_sequences::{Held, Op, Step, random, written};

/// The lease of all requests, in milliseconds.
pub(super) const LEASE_MS: u64 = 30_000;

/// How long entries are kept, in milliseconds. Longer than a run of the tests, because stores may use the time of their
/// server to delete entries.
pub(super) const KEEP_MS: u64 = 3_600_000;

/// The time of the first step, in milliseconds since the epoch.
pub(super) const START_MS: i64 = 1_800_000_000_000;

/// The file `claims.json`.
pub(crate) fn claims() -> String {
    let mut tests: Vec<(String, Vec<Step>)> = written().into_iter().map(|(id, steps)| (id.to_owned(), steps)).collect();
    tests.extend((1..=24).map(|seed| (format!("random-{seed}"), random(seed))));
    let tests: Vec<String> = tests.iter().map(|(id, steps)| test(id, steps)).collect();
    let notes = json!({
        "purpose": "The answers that every store of claims gives. The state machine is hookwright::inbox.",
        "atMs": "The time of a step. A store for the tests takes it instead of the time of its clock.",
        "fence": "The fence of the claim that `renew`, `complete` and `release` are about.",
        "leaseMs and keepMs": "The same in all requests."
    });
    format!(
        "{{\n \"notes\": {notes},\n \"leaseMs\": {LEASE_MS},\n \"keepMs\": {KEEP_MS},\n \"numberOfTests\": {},\n \"tests\": [\n{}\n ]\n}}\n",
        tests.len(),
        tests.join(",\n")
    )
}

fn test(id: &str, steps: &[Step]) -> String {
    let mut store = Store::default();
    let steps: Vec<String> = steps.iter().map(|step| format!("   {}", store.run(step))).collect();
    format!("  {{ \"id\": \"{id}\", \"steps\": [\n{}\n  ] }}", steps.join(",\n"))
}

/// A store that keeps everything. It never deletes an entry, because the state machine answers as if it had.
#[derive(Default)]
struct Store {
    entries: BTreeMap<&'static str, Entry>,
    newest: BTreeMap<&'static str, Newest>,
    /// The fences of the claims that were granted, in order.
    fences: Vec<u64>,
}

impl Store {
    /// Runs a step, and returns it with its answer.
    fn run(&mut self, step: &Step) -> Value {
        let now_ms = START_MS + step.after_ms;
        let entry = self.entries.entry(step.key).or_default();
        let mut line = json!({ "atMs": now_ms, "op": step.op.name(), "key": step.key, "token": step.token });
        if let Some((object, position)) = step.order {
            line["order"] = json!({ "object": object, "position": position });
        }
        let position = step.order.map(|(_, position)| position);
        if matches!(step.op, Op::Claim) {
            let newest = step.order.and_then(|(object, _)| self.newest.get(object)?.position(now_ms));
            let request = ClaimRequest { token: step.token, lease_ms: LEASE_MS, keep_ms: KEEP_MS, position };
            let answer = entry.claim(&request, newest, now_ms);
            if let Claim::Claimed { fence } = answer {
                self.fences.push(fence);
            }
            line["answer"] = json!(answer);
            return line;
        }
        let fence = match step.held {
            Held::Nth(index) => self.fences[index],
            Held::Last => self.fences.last().copied().unwrap_or_default(),
            Held::Fence(fence) => fence,
        };
        line["fence"] = json!(fence);
        let answer = match step.op {
            Op::Renew => entry.renew(step.token, fence, LEASE_MS, KEEP_MS, now_ms),
            Op::Complete => {
                if let Some((object, position)) = step.order {
                    self.newest.entry(object).or_default().note(position, KEEP_MS, now_ms);
                }
                entry.complete(step.token, fence, KEEP_MS, now_ms)
            }
            Op::Release | Op::Claim => entry.release(step.token, fence, KEEP_MS, now_ms),
        };
        line["answer"] = json!(answer);
        line
    }
}
