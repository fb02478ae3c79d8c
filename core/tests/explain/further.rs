//! `explain` names the causes of the further corpus: many senders, every kind of mistake, and two mistakes at once.

use std::collections::BTreeMap;

use crate::explained::{check_discretion, diagnose, text};
use hookwright::explain::{Certainty, Diagnosis};
use serde_json::Value;

/// The number of cases of one kind, and how many were right.
#[derive(Clone, Copy, Default)]
struct Score {
    cases: usize,
    right: usize,
}

impl Score {
    fn count(&mut self, is_right: bool) {
        self.cases += 1;
        self.right += usize::from(is_right);
    }

    fn percent(self) -> f64 {
        f64::from(u32::try_from(self.right * 1000 / self.cases.max(1)).unwrap()) / 10.0
    }
}

fn named(diagnosis: &Diagnosis) -> String {
    let cause = |cause: &hookwright::explain::Cause| {
        let certainty = format!("{:?}", cause.certainty).to_lowercase();
        format!("{} {certainty}: {}", cause.code(), cause.evidence)
    };
    diagnosis.causes.iter().map(cause).collect::<Vec<_>>().join(" | ")
}

/// A set of codes that are right for a case: its causes, and others that are as right.
fn right_codes(test: &Value) -> Vec<&str> {
    let one = test["cause"].as_str();
    let several = test["causes"].as_array().into_iter().flatten().map(text);
    let accepted = test["accept"].as_array().into_iter().flatten().map(text);
    one.into_iter().chain(several).chain(accepted).collect()
}

/// Good deliveries with two fields of a list that were joined with a comma and a space, which `verify` does not read.
const JOINED: usize = 2;

#[test]
fn names_the_causes_of_the_further_corpus() {
    let corpus: Value = serde_json::from_str(include_str!("../../../tests/vectors/explain/further.json")).unwrap();
    let tests = corpus["tests"].as_array().unwrap();
    assert_eq!(corpus["numberOfTests"], tests.len());
    let mut kinds: BTreeMap<&str, Score> = BTreeMap::new();
    let [mut one, mut first, mut both, mut unknown, mut good] = [Score::default(); 5];
    let mut proven_wrong = Vec::new();
    for test in tests {
        let diagnosis = diagnose(test);
        check_discretion(test, &diagnosis);
        let (id, how, right) = (text(&test["id"]), text(&test["how"]), right_codes(test));
        let named_first = diagnosis.causes.first().map_or("good", |cause| cause.code());
        let is_right = right.contains(&named_first);
        let causes: Vec<&str> = test["causes"].as_array().into_iter().flatten().map(text).collect();
        // An accepted code can replace a cause of the same group.
        let group = |code: &str| code.split('_').next().map(String::from);
        let is_named = |code: &str| {
            let mut names = diagnosis.causes.iter().map(|cause| cause.code());
            names.any(|name| name == code || (right.contains(&name) && group(name) == group(code)))
        };
        let is_both = causes.iter().all(|code| is_named(code));
        match (test["cause"].as_str(), causes.len()) {
            (Some("good"), _) => good.count(is_right),
            (Some("unknown"), _) => unknown.count(is_right),
            (Some(_), _) => one.count(is_right),
            _ => {
                first.count(is_right);
                both.count(is_both);
            }
        }
        kinds.entry(test["cause"].as_str().unwrap_or("two mistakes")).or_default().count(is_right && is_both);
        if !is_right || !is_both {
            let wanted = right.join(" or ");
            println!("{id}: wanted {wanted}: {how}\n      {}", named(&diagnosis));
        }
        let is_proven = diagnosis.causes.first().is_some_and(|cause| cause.certainty == Certainty::Proven);
        if is_proven && !is_right {
            proven_wrong.push(id);
        }
    }
    for (kind, score) in &kinds {
        println!("{kind:26} {:>4} of {:>4}", score.right, score.cases);
    }
    for (what, score) in [
        ("one mistake: named first", one),
        ("two mistakes: one of them named first", first),
        ("two mistakes: both named", both),
        ("nothing explains it: unknown", unknown),
        ("good", good),
    ] {
        println!("{what}: {} of {}, {} %", score.right, score.cases, score.percent());
    }
    println!("proven and wrong: {} {proven_wrong:?}", proven_wrong.len());
    assert!(proven_wrong.is_empty() && good.right + JOINED >= good.cases);
    assert!(one.percent() >= 97.0 && first.percent() >= 97.0 && both.percent() >= 85.0 && unknown.percent() >= 98.0);
}
