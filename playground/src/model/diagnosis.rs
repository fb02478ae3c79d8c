//! Why a delivery was refused: what the core finds out about it, and the words around that.

use hookwright::http::Headers;
use hookwright::{
    explain::{Cause, Certainty, Check, Diagnosis, DiagnosisCode, ExplainContext, Framework, KnownSecrets},
    signature::{Request, Tolerance},
};

use super::check::{CheckForm, Verdict};
use super::fields;
use super::instant::Clock;
use super::signing::Own;
use super::words::{Piece, count, pieces};

/// Whether a verdict leaves open why. It does not where a field of the page is still empty, because it says which.
pub(crate) fn is_open(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Refused { code, .. } => !matches!(*code, "missing_url" | "missing_method"),
        // A secret that is not written as the scheme's secrets are.
        Verdict::Undecided { code, .. } => code.starts_with("secret_"),
        Verdict::Waiting | Verdict::Accepted(_) | Verdict::Handshake => false,
    }
}

/// Finds out why a delivery is refused. Nothing where it is not, or where the form is not ready to be checked.
///
/// This can take some tenths of a second: it is not for every key stroke.
pub(crate) fn diagnose(form: &CheckForm, own: &Own, now_ms: i64) -> Option<Diagnosis> {
    let scheme = form.signing.scheme(own).ok()?;
    let body = form.body.bytes().ok()?;
    let (headers, _): (Headers, _) = fields::headers(&form.headers, "");
    let now_ms = form.when.instant(now_ms).unwrap_or(now_ms);
    let [secrets, old, others] = [&form.secrets, &form.old, &form.others].map(|field| fields::secrets(field));
    let keys = KnownSecrets { secrets: &secrets, old: &old, others: &others };
    let circumstances = ExplainContext {
        tolerance: (form.when.clock == Clock::Any).then_some(Tolerance::OFF),
        framework: Framework::find(form.framework),
    };
    let request = Request::new(&headers, &body).to(form.method, &form.url);
    let diagnosis = hookwright::explain::explain(&scheme, &keys, &request, now_ms, &circumstances);
    (!diagnosis.ok).then_some(diagnosis)
}

/// How sure a cause is, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sureness {
    /// In a word or two, for a badge.
    pub(crate) badge: &'static str,
    /// What that means.
    pub(crate) means: &'static str,
    /// The name in style sheets.
    pub(crate) class: &'static str,
}

/// How sure this cause is.
pub(crate) fn sureness(cause: &Cause) -> Sureness {
    let (badge, means, class) = match cause.certainty {
        _ if cause.code == DiagnosisCode::Unknown => {
            ("not found", "Nothing that is known to go wrong explains it.", "unknown")
        }
        Certainty::Proven => ("proven", "With this one thing put right, it is accepted.", "proven"),
        Certainty::Likely => ("likely", "It can be seen, though no signature proves it.", "likely"),
        Certainty::Possible => ("possible", "Something points to it.", "possible"),
    };
    Sureness { badge, means, class }
}

/// The best cause in one sentence, to be heard.
pub(crate) fn announced(diagnosis: &Diagnosis) -> String {
    let Some(cause) = diagnosis.causes.first() else { return String::new() };
    let evidence: String = pieces(&cause.evidence).into_iter().map(Piece::into_text).collect();
    format!("Why, {}: {evidence}", sureness(cause).badge)
}

/// What was looked at, counted.
pub(crate) fn tally(checks: &[Check]) -> String {
    let failed = checks.iter().filter(|check| !check.ok).count();
    format!("{}, {failed} failed", count(checks.len(), "check"))
}

/// Whether what to do depends on what the receiver is written with: it does where the body was not passed as it arrived.
pub(crate) fn asks_for_framework(diagnosis: &Diagnosis) -> bool {
    diagnosis.causes.iter().any(|cause| cause.code().starts_with("body_"))
}

/// What a receiver can be written with: the ids and the names, after the choice to say nothing.
pub(crate) fn frameworks() -> Vec<(&'static str, &'static str)> {
    [("", "Not named")].into_iter().chain(Framework::all()).collect()
}

