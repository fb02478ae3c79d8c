//! Tasks of the worker, and its answers.

use std::sync::Arc;

use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm, SecretError};
use zeroize::Zeroizing;

/// A task of the worker.
#[derive(Clone, PartialEq)]
pub(crate) enum Task {
    /// Finds out why a delivery is rejected.
    Explain(DeliveryTask),
    /// Verifies a delivery, and answers a handshake.
    Check(DeliveryTask, HandshakeTask),
    /// Uses public and private keys.
    Keys(Vec<KeyTask>),
    /// Generates a key pair for a scheme, which is an id or JSON.
    Generate(String),
    /// Generates a key pair of an algorithm in PEM, with the cryptography of the browser.
    GeneratePem(&'static str),
    /// Derives the public key of a private key of an algorithm.
    PublicKey(&'static str, Credential),
    /// Reads a request from a text, and of a file with several requests the one at the index.
    Import(Arc<[u8]>, Option<usize>),
}

impl Task {
    /// Returns the name in the protocol.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Explain(_) => "explain",
            Self::Check(..) => "check",
            Self::Keys(_) => "keys",
            Self::Generate(_) => "generate",
            Self::GeneratePem(_) => "generatePem",
            Self::PublicKey(..) => "publicKey",
            Self::Import(..) => "import",
        }
    }

    /// Returns whether it takes only some milliseconds, whatever its input. Others are stopped by a new task with the
    /// same name.
    pub(crate) const fn is_short(&self) -> bool {
        !matches!(self, Self::Explain(_) | Self::Check(..))
    }
}

/// A delivery, as the worker receives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DeliveryTask {
    /// The id of a built-in scheme, or a custom scheme as JSON.
    pub(crate) scheme: String,
    pub(crate) secrets: Vec<Credential>,
    /// Previous secrets.
    pub(crate) old: Vec<Credential>,
    /// Secrets of other endpoints.
    pub(crate) others: Vec<Credential>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) method: &'static str,
    pub(crate) url: Credential,
    /// The reference time, in milliseconds since the Unix epoch.
    pub(crate) now_ms: i64,
    /// Whether the age of the delivery is not checked.
    pub(crate) ignores_age: bool,
    /// The id of the receiver's framework, or an empty text.
    pub(crate) framework: String,
}

/// How a handshake is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HandshakeTask {
    /// Whether the scheme has handshakes.
    pub(crate) is_possible: bool,
    pub(crate) secrets: Vec<Credential>,
}

/// A use of a key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyTask {
    pub(crate) question: KeyQuestion,
    /// The content that is verified or signed.
    pub(crate) content: Vec<u8>,
}

/// A use of a key, without the content.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KeyQuestion {
    pub(crate) algorithm: Algorithm,
    pub(crate) form: KeyForm,
    /// The decoded key.
    pub(crate) key: Zeroizing<Vec<u8>>,
    pub(crate) what: KeyUse,
}

/// What a key is used for. A content is identified by its SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeyUse {
    /// Reading it.
    Read,
    Verify {
        digest: [u8; 32],
        signature: Vec<u8>,
    },
    Sign {
        digest: [u8; 32],
    },
}

/// The answer to a use of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyAnswer {
    /// The key can be used.
    Key {
        is_private: bool,
        /// The size of an RSA modulus.
        rsa_bits: Option<usize>,
    },
    /// The key cannot be used.
    Unusable(SecretError),
    /// Whether the signature is valid.
    IsValid(bool),
    /// The signature.
    Signature(Vec<u8>),
}
