//! Findings, and the causes that they lead to.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::codes::DiagnosisCode;
use super::diagnosis::{Cause, Certainty, Check, CheckName};
use super::frameworks::Framework;

/// The start of the evidence of everything that a signature proves.
const MATCHES: &str = "the signature matches";

/// The end of the message of a check that was not made.
const TOO_LARGE: &str = "because the delivery is too large";

/// A cause without its remedy.
#[derive(Clone)]
pub(super) struct Finding {
    pub(super) code: DiagnosisCode,
    pub(super) certainty: Certainty,
    evidence: String,
    /// Text before the remedy of the code.
    advice: String,
    /// Whether it is worth naming only if it is proven.
    pub(super) is_guess: bool,
}

impl Finding {
    const fn new(code: DiagnosisCode, certainty: Certainty, evidence: String) -> Self {
        Self { code, certainty, evidence, advice: String::new(), is_guess: false }
    }

    pub(super) fn proven(code: DiagnosisCode, evidence: impl Into<String>) -> Self {
        Self::new(code, Certainty::Proven, evidence.into())
    }

    pub(super) fn likely(code: DiagnosisCode, evidence: impl Into<String>) -> Self {
        Self::new(code, Certainty::Likely, evidence.into())
    }

    pub(super) fn possible(code: DiagnosisCode, evidence: impl Into<String>) -> Self {
        Self::new(code, Certainty::Possible, evidence.into())
    }

    /// The same finding, which is worth naming only if it is proven.
    pub(super) const fn guess(mut self, is_guess: bool) -> Self {
        self.is_guess = is_guess;
        self
    }

    /// The same finding if the signature does not match after all: a visible flaw of the signature's value, next to
    /// another cause.
    pub(super) fn unproven(mut self) -> Self {
        if self.certainty == Certainty::Proven {
            self.certainty = Certainty::Likely;
            if let Some(rest) = self.evidence.strip_prefix(MATCHES) {
                self.evidence = ["the signature is well-formed", rest, ", but does not match"].concat();
            }
        }
        self
    }

    /// The same finding as a superficial symptom.
    pub(super) fn superficial(mut self) -> Self {
        self.certainty = Certainty::Possible;
        self
    }

    /// The finding if no hypothesis matched, with the number of hypotheses, the skipped parts of the search, and the
    /// checks. Only if nothing else is visibly wrong, the remedy starts with the secret.
    pub(super) fn unknown(trials: usize, skipped: &[&str], checks: &[Check]) -> Self {
        let is_too_large = skipped.contains(&"match");
        let mut evidence = match trials {
            0 if is_too_large => "the body is too large for the search, whose limit is about 1 MB".into(),
            _ => format!("none of {trials} hypotheses makes the signature match"),
        };
        if is_too_large && trials > 0 {
            evidence.push_str("; the signature of the delivery itself was not checked, because it is too large");
        }
        let parts: Vec<String> =
            skipped.iter().filter(|part| **part != "match").map(|part| format!("`{part}`")).collect();
        if !(parts.is_empty() || is_too_large && trials == 0) {
            evidence.push_str("; the search reached its limit in ");
            evidence.push_str(&parts.join(", "));
        }
        let mut finding = Self::new(DiagnosisCode::Unknown, Certainty::Possible, evidence);
        // What was not checked is not wrong.
        let is_failed = |check: &&Check| !check.ok && !check.message.ends_with(TOO_LARGE);
        let failed = checks.iter().filter(is_failed).filter(|check| check.name != CheckName::Match);
        let failed: Vec<&str> = failed.map(|check| check.message.as_str()).collect();
        if !failed.is_empty() {
            finding.advice = format!("The checks found: {}. Correct this first. ", failed.join("; "));
        }
        finding
    }

    pub(super) fn into_cause(self, framework: Option<Framework>) -> Cause {
        let Self { code, certainty, evidence, advice, is_guess: _ } = self;
        Cause { code, certainty, evidence, remedy: advice + &code.remedy(framework) }
    }

    /// The order in which causes are corrected: the signature and its headers, the secret, the body, the URL, the time.
    pub(super) fn rank(&self) -> u8 {
        let code = self.code.code();
        match code.split('_').next().unwrap_or_default() {
            "handshake" => 0,
            "secret" => 2,
            "body" => 3,
            "url" | "method" => 4,
            "timestamp" | "clock" => 5,
            "unknown" => 6,
            _ => 1,
        }
    }
}