/// The id of a framework; nothing for any other text.
pub(crate) fn framework(id: &str) -> &'static str {
    Framework::all().map(|(known, _)| known).find(|known| *known == id).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::BodyInput;
    use crate::model::examples::{self, Example};
    use crate::model::signing::Signing;

    const NOW: i64 = 1_768_478_400_000;

    /// The example in GitHub's documentation.
    fn github() -> CheckForm {
        CheckForm {
            signing: Signing::from_id("github/sha256").unwrap(),
            body: BodyInput::from_text("Hello, World!"),
            headers: "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
                .into(),
            secrets: "It's a Secret to Everybody".into(),
            ..CheckForm::default()
        }
    }

    fn open(form: &CheckForm) -> bool {
        is_open(&form.outcome(&Err(Vec::new()), NOW).verdict)
    }

    fn best(form: &CheckForm) -> Cause {
        assert!(open(form));
        diagnose(form, &Err(Vec::new()), NOW).unwrap().causes.swap_remove(0)
    }

    #[test]
    fn a_good_delivery_needs_no_diagnosis() {
        assert!(!open(&github()));
        assert_eq!(diagnose(&github(), &Err(Vec::new()), NOW), None);
        assert!(!open(&CheckForm::default()));
    }

    #[test]
    fn a_line_feed_that_was_added_is_found() {
        let cause = best(&CheckForm { body: BodyInput::from_text("Hello, World!\n"), ..github() });
        assert_eq!((cause.code(), sureness(&cause).badge), ("body_newline_added", "proven"));
    }

    #[test]
    fn a_body_that_was_an_object_is_mended_as_the_framework_has_it() {
        let mut form = CheckForm { body: BodyInput::from_text("[object Object]"), ..github() };
        let cause = best(&form);
        assert_eq!((cause.code(), sureness(&cause).badge), ("body_stringified", "likely"));
        assert!(asks_for_framework(&diagnose(&form, &Err(Vec::new()), NOW).unwrap()));
        assert!(!cause.remedy.contains("express.raw"));
        form.framework = framework("express");
        assert!(best(&form).remedy.contains("express.raw"));
    }

    #[test]
    fn secrets_that_are_not_meant_to_fit_are_tried_and_never_accepted() {
        let right = github().secrets;
        let form = CheckForm { secrets: "the new one".into(), old: right.clone(), ..github() };
        assert_eq!(best(&form).code(), "secret_old");
        let form = CheckForm { secrets: "the one of production".into(), others: right, ..github() };
        assert_eq!(best(&form).code(), "secret_other_environment");
    }

    #[test]
    fn what_nothing_explains_is_said_not_to_be_found() {
        let cause = best(&CheckForm { body: BodyInput::from_text("Hello, Wurld!"), ..github() });
        assert_eq!((cause.code(), sureness(&cause).badge), ("unknown", "not found"));
    }

    #[test]
    fn a_secret_that_cannot_be_decoded_is_explained() {
        let form = CheckForm {
            signing: Signing::from_id("standard/v1").unwrap(),
            headers: "webhook-id: msg_1\nwebhook-timestamp: 1768478400\nwebhook-signature: v1,\
                      g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                .into(),
            secrets: "whsec_not base64".into(),
            ..github()
        };
        assert_eq!(best(&form).code(), "secret_decoding");
        assert!(!open(&CheckForm { secrets: "".into(), ..form }), "where there is none, that is why");
    }

    #[test]
    fn a_field_that_is_empty_is_no_riddle() {
        let form = CheckForm {
            signing: Signing::from_id("square/sha256").unwrap(),
            headers: "x-square-hmacsha256-signature: 4KL0SgGA1JXlThMBdWFXQaTBdSNTEsTHSwIVPODoCls=".into(),
            ..github()
        };
        assert!(!open(&form));
        assert!(open(&CheckForm { url: "https://me.example/".into(), ..form }));
    }

    #[test]
    fn age_is_no_cause_where_it_is_left_aside() {
        let own = Err(Vec::new());
        let mut form = examples::make(Example::Old, Signing::from_id("stripe/v1").unwrap(), &own, NOW).unwrap();
        assert_eq!(best(&form).code(), "clock_skew");
        assert!(!asks_for_framework(&diagnose(&form, &own, NOW).unwrap()));
        form.when.clock = Clock::Any;
        assert_eq!(diagnose(&form, &own, NOW), None);
    }

    #[test]
    fn the_examples_are_explained_by_what_happened_to_them() {
        let own = Err(Vec::new());
        for (scheme, example, expected) in [
            ("stripe/v1", Example::Reserialised, "body_reformatted"),
            ("stripe/v1", Example::LineEnds, "body_crlf"),
            ("stripe/v1", Example::Altered, "unknown"),
            ("stripe/v1", Example::WrongSecret, "secret_other_environment"),
            ("stripe/v1", Example::Unsigned, "header_missing"),
            ("awell/rsa", Example::WrongSecret, "secret_other_environment"),
            ("twilio/sha1", Example::OtherUrl, "url_scheme"),
        ] {
            let form = examples::make(example, Signing::from_id(scheme).unwrap(), &own, NOW).unwrap();
            assert_eq!(best(&form).code(), expected, "{example:?} of {scheme}");
        }
    }

    #[test]
    fn it_is_heard_and_counted() {
        let form = CheckForm { body: BodyInput::from_text("Hello, World!\n"), ..github() };
        let diagnosis = diagnose(&form, &Err(Vec::new()), NOW).unwrap();
        let heard = announced(&diagnosis);
        assert!(heard.starts_with("Why, proven: ") && heard.ends_with('.'), "{heard}");
        assert_eq!(tally(&diagnosis.checks), "5 checks, 1 failed");
    }

    #[test]
    fn frameworks_are_named_by_the_core() {
        assert_eq!(frameworks().first(), Some(&("", "Not named")));
        assert!(frameworks().contains(&("rails", "Ruby on Rails")));
        assert_eq!((framework("rails"), framework("nonesuch")), ("rails", ""));
    }
}
