//! The codes of problems of a [`Provenance`](super::Provenance) in JSON.

use crate::base::code::problem_codes;

problem_codes! {
    /// A date does not exist or is not in RFC 3339 format.
    WRONG_DATE = "wrong_date",
    /// A sentence is empty.
    EMPTY_SENTENCE = "empty_sentence",
}
