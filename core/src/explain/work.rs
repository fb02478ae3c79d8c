//! The work of one diagnosis: counted before it is done, so that its bound holds for every input.

/// The most hypotheses that one diagnosis tries.
pub const MAX_TRIALS: usize = 6_000;

/// The most work that one diagnosis does. A unit is about the time in which the WebAssembly module hashes one byte,
/// some 5 ns.
///
/// What a step costs depends only on the input, and is counted before the step is taken: the bytes that are hashed,
/// parsed or written, the header fields that are searched, and each operation with a public key by the algorithm and
/// the length of the key. All of it is at most half a second of one core natively, and a second in Node.
pub const MAX_WORK: usize = 100_000_000;

/// The parts of a search that [`Diagnosis::skipped`](super::Diagnosis::skipped) can name.
///
/// - `match`: whether the signature matches at all. The delivery is larger than what a diagnosis checks; `verify` has no such
///   bound.
/// - `headers`: header fields under other names.
/// - `secrets`: other secrets, and other ways to write the given ones.
/// - `body`: the bytes of the body in other line ends, character sets and encodings.
/// - `forms`: the body as a form, or out of one.
/// - `json_forms`: the body as other JSON serializers write it.
/// - `urls`: other URLs.
/// - `encodings`: the signature in another encoding or by another algorithm.
/// - `schemes`: other schemes.
/// - `symptoms`: what can be seen in the body, whether or not a signature proves it.
pub const SEARCH_PARTS: &[&str] =
    &["match", "headers", "secrets", "body", "forms", "json_forms", "urls", "encodings", "schemes", "symptoms"];

/// Longer bodies get a partial answer: the verdict, and what can be seen without reading all of the body.
pub(super) const MAX_READ: usize = 10_000_000;

/// Longer bodies are not rewritten.
pub(super) const MAX_REWRITTEN: usize = 1 << 20;

/// The most bytes that one rewritten body can have. There is one at a time.
pub(super) const MAX_VARIANT: usize = 4 << 20;

/// The most memory that one verification may need, beyond the request.
pub(super) const MAX_MEMORY: usize = 40 << 20;

/// Longer secrets are not rewritten: private keys of RSA have 3 kB.
pub(super) const MAX_SECRET: usize = 16 << 10;

/// Longer URLs are not rewritten.
pub(super) const MAX_URL: usize = 64 << 10;

/// The most bytes and fields of the header that the schemes read. Servers take less: 16 kB, 100 fields.
pub(super) const MAX_FIELD_BYTES: usize = 256 << 10;
pub(super) const MAX_FIELDS: usize = 1_000;

/// The error of a step that the bound on work or memory prevents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut;

/// The work that is reserved for the symptoms, which are looked for last.
const RESERVE: usize = 12_000_000;

/// The work done so far. It never exceeds the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Work {
    spent: usize,
    trials: usize,
    limit: usize,
}

impl Work {
    pub(super) const fn new() -> Self {
        Self { spent: 0, trials: 0, limit: MAX_WORK }
    }

    /// Keeps or releases the reserve for the symptoms.
    pub(super) const fn set_reserve(&mut self, is_kept: bool) {
        self.limit = if is_kept { MAX_WORK - RESERVE } else { MAX_WORK };
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
        if self.trials >= MAX_TRIALS {
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
    fn a_step_is_taken_or_costs_nothing() {
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
