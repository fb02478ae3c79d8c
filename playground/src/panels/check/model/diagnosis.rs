//! The diagnosis of a rejected delivery, and its labels.

use hookwright::explain::Framework;
use serde::Deserialize;

use super::form::CheckForm;
use super::headlines::remedy;
use super::verdict::Verdict;
use crate::model::choice::Named as _;
use crate::model::fields;
use crate::model::instant::Clock;
use crate::model::json::Value;
use crate::model::members::ValueDeserializer;
use crate::model::scheme::SchemeChoice;
use crate::model::task::DeliveryTask;
use crate::model::words::{Piece, pieces};

/// Returns whether a verdict needs a diagnosis. It does not if it names an empty field of the page.
pub(crate) fn needs_diagnosis(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Rejected { code, .. } => !matches!(*code, "missing_url" | "missing_method"),
        // The secret does not have the format that the scheme requires.
        Verdict::Undecided { code, .. } => code.starts_with("secret_"),
        Verdict::Waiting | Verdict::Checking | Verdict::Accepted(_) | Verdict::Handshake => false,
    }
}

/// Returns the task that diagnoses a rejected delivery. Returns `None` if the form cannot be checked yet. `json` is the
/// custom scheme as JSON.
pub(crate) fn task(form: &CheckForm, json: impl FnOnce() -> Option<String>, now_ms: i64) -> Option<DeliveryTask> {
    let scheme = match form.scheme {
        SchemeChoice::Known(scheme) => scheme.id().into(),
        SchemeChoice::Custom => json()?,
    };
    let body = form.body.bytes().ok()?.into_owned();
    let (headers, _) = fields::headers(&form.headers, "");
    let [secrets, old, others] = [&form.secrets, &form.old, &form.others].map(|field| fields::texts(field));
    Some(DeliveryTask {
        scheme,
        secrets,
        old,
        others,
        headers: headers.iter().map(|(name, value)| (name.into(), value.into())).collect(),
        body,
        method: form.method.id(),
        url: form.url.clone(),
        now_ms: form.when.instant(now_ms).unwrap_or(now_ms),
        ignores_age: form.when.clock == Clock::Any,
        // An older version may have saved other ids.
        framework: Framework::find(&form.framework).map(|_| form.framework.clone()).unwrap_or_default(),
    })
}

/// A diagnosis, as the worker returns it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Diagnosis {
    ok: bool,
    pub(crate) causes: Vec<Cause>,
    pub(crate) checks: Vec<Check>,
}

impl Diagnosis {
    /// Replaces an unknown cause with a proven change of the body.
    pub(crate) fn prove(&mut self, (code, evidence): (&str, &str)) {
        let remedy = "verify the bytes of the body as they arrived, before anything parses or rewrites them";
        let cause =
            Cause { code: code.into(), certainty: "proven".into(), evidence: evidence.into(), remedy: remedy.into() };
        self.causes = vec![cause];
    }
}

/// A possible cause.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Cause {
    pub(crate) code: String,
    certainty: String,
    pub(crate) evidence: String,
    pub(crate) remedy: String,
}

impl Cause {
    pub(crate) fn is_proven(&self) -> bool {
        self.certainty == "proven"
    }

    pub(crate) fn is_likely(&self) -> bool {
        self.certainty == "likely"
    }

    /// Returns whether nothing explains the rejection.
    pub(crate) fn is_unknown(&self) -> bool {
        self.code == "unknown"
    }
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Check {
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) ok: bool,
    pub(crate) message: String,
}

/// Reads the answer of the worker. Returns `None` if the delivery is not rejected.
pub(crate) fn diagnosis(answer: &Value) -> Option<Diagnosis> {
    let mut found = Diagnosis::deserialize(ValueDeserializer(answer)).ok().filter(|diagnosis| !diagnosis.ok)?;
    for cause in &mut found.causes {
        cause.evidence = with_short_durations(&cause.evidence);
        cause.remedy = remedy(&cause.code, std::mem::take(&mut cause.remedy));
    }
    for check in &mut found.checks {
        check.message = with_short_durations(&check.message);
    }
    Some(found)
}

