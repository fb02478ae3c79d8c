//! Remedies in the framework of the receiver.

use alloc::string::{String, ToString};

use super::codes::{DiagnosisCode, Remedy};
use super::frameworks::Framework;

const ANY_RAW_BODY: &str = "Pass the bytes as they arrived, before any middleware parses them";

const ANY_URL: &str = "Set the public URL in the configuration, or trust `X-Forwarded-Host`, `-Proto` and `-Port` if the \
     proxy overwrites what a caller sends under these names";

const ANY_HEADERS: &str = "Pass all header fields as they arrived";

impl DiagnosisCode {
    /// The remedy for the cause, in a few sentences. Remedies for bodies, URLs and header fields describe what to do in
    /// the framework.
    ///
    /// ```
    /// use hookwright::explain::{DiagnosisCode, Framework};
    /// assert!(DiagnosisCode::BodyReformatted.remedy(Some(Framework::Express)).contains("express.raw"));
    /// ```
    #[must_use]
    pub fn remedy(self, framework: Option<Framework>) -> String {
        let recipe = framework.and_then(Framework::recipe);
        let raw_body = recipe.map_or(ANY_RAW_BODY, |recipe| recipe.raw_body);
        let url = recipe.map_or(ANY_URL, |recipe| recipe.url);
        let headers = recipe.map_or(ANY_HEADERS, |recipe| recipe.headers);
        Remedy { code: self, raw_body, url, headers }.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remedy_describes_the_framework() {
        assert!(DiagnosisCode::BodyReformatted.remedy(None).contains(ANY_RAW_BODY));
        assert!(DiagnosisCode::UrlHost.remedy(None).contains(ANY_URL));
        assert!(DiagnosisCode::HeaderMissing.remedy(None).contains(ANY_HEADERS));
        for (id, title) in Framework::all() {
            let framework = Framework::find(id).unwrap();
            let recipe = framework.recipe().unwrap();
            let remedy = |code: DiagnosisCode| code.remedy(Some(framework));
            assert!(remedy(DiagnosisCode::BodyReformatted).contains(recipe.raw_body), "{title}");
            assert!(remedy(DiagnosisCode::UrlHost).contains(recipe.url), "{title}");
            assert!(remedy(DiagnosisCode::HeaderRenamed).contains(recipe.headers), "{title}");
            assert_eq!(serde_json::to_value(framework).unwrap(), id);
        }
    }
}
