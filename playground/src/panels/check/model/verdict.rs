//! The verdict on a delivery, for one scheme and one time.

use hookwright::catalog::SampleRequest;
use hookwright::credential::Credential;
use hookwright::problem::Problem;
use hookwright::signature::{
    Algorithm, CompiledScheme, Endpoint, RejectionReason, Request, Scheme, Secret, Tolerance, Verified, Verifier,
};
use hookwright::time::{format_duration, format_rfc3339};

use crate::model::fields::{header_block, label_secret};
use crate::model::instant::Clock;

/// The verdict on a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is no input yet.
    Waiting,
    /// The worker is checking the delivery.
    Checking,
    /// The delivery is genuine.
    Accepted(Match),
    /// The request is an unsigned handshake.
    Handshake,
    /// The delivery is not genuine or not recent.
    Rejected {
        /// The stable code of the reason.
        code: &'static str,
        message: String,
        /// Whether the age is the only reason.
        is_only_age: bool,
    },
    /// Required input is missing or malformed.
    Undecided {
        /// The stable code of the reason.
        code: &'static str,
        message: String,
    },
}

/// Details of a genuine delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// The number of the matching secret, from 1.
    pub(crate) number: usize,
    /// The number of secrets.
    pub(crate) of: usize,
    /// The delivery id.
    pub(crate) id: Option<String>,
    /// The time of signing, and its distance from the reference time.
    pub(crate) signed: Option<String>,
    /// How much of the body the signature covers.
    pub(crate) covers: CoveredPart,
    /// The name of the algorithm, if it is obsolete.
    pub(crate) obsolete: Option<&'static str>,
}

/// How much of a body a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CoveredPart {
    /// Every byte, or every parameter of a form.
    #[default]
    All,
    /// Some values.
    Part,
    Nothing,
}

/// The response to a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HandshakeResponse {
    pub(crate) status: u16,
    /// The header fields, one per line.
    pub(crate) headers: String,
    pub(crate) body: String,
    /// Whether the request contains the secret for all later deliveries.
    pub(crate) has_secret: bool,
}

/// What a check finds out about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Findings {
    /// The properties of a genuine delivery, or why it is rejected.
    pub(crate) verified: Result<Genuine, Reason>,
    /// The response to a handshake, or why there is none.
    pub(crate) response: Result<Option<HandshakeResponse>, Reason>,
}

/// The properties of a genuine delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Genuine {
    /// The index of the matching secret.
    pub(crate) key_index: usize,
    pub(crate) id: Option<String>,
    pub(crate) timestamp_ms: Option<i64>,
    /// Whether parts of the body are not signed.
    pub(crate) is_partial: bool,
}

/// A stable code and a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// How long ago the delivery was signed, in milliseconds, if that is the reason. Negative if that is in the future.
    pub(crate) distance_ms: Option<i64>,
}

impl Reason {
    fn new(code: &'static str, message: impl ToString) -> Self {
        Self { code, message: message.to_string(), distance_ms: None }
    }
}

/// Checks a request elsewhere. The argument is whether the secrets can be used; if not, another secret is used.
pub(crate) type Elsewhere<'a> = &'a dyn Fn(bool) -> Remote;

/// The findings of a check elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remote {
    /// They are not known yet.
    Pending,
    /// The request must be checked here, because an input is missing.
    NotPossible,
    Known(Findings),
}

/// Returns a public key for a scheme that requires one, if it is loaded. It belongs to no endpoint.
pub(crate) type OtherKey = fn(&Scheme<&str>) -> Option<Credential>;

/// The key of no endpoint, for schemes with shared secrets.
const OTHER_SECRET: [u8; 32] = *b"a secret that signs no delivery.";

/// The scheme and time of a check.
pub(crate) struct CheckContext<'a> {
    pub(crate) scheme: &'a CompiledScheme,
    /// The source of the reference time.
    pub(crate) clock: Clock,
    /// The reference time, in milliseconds since the Unix epoch.
    pub(crate) now_ms: i64,
    pub(crate) other_key: OtherKey,
}

