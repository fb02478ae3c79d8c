//! Static headers, as typed.

use hookwright::credential::Credential;
use hookwright::problem::Problem;
use hookwright::subscription::Api;

use crate::model::fields;

/// Parses static headers. Without this attribute, the field is hidden, so that its problems could not be corrected.
pub(crate) fn headers(text: &str, api: &Api) -> (Vec<(String, Credential)>, Vec<Problem>) {
    let Some(member) = api.headers else { return (Vec::new(), Vec::new()) };
    let (headers, problems) = fields::headers(text, &format!("/{member}"));
    (headers.iter().map(|(name, value)| (name.into(), value.into())).collect(), problems)
}
