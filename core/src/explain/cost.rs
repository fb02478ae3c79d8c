//! The cost of a verification, in work and memory, by the parts of a request that a scheme reads.
//!
//! The values are those of the slowest measured input of each kind in the WebAssembly module. `cargo xtask bench
//! explain` measures them together.

use alloc::vec::Vec;

use crate::base::http::Headers;
use crate::signature::Algorithm;
use crate::signature::Secret;
use crate::signature::request::{MAX_READ, Request};
use crate::signature::template::{Piece, pieces};
use crate::signature::{Place, Scheme};

/// The fixed cost of a verification, and of preparing the keys of a scheme.
const PER_VERIFICATION: usize = 500;
const PER_SETUP: usize = 800;

/// The cost of comparing a header field with a name, and of each byte of the fields.
pub(super) const PER_FIELD: usize = 6;
const PER_NAME_BYTE: usize = 1;

/// The cost of a byte in a list of signatures.
const PER_VALUE_BYTE: usize = 15;

/// The cost of a byte of a URL, of a query with decoded parameters, and of a URL with decoded escapes.
const PER_URL_BYTE: usize = 2;
const PER_QUERY_BYTE: usize = 32;
const PER_ESCAPE_BYTE: usize = 30;

/// The cost of a byte of a form with sorted parameters.
const PER_FORM_BYTE: usize = 32;

/// The cost of a byte of JSON at each step of a JSON Pointer, in short and in long bodies. In long bodies, lists of
/// members are reallocated as they grow.
const PER_JSON_BYTE: usize = 5;
const PER_LONG_JSON_BYTE: usize = 12;

/// The cost of a key operation, by algorithm.
const PER_OPERATION: usize = 300;
const PER_ED25519: usize = 60_000;
const PER_P256: usize = 500_000;
/// The cost for the square of the length of the modulus in bytes.
const PER_RSA_BYTE_SQUARED: usize = 4;
const MOST_RSA_BYTES: usize = 512;
/// The factor for exponents other than 65,537, which can be longer.
const OTHER_EXPONENT: usize = 4;
/// The maximum length of an RSA public key, as PEM with two-character line endings.
const MOST_PUBLIC_LEN: usize = 900;

/// The maximum length of a private key with 4096 bits in PEM, with a margin.
const LONGEST_KEY: usize = 4096;

/// The cost of decoding a byte of a secret.
const PER_SECRET_BYTE: usize = 8;

/// The memory in bytes for each parameter of a form while they are sorted, each member of a JSON object, and each byte
/// of a list of signatures.
const PER_PARAMETER_MEMORY: usize = 256;
const PER_MEMBER_MEMORY: usize = 180;
const PER_VALUE_MEMORY: usize = 120;

/// The size in bytes below which any JSON body requires little memory.
const SMALL: usize = 1 << 20;

/// The header fields of a request, measured once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    pub(super) count: usize,
    /// The length of all names and values.
    pub(super) bytes: usize,
}

impl Fields {
    pub(super) fn of(headers: &Headers) -> Self {
        headers.iter().fold(Self::default(), |fields, (name, value)| Self {
            count: fields.count + 1,
            bytes: fields.bytes.saturating_add(name.len()).saturating_add(value.len()),
        })
    }

    /// The cost of looking up one name.
    pub(super) const fn lookup(self) -> usize {
        self.count.saturating_mul(PER_FIELD).saturating_add(self.bytes.saturating_mul(PER_NAME_BYTE))
    }
}

/// The work and the memory of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) work: usize,
    pub(super) memory: usize,
}

/// The number of values of each kind that a scheme reads from a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    algorithm: Algorithm,
    /// For the places: header fields, parameters of the URL, and steps of JSON Pointers.
    names: usize,
    queries: usize,
    steps: usize,
    has_list: bool,
    has_digest: bool,
    /// For the content: header fields, steps of JSON Pointers, and how often the body is hashed, the URL is read and
    /// decoded, and the form is sorted.
    content_names: usize,
    content_steps: usize,
    bodies: usize,
    urls: usize,
    decoded_urls: usize,
    forms: usize,
    /// The length of the template in bytes.
    content: usize,
    /// The number of URLs that may have been signed.
    variants: usize,
    /// Whether the id and the timestamp are signed.
    pub(super) signs_id: bool,
    pub(super) signs_timestamp: bool,
    pub(super) signs_method: bool,
}