/// Leaves the seconds out of durations of at least a minute, and the milliseconds out of those of at least a second, because
/// they change too fast to be read, and differ between parts of the page.
fn with_short_durations(text: &str) -> String {
    const UNITS: [&str; 5] = ["d", "h", "min", "s", "ms"];
    const MINUTE: usize = 2;
    let mut words: Vec<String> = Vec::new();
    // The largest unit of the duration, as an index of the units.
    let mut largest: Option<usize> = None;
    let mut rest = text.split(' ').peekable();
    while let Some(word) = rest.next() {
        let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let bare = |word: &str| word.trim_end_matches([',', ';', '.']).len();
        let unit = rest.peek().filter(|_| is_number).and_then(|next| {
            let unit = next.get(..bare(next))?;
            UNITS.iter().position(|known| *known == unit)
        });
        let Some(unit) = unit else {
            largest = None;
            words.push(word.into());
            continue;
        };
        let written = rest.next().unwrap_or_default();
        let is_dropped = largest.is_some_and(|largest| unit > largest.max(MINUTE));
        largest = largest.or(Some(unit));
        if is_dropped {
            let punctuation = written.get(bare(written)..).unwrap_or_default();
            if let Some(last) = words.last_mut() {
                last.push_str(punctuation);
            }
        } else {
            words.extend([word.into(), written.into()]);
        }
    }
    words.join(" ")
}

/// Labels of a certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CertaintyLabel {
    /// One or two words for a badge.
    pub(crate) badge: &'static str,
    /// An explanation.
    pub(crate) meaning: &'static str,
    /// The CSS class.
    pub(crate) class: &'static str,
}

/// Returns the labels for the certainty of a cause.
pub(crate) fn certainty(cause: &Cause) -> CertaintyLabel {
    let (badge, meaning, class) = match cause.certainty.as_str() {
        _ if cause.code == "unknown" => ("not found", "No known mistake explains it.", "unknown"),
        "proven" if cause.code == "clock_skew" => ("confirmed", "It follows from the timestamp.", "proven"),
        "proven" => ("confirmed", "The signature matches after this correction.", "proven"),
        "likely" => ("likely", "Visible in the request, not proven.", "likely"),
        _ => ("possible", "There is weak evidence of it.", "possible"),
    };
    CertaintyLabel { badge, meaning, class }
}

/// Returns the best cause in one sentence, for screen readers.
pub(crate) fn announced(diagnosis: &Diagnosis) -> String {
    let Some(cause) = diagnosis.causes.first() else { return String::new() };
    let evidence: String = pieces(&cause.evidence).into_iter().map(Piece::into_text).collect();
    format!("Why, {}: {evidence}", certainty(cause).badge)
}

/// Counts all checks and the failed ones.
pub(crate) fn tally(checks: &[Check]) -> String {
    let failed = checks.iter().filter(|check| !check.ok).count();
    format!("{} passed, {failed} failed", checks.len() - failed)
}

/// Returns whether the remedy depends on the receiver's framework. It does if the body was changed in transit.
pub(crate) fn asks_for_framework(diagnosis: &Diagnosis) -> bool {
    diagnosis.causes.iter().any(|cause| cause.code.starts_with("body_"))
}