impl CheckContext<'_> {
    /// Returns the verdict on a request, and the response if it is a handshake. Warnings about the secrets are appended
    /// to the problems.
    pub(crate) fn check(
        &self,
        request: &Request<'_>,
        secrets: &[Secret],
        problems: &mut Vec<Problem>,
        elsewhere: Option<Elsewhere<'_>>,
    ) -> (Verdict, Option<HandshakeResponse>) {
        let verifier = Verifier::new(self.scheme, secrets).map(|verifier| self.tolerant(verifier));
        let usable = verifier.as_ref().inspect(|verifier| {
            problems.extend(verifier.warnings().iter().map(|problem| label_secret(problem, secrets.len() == 1)));
        });
        let remote = elsewhere.map_or(Remote::NotPossible, |elsewhere| elsewhere(usable.is_ok()));
        let Findings { verified, response } = match remote {
            Remote::Known(findings) => findings,
            Remote::Pending => return (Verdict::Checking, None),
            Remote::NotPossible => self.findings(usable.ok(), request, secrets),
        };
        let is_unsigned = self.scheme.scheme().handshake.is_some_and(|handshake| !handshake.signed);
        let response = match response {
            Ok(response) => response,
            Err(Reason { code, message, .. }) if is_unsigned => return (Verdict::Undecided { code, message }, None),
            Err(_) => None,
        };
        if response.is_some() && is_unsigned {
            return (Verdict::Handshake, response);
        }
        let verdict = match (verified, usable) {
            (Ok(genuine), Ok(_)) => Verdict::Accepted(self.matched(genuine, secrets.len())),
            (Err(reason), Ok(_)) => rejected(self.dated(reason)),
            // Reasons that apply to every secret are known before a secret is entered.
            (Err(reason), Err(_)) if reason.code != "signature_mismatch" => rejected(self.dated(reason)),
            (_, Err(error)) => Verdict::Undecided { code: error.code(), message: error.to_string() },
        };
        (verdict, response)
    }

    /// Verifies a request, and answers a handshake. Without a verifier, another secret is used.
    fn findings(&self, verifier: Option<&Verifier>, request: &Request<'_>, secrets: &[Secret]) -> Findings {
        let mismatch = || Reason::new("signature_mismatch", "");
        let verified = match verifier {
            Some(verifier) => Ok(verifier.verify(request, self.now_ms)),
            None => self.any_verifier().map(|verifier| verifier.verify(request, self.now_ms)).ok_or_else(mismatch),
        };
        let verified = verified.and_then(|verified| match verified {
            Ok(Verified { key_index, id, timestamp_ms, unsigned, .. }) => {
                Ok(Genuine { key_index, id, timestamp_ms, is_partial: !unsigned.is_empty() })
            }
            Err(rejection) => {
                let distance_ms = match rejection.reason {
                    RejectionReason::TooOld { age_ms } => i64::try_from(age_ms).ok(),
                    RejectionReason::TooNew { ahead_ms } => i64::try_from(ahead_ms).ok().map(i64::wrapping_neg),
                    _ => None,
                };
                Err(Reason { distance_ms, ..Reason::new(rejection.code(), rejection) })
            }
        });
        // The age of a signed handshake is limited by the tolerance of the check.
        let signed_at = verified.as_ref().ok().and_then(|genuine| genuine.timestamp_ms);
        let now_ms = if self.clock == Clock::Any { signed_at.unwrap_or(self.now_ms) } else { self.now_ms };
        // The page has no field for the token, so it shows the answer to that of its examples.
        let token = Secret::new(SampleRequest::TOKEN).ok();
        let mut endpoint = Endpoint::new(secrets).at(request.url).setting_up(true);
        if let Some(token) = &token {
            endpoint = endpoint.token(token);
        }
        let response = match endpoint.answer(self.scheme, request, now_ms) {
            Ok(answer) => Ok(answer.map(|answer| HandshakeResponse {
                status: answer.status,
                headers: header_block(&answer.headers),
                body: answer.body,
                has_secret: answer.secret.is_some(),
            })),
            Err(error) => Err(Reason::new(error.code(), error)),
        };
        Findings { verified, response }
    }

    /// The reason, for someone who has pasted a delivery: it is usually older than it was when it arrived.
    fn dated(&self, reason: Reason) -> Reason {
        let Some(distance_ms) = reason.distance_ms else { return reason };
        let field = self.scheme.scheme().timestamp;
        let tolerance = field.and_then(|field| field.tolerance).unwrap_or(Tolerance::DEFAULT);
        let (limit, side, advice) = match distance_ms {
            0.. => (tolerance.past_ms, "ago", "it was delayed or replayed"),
            _ => (tolerance.future_ms, "ahead", "a clock is wrong"),
        };
        let at = format_rfc3339(self.now_ms.saturating_sub(distance_ms));
        // Its day is that of the reference time, unless that is said.
        let start = if distance_ms.unsigned_abs() < 43_200_000 { 11 } else { 0 };
        let message = format!(
            "signed {} {side} ({} UTC), and the limit is {}; pasted from a log? Set when you received it. Otherwise {advice}",
            format_duration(short(distance_ms.unsigned_abs())),
            at.get(start..19).unwrap_or_default(),
            format_duration(limit.unwrap_or_default()),
        );
        Reason { message, ..reason }
    }

    fn tolerant(&self, verifier: Verifier) -> Verifier {
        if self.clock == Clock::Any { verifier.tolerance(Tolerance::OFF) } else { verifier }
    }

    fn matched(&self, genuine: Genuine, of: usize) -> Match {
        let signed = genuine.timestamp_ms.map(|at_ms| {
            let instant = format_rfc3339(at_ms);
            // In whole seconds, because milliseconds would change too fast to read.
            let apart = format_duration(self.now_ms.abs_diff(at_ms) / 1000 * 1000);
            match self.clock {
                Clock::Any => instant,
                _ if at_ms.abs_diff(self.now_ms) < 1000 => instant,
                Clock::Now if at_ms < self.now_ms => format!("{instant}, {apart} ago"),
                _ if at_ms > self.now_ms => format!("{instant}, {apart} ahead"),
                _ => format!("{instant}, {apart} before"),
            }
        });
        let covers = match self.scheme.scheme().content {
            "" => CoveredPart::Nothing,
            _ if !genuine.is_partial => CoveredPart::All,
            _ => CoveredPart::Part,
        };
        let obsolete = match self.scheme.scheme().algorithm {
            Algorithm::HmacSha1 | Algorithm::Sha1 => Some("SHA-1"),
            Algorithm::HmacMd5 => Some("MD5"),
            _ => None,
        };
        Match { number: genuine.key_index + 1, of, id: genuine.id, signed, covers, obsolete }
    }

    /// Returns a verifier for deliveries whose secrets cannot be used.
    fn any_verifier(&self) -> Option<Verifier> {
        let scheme = self.scheme.scheme();
        let any = match scheme.algorithm.is_asymmetric() {
            true => Secret::new((self.other_key)(&scheme)?.as_bytes()),
            false => Secret::from_key(OTHER_SECRET),
        };
        Verifier::new(self.scheme, &[any.ok()?]).ok()
    }
}

/// A distance in time, in whole minutes unless it is shorter, because seconds change too fast to read.
const fn short(ms: u64) -> u64 {
    let unit = if ms < 60_000 { 1000 } else { 60_000 };
    ms / unit * unit
}

fn rejected(Reason { code, message, .. }: Reason) -> Verdict {
    let is_only_age = matches!(code, "too_old" | "too_new");
    Verdict::Rejected { code, message, is_only_age }
}

/// Returns the verdict for a problem that prevents the check.
pub(crate) fn undecided(problem: Problem) -> Verdict {
    Verdict::Undecided { code: problem.code, message: problem.message }
}

/// Returns the stable code of a verdict, or the kind of verdict if it has no code.
pub(crate) fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "waiting",
        Verdict::Checking => "checking",
        Verdict::Accepted(_) => "accepted",
        Verdict::Handshake => "handshake",
        Verdict::Rejected { code, .. } | Verdict::Undecided { code, .. } => code,
    }
}
