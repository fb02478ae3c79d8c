//! Code that signs deliveries with a scheme, for senders: about ten lines without dependencies.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::plan::Plan;
use super::signing_text::Part;
use super::syntax::{Code, Syntax};
use super::template::{Context, render};
use crate::signature::template::Piece;
use crate::signature::{Algorithm, Place, Scheme};

/// A language of code that signs deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningLanguage {
    /// JavaScript for Node, Deno and Bun.
    Node,
    /// Python 3.
    Python,
    /// Go.
    Go,
}

impl SigningLanguage {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::Node, Self::Python, Self::Go];

    /// The id, in lower case.
    ///
    /// ```
    /// assert_eq!(hookwright::receiver::SigningLanguage::Node.id(), "node");
    /// ```
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Python => "python",
            Self::Go => "go",
        }
    }

    /// The name for users.
    ///
    /// ```
    /// assert_eq!(hookwright::receiver::SigningLanguage::Node.name(), "Node.js");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Node => "Node.js",
            Self::Python => "Python",
            Self::Go => "Go",
        }
    }

    const fn syntax(self) -> Syntax {
        match self {
            Self::Node => Syntax::JavaScript,
            Self::Python => Syntax::Python,
            Self::Go => Syntax::Go,
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Node => include_str!("templates/sign/sign.mjs.txt"),
            Self::Python => include_str!("templates/sign/sign.py.txt"),
            Self::Go => include_str!("templates/sign/sign.go.txt"),
        }
    }
}

/// The reason why code that signs is not generated.
///
/// ```
/// use hookwright::catalog::find_scheme;
/// use hookwright::receiver::{SigningLanguage, Unsignable, signing_code};
///
/// let token = find_scheme("gitlab/token").unwrap();
/// assert_eq!(signing_code("GitLab", token, SigningLanguage::Go), Err(Unsignable::Token));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsignable {
    /// The scheme is not valid.
    #[error("the scheme is not valid; correct the problems that its check reports")]
    InvalidScheme,
    /// The secret is sent as it is.
    #[error("the sender sends the secret itself as a token, so nothing is signed")]
    Token,
    /// The scheme has key pairs.
    #[error(
        "the sender signs with a private key, for which not every language has what is needed; use `sign` of the library"
    )]
    PublicKey,
    /// The signed content consists of more than the body, the URL and header fields.
    #[error("the signed content has values that are read from the body; use `sign` of the library")]
    Content,
    /// The signature, the timestamp or the id is not in a header field.
    #[error("the signature is not only in header fields; use `sign` of the library")]
    Place,
}

impl Unsignable {
    /// A stable code, in `snake_case`.
    ///
    /// ```
    /// assert_eq!(hookwright::receiver::Unsignable::Token.code(), "signing_token");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidScheme => "invalid_scheme",
            Self::Token => "signing_token",
            Self::PublicKey => "signing_public_key",
            Self::Content => "signing_content",
            Self::Place => "signing_place",
        }
    }
}

/// Generates a function that returns the header fields of a signed delivery. It uses only the standard library of the
/// language. `name` is the name of the sender, for comments.
///
/// ```
/// use hookwright::catalog::find_scheme;
/// use hookwright::receiver::{SigningLanguage, signing_code};
///
/// let slack = find_scheme("slack/v0").unwrap();
/// let code = signing_code("Slack", slack, SigningLanguage::Python).unwrap();
/// assert!(code.contains(r#"content = b"".join([b"v0:", timestamp.encode(), b":", body])"#), "{code}");
/// ```
///
/// # Errors
/// The reason why there is no code for this scheme.
pub fn signing_code(name: &str, scheme: &Scheme<&str>, language: SigningLanguage) -> Result<String, Unsignable> {
    match scheme.algorithm {
        Algorithm::Token => return Err(Unsignable::Token),
        algorithm if algorithm.is_asymmetric() => return Err(Unsignable::PublicKey),
        _ => {}
    }
    if scheme.body_digest.is_some() && !scheme.content.contains("{params") {
        return Err(Unsignable::Place);
    }
    // A handshake does not change how deliveries are signed.
    let scheme = Scheme { handshake: None, ..*scheme };
    let plan = Plan::of(scheme, None, None).map_err(|reason| match reason {
        super::Unavailable::InvalidScheme(_) => Unsignable::InvalidScheme,
        _ => Unsignable::Content,
    })?;
    let syntax = language.syntax();
    let mut context = plan.context(syntax);
    let needs = Needs::of(&scheme, &plan.content)?;
    needs.describe(language, &mut context);
    context.value("sender", Code::comment(name));
    context.value("scheme", Code::comment(scheme.id));
    describe_content(&plan.content, language, &mut context)?;
    // Also an id that is not signed.
    if let Some(Place::Header { header, .. }) = scheme.message_id {
        context.flag("sign_id_header", true);
        context.value("sign_id_header", syntax.literal(header));
    }
    let hashes = scheme.algorithm.is_plain_hash() || context.has("sign_digest") || context.has("key_sha1");
    context.flag("sign_uses_hashlib", hashes);
    context.value("signature_value", syntax.concatenated(&value(&scheme)));
    Ok(render(language.template(), &context))
}

