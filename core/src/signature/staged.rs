//! Verification in stages: everything but the body first, then the signature, then the rest.
//!
//! [`Verifier::verify`] needs the whole body in memory. In stages, the caller hashes the body: with the cryptography of
//! its host, or in chunks with a [`Hasher`]. The verdicts are the same, because both ways use the same code for all
//! other steps.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::mac::MacState;
use super::rejection::Rejection;
use super::request::Request;
use super::setup::Key;
use super::signatures::Signatures;
use super::template::Piece;
use super::verify::{Verified, Verifier};

/// The next step of a verification in stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Begun {
    /// Compute the MACs of the [contents](Pending::contents), and call [`Verifier::finish`].
    Staged,
    /// The verdict depends on the body: call [`Verifier::verify`] with the whole request.
    NeedsBody,
}

/// A verification that waits for the MACs of its content. It does not refer to the request, so it can be kept while the
/// body arrives. It can be used again for the next request, which saves allocations.
///
/// A value that is new, or for which [`Verifier::begin`] did not return [`Begun::Staged`], is never accepted.
#[derive(Clone)]
pub struct Pending {
    signatures: Signatures,
    timestamp: String,
    id: Option<String>,
    now_ms: i64,
    /// The bytes of every variant, without the body.
    content: Vec<u8>,
    variants: [Option<Cut>; 2],
}

/// The ends of the parts of one variant.
#[derive(Clone, Copy)]
struct Cut {
    prefix_end: usize,
    suffix_end: usize,
    has_body: bool,
}

/// The signed content of a request: `prefix`, then the body if `has_body` is true, then `suffix`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedContent<'a> {
    /// The bytes before the body.
    pub prefix: &'a [u8],
    /// Whether the body is a part of the content.
    pub has_body: bool,
    /// The bytes after the body.
    pub suffix: &'a [u8],
}

impl Default for Pending {
    fn default() -> Self {
        Self::new()
    }
}

impl Pending {
    /// Memory for a verification.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            signatures: Signatures::new(),
            timestamp: String::new(),
            id: None,
            now_ms: 0,
            content: Vec::new(),
            variants: [None; 2],
        }
    }

    /// The contents that the sender may have signed: one, or two if the URL is signed with any port.
    pub fn contents(&self) -> impl Iterator<Item = SignedContent<'_>> {
        let mut start = 0;
        self.variants.iter().flatten().map(move |cut| {
            let part = |from: usize, to: usize| self.content.get(from..to).unwrap_or_default();
            let content = SignedContent {
                prefix: part(start, cut.prefix_end),
                has_body: cut.has_body,
                suffix: part(cut.prefix_end, cut.suffix_end),
            };
            start = cut.suffix_end;
            content
        })
    }

    /// The number of contents.
    fn len(&self) -> usize {
        self.variants.iter().flatten().count()
    }

    fn clear(&mut self) {
        self.signatures.clear();
        self.timestamp.clear();
        self.id = None;
        self.content.clear();
        self.variants = [None; 2];
    }
}

/// The MACs of the content, computed while the body arrives. See [`Verifier::hasher`].
#[derive(Clone)]
pub struct Hasher {
    /// One for each key and content, key by key.
    states: Vec<MacState>,
    has_body: bool,
}

impl Hasher {
    /// Adds the next bytes of the body.
    pub fn update(&mut self, chunk: &[u8]) {
        if self.has_body {
            self.states.iter_mut().for_each(|state| state.update(chunk));
        }
    }
}

impl Verifier {
    /// Begins a verification in stages, if [the scheme permits it](super::CompiledScheme::is_staged). The body of the
    /// request is not read. `now_ms` is as for [`Verifier::verify`].
    ///
    /// The caller then computes the MAC of each of the [contents](Pending::contents) with each key and calls
    /// [`Verifier::finish`], or uses a [`Hasher`], or, for public keys, checks the
    /// [candidates](Verifier::candidates) and calls [`Verifier::finish_signed`].
    ///
    /// ```
    /// use hookwright::{catalog, http::Headers};
    /// use hookwright::signature::{Begun, Pending, Request, Secret, Signer, Unsigned, Verifier};
    ///
    /// let scheme = catalog::find_scheme("stripe/v1").unwrap();
    /// let secrets = [Secret::new("whsec_abc123")?];
    /// let now_ms = 1_705_314_600_000;
    /// let signed = Signer::new(scheme, &secrets)?.sign(&Unsigned::new(b"{\"id\":1}").at(now_ms))?;
    ///
    /// let verifier = Verifier::new(scheme, &secrets)?;
    /// let mut pending = Pending::new();
    /// let begun = verifier.begin(&Request::new(&signed.headers, b""), now_ms, &mut pending)?;
    /// assert_eq!(begun, Begun::Staged);
    /// assert_eq!(pending.contents().next().unwrap().prefix, b"1705314600.");
    ///
    /// // The body arrives in chunks.
    /// let mut hasher = verifier.hasher(&pending).unwrap();
    /// hasher.update(b"{\"id\"");
    /// hasher.update(b":1}");
    /// assert_eq!(verifier.finish_hashed(&pending, hasher)?.timestamp_ms, Some(now_ms));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The rejections that do not depend on the body. [`Verifier::verify`] gives the same ones.
    pub fn begin(&self, request: &Request<'_>, now_ms: i64, pending: &mut Pending) -> Result<Begun, Rejection> {
        pending.clear();
        if !self.scheme().is_staged() {
            return Ok(Begun::NeedsBody);
        }
        let begun = self.read_head(&Request { body: &[], ..*request }, now_ms, pending);
        if begun != Ok(Begun::Staged) {
            pending.clear();
        }
        begun
    }

