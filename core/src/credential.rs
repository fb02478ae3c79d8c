//! Text that gives access to something: zeroised on drop, and never printed by `Debug`.

use alloc::string::String;
use core::fmt;
use core::ops::Deref;

use zeroize::Zeroizing;

/// A secret, an API token or the value of a static header, as text.
///
/// ```
/// use hookwright::credential::Credential;
/// let token = Credential::from("fold_7c1e9a");
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert_eq!(&*token, "fold_7c1e9a");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credential(Zeroizing<String>);

impl Deref for Credential {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
