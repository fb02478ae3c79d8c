//! Verifying: a request in, a verdict out.

use alloc::string::String;
use alloc::vec::Vec;

use super::mac::PreparedKey;
use super::rejection::{Reason, Rejection};
use super::scheme::{Encoding, Scheme};
use super::secret::{Secret, SecretError};
use crate::header::Headers;

/// Verifies deliveries by one scheme with any number of secrets.
///
/// ```
/// use hookwright::{header::Headers, provider, signature::{Secret, Verifier}};
///
/// let scheme = provider::find("generic").unwrap().default_scheme().unwrap();
/// let verifier = Verifier::new(scheme, &[Secret::new("whsec_abc123")?])?;
/// let rejection = verifier.verify(&Headers::new(), b"{}").unwrap_err();
/// assert_eq!(rejection.code(), "missing_header");
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    scheme: Scheme,
    keys: Vec<(Option<String>, PreparedKey)>,
}

/// The verdict on a delivery that is what it claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The secret that matched, counted from 0 in the order given: once the old one never matches, it can go.
    pub key_index: usize,
    /// The name of that secret, where it has one.
    pub key_name: Option<String>,
}

impl Verifier {
    /// Prepares the keys once for any number of deliveries.
    ///
    /// # Errors
    /// [`SecretError::Missing`] if `secrets` is empty.
    pub fn new(scheme: &Scheme, secrets: &[Secret]) -> Result<Self, SecretError> {
        if secrets.is_empty() {
            return Err(SecretError::Missing);
        }
        let prepare = |secret: &Secret| (secret.name().map(String::from), PreparedKey::new(scheme, secret));
        Ok(Self { scheme: *scheme, keys: secrets.iter().map(prepare).collect() })
    }

    /// Decides whether `body`, byte for byte as it arrived, was signed with one of the secrets.
    ///
    /// # Errors
    /// The [`Rejection`] says why not. Answer such a request with 401 and no reason, and keep the reason for the log.
    pub fn verify(&self, headers: &Headers, body: &[u8]) -> Result<Verified, Rejection> {
        let signature = self.signature(headers).map_err(|reason| Rejection::new(&self.scheme, reason))?;
        let mut numbered = self.keys.iter().enumerate();
        let found = numbered.find(|(_, (_, key))| key.matches(self.scheme.content, body, &signature));
        match found {
            Some((key_index, (key_name, _))) => Ok(Verified { key_index, key_name: key_name.clone() }),
            None => Err(Rejection::new(&self.scheme, Reason::SignatureMismatch { keys: self.keys.len() })),
        }
    }

    /// The signature that the request carries, decoded.
    fn signature(&self, headers: &Headers) -> Result<Vec<u8>, Reason> {
        let values: Vec<&str> = headers.get(self.scheme.header).collect();
        let value = match *values.as_slice() {
            [] | [""] => return Err(Reason::MissingHeader),
            [value] => value,
            _ => return Err(Reason::RepeatedHeader { count: values.len() }),
        };
        let length = self.scheme.algorithm.output_len();
        match self.scheme.encoding {
            Encoding::Hex => {
                let malformed = Reason::MalformedSignature { found: value.chars().count(), expected: length * 2 };
                let decoded = hex::decode(value).map_err(|_| malformed)?;
                if decoded.len() == length { Ok(decoded) } else { Err(malformed) }
            }
        }
    }
}
