//! Trying out an answer: what the sender would do about it, and when.

use hookwright::http::Headers;
use hookwright::retry::{Action, Anchor, Ended, Plan, Policy, RetryAfter, Schedule, parse_retry_after};
use hookwright::retry::{Outcome, TransportError};
use hookwright::time::{format_duration, format_rfc3339};

use super::reading::reason;
use crate::model::fields;

/// What can come of an attempt, with its words on the page. The first is an answer with a status.
pub(crate) const OUTCOMES: &[(&str, &str)] = &[
    ("status", "An answer"),
    ("timeout", "No answer in time"),
    ("connection", "No connection"),
    ("dns", "Host not found"),
    ("tls", "Certificate not valid"),
];

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnswerForm {
    /// Which attempt was answered, from 1.
    pub(crate) number: u32,
    /// What came of it: a name of [`OUTCOMES`].
    pub(crate) outcome: &'static str,
    /// The status, as it is typed.
    pub(crate) status: String,
    /// `Retry-After`, as it is typed.
    pub(crate) retry_after: String,
    /// The other header fields, as a block of lines.
    pub(crate) headers: String,
}

impl Default for AnswerForm {
    fn default() -> Self {
        Self { number: 1, outcome: "status", status: "503".into(), retry_after: "120".into(), headers: String::new() }
    }
}

/// What the sender does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Taken,
    TriedAgain,
    GivenUp,
    Disabled,
    /// What was typed is no answer.
    Unclear,
}

/// The same in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// What the sender does.
    pub(crate) reply: Reply,
    /// In a word or two.
    pub(crate) title: &'static str,
    /// As sentences.
    pub(crate) detail: String,
}

impl AnswerForm {
    /// Chooses what came of the attempt.
    pub(crate) fn choose(&mut self, name: &str) {
        self.outcome = OUTCOMES.iter().map(|(known, _)| *known).find(|known| *known == name).unwrap_or("status");
    }

    /// The attempt that was answered: one that the plan has.
    pub(crate) fn number(&self, plan: &Plan) -> u32 {
        let last = plan.attempts.last().map_or(1, |attempt| attempt.number);
        self.number.clamp(1, last)
    }