    fn read_head(&self, request: &Request<'_>, now_ms: i64, pending: &mut Pending) -> Result<Begun, Rejection> {
        let value = self.value(request)?;
        self.signatures(&value, &mut pending.signatures)?;
        let fields = self.fields(request, &value)?;
        let content = self.content(request, &fields)?;
        if self.scheme().needs_enclosed_body(&fields.timestamp, now_ms) {
            return Ok(Begun::NeedsBody);
        }
        // Schemes whose content contains the secret cannot be verified in stages.
        for (variant, cut) in content.variants(&[]).zip(&mut pending.variants) {
            let mut body_at = None;
            for (piece, value) in variant.values() {
                match piece {
                    Piece::Body => body_at = Some(pending.content.len()),
                    _ => pending.content.extend_from_slice(value),
                }
            }
            let suffix_end = pending.content.len();
            *cut = Some(Cut { prefix_end: body_at.unwrap_or(suffix_end), suffix_end, has_body: body_at.is_some() });
        }
        pending.timestamp.push_str(&fields.timestamp);
        pending.id = fields.id.as_deref().map(String::from);
        pending.now_ms = now_ms;
        Ok(Begun::Staged)
    }

    /// Finishes a verification with MACs that the caller has computed, one after another: for each key in the order of the
    /// secrets, that of each of the [contents](Pending::contents). They are compared in constant time.
    ///
    /// The last ones may be missing, so a caller can pass the MACs of the first key alone, and compute the others only
    /// if this gives [`SignatureMismatch`](super::RejectionReason::SignatureMismatch). For tokens, `macs` is empty.
    ///
    /// # Errors
    /// The rejection that [`Verifier::verify`] gives.
    pub fn finish(&self, pending: &Pending, macs: &[u8]) -> Result<Verified, Rejection> {
        let algorithm = self.scheme().algorithm();
        let length = algorithm.output_len().filter(|_| algorithm.is_hmac());
        let mut macs = macs.chunks(length.unwrap_or(usize::MAX));
        let matches = |key: &Key| {
            // Tokens are compared without a MAC of the content.
            key.prepared.is_token(&pending.signatures)
                || macs.by_ref().take(pending.len()).any(|mac| key.prepared.is_mac(mac, &pending.signatures))
        };
        self.conclude(pending, self.keys().iter().position(matches))
    }

    /// The state that hashes the body with every key, for bodies that arrive in chunks or are too large for one buffer.
    /// `None` for Ed25519, which hashes the body once for each signature.
    #[must_use]
    pub fn hasher(&self, pending: &Pending) -> Option<Hasher> {
        let mut states = Vec::with_capacity(self.keys().len().saturating_mul(pending.len()));
        for key in self.keys() {
            for content in pending.contents() {
                let mut state = key.prepared.start()?;
                state.update(content.prefix);
                states.push(state);
            }
        }
        Some(Hasher { states, has_body: pending.contents().any(|content| content.has_body) })
    }

    /// Finishes a verification with the state that has hashed the whole body.
    ///
    /// # Errors
    /// The rejection that [`Verifier::verify`] gives.
    pub fn finish_hashed(&self, pending: &Pending, hasher: Hasher) -> Result<Verified, Rejection> {
        let mut states = hasher.states.into_iter();
        let matches = |key: &Key| {
            let contents = pending.contents().zip(states.by_ref());
            let matches = contents.map(|(content, mut state)| {
                state.update(content.suffix);
                key.prepared.matches_state(state, &pending.signatures)
            });
            // Every state of the key is used, so that the next state belongs to the next key.
            matches.fold(false, |found, matches| found | matches)
        };
        self.conclude(pending, self.keys().iter().position(matches))
    }

    /// The signatures that a host must check with a public key, in order, with their indexes. `content_len` is the
    /// number of bytes of the content, with the body.
    ///
    /// Signatures that cannot be valid are skipped, and the number is limited, because each is expensive to check.
    /// A host must check them as the crate does: for Ed25519 without the cofactor and with a reduced scalar (RFC 8032
    /// §5.1.7), for RSA with the whole encoded message (RFC 8017 §8.2.2).
    pub fn candidates<'a>(
        &'a self,
        pending: &'a Pending,
        key_index: usize,
        content_len: usize,
    ) -> impl Iterator<Item = (usize, &'a [u8])> {
        let key = self.keys().get(key_index);
        key.into_iter().flat_map(move |key| key.prepared.candidates(&pending.signatures, content_len))
    }

    /// Finishes a verification for which the host has found that a key accepts a signature: the first one among the
    /// [candidates](Verifier::candidates) of the keys, in order. Without one, call [`Verifier::finish`] with an empty
    /// list.
    ///
    /// # Errors
    /// The rejection that [`Verifier::verify`] gives. The scheme's algorithm must be one with public keys; otherwise the
    /// signature is rejected.
    pub fn finish_signed(&self, pending: &Pending, key_index: usize, signature: usize) -> Result<Verified, Rejection> {
        let is_known = self.scheme().algorithm().is_asymmetric()
            && key_index < self.keys().len()
            && pending.signatures.get(signature).is_some();
        self.conclude(pending, is_known.then_some(key_index))
    }

    fn conclude(&self, pending: &Pending, key_index: Option<usize>) -> Result<Verified, Rejection> {
        let key_index = key_index.ok_or_else(|| self.mismatch())?;
        self.accept(key_index, &pending.timestamp, pending.id.as_deref(), pending.now_ms, None)
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("signatures", &self.signatures.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher([redacted])")
    }
}