/// The values that the caller of the function passes, in addition to the body and the secret.
#[derive(Clone, Copy, Debug, Default)]
struct Needs {
    id: bool,
    url: bool,
    method: bool,
    headers: bool,
    timestamp: bool,
}

impl Needs {
    fn of(scheme: &Scheme<&str>, content: &[Piece<&str>]) -> Result<Self, Unsignable> {
        let is_header = |place: &Place<&str>| matches!(place, Place::Header { .. });
        let is_written = |place: &Place<&str>| matches!(place, Place::Header { .. } | Place::Item { .. });
        if !is_header(&scheme.signature.place) || !scheme.timestamp.is_none_or(|field| is_written(&field.place)) {
            return Err(Unsignable::Place);
        }
        let signs_id = content.contains(&Piece::Id);
        let id = match &scheme.message_id {
            Some(place) if is_written(place) => true,
            // The id of the event is in the body, and is signed with it.
            Some(_) if !signs_id => false,
            Some(_) => return Err(Unsignable::Place),
            None => false,
        };
        let has = |wanted: fn(&Piece<&str>) -> bool| content.iter().any(wanted);
        Ok(Self {
            id,
            url: has(|piece| piece.needs_url()),
            method: has(|piece| *piece == Piece::Method),
            headers: has(|piece| matches!(piece, Piece::Header(_))),
            timestamp: scheme.timestamp.is_some(),
        })
    }

    fn describe(self, language: SigningLanguage, context: &mut Context) {
        let Self { id, url, method, headers, timestamp } = self;
        context.flag("needs_id", id);
        context.flag("needs_url", url);
        context.flag("needs_method", method);
        context.flag("needs_headers", headers);
        // In order. The time is the last one, because it is the only one with a default.
        let names = [(id, "id"), (url, "url"), (method, "method"), (headers, "headers")];
        let names: Vec<&'static str> = names.into_iter().filter_map(|(used, name)| used.then_some(name)).collect();
        context.value("parameters", language.parameters(&names, timestamp));
    }
}