impl Profile {
    pub(super) fn of(scheme: &Scheme<&str>) -> Self {
        let mut profile = Self {
            algorithm: scheme.algorithm,
            names: 0,
            queries: 0,
            steps: 0,
            has_list: scheme.signature.separator.is_some(),
            has_digest: scheme.body_digest.is_some(),
            content_names: 0,
            content_steps: 0,
            bodies: 0,
            urls: 0,
            decoded_urls: 0,
            forms: 0,
            content: scheme.content.len(),
            variants: 1,
            signs_id: false,
            signs_timestamp: false,
            signs_method: false,
        };
        for place in scheme.places() {
            match place {
                Place::Header { .. } => profile.names += place.headers().count(),
                Place::Query { .. } => profile.queries += 1,
                Place::Member { member } => profile.steps += steps(member),
                Place::Field { .. } => profile.forms += 1,
                Place::Item { .. } => {}
            }
        }
        for piece in pieces(scheme.content).unwrap_or_default() {
            match piece {
                Piece::Body | Piece::BodySha256 => profile.bodies += 1,
                Piece::Url | Piece::Path => profile.urls += 1,
                Piece::UrlAnyPort => (profile.urls, profile.variants) = (profile.urls + 1, 2),
                Piece::UrlDecoded => profile.decoded_urls += 1,
                Piece::Params | Piece::RepeatedParams | Piece::Field(_) => profile.forms += 1,
                Piece::Header(_) => profile.content_names += 1,
                Piece::Member(_, member) | Piece::If(member) => profile.content_steps += steps(member),
                Piece::Id => profile.signs_id = true,
                Piece::Timestamp => profile.signs_timestamp = true,
                Piece::Method => profile.signs_method = true,
                Piece::Literal(_)
                | Piece::Secret
                | Piece::End
                | Piece::Query(_)
                | Piece::MacOfQuery(_)
                | Piece::MacOfMember(_)
                | Piece::Sha256OfQuery(_) => {}
            }
        }
        profile
    }

    /// Whether the URL or a part of it is signed.
    pub(super) const fn signs_url(&self) -> bool {
        self.urls + self.decoded_urls > 0
    }

    /// Whether a form in the body is parsed.
    pub(super) const fn signs_form(&self) -> bool {
        self.forms > 0
    }

    /// The cost of reading the signature.
    pub(super) fn reading(&self, request: &Request<'_>, fields: Fields) -> Cost {
        let names = fields.lookup().saturating_mul(2);
        let list = fields.bytes.saturating_mul(PER_VALUE_BYTE);
        let query = times(request.url.len(), PER_QUERY_BYTE, self.queries);
        let member = times(request.body.len(), per_json_byte(request.body.len()), self.steps);
        let work = [PER_VERIFICATION, names, list, query, member].into_iter().fold(0, usize::saturating_add);
        Cost { work, memory: self.json_memory(request, self.steps).saturating_add(self.value_memory(request, fields)) }
    }

