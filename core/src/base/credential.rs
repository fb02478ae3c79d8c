//! Credentials as text. They are wiped on drop, and `Debug` redacts them.

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

/// Serialization of credentials in plain text. Only saved states use it, because a state cannot be resumed without
/// them.
pub(crate) mod exposed {
    use alloc::string::String;
    use alloc::vec::Vec;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Credential;

    /// Serde functions for an optional credential.
    pub(crate) mod option {
        use super::{Credential, Deserialize, Deserializer, Serialize, Serializer, String};

        pub(crate) fn serialize<S: Serializer>(value: &Option<Credential>, serializer: S) -> Result<S::Ok, S::Error> {
            value.as_deref().serialize(serializer)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Credential>, D::Error> {
            Ok(Option::<String>::deserialize(deserializer)?.map(Credential::from))
        }
    }

    /// Serde functions for an optional list of names with credentials.
    pub(crate) mod pairs {
        use super::{Credential, Deserialize, Deserializer, Serialize, Serializer, String, Vec};

        type Pairs = Vec<(String, Credential)>;

        pub(crate) fn serialize<S: Serializer>(value: &Option<Pairs>, serializer: S) -> Result<S::Ok, S::Error> {
            let pairs =
                value.as_ref().map(|pairs| pairs.iter().map(|(name, value)| (name, &**value)).collect::<Vec<_>>());
            pairs.serialize(serializer)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pairs>, D::Error> {
            let pairs = Option::<Vec<(String, String)>>::deserialize(deserializer)?;
            Ok(pairs.map(|pairs| pairs.into_iter().map(|(name, value)| (name, value.into())).collect()))
        }
    }
}
