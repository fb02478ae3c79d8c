//! The verdict on one request, by one scheme, at one instant.

use hookwright::problem::Problem;
use hookwright::signature::{Rejection, Request, Scheme, Secret, SetupError, Tolerance, Verified, Verifier, answer};
use hookwright::time::{format_duration, format_rfc3339};

use super::check::{Covers, Matched, Reply, Verdict};
use super::event::block;
use super::instant::{Clock, When};
use super::sample;

/// A scheme, and the instant at which a delivery is judged by it.
pub(crate) struct Judge<'a> {
    /// The scheme.
    pub(crate) scheme: Scheme<&'a str>,
    /// What counts as now.
    pub(crate) when: &'a When,
    /// The instant that this is.
    pub(crate) now_ms: i64,
}

impl Judge<'_> {
    /// The verdict on a request, and what to answer if it is a handshake. What is doubtful about the secrets joins the problems.
    pub(crate) fn verdict(
        &self,
        request: &Request<'_>,
        secrets: &[Secret],
        problems: &mut Vec<Problem>,
    ) -> (Verdict, Option<Reply>) {
        let verifier = Verifier::new(&self.scheme, secrets).map(|verifier| self.tolerant(verifier));
        let verified = verifier.as_ref().map(|verifier| {
            problems.extend_from_slice(verifier.warnings());
            verifier.verify(request, self.now_ms)
        });
        // A handshake that is signed is as old as the tolerance here lets it be.
        let signed_at = verified.as_ref().ok().and_then(|verified| verified.as_ref().ok()?.timestamp_ms);
        let now_ms = if self.when.clock == Clock::Any { signed_at.unwrap_or(self.now_ms) } else { self.now_ms };
        let answered = answer(&self.scheme, secrets, request, now_ms);
        let asks_unsigned = self.scheme.handshake.is_some_and(|handshake| !handshake.signed);
        let reply = match answered {
            Ok(answer) => answer.map(|answer| Reply {
                status: answer.status,
                headers: block(&answer.headers),
                body: answer.body,
                tells_secret: answer.secret.is_some(),
            }),
            Err(error) if asks_unsigned => {
                return (Verdict::Undecided { code: error.code(), message: error.to_string() }, None);
            }
            Err(_) => None,
        };
        if reply.is_some() && asks_unsigned {
            return (Verdict::Handshake, reply);
        }
        let verdict = match verified {
            Ok(Ok(verified)) => Verdict::Accepted(self.matched(verified, secrets.len())),
            Ok(Err(rejection)) => refused(&rejection),
            Err(error) => self.refused_whatever_the_secret(request).unwrap_or_else(|| unusable(error)),
        };
        (verdict, reply)
    }

    fn tolerant(&self, verifier: Verifier) -> Verifier {
        if self.when.clock == Clock::Any { verifier.tolerance(Tolerance::OFF) } else { verifier }
    }

    fn matched(&self, verified: Verified, of: usize) -> Matched {
        let signed = verified.timestamp_ms.map(|at_ms| {
            let instant = format_rfc3339(at_ms);
            // To the second: the rest changes faster than it can be read.
            let apart = format_duration(self.now_ms.abs_diff(at_ms) / 1000 * 1000);
            match self.when.clock {
                Clock::Any => instant,
                _ if at_ms.abs_diff(self.now_ms) < 1000 => instant,
                Clock::Now if at_ms < self.now_ms => format!("{instant}, {apart} ago"),
                _ if at_ms > self.now_ms => format!("{instant}, {apart} ahead"),
                _ => format!("{instant}, {apart} before"),
            }
        });
        let covers = match self.scheme.content {
            "" => Covers::Nothing,
            _ if verified.unsigned.is_empty() => Covers::All,
            _ => Covers::Part,
        };
        Matched { number: verified.key_index + 1, of, id: verified.id, signed, covers }
    }

    /// The reason to refuse a delivery that holds for every secret: what can be said before there is one.
    fn refused_whatever_the_secret(&self, request: &Request<'_>) -> Option<Verdict> {
        let any = Secret::new(sample::secret(&self.scheme).as_bytes()).ok()?;
        let rejection = Verifier::new(&self.scheme, &[any]).ok()?.verify(request, self.now_ms).err()?;
        let depends_on_the_secret = rejection.code() == "signature_mismatch";
        (!depends_on_the_secret).then(|| refused(&rejection))
    }
}

fn refused(rejection: &Rejection) -> Verdict {
    let only_age = matches!(rejection.code(), "too_old" | "too_new");
    Verdict::Refused { code: rejection.code(), message: rejection.to_string(), only_age }
}

fn unusable(error: &SetupError) -> Verdict {
    Verdict::Undecided { code: error.code(), message: error.to_string() }
}
