//! The sender's reaction to a response.

use hookwright::http::Headers;
use hookwright::retry::{Anchor, EndedAttempt, NextAction, Plan, Policy, RetryAfter, Schedule, parse_retry_after};
use hookwright::retry::{Outcome, TransportError};
use hookwright::time::{format_duration, format_rfc3339};

use serde::{Deserialize, Serialize};

use super::facts::reason;
use crate::model::choice::{Named as _, choices};
use crate::model::fields;

choices! {
    /// The outcome of an attempt.
    #[derive(Default)]
    pub(crate) enum AnswerOutcome {
        /// A response with a status.
        #[default]
        Status: "status", "A response";
        Timeout: "timeout", "Timeout";
        Connection: "connection", "No connection";
        Dns: "dns", "Host not found";
        Tls: "tls", "Invalid certificate";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct AnswerForm {
    /// The number of the attempt, from 1.
    #[serde(rename = "attempt")]
    pub(crate) number: u32,
    pub(crate) outcome: AnswerOutcome,
    /// The status as typed.
    pub(crate) status: String,
    /// The value of `Retry-After` as typed.
    pub(crate) retry_after: String,
    /// Other headers, one per line. They may be from a real response.
    #[serde(skip)]
    pub(crate) headers: String,
}

impl Default for AnswerForm {
    fn default() -> Self {
        Self {
            number: 1,
            outcome: AnswerOutcome::Status,
            status: "503".into(),
            retry_after: "120".into(),
            headers: String::new(),
        }
    }
}

/// The sender's reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// The event has been delivered.
    Delivered,
    Retried,
    GivenUp,
    Disabled,
    /// The form does not describe a response.
    Unclear,
}

/// The sender's reaction, with its description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reaction {
    /// The sender's reaction.
    pub(crate) next: NextStep,
    /// One or two words.
    pub(crate) title: &'static str,
    /// A description in sentences.
    pub(crate) detail: String,
}

impl AnswerForm {
    /// Reads a typed attempt number.
    ///
    /// # Errors
    /// Returns a message if the plan does not have this attempt.
    pub(crate) fn read_number(text: &str, plan: Option<&Plan>) -> Result<u32, String> {
        let complete = plan.filter(|plan| !plan.is_cut);
        let last = complete.and_then(|plan| plan.attempts.last()).map_or(u32::MAX, |attempt| attempt.number);
        text.trim().parse().ok().filter(|number| (1..=last).contains(number)).ok_or_else(|| match last {
            1 => "the policy has only attempt 1".into(),
            u32::MAX => "write the number of an attempt, from 1".into(),
            _ => format!("the policy has attempts 1 to {last}"),
        })
    }

