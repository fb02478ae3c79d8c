//! Compiled schemes: valid schemes with parsed templates and precomputed properties.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::ambiguity::{can_be_extended, has_loose_digits, movable};
use super::check::{has_public_keys, problems_of};
use super::coverage::{Coverage, is_covered, is_id_signed, unsigned};
use super::member_type::MemberType;
use super::method::Algorithm;
use super::needs::Needs;
use super::oracle::refuses_challenges;
use super::parsed::Parsed;
use super::place::Place;
use super::scheme::{Scheme, SignatureField, TimestampField};
use super::template::Piece;
use crate::base::problem::{Problem, Severity};

/// A valid scheme that is ready to use. A [`Verifier`](super::Verifier) and a [`Signer`](super::Signer) always contain
/// a compiled scheme.
///
/// [`Scheme::compile`] creates one. Cloning it is cheap, because clones share one allocation.
///
/// ```
/// use hookwright::{catalog, http::Headers, signature::{Request, Secret, Verifier}};
///
/// let github = catalog::find_scheme("github/sha256").unwrap().compile()?;
/// assert!(github.covers_body() && !github.signs_url());
/// let verifier = Verifier::new(&github, &[Secret::new("It's a Secret to Everybody").unwrap()]).unwrap();
/// assert!(verifier.verify(&Request::new(&Headers::new(), b"Hello, World!"), 0).is_err());
/// # Ok::<(), Vec<hookwright::problem::Problem>>(())
/// ```
#[derive(Clone)]
pub struct CompiledScheme(Arc<Inner>);

pub(super) struct Inner {
    scheme: Scheme<Box<str>>,
    content: Vec<Piece<Box<str>>>,
    /// The members that the content names, in order.
    members: Vec<(MemberType, Box<str>)>,
    /// The pointers of all members that are read, both for the content and for other values.
    pointers: Vec<Box<str>>,
    needs: Needs,
    handshake_needs: Needs,
    coverage: Coverage,
    facts: Facts,
}

/// The properties of a scheme that do not depend on a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Whether the content contains the URL or a part of it.
    pub(super) signs_url: bool,
    /// Whether the content contains the id.
    pub(super) signs_id: bool,
    /// Whether the content contains the body or its digest.
    pub(super) signs_body: bool,
    /// Whether the signed URL must be absolute, so that its start in the signed content is unambiguous.
    pub(super) needs_absolute_url: bool,
    /// Whether the body is not separated from an adjacent part of the signed content.
    pub(super) is_body_movable: bool,
    /// Whether the digits of a timestamp are adjacent to a part that can contain digits, for any body and for a body
    /// that is enclosed in brackets.
    pub(super) has_loose_digits: bool,
    pub(super) has_loose_digits_if_enclosed: bool,
    /// Whether the id of a delivery cannot be changed without invalidating the signature.
    pub(super) is_id_safe: bool,
    /// Whether content can be appended without the secret (length extension).
    pub(super) can_be_extended: bool,
    /// Whether bodies that could be a challenge must be rejected.
    pub(super) refuses_challenges: bool,
    /// Whether the names of a form's parameters may be repeated. `None` if the content does not contain parameters.
    pub(super) form: Option<bool>,
    /// Whether the scheme has a digest of the body and the signature covers it.
    pub(super) is_digest_covered: bool,
    /// Whether the content has pieces whose values are computed.
    pub(super) has_computed: bool,
    /// Whether the content contains the URL with any port.
    pub(super) has_any_port: bool,
    /// Whether a delivery can be verified without reading its body, except to hash it.
    pub(super) is_staged: bool,
    /// The parts of the body that are not signed.
    pub(super) unsigned: &'static [&'static str],
}

impl Facts {
    fn of(parsed: &Parsed<'_>) -> Self {
        let (scheme, content) = (&parsed.scheme, &parsed.content);
        // At the beginning of the content, after a literal and after the secret, the start of a URL is unambiguous, so
        // the URL may be relative.
        let must_be_absolute = |pair: &[Piece<&str>; 2]| {
            let [before, piece] = pair;
            piece.needs_url() && *piece != Piece::Path && !matches!(before, Piece::Literal(_) | Piece::Secret)
        };
        let is_body_movable = movable(scheme, content).contains(&Piece::Body);
        let refuses_challenges = refuses_challenges(parsed);
        Self {
            signs_url: content.iter().any(Piece::needs_url),
            signs_id: content.contains(&Piece::Id),
            signs_body: content.iter().any(Piece::covers_body),
            needs_absolute_url: content.array_windows().any(must_be_absolute),
            is_body_movable,
            has_loose_digits: has_loose_digits(scheme, content, false),
            has_loose_digits_if_enclosed: has_loose_digits(scheme, content, true),
            is_id_safe: is_id_signed(scheme, content) == Some(true),
            can_be_extended: can_be_extended(scheme.algorithm, content),
            refuses_challenges,
            form: content.iter().find(|piece| piece.is_params()).map(|piece| *piece == Piece::RepeatedParams),
            is_digest_covered: scheme.body_digest.is_some_and(|place| is_covered(content, &place)),
            has_computed: content.iter().any(Piece::is_computed),
            has_any_port: content.contains(&Piece::UrlAnyPort),
            is_staged: is_staged(parsed) && !is_body_movable && !refuses_challenges,
            unsigned: unsigned(scheme, content),
        }
    }
}

