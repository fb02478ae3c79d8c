//! Signing: a body in, the headers to send out.

use alloc::string::String;

use super::mac::PreparedKey;
use super::scheme::{Encoding, Scheme};
use super::secret::Secret;
use crate::header::Headers;

/// Signs deliveries by one scheme with one secret.
///
/// ```
/// use hookwright::{provider, signature::{Secret, Signer}};
///
/// let scheme = provider::find("generic").unwrap().default_scheme().unwrap();
/// let signer = Signer::new(scheme, &Secret::new("whsec_abc123")?);
/// let headers = signer.sign(b"{}");
/// assert_eq!(headers.get("x-webhook-signature").next().unwrap().len(), 64);
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Signer {
    scheme: Scheme,
    key: PreparedKey,
}

impl Signer {
    /// Prepares the key once for any number of deliveries.
    #[must_use]
    pub fn new(scheme: &Scheme, secret: &Secret) -> Self {
        Self { scheme: *scheme, key: PreparedKey::new(scheme, secret) }
    }

    /// The headers that sign `body`. Send exactly these bytes: a body that is serialised again has another signature.
    #[must_use]
    pub fn sign(&self, body: &[u8]) -> Headers {
        let signature = self.key.sign(self.scheme.content, body);
        let value: String = match self.scheme.encoding {
            Encoding::Hex => hex::encode(signature),
        };
        [(self.scheme.header, value)].into_iter().collect()
    }
}
