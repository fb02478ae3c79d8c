//! The codes of problems that JSON documents of any kind can have.

use crate::base::code::problem_codes;

problem_codes! {
    /// The text is not valid JSON.
    MALFORMED_JSON = "malformed_json",
    /// A value has another type than it must have.
    WRONG_TYPE = "wrong_type",
    /// A required member is missing.
    MISSING_FIELD = "missing_field",
    /// A member is not known: it is misspelt, or newer than this version.
    UNKNOWN_FIELD = "unknown_field",
    /// An object has a member more than once.
    REPEATED_FIELD = "repeated_field",
    /// A value is not one of those that the member can have.
    UNKNOWN_CHOICE = "unknown_choice",
    /// A text contains a control character or a line break.
    CONTROL_CHARACTER = "control_character",
    /// A number is too large or too small.
    OUT_OF_RANGE = "out_of_range",
}
