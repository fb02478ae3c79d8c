//! The results of a check. Each is computed once per change, regardless of how many views read it.

use hookwright::problem::Problem;

use super::fields::CheckFields;
use super::large;
use super::model::form::{CheckForm, Outcome};
use super::model::verdict::{CoveredPart, HandshakeResponse, Match, Remote, Verdict};
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::public_keys::other_secret;
use crate::state::remote::unless_missing;
use crate::ui::findings::{Tone, VerdictText};

/// The results of the check form.
#[derive(Clone, Copy)]
pub(crate) struct CheckResults {
    pub(crate) scheme: ErasedMemo<SchemeChoice>,
    /// The outcome, from which the other results are derived.
    pub(crate) outcome: ErasedMemo<Outcome>,
    /// The verdict as text.
    pub(crate) verdict: ErasedMemo<VerdictText>,
    /// Whether the age of the delivery is the only reason for its rejection.
    pub(crate) is_only_age: ErasedMemo<bool>,
    /// The problems of the fields.
    pub(crate) problems: ErasedMemo<Vec<Problem>>,
    /// The response to a handshake.
    pub(crate) response: ErasedMemo<Option<HandshakeResponse>>,
    /// Is set to check again after time has passed.
    pub(crate) later: Field<u32>,
}

impl CheckResults {
    /// Derives the results from a form. `now_ms` returns the current time.
    ///
    /// With `large`, the worker checks deliveries with large bodies.
    pub(crate) fn new(
        form: CheckFields,
        custom: ErasedMemo<CustomScheme>,
        now_ms: fn() -> i64,
        large: Option<CustomSchemeState>,
    ) -> Self {
        let later = Field::new(0);
        let outcome = memo(move || {
            later.track();
            let now_ms = now_ms();
            let outcome = || custom.with(|custom| form.with(|form| checked(form, custom, now_ms, large)));
            unless_missing(outcome).unwrap_or_else(CheckForm::checking)
        });
        Self {
            scheme: memo(move || form.scheme.get()),
            outcome,
            verdict: memo(move || outcome.with(|outcome| text(&outcome.verdict))),
            is_only_age: memo(move || {
                outcome.with(|outcome| matches!(outcome.verdict, Verdict::Rejected { is_only_age: true, .. }))
            }),
            problems: memo(move || outcome.with(|outcome| outcome.problems.clone())),
            response: memo(move || outcome.with(|outcome| outcome.response.clone())),
            later,
        }
    }
}

/// Checks a delivery, in the worker if that takes long or needs its code.
pub(crate) fn checked(
    form: &CheckForm,
    custom: &CustomScheme,
    now_ms: i64,
    large: Option<CustomSchemeState>,
) -> Outcome {
    let in_worker = |is_usable| large.map_or(Remote::Pending, |large| large::findings(large, form, now_ms, is_usable));
    let is_remote = large.is_some() && form.is_for_worker(custom);
    if !is_remote {
        large::stop();
    }
    form.outcome_by(custom, now_ms, other_secret, is_remote.then_some(&in_worker))
}

fn text(verdict: &Verdict) -> VerdictText {
    match verdict {
        Verdict::Waiting => {
            VerdictText::new(Tone::Neutral, "Nothing to check yet", "Paste a delivery, or choose an example")
        }
        Verdict::Checking => VerdictText::new(Tone::Neutral, "Checking…", "The result is shown here in a moment"),
        Verdict::Handshake => {
            let detail = "This handshake is unsigned by design: the sender expects the response below";
            VerdictText::new(Tone::Neutral, "Handshake", detail)
        }
        Verdict::Accepted(Match { number, of, id, signed, covers }) => {
            let secret = if *of == 1 { "The secret".into() } else { format!("Secret {number} of {of}") };
            let what = match covers {
                CoveredPart::All => "matches exactly these bytes",
                CoveredPart::Part => "matches the signed values; the rest of the body is not covered",
                CoveredPart::Nothing => "was sent with the delivery; it does not protect the body",
            };
            let facts = [("Id", id), ("Signed", signed)];
            let facts = facts.into_iter().filter_map(|(term, value)| Some((term, value.clone()?))).collect();
            VerdictText { facts, ..VerdictText::new(Tone::Good, "Accepted", format!("{secret} {what}")) }
        }
        Verdict::Rejected { code, message, .. } => {
            VerdictText { code: Some(code), ..VerdictText::new(Tone::Bad, "Rejected", message.as_str()) }
        }
        Verdict::Undecided { code, message } => {
            VerdictText { code: Some(code), ..VerdictText::new(Tone::Doubtful, "Cannot be checked", message.as_str()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::{GetUntracked as _, RwSignal, UpdateUntracked as _};
    use leptos::reactive::owner::Owner;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// The number of computed outcomes: each one reads the clock once.
    static COMPUTED: AtomicUsize = AtomicUsize::new(0);

    fn clock() -> i64 {
        COMPUTED.fetch_add(1, Ordering::Relaxed);
        1_768_478_400_000
    }

    /// Reads every result as often as the views do: the verdict five times, the others once.
    fn read(results: &CheckResults) {
        for _ in 0..5 {
            results.verdict.get_untracked();
        }
        results.outcome.get_untracked();
        results.is_only_age.get_untracked();
        results.problems.get_untracked();
        results.response.get_untracked();
    }

    #[test]
    fn a_change_computes_the_outcome_once() {
        let owner = Owner::new();
        owner.set();
        let form = CheckFields::new(CheckForm { secrets: "secret".into(), ..CheckForm::default() });
        let results = CheckResults::new(form, memo(|| Err(Vec::new())), clock, None);
        read(&results);
        assert_eq!(COMPUTED.load(Ordering::Relaxed), 1);
        for (number, text) in ["{", "{}", "{} "].into_iter().enumerate() {
            form.body.text.set(text.into());
            read(&results);
            assert_eq!(COMPUTED.load(Ordering::Relaxed), number + 2, "after typing `{text}`");
        }
        read(&results);
        assert_eq!(COMPUTED.load(Ordering::Relaxed), 4, "without a change");
    }

    #[test]
    fn a_change_of_one_field_does_not_affect_the_others() {
        let owner = Owner::new();
        owner.set();
        let form = CheckFields::new(CheckForm::default());
        let computed = RwSignal::new(0);
        let headers = memo(move || {
            computed.update_untracked(|computed| *computed += 1);
            form.headers.with(|headers| headers.len())
        });
        assert_eq!(headers.get_untracked(), 0);
        form.body.text.set("{}".into());
        form.secrets.set("secret".into());
        assert_eq!((headers.get_untracked(), computed.get_untracked()), (0, 1));
        form.headers.set("A: 1".into());
        assert_eq!((headers.get_untracked(), computed.get_untracked()), (4, 2));
        form.update(|form| form.load(CheckForm::default()));
        assert_eq!((headers.get_untracked(), computed.get_untracked()), (0, 3));
        form.update(|form| form.secrets = "other".into());
        assert_eq!((headers.get_untracked(), computed.get_untracked()), (0, 3), "only the fields that differ change");
    }
}
