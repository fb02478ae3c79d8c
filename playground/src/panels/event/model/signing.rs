//! Code that signs as a scheme does, for the program of a sender.

use hookwright::receiver::{SigningLanguage, signing_code};

use crate::model::choice::Named;
use crate::model::scheme::{CustomScheme, SchemeChoice, UNUSABLE};

impl Named for SigningLanguage {
    fn id(self) -> &'static str {
        self.id()
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }
}

/// Returns the code.
///
/// # Errors
/// The reason why there is none, as a message of the core.
pub(crate) fn code(choice: SchemeChoice, custom: &CustomScheme, language: SigningLanguage) -> Result<String, String> {
    let scheme = choice.scheme(custom).map_err(|_| UNUSABLE)?;
    signing_code(choice.sender().unwrap_or("your sender"), &scheme, language).map_err(|reason| reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scheme::ValidScheme;
    use hookwright::signature::OwnedScheme;

    #[test]
    fn a_custom_scheme_has_code_once_it_is_valid() {
        let unusable = code(SchemeChoice::Custom, &Err(Vec::new()), SigningLanguage::Go);
        assert_eq!(unusable, Err(UNUSABLE.into()));
        let text = r#"{ "id": "custom/x", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "X-Acme" } }"#;
        let custom = OwnedScheme::parse(text).and_then(ValidScheme::new);
        for language in SigningLanguage::ALL {
            let code = code(SchemeChoice::Custom, &custom, language).unwrap();
            assert!(code.contains("X-Acme") && code.contains("your sender"), "{code}");
            assert_eq!(SigningLanguage::from_id(Named::id(language)), Some(language));
        }
    }

    #[test]
    fn a_scheme_without_code_has_a_reason() {
        let awell = SchemeChoice::from_id("awell/rsa").unwrap();
        let reason = code(awell, &Err(Vec::new()), SigningLanguage::Node).unwrap_err();
        assert!(reason.contains("private key"), "{reason}");
    }
}
