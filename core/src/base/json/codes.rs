//! The codes of problems that JSON documents of any kind can have.

use crate::base::code::problem_codes;

problem_codes! {
    /// The text is not valid JSON.
    MALFORMED_JSON = "malformed_json",
    /// A value has the wrong type.
    WRONG_TYPE = "wrong_type",
    /// A required member is missing.
    MISSING_FIELD = "missing_field",
    /// A member is unknown: it is misspelt, or requires a newer version.
    UNKNOWN_FIELD = "unknown_field",
    /// A member appears more than once in an object.
    REPEATED_FIELD = "repeated_field",
    /// A value is not one of the allowed values of the member.
    UNKNOWN_CHOICE = "unknown_choice",
    /// A text contains a control character or a line break.
    CONTROL_CHARACTER = "control_character",
    /// A number is too large or too small.
    OUT_OF_RANGE = "out_of_range",
}