    /// The cost of verification with prepared keys. `secrets` are the secrets of the keys, and `signatures` is the
    /// number of signatures in the request.
    pub(super) fn verification(
        &self,
        request: &Request<'_>,
        fields: Fields,
        secrets: &[Secret],
        signatures: usize,
    ) -> Cost {
        let (body, url) = (request.body.len(), request.url.len());
        let by_key: usize = secrets.iter().map(|secret| self.operation(secret)).fold(0, usize::saturating_add);
        let signatures = if self.algorithm.is_asymmetric() { signatures.max(1) } else { 1 };
        // Ed25519 hashes the content again for each signature.
        let passes = if self.algorithm == Algorithm::Ed25519 { signatures } else { 1 };
        let parts = [
            times(body, passes, self.bodies),
            times(url, PER_URL_BYTE.max(passes), self.urls),
            times(url, PER_ESCAPE_BYTE.max(passes), self.decoded_urls),
            times(body, PER_FORM_BYTE.max(passes), self.forms),
            self.content.saturating_mul(passes),
        ];
        let content = parts.into_iter().fold(0, usize::saturating_add);
        let lookups = fields.lookup().saturating_mul(self.content_names + self.forms);
        let reads = lookups.saturating_add(times(body, per_json_byte(body), self.content_steps));
        let keys = secrets.len().max(1);
        let contents = content.saturating_mul(self.variants).saturating_mul(keys);
        // One more lookup for the place of a value that cannot be read.
        let reads = reads.saturating_mul(self.variants).saturating_mul(keys.saturating_add(1));
        let digest = if self.has_digest { times(body, PER_FORM_BYTE, 1) } else { 0 };
        let operations = by_key.saturating_mul(signatures).saturating_mul(self.variants);
        let reading = self.reading(request, fields);
        let names = fields.lookup().saturating_mul(self.names);
        let work =
            [reading.work, names, contents, reads, digest, operations].into_iter().fold(0, usize::saturating_add);
        let copies = if self.algorithm == Algorithm::Ed25519 { body.saturating_mul(self.bodies) } else { 0 };
        let memory = [
            reading.memory,
            copies,
            self.json_memory(request, self.content_steps),
            self.form_memory(request),
            url.saturating_mul(4).saturating_mul(self.urls + self.decoded_urls + self.queries),
        ];
        Cost { work, memory: memory.into_iter().fold(0, usize::saturating_add) }
    }

    /// The number of header field lookups in a verification with this many keys.
    pub(super) const fn lookups(&self, keys: usize) -> usize {
        let by_key = (self.content_names + self.forms).saturating_mul(self.variants);
        by_key.saturating_mul(keys.saturating_add(1)).saturating_add(2 * self.names + 2)
    }

    /// The cost of preparing the keys of these secrets.
    pub(super) fn setup(&self, secrets: &[Secret]) -> Cost {
        let by_secret = |secret: &Secret| {
            let length = secret.bytes().len();
            let key = match self.algorithm {
                Algorithm::Ed25519 | Algorithm::EcdsaP256Sha256 => self.operation(secret),
                // A text that is longer than a public key can be a private key, whose numbers are validated.
                Algorithm::RsaPkcs1Sha256 if length > MOST_PUBLIC_LEN => self.operation(secret).saturating_mul(2),
                Algorithm::RsaPkcs1Sha256 => self.operation(secret) / 4,
                _ => 0,
            };
            length.saturating_mul(PER_SECRET_BYTE).saturating_add(key).saturating_add(300)
        };
        let work = secrets.iter().map(by_secret).fold(PER_SETUP.saturating_add(self.content), usize::saturating_add);
        let by_length = |secret: &Secret| secret.bytes().len().saturating_mul(4).saturating_add(1_000);
        Cost { work, memory: secrets.iter().map(by_length).fold(0, usize::saturating_add) }
    }

    /// The cost of one key operation, without hashing.
    fn operation(&self, secret: &Secret) -> usize {
        match self.algorithm {
            Algorithm::Ed25519 => PER_ED25519,
            Algorithm::EcdsaP256Sha256 => PER_P256,
            Algorithm::RsaPkcs1Sha256 => {
                let modulus = modulus_len(secret.bytes());
                let exponent = if has_usual_exponent(secret.bytes()) { 1 } else { OTHER_EXPONENT };
                modulus * modulus * PER_RSA_BYTE_SQUARED * exponent
            }
            // The secret is hashed with the content.
            Algorithm::Sha1 | Algorithm::Sha256 | Algorithm::Token => {
                secret.bytes().len().saturating_add(PER_OPERATION)
            }
            _ => PER_OPERATION,
        }
    }

    fn json_memory(&self, request: &Request<'_>, steps: usize) -> usize {
        // Longer bodies are rejected before they are parsed.
        let is_read = steps > 0 && (SMALL / 8..=MAX_READ).contains(&request.body.len());
        if !is_read { 0 } else { members(request.body).saturating_mul(PER_MEMBER_MEMORY) }
    }