    /// Returns the problem of the status, if a response is described and its status is not valid.
    pub(crate) fn status_problem(&self) -> Option<&'static str> {
        self.outcome().is_none().then_some("a status is a number from 100 to 599")
    }

    /// Returns the attempt number, limited to those of the plan.
    pub(crate) fn number(&self, plan: &Plan) -> u32 {
        let last = plan.attempts.last().map_or(1, |attempt| attempt.number);
        self.number.clamp(1, last)
    }

    /// Returns the sender's reaction. `seed` determines the jitter; without one, the wait is described by its bounds.
    pub(crate) fn reaction(&self, policy: &Policy, plan: &Plan, start_ms: i64, seed: Option<u64>) -> Reaction {
        let Some(outcome) = self.outcome() else {
            let detail = self.status_problem().unwrap_or_default().into();
            return Reaction { next: NextStep::Unclear, title: "No valid response", detail };
        };
        let number = self.number(plan);
        let attempt = plan.attempts.iter().find(|attempt| attempt.number == number);
        let now_ms = attempt.and_then(|attempt| attempt.at_ms).unwrap_or(start_ms);
        let headers = self.headers();
        let ended = EndedAttempt { number, first_ms: start_ms, now_ms, outcome, headers: &headers };
        let why = |code| format!("After attempt {number}: {}.", reason(code));
        match policy.next(&ended, seed.unwrap_or(0)) {
            NextAction::Succeed { reason } => {
                Reaction { next: NextStep::Delivered, title: "Delivered", detail: why(reason) }
            }
            NextAction::Stop { reason } => Reaction { next: NextStep::GivenUp, title: "Given up", detail: why(reason) },
            NextAction::Disable { reason } => {
                let detail = format!("{} The endpoint receives no more deliveries.", why(reason));
                Reaction { next: NextStep::Disabled, title: "Endpoint disabled", detail }
            }
            NextAction::Retry { delay_ms, at_ms, throttled } => {
                let when = self.when(policy, &ended, seed, delay_ms, at_ms);
                let slower = if throttled { " Until then the endpoint receives fewer deliveries." } else { "" };
                let asked = requested_wait(policy, &headers, now_ms, number);
                let detail = format!("Attempt {} is due {when}.{slower}{asked}", number + 1);
                Reaction { next: NextStep::Retried, title: "Retried", detail }
            }
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        if let Some(error) = TransportError::find(self.outcome.id()) {
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

    /// Describes the time of the next attempt, as far as it is known.
    fn when(&self, policy: &Policy, ended: &EndedAttempt<'_>, seed: Option<u64>, delay_ms: u64, at_ms: i64) -> String {
        if matches!(policy.schedule, Schedule::Unpublished { .. }) {
            return "at a time that the sender does not publish".into();
        }
        let read = policy.reading.classify(ended.outcome, ended.headers, ended.now_ms);
        let bounds =
            policy.delay_range(ended.number.saturating_add(1)).filter(|_| policy.anchor == Anchor::AfterPrevious);
        let bounds =
            bounds.map(|wait| [wait.least_ms, wait.most_ms].map(|ms| policy.reading.delay_ms(ms, read.retry_after_ms)));
        match bounds {
            Some([least, most]) if seed.is_none() && least < most => {
                format!("after {} to {}, depending on the jitter", format_duration(least), format_duration(most))
            }
            _ if delay_ms == 0 => format!("immediately, at {}", format_rfc3339(at_ms)),
            _ => format!("after {}, at {}", format_duration(delay_ms), format_rfc3339(at_ms)),
        }
    }
}

/// Describes the effect of `Retry-After`.
fn requested_wait(policy: &Policy, headers: &Headers, now_ms: i64, number: u32) -> String {
    let Some(text) = headers.get("retry-after").next() else { return String::new() };
    let Some(asked_ms) = parse_retry_after(text, now_ms) else {
        return format!(" `Retry-After: {text}` cannot be read and is ignored.");
    };
    let asked = format_duration(asked_ms);
    let scheduled = policy.delay_range(number.saturating_add(1));
    match policy.reading.retry_after {
        RetryAfter::Ignored => format!(" `Retry-After` asks for {asked} and is ignored."),
        RetryAfter::Later { most_ms, .. } if asked_ms > most_ms => {
            format!(" `Retry-After` asks for {asked}, which is limited to {}.", format_duration(most_ms))
        }
        _ if scheduled.is_some_and(|wait| wait.least_ms >= asked_ms) => {
            format!(" `Retry-After` asks for {asked}, but the scheduled wait is longer.")
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

    fn reaction(id: &str, change: impl FnOnce(&mut AnswerForm)) -> Reaction {
        let mut form = AnswerForm::default();
        change(&mut form);
        let policy = find_policy(id).unwrap();
        form.reaction(policy, &plan(policy, START), START, None)
    }

    #[test]
    fn reports_whether_retry_after_is_used() {
        let kit = reaction("kit", |_| {});
        assert_eq!((kit.next, kit.title), (NextStep::Retried, "Retried"));
        assert_eq!(kit.detail, "Attempt 2 is due after 2 min, at 2026-01-15T12:02:00Z. `Retry-After` asks for 2 min.");
        let slack = reaction("slack", |form| form.number = 2);
        assert_eq!(
            slack.detail,
            "Attempt 3 is due after 1 min, at 2026-01-15T12:01:00Z. `Retry-After` asks for 2 min and is ignored."
        );
        assert!(reaction("kit", |form| form.retry_after = "999999".into()).detail.contains("limited to 1 d"));
        assert!(reaction("kit", |form| form.number = 4).detail.contains("scheduled wait is longer"));
        assert!(reaction("kit", |form| form.retry_after = "soon".into()).detail.contains("cannot be read"));
    }

    #[test]
    fn the_policy_decides_on_statuses_headers_and_missing_answers() {
        let with = |status: &str| {
            let status = status.to_owned();
            move |form: &mut AnswerForm| form.status = status
        };
        assert_eq!(reaction("standard", with("204")).next, NextStep::Delivered);
        assert_eq!(reaction("standard", with("410")).next, NextStep::Disabled);
        assert!(reaction("standard", with("429")).detail.contains("fewer deliveries"));
        assert_eq!(reaction("ashby", with("403")).next, NextStep::GivenUp);
        assert_eq!(reaction("kit", with("abc")).next, NextStep::Unclear);
        assert_eq!(reaction("slack", |form| form.headers = "x-slack-no-retry: 1".into()).next, NextStep::GivenUp);
        assert_eq!(reaction("slack", |form| form.outcome = AnswerOutcome::Dns).next, NextStep::Retried);
        let last = reaction("slack", |form| form.number = 99);
        assert_eq!(
            (last.next, last.detail.as_str()),
            (NextStep::GivenUp, "After attempt 4: the policy has no attempts left.")
        );
    }

    #[test]
    fn attempt_numbers_are_those_of_the_plan() {
        let slack = plan(find_policy("slack").unwrap(), START);
        let read = |text: &str| AnswerForm::read_number(text, Some(&slack));
        assert_eq!((read(" 4 "), read("1")), (Ok(4), Ok(1)));
        for wrong in ["x", "", "0", "-1", "5", "99"] {
            assert_eq!(read(wrong), Err("the policy has attempts 1 to 4".into()), "{wrong}");
        }
        let github = plan(find_policy("github").unwrap(), START);
        assert_eq!(AnswerForm::read_number("2", Some(&github)), Err("the policy has only attempt 1".into()));
        let stripe = plan(find_policy("stripe").unwrap(), START);
        assert_eq!(AnswerForm::read_number("3", Some(&stripe)), Ok(3), "the number of attempts is not published");
        assert!(AnswerForm::read_number("0", None).is_err() && AnswerForm::read_number("7", None) == Ok(7));
    }

    #[test]
    fn describes_unpublished_and_random_waits_as_such() {
        assert!(reaction("stripe", |_| {}).detail.contains("does not publish"));
        let jittered = reaction("svix-server", |form| (form.retry_after = String::new(), form.number = 3).0);
        assert_eq!(jittered.detail, "Attempt 4 is due after 24 min to 36 min, depending on the jitter.");
        for policy in policies() {
            for number in [1, 2, 50] {
                let form = AnswerForm { number, ..AnswerForm::default() };
                assert!(!form.reaction(policy, &plan(policy, START), START, Some(7)).detail.is_empty());
            }
        }
    }
}
