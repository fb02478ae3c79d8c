//! The work of a diagnosis. Work is counted before it is done, so that the limit holds for every input.

/// The maximum number of hypotheses that a diagnosis tries.
pub const MAX_TRIALS: usize = 12_000;

/// The maximum work of a diagnosis. A unit is about the time in which the WebAssembly module hashes one byte, about 5
/// ns.
///
/// The cost of a step depends only on the input, and is counted before the step is taken: the bytes that are hashed,
/// parsed or written, the header fields that are searched, and public-key operations by the algorithm and the length of
/// the key. The maximum takes at most half a second of one core natively, and one second in Node.
pub const MAX_WORK: usize = 100_000_000;

/// The parts of a search that [`Diagnosis::skipped`](super::Diagnosis::skipped) can name.
///
/// - `match`: whether the signature matches at all. The delivery is too large for a diagnosis; `verify` does not have
///   this limit.
/// - `headers`: header fields under other names, and signatures with other prefixes, encodings and algorithms.
/// - `secrets`: other secrets, and other spellings of the given ones.
/// - `body`: the body with other line endings, character sets and encodings.
/// - `forms`: the body as a form, or extracted from a form.
/// - `json_forms`: the body as other JSON serializers write it.
/// - `urls`: other URLs.
/// - `times`: the timestamp in other notations.
/// - `schemes`: other schemes.
/// - `constructions`: other constructions, such as a hash of the secret and the body.
/// - `symptoms`: visible symptoms that a signature does not prove.
pub const SEARCH_PARTS: &[&str] = &[
    "match",
    "headers",
    "secrets",
    "times",
    "body",
    "forms",
    "json_forms",
    "urls",
    "schemes",
    "constructions",
    "symptoms",
];

/// The maximum length of a body for a full diagnosis. The diagnosis of longer bodies is limited.
pub(super) const MAX_READ: usize = 10_000_000;

/// The maximum length of a body that is rewritten.
pub(super) const MAX_REWRITTEN: usize = 1 << 20;

/// The maximum length of a rewritten body. There is only one at a time.
pub(super) const MAX_VARIANT: usize = 4 << 20;

/// The maximum memory of a verification in addition to the request.
pub(super) const MAX_MEMORY: usize = 40 << 20;

/// The maximum length of a secret that is rewritten. RSA private keys have 3 kB.
pub(super) const MAX_SECRET: usize = 16 << 10;

/// The maximum length of a URL that is rewritten.
pub(super) const MAX_URL: usize = 64 << 10;

/// The maximum size and number of header fields that are read. Servers accept less, for example 16 kB and 100 fields.
pub(super) const MAX_FIELD_BYTES: usize = 256 << 10;
pub(super) const MAX_FIELDS: usize = 1_000;

/// The error of a step that the limits on work or memory prevent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut;

/// The work that is reserved for the symptoms, which are searched last.
const RESERVE: usize = 12_000_000;

/// The work done so far. It never exceeds the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Work {
    spent: usize,
    trials: usize,
    limit: usize,
    /// The number of trials at which the current part of the search ends.
    trial_limit: usize,
}

impl Work {
    pub(super) const fn new() -> Self {
        Self { spent: 0, trials: 0, limit: MAX_WORK, trial_limit: MAX_TRIALS }
    }

    /// Keeps or releases the reserve for the symptoms.
    pub(super) const fn set_reserve(&mut self, is_kept: bool) {
        self.limit = if is_kept { MAX_WORK - RESERVE } else { MAX_WORK };
    }

    /// Limits the trials of the part of the search that begins.
    pub(super) fn limit_trials(&mut self, most: usize) {
        self.trial_limit = self.trials.saturating_add(most).min(MAX_TRIALS);
    }

    /// Counts a step that is about to be taken.
    pub(super) const fn spend(&mut self, cost: usize) -> Result<(), Cut> {
        let spent = self.spent.saturating_add(cost);
        if spent > self.limit {
            return Err(Cut);
        }
        self.spent = spent;
        Ok(())
    }

    /// Counts a hypothesis that is about to be tried.
    pub(super) fn spend_trial(&mut self, cost: usize) -> Result<(), Cut> {
        if self.trials >= self.trial_limit {
            return Err(Cut);
        }
        self.spend(cost)?;
        self.trials += 1;
        Ok(())
    }

    pub(super) const fn spent(&self) -> usize {
        self.spent
    }

    pub(super) const fn trials(&self) -> usize {
        self.trials
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejected_step_is_not_counted() {
        let mut work = Work::new();
        assert_eq!(work.spend(MAX_WORK - 1), Ok(()));
        assert_eq!(work.spend(2), Err(Cut));
        assert_eq!(work.spend_trial(usize::MAX), Err(Cut));
        assert_eq!((work.spent(), work.trials()), (MAX_WORK - 1, 0));
        assert_eq!(work.spend_trial(1), Ok(()));
        assert_eq!((work.spent(), work.trials()), (MAX_WORK, 1));
        assert_eq!(work.spend_trial(0), Ok(()));
        work.trials = MAX_TRIALS;
        assert_eq!(work.spend_trial(0), Err(Cut));

        let mut work = Work::new();
        work.set_reserve(true);
        assert_eq!((work.spend(MAX_WORK - RESERVE), work.spend(1)), (Ok(()), Err(Cut)));
        work.set_reserve(false);
        assert_eq!((work.spend(RESERVE), work.spend(1)), (Ok(()), Err(Cut)));
    }
}
