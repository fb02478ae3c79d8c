//! The results of a check. Each is computed once per change, regardless of how many views read it.

use hookwright::problem::Problem;
use leptos::prelude::{Get as _, Signal};

use super::fields::CheckFields;
use super::large;
use super::model::form::{CheckForm, Outcome, REMOVED_PART};
use super::model::verdict::{CoveredPart, HandshakeResponse, Match, Remote, Verdict};
use super::state::Answer;
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
    /// With `large`, the worker checks deliveries with large bodies. `is_unknown` is whether the sender is to be detected, but
    /// the headers name none.
    pub(crate) fn new(
        form: CheckFields,
        custom: ErasedMemo<CustomScheme>,
        now_ms: fn() -> i64,
        large: Option<CustomSchemeState>,
        is_unknown: Signal<bool>,
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
            verdict: memo(move || {
                let given = Given {
                    headers: form.headers.with(|headers| !headers.trim().is_empty()),
                    body: form.body.with(|body| !body.is_empty()),
                    unknown_sender: is_unknown.get(),
                };
                outcome.with(|outcome| text(&outcome.verdict, given))
            }),
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

/// What the form contains, whether or not it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) headers: bool,
    pub(crate) body: bool,
    /// Whether the sender is to be detected, but the headers name none.
    pub(crate) unknown_sender: bool,
}

/// Puts a verdict into words. Only a check that failed is bad: what is missing is neutral, and what cannot be read is
/// doubtful.
pub(crate) fn text(verdict: &Verdict, given: Given) -> VerdictText {
    const UNREADABLE: &str = "Can’t be checked";
    match verdict {
        Verdict::Waiting => VerdictText {
            more: "Hookwright finds the parts and names the sender. Then add the secret.".into(),
            ..VerdictText::new(Tone::Neutral, "Nothing to check yet", "Paste a delivery to begin")
        },
        Verdict::Checking => VerdictText::new(Tone::Neutral, "Checking…", "The result is shown here in a moment"),
        Verdict::Handshake => {
            let detail = "This handshake is unsigned by design: the sender expects the response below";
            VerdictText::new(Tone::Neutral, "Handshake", detail)
        }
        Verdict::Accepted(matched) => accepted(matched),
        Verdict::Rejected { code, .. } if *code == "missing_header" && given.unknown_sender && given.headers => {
            let detail = "No known signature header";
            VerdictText {
                more: "Choose the sender, or paste all headers.".into(),
                ..VerdictText::new(Tone::Neutral, "Sender unknown", detail).code(code)
            }
        }
        Verdict::Rejected { code, .. } if *code == "missing_header" && !given.headers => {
            VerdictText::new(Tone::Neutral, "No headers yet", "Paste the headers of the request").code(code)
        }
        Verdict::Rejected { code, .. } if *code == "signature_mismatch" && !given.body => {
            VerdictText::new(Tone::Neutral, "No body", "Paste the body, unless it arrived empty").code(code)
        }
        Verdict::Rejected { code, .. } if *code == "signature_mismatch" => {
            let detail = "The signature does not match this body and secret";
            VerdictText::new(Tone::Bad, "Invalid signature", detail).code(code)
        }
        Verdict::Rejected { code, message, is_only_age: true } => {
            with_message(Tone::Bad, "Valid signature, but not recent", message).code(code)
        }
        Verdict::Rejected { code, message, .. } => {
            let is_unreadable = code.starts_with("missing_") || code.starts_with("malformed_");
            let (tone, title) = if is_unreadable { (Tone::Doubtful, UNREADABLE) } else { (Tone::Bad, "Rejected") };
            with_message(tone, title, message).code(code)
        }
        Verdict::Undecided { code, .. } if *code == "missing_secret" => {
            VerdictText::new(Tone::Neutral, "No secret yet", "Add the secret to check the signature").code(code)
        }
        Verdict::Undecided { code, message } => {
            let is_removed = *code == REMOVED_PART;
            let (tone, title) = if is_removed { (Tone::Neutral, "Incomplete") } else { (Tone::Doubtful, UNREADABLE) };
            with_message(tone, title, message).code(code)
        }
    }
}

/// Puts the cause into a verdict, instead of the general reason.
pub(crate) fn explained(mut verdict: VerdictText, answer: Option<Answer>, is_only_age: bool) -> VerdictText {
    if let Some(Answer { headline, remedy, is_applied, .. }) = answer.filter(|_| !is_only_age) {
        match verdict.tone {
            Tone::Good if is_applied => verdict.title = "Valid after this correction".into(),
            Tone::Bad | Tone::Doubtful if !is_applied => {}
            _ => return verdict,
        }
        (verdict.detail, verdict.more) = (headline, remedy);
    }
    verdict
}

