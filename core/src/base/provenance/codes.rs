//! The codes of problems of the evidence for a row.

use crate::base::code::problem_codes;

problem_codes! {
    /// A date does not exist, or is not written as RFC 3339 has it.
    WRONG_DATE = "wrong_date",
    /// A sentence is empty.
    EMPTY_SENTENCE = "empty_sentence",
}
