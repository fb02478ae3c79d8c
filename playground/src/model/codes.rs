//! Codes of problems in the page's forms.

use hookwright::code::Code;

pub(crate) const INVALID_BASE64: Code = Code::new("invalid_base64", "The body is not base64.");
pub(crate) const INVALID_DURATION: Code = Code::new("invalid_duration", "A duration cannot be read.");
pub(crate) const INVALID_HEADER_LINE: Code = Code::new("invalid_header_line", "A line of the headers has no colon.");
pub(crate) const INVALID_HEX: Code = Code::new("invalid_hex", "The body is not pairs of hexadecimal digits.");
pub(crate) const INVALID_INSTANT: Code = Code::new("invalid_instant", "An instant cannot be read.");
pub(crate) const INVALID_POLICY: Code = Code::new("invalid_policy", "The retry policy cannot be used.");
pub(crate) const INVALID_SCENARIO: Code = Code::new("invalid_scenario", "The scenario cannot be simulated.");
pub(crate) const INVALID_VALUE: Code = Code::new("invalid_value", "A number cannot be read.");
pub(crate) const TOO_MANY_DELIVERIES: Code =
    Code::new("too_many_deliveries", "The scenario has more deliveries than the page simulates.");