    /// What the sender does about it. `seed` draws the wait; without one, its bounds are told.
    pub(crate) fn said(&self, policy: &Policy, plan: &Plan, start_ms: i64, seed: Option<u64>) -> Said {
        let Some(outcome) = self.outcome() else {
            let detail = "A status is a number from 100 to 599.".into();
            return Said { reply: Reply::Unclear, title: "No answer yet", detail };
        };
        let number = self.number(plan);
        let attempt = plan.attempts.iter().find(|attempt| attempt.number == number);
        let now_ms = attempt.and_then(|attempt| attempt.at_ms).unwrap_or(start_ms);
        let headers = self.headers();
        let ended = Ended { number, first_ms: start_ms, now_ms, outcome, headers: &headers };
        let why = |code| format!("After attempt {number}: {}.", reason(code));
        match policy.next(&ended, seed.unwrap_or(0)) {
            Action::Succeed { reason } => Said { reply: Reply::Taken, title: "Taken", detail: why(reason) },
            Action::Stop { reason } => Said { reply: Reply::GivenUp, title: "Given up", detail: why(reason) },
            Action::Disable { reason } => {
                let detail = format!("{} The endpoint gets nothing more.", why(reason));
                Said { reply: Reply::Disabled, title: "Endpoint disabled", detail }
            }
            Action::Retry { delay_ms, at_ms, throttled } => {
                let when = self.when(policy, &ended, seed, delay_ms, at_ms);
                let slower = if throttled { " Until then the endpoint gets fewer deliveries." } else { "" };
                let asked = asked(policy, &headers, now_ms, number);
                let detail = format!("Attempt {} comes {when}.{slower}{asked}", number + 1);
                Said { reply: Reply::TriedAgain, title: "Tried again", detail }
            }
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        if let Some(error) = TransportError::find(self.outcome) {
            return Some(Outcome::Failed(error));
        }
        let status = self.status.trim().parse::<u16>().ok()?;
        (100..=599).contains(&status).then_some(Outcome::Answered(status))
    }

    fn headers(&self) -> Headers {
        let (given, _) = fields::headers(&self.headers, "");
        let asked = Some(self.retry_after.trim()).filter(|text| !text.is_empty());
        asked.map(|text| ("Retry-After", text)).into_iter().chain(given.iter()).collect()
    }

    /// When the next attempt comes, in words that claim no more than is known.
    fn when(&self, policy: &Policy, ended: &Ended<'_>, seed: Option<u64>, delay_ms: u64, at_ms: i64) -> String {
        if matches!(policy.schedule, Schedule::Unpublished { .. }) {
            return "at a time that the sender does not publish".into();
        }
        let read = policy.reading.classify(ended.outcome, ended.headers, ended.now_ms);
        let bounds = policy.wait(ended.number.saturating_add(1)).filter(|_| policy.anchor == Anchor::AfterPrevious);
        let bounds =
            bounds.map(|wait| [wait.least_ms, wait.most_ms].map(|ms| policy.reading.wait_ms(ms, read.retry_after_ms)));
        match bounds {
            Some([least, most]) if seed.is_none() && least < most => {
                format!("after {} to {}, as the jitter falls", format_duration(least), format_duration(most))
            }
            _ if delay_ms == 0 => format!("at once, at {}", format_rfc3339(at_ms)),
            _ => format!("after {}, at {}", format_duration(delay_ms), format_rfc3339(at_ms)),
        }
    }
}

/// What became of the time that the receiver asked for.
fn asked(policy: &Policy, headers: &Headers, now_ms: i64, number: u32) -> String {
    let Some(text) = headers.get("retry-after").next() else { return String::new() };
    let Some(asked_ms) = parse_retry_after(text, now_ms) else {
        return format!(" `Retry-After: {text}` cannot be read, and nobody heeds it.");
    };
    let asked = format_duration(asked_ms);
    let scheduled = policy.wait(number.saturating_add(1));
    match policy.reading.retry_after {
        RetryAfter::Ignored => format!(" That `Retry-After` asks for {asked} changes nothing."),
        RetryAfter::Later { most_ms, .. } if asked_ms > most_ms => {
            format!(" `Retry-After` asks for {asked}, which is cut to {}.", format_duration(most_ms))
        }
        _ if scheduled.is_some_and(|wait| wait.least_ms >= asked_ms) => {
            format!(" `Retry-After` asks for {asked}; the schedule's wait is longer anyway.")
        }
        _ => format!(" `Retry-After` asks for {asked}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_policy, policies};
    use hookwright::retry::plan;

    const START: i64 = 1_768_478_400_000;

    fn said(id: &str, change: impl FnOnce(&mut AnswerForm)) -> Said {
        let mut form = AnswerForm::default();
        change(&mut form);
        let policy = find_policy(id).unwrap();
        form.said(policy, &plan(policy, START), START, None)
    }

    #[test]
    fn what_a_receiver_asks_for_is_heeded_or_said_not_to_be() {
        let kit = said("kit", |_| {});
        assert_eq!((kit.reply, kit.title), (Reply::TriedAgain, "Tried again"));
        assert_eq!(kit.detail, "Attempt 2 comes after 2 min, at 2026-01-15T12:02:00Z. `Retry-After` asks for 2 min.");
        let slack = said("slack", |form| form.number = 2);
        assert_eq!(
            slack.detail,
            "Attempt 3 comes after 1 min, at 2026-01-15T12:01:00Z. That `Retry-After` asks for 2 min changes nothing."
        );
        assert!(said("kit", |form| form.retry_after = "999999".into()).detail.contains("cut to 1 d"));
        assert!(said("kit", |form| form.number = 4).detail.contains("longer anyway"));
        assert!(said("kit", |form| form.retry_after = "soon".into()).detail.contains("cannot be read"));
    }

    #[test]
    fn statuses_headers_and_the_lack_of_an_answer_are_read_as_the_policy_says() {
        let with = |status: &str| {
            let status = status.to_owned();
            move |form: &mut AnswerForm| form.status = status
        };
        assert_eq!(said("standard", with("204")).reply, Reply::Taken);
        assert_eq!(said("standard", with("410")).reply, Reply::Disabled);
        assert!(said("standard", with("429")).detail.contains("fewer deliveries"));
        assert_eq!(said("ashby", with("403")).reply, Reply::GivenUp);
        assert_eq!(said("kit", with("abc")).reply, Reply::Unclear);
        assert_eq!(said("slack", |form| form.headers = "x-slack-no-retry: 1".into()).reply, Reply::GivenUp);
        assert_eq!(said("slack", |form| form.choose("dns")).reply, Reply::TriedAgain);
        let last = said("slack", |form| form.number = 99);
        assert_eq!(
            (last.reply, last.detail.as_str()),
            (Reply::GivenUp, "After attempt 4: the policy has no attempt left.")
        );
    }

    #[test]
    fn no_more_is_claimed_than_is_known() {
        assert!(said("stripe", |_| {}).detail.contains("does not publish"));
        let jittered = said("svix-server", |form| (form.retry_after = String::new(), form.number = 3).0);
        assert_eq!(jittered.detail, "Attempt 4 comes after 24 min to 36 min, as the jitter falls.");
        for policy in policies() {
            for number in [1, 2, 50] {
                let form = AnswerForm { number, ..AnswerForm::default() };
                assert!(!form.said(policy, &plan(policy, START), START, Some(7)).detail.is_empty());
            }
        }
    }
}
