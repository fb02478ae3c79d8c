//! Bodies that are not the bytes that arrived: unread ones, and values of a parser.

use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::check_result::CheckResult;
use super::codes::DiagnosisCode;
use super::diagnosis::{Certainty, GivenBody};
use crate::base::sort;

/// The finding about a body that prevents every check, or that is the only mistake.
pub(super) fn unusable(search: &Search<'_>, given: GivenBody) -> Option<Finding> {
    match given {
        GivenBody::Bytes => None,
        GivenBody::Unread => {
            let evidence = "no body was passed: the request has no body, or nothing has read it";
            Some(Finding::likely(DiagnosisCode::BodyMissing, evidence))
        }
        GivenBody::Parsed if matches!(search.verdict, CheckResult::Good(_)) => {
            let evidence = "the signature matches with the parsed body, serialized by `JSON.stringify`; `verify` does \
                            not accept a parsed body, because other deliveries differ from it";
            Some(Finding::proven(DiagnosisCode::BodyReformatted, evidence))
        }
        GivenBody::Parsed => None,
    }
}

/// Adds the parsed body to the causes, unless a cause about the body is proven.
pub(super) fn add_parsed(findings: &mut Vec<Finding>) {
    let is_explained = findings
        .iter()
        .any(|finding| finding.certainty == Certainty::Proven && finding.code.code().starts_with("body_"));
    if is_explained {
        return;
    }
    findings.retain(|finding| finding.code != DiagnosisCode::Unknown);
    let evidence = "the body is a value that a parser has made, not the bytes that were signed";
    findings.insert(0, Finding::likely(DiagnosisCode::BodyReformatted, evidence));
    // A proof of other causes stays in front.
    sort::by_key(findings, |finding| core::cmp::Reverse(finding.certainty));
}