    fn form_memory(&self, request: &Request<'_>) -> usize {
        if (self.forms == 0 && !self.has_digest) || request.body.len() > MAX_READ {
            return 0;
        }
        let parameters = request.body.iter().filter(|byte| **byte == b'&').count() + 1;
        parameters.saturating_mul(PER_PARAMETER_MEMORY).saturating_add(request.body.len().saturating_mul(3))
    }

    fn value_memory(&self, request: &Request<'_>, fields: Fields) -> usize {
        let copied = if self.queries > 0 { request.url.len() } else { 0 };
        let per_byte = if self.has_list { PER_VALUE_MEMORY } else { 4 };
        fields.bytes.saturating_add(copied).saturating_mul(per_byte)
    }
}

/// An upper bound, in bytes, on the length of the modulus of a key in PEM or base64, without the surrounding DER.
fn modulus_len(key: &[u8]) -> usize {
    const AROUND: usize = 14;
    // The content of a PEM is longer than its first and last lines.
    let parts = key.split(|byte| *byte == b'-').map(|part| part.iter().filter(|byte| byte.is_ascii_graphic()).count());
    let digits = parts.max().unwrap_or(0);
    let bytes = (digits / 4 * 3).saturating_sub(AROUND);
    // A private key contains the modulus, an exponent of the same length, and five numbers of half that length.
    let modulus = if key.len() > MOST_PUBLIC_LEN { bytes / 4 } else { bytes };
    modulus.min(MOST_RSA_BYTES)
}

/// Whether the text of a key contains the exponent 65,537, which most keys have: at the end of a public key, or after
/// the modulus of a private key, in any of the three alignments of base64.
fn has_usual_exponent(key: &[u8]) -> bool {
    let key = key.trim_ascii_end();
    let from = if key.len() > MOST_PUBLIC_LEN { 0 } else { key.len().saturating_sub(64) };
    let digits: Vec<u8> =
        key.iter().skip(from).take(LONGEST_KEY).filter(|byte| byte.is_ascii_graphic()).copied().collect();
    [b"IDAQAB", b"gMBAAE", b"AwEAAQ"].iter().any(|usual| digits.windows(usual.len()).any(|found| found == *usual))
}

/// The number of parses for a JSON Pointer: one for the document, and one for each value on the path.
fn steps(pointer: &str) -> usize {
    1 + pointer.bytes().filter(|byte| *byte == b'/').count()
}

/// The maximum number of members and items of a document that are in memory at once, and the depth of its nesting.
fn members(body: &[u8]) -> usize {
    body.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() + 1
}

const fn per_json_byte(length: usize) -> usize {
    if length > SMALL / 16 { PER_LONG_JSON_BYTE } else { PER_JSON_BYTE }
}

const fn times(bytes: usize, cost: usize, count: usize) -> usize {
    bytes.saturating_mul(cost).saturating_mul(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::SignatureField;
    use crate::signature::{Encoding, KeyForm};

    #[test]
    fn the_estimated_length_of_a_modulus_is_an_upper_bound() {
        let keys = [
            (256, include_bytes!("../../tests/keys/rsa.pub.pem").as_slice()),
            (512, include_bytes!("../../tests/keys/rsa-4096.pub.pem").as_slice()),
        ];
        for (modulus, key) in keys {
            let found = modulus_len(key);
            assert!((modulus..modulus + 32).contains(&found), "{found}");
            assert!(has_usual_exponent(key));
        }
        assert_eq!(modulus_len(&[b'A'; 9_000]), MOST_RSA_BYTES);
    }

    #[test]
    fn counts_the_values_that_a_scheme_reads() {
        let field = SignatureField::new(Place::member("/s"), Encoding::Hex);
        let scheme = Scheme::new("a/b", Algorithm::HmacSha256, KeyForm::Text, "{member:/a}{member:/b/c}{body}", field);
        let profile = Profile::of(&scheme.borrow());
        assert_eq!((profile.steps, profile.content_steps, profile.bodies), (2, 2 + 3, 1));
        let headers = Headers::new();
        let costs = [100, 200].map(|length| {
            let body = alloc::vec![b'x'; length];
            profile.verification(&Request::new(&headers, &body), Fields::default(), &[], 1).work
        });
        assert_eq!(costs[1] - costs[0], 100 * (PER_JSON_BYTE * (2 + 5 * 2) + 1));
    }
}