impl SigningLanguage {
    fn parameters(self, names: &[&'static str], timestamp: bool) -> Code {
        let mut all: Vec<&'static str> = Vec::new();
        match self {
            Self::Node => {
                all.extend(["body", "secret"]);
                all.extend(names);
                all.extend(timestamp.then_some("now = Date.now()"));
            }
            Self::Python => {
                all.extend(["body: bytes", "secret: str"]);
                all.extend(names.iter().map(|name| match *name {
                    "id" => "id: str",
                    "url" => "url: str",
                    "method" => "method: str",
                    _ => "headers: dict[str, str]",
                }));
                all.extend(timestamp.then_some("now: float | None = None"));
            }
            Self::Go => {
                all.extend(["body []byte", "secret string"]);
                all.extend(names.iter().map(|name| match *name {
                    "id" => "id string",
                    "url" => "url string",
                    "method" => "method string",
                    _ => "headers map[string]string",
                }));
                all.extend(timestamp.then_some("now time.Time"));
            }
        }
        Code::constants(&all, ", ")
    }
}

/// The value of the header field with the signature.
fn value(scheme: &Scheme<&str>) -> Vec<Part> {
    let field = &scheme.signature;
    let separator = String::from(field.separator.unwrap_or(','));
    let mut parts = Vec::new();
    let mut item = |name: &str, variable| {
        parts.push(Part::Literal(name.into()));
        parts.push(Part::Variable(variable));
        parts.push(Part::Literal(separator.clone()));
    };
    if let Some(Place::Item { item: name }) = scheme.timestamp.map(|field| field.place) {
        item(name, "timestamp");
    }
    if let Some(Place::Item { item: name }) = scheme.message_id {
        item(name, "id");
    }
    parts.push(Part::Literal(field.written_prefix().into()));
    parts.push(Part::Variable("signature"));
    parts
}

/// Adds the parts of the signed content.
fn describe_content(
    content: &[Piece<&str>],
    language: SigningLanguage,
    context: &mut Context,
) -> Result<(), Unsignable> {
    let syntax = language.syntax();
    let mut parts: Vec<Code> = Vec::new();
    for piece in content {
        parts.push(match *piece {
            Piece::Body => Code::constant("body"),
            Piece::Secret => Code::constant("key"),
            // Python has literals of bytes.
            Piece::Literal(_) if language == SigningLanguage::Python => syntax.piece(piece),
            Piece::Literal(text) => syntax.text_bytes(syntax.literal(text)),
            Piece::Header(name) => syntax.text_bytes(syntax.index("headers", name)),
            Piece::Timestamp => syntax.variable_bytes("timestamp"),
            Piece::Id => syntax.variable_bytes("id"),
            Piece::Url | Piece::UrlAnyPort => syntax.variable_bytes("url"),
            Piece::Path => syntax.variable_bytes("target"),
            Piece::Method => syntax.text_bytes(Code::constant(match language {
                SigningLanguage::Node => "method.toUpperCase()",
                SigningLanguage::Python => "method.upper()",
                SigningLanguage::Go => "strings.ToUpper(method)",
            })),
            Piece::BodySha256 => syntax.variable_bytes("digest"),
            Piece::Params | Piece::RepeatedParams => syntax.variable_bytes("params"),
            _ => return Err(Unsignable::Content),
        });
    }
    let has = |wanted: Piece<&str>| content.contains(&wanted);
    context.flag("sign_target", has(Piece::Path));
    context.flag("sign_digest", has(Piece::BodySha256));
    context.flag("sign_params", content.iter().any(Piece::is_params));
    let is_text = |piece: &Piece<&str>| !matches!(piece, Piece::Body | Piece::Secret);
    context.flag("sign_texts", content.iter().any(is_text));
    context.value("sign_content", Code::joined(&parts, ", "));
    context.list("sign_parts", if parts.is_empty() { vec![Code::constant("body")] } else { parts });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{find_scheme, senders};

    fn code(id: &str, language: SigningLanguage) -> String {
        signing_code("Acme", find_scheme(id).unwrap(), language).unwrap_or_else(|reason| panic!("{id}: {reason}"))
    }

    #[test]
    fn every_scheme_has_code_or_a_reason() {
        let mut reasons: Vec<(&str, &str)> = Vec::new();
        let mut generated = 0;
        for scheme in senders().flat_map(|sender| sender.schemes) {
            for language in SigningLanguage::ALL {
                match signing_code("Acme", scheme, language) {
                    Ok(code) => {
                        generated += 1;
                        assert!(!code.contains(['«', '»']) && !code.contains("\n%"), "{}: {code}", scheme.id);
                        assert!(code.lines().count() < 50, "{}: {code}", scheme.id);
                        assert!(code.lines().all(|line| line.trim_end() == line), "{}: {code}", scheme.id);
                    }
                    Err(reason) if language == SigningLanguage::Go => reasons.push((scheme.id, reason.code())),
                    Err(_) => {}
                }
            }
        }
        assert!(generated > 300, "{generated}");
        let others: Vec<_> =
            reasons.iter().filter(|(_, code)| !matches!(*code, "signing_token" | "signing_public_key")).collect();
        assert!(others.len() < 30, "{others:?}");
        for (id, code) in others {
            let scheme = find_scheme(id).unwrap();
            let is_read = ["member", "field", "decoded"].iter().any(|word| scheme.content.contains(word));
            assert!(is_read || *code == "signing_place", "{id} {code}");
        }
    }

    #[test]
    fn the_common_schemes_have_code() {
        for id in [
            "github/sha256",
            "stripe/v1",
            "slack/v0",
            "standard/v1",
            "generic/signature",
            "twilio/sha1",
            "well/signature",
        ] {
            for language in SigningLanguage::ALL {
                assert!(!code(id, language).is_empty());
            }
        }
        let stripe = code("stripe/v1", SigningLanguage::Node);
        assert!(stripe.contains("'Stripe-Signature': 't=' + timestamp + ',v1=' + signature,"), "{stripe}");
    }

    #[test]
    fn a_scheme_without_code_has_the_reason() {
        let reason = |id: &str| signing_code("Acme", find_scheme(id).unwrap(), SigningLanguage::Node).unwrap_err();
        assert_eq!(reason("awell/rsa"), Unsignable::PublicKey);
        assert_eq!(reason("mailgun/body"), Unsignable::Place);
        assert_eq!(reason("hubspot/v3"), Unsignable::Content);
        let invalid = Scheme { content: "{nothing}", ..*find_scheme("github/sha256").unwrap() };
        assert_eq!(signing_code("Acme", &invalid, SigningLanguage::Node), Err(Unsignable::InvalidScheme));
    }

    #[test]
    fn hostile_values_become_literals() {
        let hostile = "INJECT'\"`\\$x\u{2028}";
        let base = find_scheme("github/sha256").unwrap();
        let content = alloc::format!("{hostile}{{body}}");
        let signature = crate::signature::SignatureField { prefix: Some(hostile), ..base.signature };
        let scheme = Scheme { content: content.as_str(), signature, ..*base };
        for language in SigningLanguage::ALL {
            let code = signing_code(hostile, &scheme, language).unwrap();
            let literal = language.syntax().literal(hostile);
            let rest = code.replace(literal.as_str(), "");
            assert!(!rest.contains("INJECT'"), "{code}");
        }
    }
}
