//! The cost of a verification, in work and memory, by the parts of a request that a scheme reads.
//!
//! The figures are those of the slowest measured input of each kind in the WebAssembly module; `cargo xtask bench
//! explain` measures them together.

use alloc::vec::Vec;

use crate::base::http::Headers;
use crate::signature::Algorithm;
use crate::signature::Secret;
use crate::signature::request::{MAX_READ, Request};
use crate::signature::template::{Piece, pieces};
use crate::signature::{Place, Scheme};

/// What every verification costs, and every preparing of a scheme's keys.
const PER_VERIFICATION: usize = 500;
const PER_SETUP: usize = 800;

/// What a header field costs that is looked at for one name, and a byte of its name.
pub(super) const PER_FIELD: usize = 6;
const PER_NAME_BYTE: usize = 1;

/// What a byte costs of a list of signatures.
const PER_VALUE_BYTE: usize = 15;

/// What a byte costs of a URL, of a query whose parameters are decoded, and of a URL whose escapes are.
const PER_URL_BYTE: usize = 2;
const PER_QUERY_BYTE: usize = 32;
const PER_ESCAPE_BYTE: usize = 30;

/// What a byte of a form costs whose parameters are sorted.
const PER_FORM_BYTE: usize = 32;

/// What a byte of JSON costs at each step of a JSON Pointer, in short bodies and in long ones, whose lists of members
/// move in memory as they grow.
const PER_JSON_BYTE: usize = 5;
const PER_LONG_JSON_BYTE: usize = 12;

/// What an operation with a key costs, by algorithm.
const PER_OPERATION: usize = 300;
const PER_ED25519: usize = 60_000;
const PER_P256: usize = 500_000;
/// For each byte of the modulus, squared.
const PER_RSA_BYTE_SQUARED: usize = 4;
const MOST_RSA_BYTES: usize = 512;
/// Exponents other than 65,537 may be longer.
const OTHER_EXPONENT: usize = 4;
/// The longest public key of RSA, as PEM with line ends of two characters.
const MOST_PUBLIC_LEN: usize = 900;

/// The longest private key with 4096 bits in PEM, with some room.
const LONGEST_KEY: usize = 4096;

/// What a byte of a secret costs to decode.
const PER_SECRET_BYTE: usize = 8;

/// The bytes that each parameter of a form takes while all are sorted, each member of a JSON object, and each byte of a
/// list of signatures.
const PER_PARAMETER_MEMORY: usize = 256;
const PER_MEMBER_MEMORY: usize = 180;
const PER_VALUE_MEMORY: usize = 120;

/// Shorter bodies of JSON take little memory, whatever is in them.
const SMALL: usize = 1 << 20;

/// The header fields of a request, measured once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    pub(super) count: usize,
    /// Of names and values.
    pub(super) bytes: usize,
}

impl Fields {
    pub(super) fn of(headers: &Headers) -> Self {
        headers.iter().fold(Self::default(), |fields, (name, value)| Self {
            count: fields.count + 1,
            bytes: fields.bytes.saturating_add(name.len()).saturating_add(value.len()),
        })
    }

    /// What looking for one name costs.
    pub(super) const fn lookup(self) -> usize {
        self.count.saturating_mul(PER_FIELD).saturating_add(self.bytes.saturating_mul(PER_NAME_BYTE))
    }
}

/// What something needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) work: usize,
    pub(super) memory: usize,
}

