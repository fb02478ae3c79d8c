//! MACs of content that arrives in parts.

use core::fmt;

use zeroize::Zeroizing;

use crate::signature::binary::Tag as _;
use crate::signature::mac::{MacState, PreparedKey};
use crate::signature::{Algorithm, KeyForm};

/// A key, and the MAC of the content that has arrived so far: the only computation that verifying with the compact form of
/// a scheme requires.
///
/// With [`Algorithm::Sha256`], the content contains the key. With [`Algorithm::Token`], the content is ignored.
///
/// ```
/// use hookwright::signature::{Algorithm, ContentMac};
///
/// let mut mac = ContentMac::new(Algorithm::HmacSha256, b"It's a Secret to Everybody").unwrap();
/// mac.update(b"Hello, ");
/// mac.update(b"World!");
/// let signature = hex::decode("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")?;
/// assert!(mac.matches(&signature));
/// mac.start();
/// assert!(!mac.matches(&signature));
/// # Ok::<(), hex::FromHexError>(())
/// ```
pub struct ContentMac {
    key: PreparedKey,
    state: MacState,
}

impl ContentMac {
    /// Prepares a key. `None` for an algorithm that the compact form does not support.
    #[must_use]
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Option<Self> {
        if algorithm.is_asymmetric() || matches!(algorithm, Algorithm::Sha1 | Algorithm::HmacMd5) {
            return None;
        }
        let key = PreparedKey::new(algorithm, KeyForm::Text, &Zeroizing::new(key.to_vec())).ok()?;
        Some(Self { state: key.begin(), key })
    }

    /// Starts again, with empty content.
    pub fn start(&mut self) {
        self.state = self.key.begin();
    }

    /// Adds content.
    pub fn update(&mut self, content: &[u8]) {
        self.state.update(content);
    }

    /// Whether a signature is that of the content. The duration does not depend on where it differs.
    #[must_use]
    pub fn matches(&self, signature: &[u8]) -> bool {
        self.key.matches_one(self.state.clone(), signature)
    }
}

impl Algorithm {
    /// The algorithm with a tag in the binary and the compact form.
    ///
    /// ```
    /// use hookwright::signature::Algorithm;
    /// assert_eq!((Algorithm::from_tag(1), Algorithm::from_tag(99)), (Some(Algorithm::HmacSha256), None));
    /// ```
    #[must_use]
    pub fn from_tag(tag: u8) -> Option<Self> {
        Self::find(tag)
    }
}

impl fmt::Debug for ContentMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentMac([redacted])")
    }
}