/// Whether the places and the content of a scheme can be read without the body, and contain the body at most once and
/// unchanged. With plain hashes the content contains the secret, and some bodies must be UTF-8.
fn is_staged(parsed: &Parsed<'_>) -> bool {
    let (scheme, content) = (&parsed.scheme, &parsed.content);
    let reads_body = |piece: &Piece<&str>| {
        matches!(piece, Piece::BodySha256 | Piece::Member(..) | Piece::Field(_) | Piece::If(_)) || piece.is_params()
    };
    !scheme.algorithm.is_plain_hash()
        && scheme.body_digest.is_none()
        && !scheme.places().any(|place| match place {
            Place::Member { .. } => scheme.message_id != Some(*place) || content.contains(&Piece::Id),
            Place::Field { .. } => true,
            _ => false,
        })
        && !content.iter().any(reads_body)
        && content.iter().filter(|piece| **piece == Piece::Body).count() <= 1
}

impl<S: AsRef<str>> Scheme<S> {
    /// Validates and compiles the scheme. Warnings are ignored; [`Scheme::check`] lists them.
    ///
    /// ```
    /// use hookwright::signature::{Algorithm, KeyForm, Scheme, SignatureField};
    ///
    /// let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{bdoy}", SignatureField::hex("X-Acme"));
    /// let problems = scheme.compile().unwrap_err();
    /// assert_eq!((problems[0].code, problems[0].path.as_str()), ("malformed_template", "/content"));
    /// ```
    ///
    /// # Errors
    /// Every problem that makes the scheme unusable, with JSON Pointers. Never empty.
    pub fn compile(&self) -> Result<CompiledScheme, Vec<Problem>> {
        let (parsed, mut problems) = problems_of(self.borrow());
        problems.retain(|problem| problem.severity == Severity::Error);
        match parsed {
            Some(parsed) if problems.is_empty() => Ok(CompiledScheme(Arc::new(Inner::of(&parsed)))),
            _ => Err(problems),
        }
    }

    /// Compiles a scheme of the catalog, which the tests validate. `None` if there is no implementation of its algorithm.
    #[cfg(feature = "catalog")]
    pub(crate) fn compile_known(&self) -> Option<CompiledScheme> {
        let scheme = self.borrow();
        let is_available = !scheme.algorithm.is_asymmetric() || has_public_keys();
        is_available.then(|| CompiledScheme(Arc::new(Inner::of(&Parsed::of(scheme)))))
    }
}

impl Inner {
    fn of(parsed: &Parsed<'_>) -> Self {
        let scheme = &parsed.scheme;
        let members = parsed.content.iter().filter_map(|piece| match *piece {
            Piece::Member(kind, pointer) => Some((kind, Box::from(pointer))),
            _ => None,
        });
        let places = scheme.places().filter_map(|place| match *place {
            Place::Member { member } => Some(member),
            _ => None,
        });
        let named = parsed.content.iter().filter_map(Piece::pointer);
        Self {
            scheme: scheme.map(|text| Box::from(*text)),
            content: parsed.content.iter().map(Piece::to_owned).collect(),
            members: members.collect(),
            pointers: named.chain(places).map(Box::from).collect(),
            needs: Needs::of_delivery(parsed),
            handshake_needs: Needs::of_handshake(parsed),
            coverage: Coverage::of(parsed),
            facts: Facts::of(parsed),
        }
    }
}