/// What a scheme reads of a request, counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    algorithm: Algorithm,
    /// The places: header fields, parameters of the URL, and steps of JSON Pointers.
    names: usize,
    queries: usize,
    steps: usize,
    has_list: bool,
    has_digest: bool,
    /// The content: header fields, steps of JSON Pointers, times the body is hashed, the URL read, decoded, the form
    /// sorted.
    content_names: usize,
    content_steps: usize,
    bodies: usize,
    urls: usize,
    decoded_urls: usize,
    forms: usize,
    /// The bytes of the template.
    content: usize,
    /// The URLs that may have been signed.
    variants: usize,
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
        };
        for place in scheme.places() {
            match place {
                Place::Header { or_header, .. } => profile.names += 1 + usize::from(or_header.is_some()),
                Place::Query { .. } => profile.queries += 1,
                Place::Member { member } => profile.steps += steps(member),
                Place::Item { .. } => {}
            }
        }
        for piece in pieces(scheme.content).unwrap_or_default() {
            match piece {
                Piece::Body | Piece::BodySha256 => profile.bodies += 1,
                Piece::Url | Piece::Path => profile.urls += 1,
                Piece::UrlAnyPort => (profile.urls, profile.variants) = (profile.urls + 1, 2),
                Piece::UrlDecoded => profile.decoded_urls += 1,
                Piece::Params | Piece::RepeatedParams => profile.forms += 1,
                Piece::Header(_) => profile.content_names += 1,
                Piece::Member(_, member) => profile.content_steps += steps(member),
                Piece::Literal(_)
                | Piece::Timestamp
                | Piece::Id
                | Piece::Method
                | Piece::Secret
                | Piece::Query(_)
                | Piece::MacOfQuery(_)
                | Piece::MacOfMember(_) => {}
            }
        }
        profile
    }

    /// Whether a body that is a form is taken apart.
    pub(super) const fn signs_form(&self) -> bool {
        self.forms > 0
    }

    /// What reading the signature costs.
    pub(super) fn reading(&self, request: &Request<'_>, fields: Fields) -> Cost {
        let names = fields.lookup().saturating_mul(2);
        let list = fields.bytes.saturating_mul(PER_VALUE_BYTE);
        let query = times(request.url.len(), PER_QUERY_BYTE, self.queries);
        let member = times(request.body.len(), per_json_byte(request.body.len()), self.steps);
        let work = [PER_VERIFICATION, names, list, query, member].into_iter().fold(0, usize::saturating_add);
        Cost { work, memory: self.json_memory(request, self.steps).saturating_add(self.value_memory(request, fields)) }
    }

    /// What verifying with prepared keys costs. `secrets` are those that the keys are made of, and `signatures` the
    /// number of those in the request.
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
        // Once more for the place of what cannot be read.
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

    /// The lookups of header fields that a verification with this many keys makes.
    pub(super) const fn lookups(&self, keys: usize) -> usize {
        let by_key = (self.content_names + self.forms).saturating_mul(self.variants);
        by_key.saturating_mul(keys.saturating_add(1)).saturating_add(2 * self.names + 2)
    }

    /// What preparing keys of these secrets costs.
    pub(super) fn setup(&self, secrets: &[Secret]) -> Cost {
        let by_secret = |secret: &Secret| {
            let length = secret.bytes().len();
            let key = match self.algorithm {
                Algorithm::Ed25519 | Algorithm::EcdsaP256Sha256 => self.operation(secret),
                // What is longer than a public key may be a private one, whose numbers are checked.
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

    /// What one operation with a key costs, beyond hashing.
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
            Algorithm::Sha256 | Algorithm::Token => secret.bytes().len().saturating_add(PER_OPERATION),
            _ => PER_OPERATION,
        }
    }

    fn json_memory(&self, request: &Request<'_>, steps: usize) -> usize {
        // Longer bodies are refused before they are read.
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

/// An upper bound, in bytes, on the modulus of a key in PEM or base64, without the bytes around it in DER.
fn modulus_len(key: &[u8]) -> usize {
    const AROUND: usize = 14;
    // What is between the lines that begin and end a PEM is longer than these lines.
    let parts = key.split(|byte| *byte == b'-').map(|part| part.iter().filter(|byte| byte.is_ascii_graphic()).count());
    let digits = parts.max().unwrap_or(0);
    let bytes = (digits / 4 * 3).saturating_sub(AROUND);
    // A private key has the modulus, an exponent of that length, and five numbers of half of it.
    let modulus = if key.len() > MOST_PUBLIC_LEN { bytes / 4 } else { bytes };
    modulus.min(MOST_RSA_BYTES)
}

/// Whether the text of a key has the exponent 65,537 in it, which is most keys', as base64 has it at any of three
/// places: at the end of a public key, and after the modulus of a private one.
fn has_usual_exponent(key: &[u8]) -> bool {
    let key = key.trim_ascii_end();
    let from = if key.len() > MOST_PUBLIC_LEN { 0 } else { key.len().saturating_sub(64) };
    let digits: Vec<u8> =
        key.iter().skip(from).take(LONGEST_KEY).filter(|byte| byte.is_ascii_graphic()).copied().collect();
    [b"IDAQAB", b"gMBAAE", b"AwEAAQ"].iter().any(|usual| digits.windows(usual.len()).any(|found| found == *usual))
}

/// The parses that a JSON Pointer takes: of the document, and of every value on the way.
fn steps(pointer: &str) -> usize {
    1 + pointer.bytes().filter(|byte| *byte == b'/').count()
}

/// The most members and items that a document can have at once, with the depth of its nesting.
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
    fn the_length_of_a_modulus_is_estimated_from_above() {
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
    fn what_a_scheme_reads_is_counted() {
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
