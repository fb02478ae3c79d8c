//! The provider's retries.

use hookwright::catalog::Provider;
use hookwright::provenance::Confidence;
use hookwright::retry::{Plan, PlannedAttempt, plan};
use leptos::prelude::*;

use super::fields::EventFields;
use crate::model::words::rounded;
use crate::panels::retries::model::summary::sentence_of;
use crate::reactive::{State as _, dynamic, flag, memo, text};

/// A table of the attempts in the provider's retry policy. The sample of another sender has none.
#[component]
pub(crate) fn RetryPlan(form: EventFields) -> impl IntoView {
    let provider = memo(move || form.provider.get());
    view! {
        <details class="card more retries" hidden=flag(move || form.sender.with(|sender| !sender.is_empty()))>
            <summary>"If your receiver is down: retries of "{text(move || provider.get().name.into())}</summary>
            {dynamic(move || table(provider.get()))}
        </details>
    }
}

fn table(provider: &Provider) -> AnyView {
    let plan = plan(provider.policy, 0);
    let row =
        |[number, wait, elapsed]: [String; 3]| view! { <tr><td>{number}</td><td>{wait}</td><td>{elapsed}</td></tr> };
    let rows = rows(&plan).into_iter().map(row).collect_view();
    let is_assumed = plan.confidence == Confidence::Assumed;
    view! {
        <p>{sentence_of(&plan)} {is_assumed.then(|| view! { " " <span class="badge assumed">"assumed"</span> })}</p>
        <table>
            <thead>
                <tr><th scope="col">"Attempt"</th><th scope="col">"Wait"</th><th scope="col">"After the first"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Returns the rows of the table: attempt number, wait since the previous attempt, and time since the first one.
fn rows(plan: &Plan) -> Vec<[String; 3]> {
    let since_first = |at_ms: i64| rounded(u64::try_from(at_ms).unwrap_or(0));
    let row = |attempt: &PlannedAttempt| {
        let wait = match attempt.delay_ms {
            None => "not published".into(),
            Some(0) => "immediately".into(),
            Some(delay_ms) => rounded(delay_ms),
        };
        let elapsed = match (attempt.at_ms, attempt.latest_ms) {
            (Some(at_ms), _) => since_first(at_ms),
            (None, Some(latest_ms)) => format!("within {}", since_first(latest_ms)),
            (None, None) => "not published".into(),
        };
        [wait, elapsed]
    };
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut first = 0;
    for attempt in &plan.attempts {
        let [wait, elapsed] = row(attempt);
        match rows.last_mut() {
            // Attempts of which nothing is published are one row.
            Some([numbers, same_wait, same_elapsed])
                if attempt.delay_ms.is_none() && *same_wait == wait && *same_elapsed == elapsed =>
            {
                *numbers = format!("{first}–{}", attempt.number);
            }
            _ => {
                first = attempt.number;
                rows.push([first.to_string(), wait, elapsed]);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    fn rows_of(provider: &str) -> Vec<[String; 3]> {
        rows(&plan(catalog::find(provider).unwrap().policy, 0))
    }

    #[test]
    fn attempts_have_their_wait_and_the_time_since_the_first() {
        let generic = rows_of("generic");
        assert_eq!((generic[0][0].as_str(), generic[0][1].as_str()), ("1", "immediately"));
        assert_eq!(generic[4], ["5", "2 h", "2 h 36 min"]);
        assert_eq!(rows_of("awell")[15], ["16", "9 h 6 min", "18 h 12 min"]);
        assert_eq!(rows_of("well")[1..], [["2–4", "not published", "not published"]]);
        let stripe = rows(&plan(catalog::find_policy("stripe").unwrap(), 0));
        assert_eq!(stripe[1][1..], ["not published", "within 3 d"]);
    }
}