/// A message of the core: the problem is the headline, and the remedy is below it.
fn with_message(tone: Tone, title: &str, message: &str) -> VerdictText {
    let (problem, remedy) = message.split_once("; ").unwrap_or((message, ""));
    VerdictText { more: remedy.into(), ..VerdictText::new(tone, title, problem) }
}

fn accepted(Match { number, of, id, signed, covers, obsolete }: &Match) -> VerdictText {
    let secret = if *of == 1 { "this secret".into() } else { format!("secret {number} of {of}") };
    let detail = match covers {
        CoveredPart::All => format!("Signed with {secret}, body unchanged"),
        CoveredPart::Part => format!("Signed with {secret}; a part of the body is not covered"),
        CoveredPart::Nothing => format!("Sent with {secret}, which does not protect the body"),
    };
    let more = obsolete.map(|name| format!("{name} is obsolete: use another scheme of the sender if it has one."));
    let facts = [("Id", id), ("Signed", signed)];
    let facts = facts.into_iter().filter_map(|(term, value)| Some((term, value.clone()?))).collect();
    let is_whole = matches!(covers, CoveredPart::All);
    let otherwise = if is_whole { "If your code rejects it, it reads another body or another secret." } else { "" };
    let more = more.unwrap_or_else(|| otherwise.into());
    VerdictText { facts, more, ..VerdictText::new(Tone::Good, "Valid signature", detail) }
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
        let results = CheckResults::new(form, memo(|| Err(Vec::new())), clock, None, Signal::stored(false));
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

    #[test]
    fn what_is_unfinished_is_not_bad() {
        let rejected = |code| Verdict::Rejected { code, message: "m".into(), is_only_age: false };
        let all = Given { headers: true, body: true, unknown_sender: false };
        let tone = |verdict: &Verdict, given| text(verdict, given).tone;
        assert_eq!(tone(&Verdict::Waiting, Given::default()), Tone::Neutral);
        assert_eq!(tone(&rejected("missing_header"), Given { headers: false, ..all }), Tone::Neutral);
        assert_eq!(tone(&rejected("missing_header"), Given { unknown_sender: true, ..all }), Tone::Neutral);
        assert_eq!(tone(&rejected("signature_mismatch"), Given { body: false, ..all }), Tone::Neutral);
        let missing = Verdict::Undecided { code: "missing_secret", message: "m".into() };
        assert_eq!(tone(&missing, all), Tone::Neutral);
        let removed = Verdict::Undecided { code: REMOVED_PART, message: "m".into() };
        assert_eq!(tone(&removed, all), Tone::Neutral);
        assert_eq!(tone(&rejected("malformed_signature"), all), Tone::Doubtful);
        assert_eq!(tone(&rejected("missing_header"), all), Tone::Doubtful);
        assert_eq!(tone(&rejected("signature_mismatch"), all), Tone::Bad);
        assert_eq!(tone(&rejected("repeated_header"), all), Tone::Bad);
    }

    #[test]
    fn a_correction_keeps_its_cause() {
        let answer = |is_applied| {
            Some(Answer { headline: "The body was parsed".into(), remedy: "Do not.".into(), is_applied, fix: None })
        };
        let valid = text(&Verdict::Accepted(Match::default()), Given::default());
        let applied = explained(valid.clone(), answer(true), false);
        assert_eq!((applied.tone, applied.title.as_str()), (Tone::Good, "Valid after this correction"));
        assert_eq!((applied.detail.as_str(), applied.more.as_str()), ("The body was parsed", "Do not."));
        assert_eq!(explained(valid.clone(), answer(false), false), valid, "an earlier cause");
        let bad = VerdictText::new(Tone::Bad, "Invalid signature", "It does not match");
        assert_eq!(explained(bad.clone(), answer(false), false).detail, "The body was parsed");
        assert_eq!(explained(bad.clone(), answer(false), true), bad, "the age is the reason");
    }

    #[test]
    fn an_obsolete_algorithm_is_named() {
        let matched = Match { number: 2, of: 3, obsolete: Some("SHA-1"), ..Match::default() };
        let text = text(&Verdict::Accepted(matched), Given::default());
        assert_eq!(text.detail, "Signed with secret 2 of 3, body unchanged");
        assert!(text.more.contains("SHA-1 is obsolete"));
    }
}
