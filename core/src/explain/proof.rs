//! The search for proofs: changes with which the signature matches.

use alloc::vec;
use alloc::vec::Vec;

use crate::base::sort;
use crate::signature::{RejectionReason, Request};

use super::bases::readings;
use super::budget::{Base, Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::diagnosis::Certainty;
use super::work::Cut;
use super::{
    bodies, changed, constructions, envelopes, forms, json_search, pairs, printed, schemes, secrets, times, urls,
    values,
};

/// A group of hypotheses. It returns a finding if one of them matches, or an error if it reaches the limit on the work.
type Hypothesis = fn(&mut Search<'_>) -> Result<Option<Finding>, Cut>;

/// The hypotheses about the rest of the request, with the names of their parts of the search. The most likely and the
/// cheapest ones are first.
const HYPOTHESES: [(&str, Hypothesis); 11] = [
    ("secrets", with_other_secrets),
    ("secrets", secrets::altered),
    ("times", times::rewritten),
    ("body", bodies::altered),
    ("json_forms", json_search::common),
    ("body", envelopes::unwrapped),
    ("body", printed_text),
    ("forms", forms::altered),
    ("urls", urls::method),
    ("urls", urls::altered),
    ("times", times::cut),
];

/// Other constructions. If the request has everything that the scheme reads, they are more likely than another sender.
const CONSTRUCTIONS: [(&str, Hypothesis); 1] = [("constructions", constructions::other)];

/// The hypotheses that are tried after the other schemes, because they are rare or expensive.
const EXPENSIVE: [(&str, Hypothesis); 4] = [
    ("json_forms", json_search::rewritten),
    ("body", envelopes::parts),
    ("body", printed_json),
    ("body", changed::repaired),
];

/// The hypotheses that are tried with another URL, and with another body. Most of those about JSON are tried last.
const WITH_URL: [(&str, Hypothesis); 4] = [
    ("json_forms", json_search::common),
    ("urls", urls::altered),
    ("body", bodies::altered),
    ("forms", forms::altered),
];
const WITH_BODY: [(&str, Hypothesis); 5] = [
    ("json_forms", json_search::common),
    ("times", times::rewritten),
    ("constructions", constructions::other),
    ("body", bodies::altered),
    ("urls", urls::altered),
];
const JSON: [(&str, Hypothesis); 1] = [("json_forms", json_search::rewritten)];

/// The maximum number of trials of each of the parts, so that one part does not prevent the others.
const MOST_TRIALS: usize = 6_000;

/// The maximum number of readings of the signature with which everything is tried.
const MOST_BASES: usize = 3;

/// The result of the search.
pub(super) enum Outcome {
    /// With these changes, the signature matches, or they are the only ones that another signature of the request
    /// leaves.
    Explained(Vec<Finding>),
    /// The visible flaws of the signature's value in the reading that is most likely.
    Open(Vec<Finding>),
}

/// Searches for the changes with which the signature matches. If one part of the search is cut short, other parts may
/// still be cheap enough.
pub(super) fn search(search: &mut Search<'_>) -> Outcome {
    if let Some(findings) = of_verdict(search) {
        return Outcome::Explained(findings);
    }
    let Ok(arrived) = search.base() else {
        search.skip("headers");
        return Outcome::Open(Vec::new());
    };
    let bases = readings(search).unwrap_or_else(|Cut| {
        search.skip("headers");
        Vec::new()
    });
    let mut usable = Vec::new();
    for base in bases {
        match attempt(search, &base) {
            Ok(Ok(())) => return Outcome::Explained(explained(search, base.findings)),
            Ok(Err(reason)) if is_usable(reason) => usable.push(base),
            Ok(Err(_)) => {}
            // The parts of the search that are too expensive as well are listed.
            Err(Cut) => {
                search.skip("headers");
                usable.push(base);
            }
        }
    }
    for base in usable.iter().take(MOST_BASES) {
        if let Some(finding) = try_all(search, base, &HYPOTHESES) {
            return Outcome::Explained(explained(search, with(base, finding)));
        }
    }
    if let Some(base) = usable.first().filter(|base| base.findings.is_empty())
        && let Some(finding) = try_all(search, base, &CONSTRUCTIONS)
    {
        return Outcome::Explained(explained(search, with(base, finding)));
    }
    let is_entered = search.enter(&arrived).is_ok();
    search.limit_trials(MOST_TRIALS);
    match schemes::elsewhere(search) {
        Ok(found) if !found.is_empty() => return Outcome::Explained(found),
        Ok(_) => {}
        Err(Cut) => search.skip("schemes"),
    }
    if let Some(base) = usable.first()
        && let Some(findings) = pair(search, base, [&WITH_BODY, &WITH_URL])
    {
        return Outcome::Explained(explained(search, findings));
    }
    for base in usable.iter().take(MOST_BASES).filter(|_| is_entered) {
        let constructions = if base.findings.is_empty() { &[] } else { CONSTRUCTIONS.as_slice() };
        let finding = try_all(search, base, constructions).or_else(|| try_all(search, base, &EXPENSIVE));
        if let Some(finding) = finding {
            return Outcome::Explained(explained(search, with(base, finding)));
        }
    }
    if let Some(base) = usable.first()
        && let Some(findings) = pair(search, base, [&JSON, &JSON])
    {
        return Outcome::Explained(explained(search, findings));
    }
    let visible = usable.into_iter().map(|base| base.findings).next().filter(|findings| is_visible(findings));
    Outcome::Open(values::open(search, visible.unwrap_or_default()))
}

/// Tries two changes of the body and the URL, of which one is visible or common.
fn pair(
    search: &mut Search<'_>,
    base: &Base,
    [with_body, with_url]: [&[(&'static str, Hypothesis)]; 2],
) -> Option<Vec<Finding>> {
    let bodies = pairs::bodies(search).unwrap_or_else(|Cut| {
        search.skip("body");
        Vec::new()
    });
    let urls = pairs::urls(search);
    let all = bodies.into_iter().map(|body| (body, with_body));
    for (corrected, hypotheses) in all.chain(urls.into_iter().map(|url| (url, with_url))) {
        let request = Request { body: &corrected.body, url: &corrected.url, ..search.request };
        if let Some(finding) = search.within(request, |search| try_all(search, base, hypotheses)) {
            let is_stringified = corrected.findings.iter().any(|found| found.code == DiagnosisCode::BodyStringified);
            // What serializes a text that was parsed escapes other characters as well.
            let is_escapes = matches!(
                finding.code,
                DiagnosisCode::BodyAsciiOnly | DiagnosisCode::BodyUnicodeEscapes | DiagnosisCode::BodyEscapedSlashes
            );
            let finding = if is_stringified && is_escapes { finding.superficial() } else { finding };
            let all = base.findings.iter().chain(&corrected.findings);
            return Some(all.cloned().chain([finding]).collect());
        }
    }
    None
}

/// Whether changes of the signature's value are worth naming without a proof: one that is visible.
fn is_visible(findings: &[Finding]) -> bool {
    let has = |code| findings.iter().any(|finding| finding.code == code);
    // A value that is neither in the encoding of the scheme nor by its algorithm is malformed.
    let is_far = has(DiagnosisCode::AlgorithmOther) && has(DiagnosisCode::EncodingOther);
    !is_far && findings.iter().all(|finding| !finding.is_guess)
}

/// Texts that were printed. If the body is JSON, other serializers are more likely.
fn printed_text(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.body_kind()?.is_json() { Ok(None) } else { printed::reversed(search) }
}

fn printed_json(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.body_kind()?.is_json() { printed::reversed(search) } else { Ok(None) }
}

/// The findings if the signature of the delivery matches as it is: the time is rejected, or a secret is not usable.
fn of_verdict(search: &mut Search<'_>) -> Option<Vec<Finding>> {
    match times::rejected(search) {
        Ok(Some(finding)) => return Some(core::iter::once(finding).chain(secrets::untidy(search)).collect()),
        Ok(None) => {}
        Err(Cut) => search.skip("match"),
    }
    search.unusable()?;
    match secrets::with_unusable(search) {
        // A replaced or cleaned secret can match as well. That is a finding about the secret.
        Ok(Some(finding)) => {
            let first = search.origin().unwrap_or(finding);
            search.matched = None;
            Some(explained(search, vec![first]))
        }
        Ok(None) => None,
        Err(Cut) => {
            search.skip("secrets");
            None
        }
    }
}

fn attempt(search: &mut Search<'_>, base: &Base) -> Result<Result<(), RejectionReason>, Cut> {
    search.enter(base)?;
    search.attempt(&Change::default())
}

/// Whether other hypotheses can still make the signature match if this is the reason.
const fn is_usable(reason: RejectionReason) -> bool {
    !matches!(
        reason,
        RejectionReason::MissingHeader
            | RejectionReason::MissingItem
            | RejectionReason::MissingPrefix
            | RejectionReason::RepeatedHeader { .. }
            | RejectionReason::RepeatedItem { .. }
            | RejectionReason::MalformedSignature { .. }
            | RejectionReason::ConflictingHeaders
            | RejectionReason::MalformedHeader
            | RejectionReason::InvalidId
    )
}

fn try_all(search: &mut Search<'_>, base: &Base, hypotheses: &[(&'static str, Hypothesis)]) -> Option<Finding> {
    search.enter(base).ok()?;
    for (part, hypothesis) in hypotheses {
        search.limit_trials(MOST_TRIALS);
        match hypothesis(search) {
            Ok(Some(finding)) if finding.certainty == Certainty::Proven => return Some(finding),
            Ok(Some(hint)) => search.hints.push(hint),
            Ok(None) => {}
            Err(Cut) => search.skip(part),
        }
    }
    None
}

/// The secrets that are not in the ring, because the trials of all hypotheses with them would be too expensive.
fn with_other_secrets(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    search.prepare_ring()?;
    if search.ring.as_ref().is_some_and(|ring| ring.is_whole) { Ok(None) } else { secrets::known(search) }
}

fn with(base: &Base, finding: Finding) -> Vec<Finding> {
    let mut all = base.findings.clone();
    all.push(finding);
    all
}

/// All findings of a proof, in the order in which they are corrected: the changes with which the signature matches, the
/// secret that matched, and the time if it is rejected as well.
fn explained(search: &mut Search<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.extend(search.origin());
    findings.append(&mut search.further);
    let is_time = |code| matches!(code, DiagnosisCode::TimestampRewritten | DiagnosisCode::TimestampUnit);
    let is_rewritten =
        findings.iter().any(|finding| is_time(finding.code) || finding.code == DiagnosisCode::SignatureRepeated);
    match times::remaining(search) {
        // The unit of a timestamp that was rewritten is not that of the sender.
        Ok(time) => findings.extend(time.filter(|time| !is_rewritten || time.code == DiagnosisCode::ClockSkew)),
        Err(Cut) => search.skip("times"),
    }
    // Another construction is a reason for another length as well.
    if findings.iter().any(|finding| finding.code == DiagnosisCode::ConstructionOther) {
        findings.retain(|finding| finding.code != DiagnosisCode::AlgorithmOther);
    }
    schemes::of_value(search, &mut findings);
    sort::by_key(&mut findings, Finding::rank);
    findings.dedup_by_key(|finding| finding.code);
    if findings.iter().all(|finding| !finding.code.code().starts_with("secret_")) {
        findings.extend(secrets::untidy(search));
    }
    findings
}