/// Returns the ids and names of the frameworks, after the option for an unspecified one.
pub(crate) fn frameworks() -> Vec<(&'static str, &'static str)> {
    [("", "Not specified")].into_iter().chain(Framework::all()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::body::BodyInput;
    use super::super::examples::{self, Example};
    use super::*;
    use hookwright::catalog::find_scheme;
    use hookwright::explain::{ExplainContext, KnownSecrets, explain};
    use hookwright::signature::{Request, Secret, Tolerance};

    const NOW: i64 = 1_768_478_400_000;

    /// Diagnoses a delivery as the worker does: from the task alone, with an answer in JSON.
    fn diagnose(form: &CheckForm, now_ms: i64) -> Option<Diagnosis> {
        let task = task(form, || None, now_ms)?;
        let [secrets, old, others] = [&task.secrets, &task.old, &task.others]
            .map(|texts| texts.iter().map(|text| Secret::new(text.as_bytes()).unwrap()).collect::<Vec<_>>());
        let headers = task.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Request::new(&headers, &task.body).to(task.method, &task.url);
        let context = ExplainContext {
            tolerance: task.ignores_age.then_some(Tolerance::OFF),
            framework: Framework::find(&task.framework),
            ..ExplainContext::default()
        };
        let known = KnownSecrets { secrets: &secrets, old: &old, others: &others };
        let answer = explain(find_scheme(&task.scheme)?, &known, &request, task.now_ms, &context);
        diagnosis(&serde_json::to_value(answer).unwrap().into())
    }

    /// The example in GitHub's documentation.
    fn github() -> CheckForm {
        CheckForm {
            scheme: SchemeChoice::from_id("github/sha256").unwrap(),
            body: BodyInput::from_text("Hello, World!"),
            headers: "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
                .into(),
            secrets: "It's a Secret to Everybody".into(),
            ..CheckForm::default()
        }
    }

    fn is_open(form: &CheckForm) -> bool {
        needs_diagnosis(&form.outcome(&Err(Vec::new()), NOW).verdict)
    }

    fn best(form: &CheckForm) -> Cause {
        assert!(is_open(form));
        diagnose(form, NOW).unwrap().causes.swap_remove(0)
    }

    #[test]
    fn a_valid_delivery_needs_no_diagnosis() {
        assert!(!is_open(&github()));
        assert_eq!(diagnose(&github(), NOW), None);
        assert!(!is_open(&CheckForm::default()));
    }

    #[test]
    fn a_line_feed_that_was_added_is_found() {
        let cause = best(&CheckForm { body: BodyInput::from_text("Hello, World!\n"), ..github() });
        assert_eq!((cause.code.as_str(), certainty(&cause).badge), ("body_newline_added", "confirmed"));
    }

    #[test]
    fn the_remedy_of_a_stringified_body_depends_on_the_framework() {
        let mut form = CheckForm { body: BodyInput::from_text("[object Object]"), ..github() };
        let cause = best(&form);
        assert_eq!((cause.code.as_str(), certainty(&cause).badge), ("body_stringified", "likely"));
        assert!(asks_for_framework(&diagnose(&form, NOW).unwrap()));
        assert!(!cause.remedy.contains("express.raw"));
        form.framework = "express".into();
        assert!(best(&form).remedy.contains("express.raw"));
    }

    #[test]
    fn durations_are_short_and_remedies_are_in_the_words_of_the_page() {
        for (long, short) in [
            ("made 10 min 2 s 263 ms before the current time", "made 10 min before the current time"),
            ("it is 1 h 6 s 131 ms, late; 482 ms", "it is 1 h, late; 482 ms"),
            ("2 d 3 h 4 min 5 s", "2 d 3 h 4 min"),
            ("the body has 3 s 7", "the body has 3 s 7"),
            ("2 s 5 ms.", "2 s."),
        ] {
            assert_eq!(with_short_durations(long), short);
        }
        let old = examples::create(Example::Old, SchemeChoice::from_id("stripe/v1").unwrap(), &Err(Vec::new()), NOW);
        let cause = best(&old.unwrap());
        assert!(!cause.remedy.contains("Pass") && cause.remedy.contains("Received at"), "{}", cause.remedy);
        let cause = best(&CheckForm { body: BodyInput::from_text("Hello, Wurld!"), ..github() });
        assert!(!cause.remedy.contains("above") && cause.remedy.contains("Try other secrets"), "{}", cause.remedy);
    }

    #[test]
    fn other_secrets_are_tried_and_never_accepted() {
        let right = github().secrets;
        let form = CheckForm { secrets: "the new one".into(), old: right.clone(), ..github() };
        assert_eq!(best(&form).code, "secret_old");
        let form = CheckForm { secrets: "the one of production".into(), others: right, ..github() };
        assert_eq!(best(&form).code, "secret_other_environment");
    }

    #[test]
    fn an_unknown_cause_is_not_found() {
        let cause = best(&CheckForm { body: BodyInput::from_text("Hello, Wurld!"), ..github() });
        assert_eq!((cause.code.as_str(), certainty(&cause).badge), ("unknown", "not found"));
    }

    #[test]
    fn a_secret_that_cannot_be_decoded_is_explained() {
        let form = CheckForm {
            scheme: SchemeChoice::from_id("standard/v1").unwrap(),
            headers: "webhook-id: msg_1\nwebhook-timestamp: 1768478400\nwebhook-signature: v1,\
                      g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                .into(),
            secrets: "whsec_not base64".into(),
            ..github()
        };
        assert_eq!(best(&form).code, "secret_decoding");
        assert!(!is_open(&CheckForm { secrets: "".into(), ..form }), "a missing secret is named by the verdict");
    }

    #[test]
    fn an_empty_field_needs_no_diagnosis() {
        let form = CheckForm {
            scheme: SchemeChoice::from_id("square/sha256").unwrap(),
            headers: "x-square-hmacsha256-signature: 4KL0SgGA1JXlThMBdWFXQaTBdSNTEsTHSwIVPODoCls=".into(),
            ..github()
        };
        assert!(!is_open(&form));
        assert!(is_open(&CheckForm { url: "https://me.example/".into(), ..form }));
    }

    #[test]
    fn age_is_not_a_cause_if_it_is_ignored() {
        let custom = Err(Vec::new());
        let mut form =
            examples::create(Example::Old, SchemeChoice::from_id("stripe/v1").unwrap(), &custom, NOW).unwrap();
        assert_eq!(best(&form).code, "clock_skew");
        assert!(!asks_for_framework(&diagnose(&form, NOW).unwrap()));
        form.when.clock = Clock::Any;
        assert_eq!(diagnose(&form, NOW), None);
    }

    #[test]
    fn diagnoses_the_mistake_of_each_example() {
        let custom = Err(Vec::new());
        for (scheme, example, expected) in [
            ("stripe/v1", Example::Reserialised, "body_reformatted"),
            ("github/sha256", Example::Reserialised, "body_reformatted"),
            ("stripe/v1", Example::LineEnds, "body_crlf"),
            ("well/signature", Example::Altered, "body_changed"),
            ("stripe/v1", Example::WrongSecret, "secret_other_environment"),
            ("stripe/v1", Example::Unsigned, "header_missing"),
            ("awell/rsa", Example::WrongSecret, "secret_other_environment"),
            ("twilio/sha1", Example::OtherUrl, "url_scheme"),
        ] {
            let form = examples::create(example, SchemeChoice::from_id(scheme).unwrap(), &custom, NOW).unwrap();
            assert_eq!(best(&form).code, expected, "{example:?} of {scheme}");
        }
    }

    #[test]
    fn a_diagnosis_is_announced_and_its_checks_are_counted() {
        let form = CheckForm { body: BodyInput::from_text("Hello, World!\n"), ..github() };
        let diagnosis = diagnose(&form, NOW).unwrap();
        let announcement = announced(&diagnosis);
        assert!(announcement.starts_with("Why, confirmed: ") && announcement.ends_with('.'), "{announcement}");
        assert_eq!(tally(&diagnosis.checks), "4 passed, 1 failed");
    }

    #[test]
    fn frameworks_are_named_by_the_core() {
        assert_eq!(frameworks().first(), Some(&("", "Not specified")));
        assert!(frameworks().contains(&("rails", "Ruby on Rails")));
    }
}