impl CompiledScheme {
    /// The scheme's id: `github/sha256`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.scheme.id
    }

    /// The scheme that was compiled.
    #[must_use]
    pub fn scheme(&self) -> Scheme<&str> {
        self.0.scheme.borrow()
    }

    /// The parts of a request that [`Verifier::verify`](super::Verifier::verify) and
    /// [`Signer::sign`](super::Signer::sign) read.
    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.0.needs
    }

    /// The parts of a request that [`answer`](super::answer) reads. Empty if the scheme has no handshake.
    #[must_use]
    pub fn handshake_needs(&self) -> &Needs {
        &self.0.handshake_needs
    }

    /// What the signature covers.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.0.coverage
    }

    /// Whether the signature covers the URL or a part of it.
    #[must_use]
    pub fn signs_url(&self) -> bool {
        self.0.facts.signs_url
    }

    /// Whether the signature covers every byte of the body.
    #[must_use]
    pub fn covers_body(&self) -> bool {
        self.0.facts.unsigned.is_empty()
    }

    /// Whether deliveries can be verified in stages; see [`Verifier::begin`](super::Verifier::begin). This requires that
    /// the body is only hashed: the scheme does not read members, parameters or a digest of it, and does not restrict
    /// it.
    ///
    /// ```
    /// use hookwright::catalog::compiled_scheme;
    /// assert!(compiled_scheme("stripe/v1").unwrap().is_staged());
    /// assert!(!compiled_scheme("adyen/notification").unwrap().is_staged());
    /// ```
    #[must_use]
    pub fn is_staged(&self) -> bool {
        self.0.facts.is_staged
    }

    // Borrowing the whole scheme copies all of it, so verification borrows only the parts that it reads.

    pub(super) fn algorithm(&self) -> Algorithm {
        self.0.scheme.algorithm
    }

    pub(super) fn signature(&self) -> SignatureField<&str> {
        self.0.scheme.signature.borrow()
    }

    pub(super) fn timestamp(&self) -> Option<TimestampField<&str>> {
        self.0.scheme.timestamp.as_ref().map(TimestampField::borrow)
    }

    pub(super) fn message_id(&self) -> Option<Place<&str>> {
        self.0.scheme.message_id.as_ref().map(Place::borrow)
    }

    /// The JSON Pointer of an id in the body that is read after the verdict, because the verdict does not depend on it.
    /// [`Verifier::verify`](super::Verifier::verify) reads it; a caller that verifies in stages has the body and can read
    /// it.
    ///
    /// ```
    /// use hookwright::catalog::compiled_scheme;
    /// assert_eq!(compiled_scheme("slack/v0").unwrap().id_in_body(), Some("/event_id"));
    /// ```
    #[must_use]
    pub fn id_in_body(&self) -> Option<&str> {
        match &self.0.scheme.message_id {
            Some(Place::Member { member }) if !self.0.facts.signs_id => Some(member),
            _ => None,
        }
    }

    pub(super) fn body_digest(&self) -> Option<Place<&str>> {
        self.0.scheme.body_digest.as_ref().map(Place::borrow)
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.0.facts
    }

    pub(super) fn content(&self) -> &[Piece<Box<str>>] {
        &self.0.content
    }

    pub(super) fn members(&self) -> &[(MemberType, Box<str>)] {
        &self.0.members
    }

    pub(super) fn pointers(&self) -> &[Box<str>] {
        &self.0.pointers
    }
}

impl PartialEq for CompiledScheme {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.scheme == other.0.scheme
    }
}

impl Eq for CompiledScheme {}

impl fmt::Debug for CompiledScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CompiledScheme").field(&self.0.scheme).finish()
    }
}

/// A scheme that is compiled or can be compiled. Verifiers and signers are created from it.
///
/// Only [`Scheme`] and [`CompiledScheme`] implement it.
pub trait Compile: sealed::Borrow {
    /// The compiled scheme.
    ///
    /// # Errors
    /// The problems of the scheme, if it is not valid.
    fn compiled(&self) -> Result<CompiledScheme, Vec<Problem>>;
}

mod sealed {
    use super::Scheme;

    /// Prevents implementations outside of the crate.
    pub trait Borrow {
        /// The scheme, which may be invalid.
        fn borrowed(&self) -> Scheme<&str>;
    }
}

impl sealed::Borrow for CompiledScheme {
    fn borrowed(&self) -> Scheme<&str> {
        self.scheme()
    }
}

impl<S: AsRef<str>> sealed::Borrow for Scheme<S> {
    fn borrowed(&self) -> Scheme<&str> {
        self.borrow()
    }
}

impl Compile for CompiledScheme {
    fn compiled(&self) -> Result<CompiledScheme, Vec<Problem>> {
        Ok(self.clone())
    }
}

impl<S: AsRef<str>> Compile for Scheme<S> {
    fn compiled(&self) -> Result<CompiledScheme, Vec<Problem>> {
        self.compile()
    }
}
