//! Retry policies as Rust code.

use hookwright::retry::{Jitter, Policy, Reading, RetryAfter, Schedule, StopRules};

use super::layout::Code;
use super::tables::{Rows, number, option, text};

impl Rows {
    pub(super) fn policy(&mut self, policy: &Policy) -> Code {
        self.retry("Policy");
        let jitter = match policy.jitter {
            Jitter::PlusMinus { percent } => Code::text(format!("Jitter::PlusMinus {{ percent: {percent} }}")),
            Jitter::Additive { percent } => Code::text(format!("Jitter::Additive {{ percent: {percent} }}")),
            Jitter::None | Jitter::Full | Jitter::Equal => Code::text(format!("Jitter::{:?}", policy.jitter)),
        };
        self.retry("Jitter");
        self.retry("StopRules");
        let StopRules { max_attempts, max_elapsed_ms, deadline_ms } = policy.stop;
        let stop = Code::object(
            "StopRules {",
            [
                ("max_attempts", option(max_attempts, |attempts| number(attempts.into()))),
                ("max_elapsed_ms", option(max_elapsed_ms, number)),
                ("deadline_ms", option(deadline_ms, |ms| Code::text(ms.to_string()))),
            ],
        );
        let provenance = policy.provenance.as_ref().map(|provenance| self.provenance(provenance, Self::borrowed));
        Code::object(
            "Policy {",
            [
                ("id", self.borrowed(text(&policy.id))),
                ("schedule", self.schedule(&policy.schedule)),
                ("anchor", self.variant("retry", "Anchor", &policy.anchor)),
                ("cap_ms", option(policy.cap_ms, number)),
                ("jitter", jitter),
                ("stop", stop),
                ("reading", self.reading(&policy.reading)),
                ("timeout_ms", option(policy.timeout_ms, number)),
                ("delays", self.variant("provenance", "Confidence", &policy.delays)),
                ("provenance", option(provenance, |row| row)),
            ],
        )
    }

    fn schedule(&mut self, schedule: &Schedule) -> Code {
        self.retry("Schedule");
        let small = |value: u32| number(value.into());
        match schedule {
            Schedule::Table { delays_ms, repeat_last } => {
                let delays = Code::list("&[", delays_ms.iter().copied().map(number));
                let delays = self.borrowed(delays);
                let repeats = Code::text(repeat_last.to_string());
                Code::object("Schedule::Table {", [("delays_ms", delays), ("repeat_last", repeats)])
            }
            Schedule::Fixed { delay_ms } => Code::object("Schedule::Fixed {", [("delay_ms", number(*delay_ms))]),
            Schedule::Linear { base_ms, step_ms } => {
                Code::object("Schedule::Linear {", [("base_ms", number(*base_ms)), ("step_ms", number(*step_ms))])
            }
            Schedule::Exponential { base_ms, factor_per_mille } => Code::object(
                "Schedule::Exponential {",
                [("base_ms", number(*base_ms)), ("factor_per_mille", small(*factor_per_mille))],
            ),
            Schedule::Polynomial { base_ms, power } => {
                Code::object("Schedule::Polynomial {", [("base_ms", number(*base_ms)), ("power", small(*power))])
            }
            Schedule::Decorrelated { base_ms } => {
                Code::object("Schedule::Decorrelated {", [("base_ms", number(*base_ms))])
            }
            Schedule::Unpublished { within_ms, imitated_ms } => Code::object(
                "Schedule::Unpublished {",
                [("within_ms", option(*within_ms, number)), ("imitated_ms", number(*imitated_ms))],
            ),
            // The generated table does not compile with a variant that is missing here.
            other => Code::text(format!("{other:?}")),
        }
    }

    fn reading(&mut self, reading: &Reading) -> Code {
        self.retry("Reading");
        for (known, name) in [(Reading::PLAIN, "Reading::PLAIN"), (Reading::STANDARD, "Reading::STANDARD")] {
            if *reading == known {
                return Code::text(name);
            }
        }
        let statuses: Vec<Code> = reading
            .statuses
            .iter()
            .map(|rule| {
                self.retry("StatusRule");
                let means = self.variant("retry", "Reaction", &rule.means);
                let status = |status: u16| Code::text(status.to_string());
                Code::object("StatusRule {", [("from", status(rule.from)), ("to", status(rule.to)), ("means", means)])
            })
            .collect();
        let headers: Vec<Code> = reading
            .headers
            .iter()
            .map(|rule| {
                self.retry("HeaderRule");
                let means = self.variant("retry", "Reaction", &rule.means);
                Code::call("HeaderRule::new", [text(&rule.name), text(&rule.value), means])
            })
            .collect();
        self.retry("RetryAfter");
        let retry_after = match reading.retry_after {
            RetryAfter::Ignored => Code::text("RetryAfter::Ignored"),
            RetryAfter::Later { least_ms, most_ms } => {
                Code::object("RetryAfter::Later {", [("least_ms", number(least_ms)), ("most_ms", number(most_ms))])
            }
            RetryAfter::WithinSchedule { times } => {
                Code::object("RetryAfter::WithinSchedule {", [("times", number(times.into()))])
            }
        };
        Code::object(
            "Reading {",
            [
                ("statuses", self.borrowed(Code::list("&[", statuses))),
                ("headers", self.borrowed(Code::list("&[", headers))),
                ("retry_after", retry_after),
                ("no_answer", self.variant("retry", "Reaction", &reading.no_answer)),
                ("timeout", self.variant("retry", "Reaction", &reading.timeout)),
                ("throttled_least_ms", number(reading.throttled_least_ms)),
            ],
        )
    }
}
