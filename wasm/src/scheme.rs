//! Providers, senders and schemes as data, and lookup of schemes by id or from JSON.

use hookwright::catalog::{self, PROVIDERS, Sender};
use hookwright::signature::{Algorithm, CompiledScheme, Encoding, Needs, OwnedScheme, Place, Scheme};
use hookwright::spelling::hint;
use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::cache::Cache;
use crate::error::{listed, scheme_error, type_error};
use crate::output::plain;

/// Returns every provider. Samples are JSON text in the core and are returned as parsed values.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(unchecked_return_type = "readonly import('./generated/provider.js').Provider[]")]
pub fn providers() -> Result<JsValue, JsValue> {
    let providers = plain(&PROVIDERS)?;
    let sample = JsValue::from_str("sample");
    for provider in Array::from(&providers) {
        for event in Array::from(&Reflect::get(&provider, &JsValue::from_str("events"))?) {
            let text = Reflect::get(&event, &sample)?.as_string().unwrap_or_default();
            Reflect::set(&event, &sample, &JSON::parse(&text)?)?;
        }
    }
    Ok(providers)
}

/// Returns every sender whose signature schemes are known.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(unchecked_return_type = "readonly import('./generated/provider.js').Sender[]")]
pub fn senders() -> Result<JsValue, JsValue> {
    plain(&catalog::senders().collect::<Vec<_>>())
}

/// The properties of a scheme that callers need before they use it.
#[derive(Serialize)]
struct SchemeUse<'a> {
    id: &'a str,
    algorithm: Algorithm,
    /// Whether deliveries have a timestamp, to which a tolerance applies.
    timestamp: bool,
    /// Whether a delivery can be verified without reading its body, which is then only hashed.
    staged: bool,
    /// The parts of the body that are not signed.
    unsigned: &'static [&'static str],
    /// The parts of a request that verifying and signing read. Nothing else needs to be passed.
    needs: &'a Needs,
    /// The parts of a request that answering a handshake reads.
    handshake: &'a Needs,
    /// The shape of most deliveries, if everything that is signed is the body.
    simple: Option<SimpleShape<'a>>,
}

/// The shape of a delivery whose signature is the MAC of the body, in a scheme that can be verified in stages. It is
/// genuine if the header appears once and consists of the prefix and the encoded MAC. The core decides about all other
/// deliveries.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SimpleShape<'a> {
    /// The header that contains the signature.
    header: &'a str,
    prefix: &'a str,
    encoding: Encoding,
    /// The header that contains the id. It is optional, because it is not signed.
    id: Option<&'a str>,
}

impl<'a> SimpleShape<'a> {
    fn of(scheme: &Scheme<&'a str>) -> Option<Self> {
        let field = &scheme.signature;
        let prefix = field.prefix.unwrap_or_default();
        let Place::Header { header, or_header: None } = field.place else { return None };
        let id = match scheme.message_id {
            None => None,
            Some(Place::Header { header, or_header: None }) => Some(header),
            Some(_) => return None,
        };
        let is_mac = matches!(
            scheme.algorithm,
            Algorithm::HmacSha1 | Algorithm::HmacSha256 | Algorithm::HmacSha384 | Algorithm::HmacSha512
        );
        // Then the only item of a list is the whole value.
        let is_one_item = matches!(field.separator, None | Some(',' | ';' | ' '))
            && !prefix.contains(|character: char| ",; \t".contains(character) || !character.is_ascii_graphic());
        let is_simple = scheme.content == "{body}"
            && scheme.timestamp.is_none()
            && scheme.body_digest.is_none()
            && field.encoding != Encoding::Text;
        (is_mac && is_one_item && is_simple).then_some(Self { header, prefix, encoding: field.encoding, id })
    }
}

/// Returns the scheme with this id, the custom scheme in this JSON text, or the default scheme of this sender.
///
/// # Errors
/// A `TypeError` with code `unknown_provider`, `unknown_scheme`, `invalid_scheme`, or `no_scheme` for a sender without
/// a known scheme.
#[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').CoreScheme")]
pub fn scheme(provider: Option<String>, scheme: Option<String>) -> Result<JsValue, JsValue> {
    let scheme = match scheme {
        Some(scheme) => find(&scheme)?,
        None => find(default_scheme(&provider.unwrap_or_default())?.id)?,
    };
    plain(&SchemeUse {
        id: scheme.id(),
        algorithm: scheme.scheme().algorithm,
        staged: scheme.is_staged(),
        unsigned: scheme.scheme().unsigned(),
        timestamp: scheme.scheme().timestamp.is_some(),
        needs: scheme.needs(),
        handshake: scheme.handshake_needs(),
        simple: SimpleShape::of(&scheme.scheme()).filter(|_| scheme.is_staged()),
    })
}

/// Returns the errors and warnings of a custom scheme, which is JSON text.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(js_name = checkScheme, unchecked_return_type = "readonly import('./generated/problem.js').Problem<import('./generated/codes.js').SchemeProblemCode>[]")]
pub fn check_scheme(scheme: &str) -> Result<JsValue, JsValue> {
    plain(&OwnedScheme::parse(scheme).map_or_else(|problems| problems, |scheme| scheme.check()))
}

/// Returns the names of all headers that contain a provider's signature, in the case that its documentation uses.
#[wasm_bindgen(js_name = signatureHeaders, unchecked_return_type = "string[]")]
#[must_use]
pub fn signature_headers() -> Array {
    let schemes = PROVIDERS.iter().flat_map(|provider| provider.schemes);
    schemes.flat_map(Scheme::headers).map(JsValue::from_str).collect()
}

thread_local! {
    /// Compiled custom schemes.
    static CUSTOM: Cache<CompiledScheme> = const { Cache::new() };
}

/// Finds a scheme by its id, or compiles a custom scheme from JSON text. No id begins with `{`. The result is cached,
/// and cloning it is cheap.
pub(crate) fn find(text: &str) -> Result<CompiledScheme, JsValue> {
    if !text.starts_with('{') {
        return catalog::compiled_scheme(text).cloned().ok_or_else(|| unknown_scheme(text));
    }
    let compile = || CompiledScheme::parse(text).map_err(|problems| scheme_error(&problems));
    CUSTOM.with(|cache| cache.get(text, compile))
}

/// The scheme of a sender that is used if none is named.
fn default_scheme(id: &str) -> Result<&'static Scheme, JsValue> {
    let Some(sender) = catalog::find_sender(id) else {
        let known = || catalog::senders().map(|sender| sender.id);
        let hint = hint(id, known());
        let message =
            format!("unknown provider; expected one of the {} ids that `senders()` lists{hint}", known().count());
        return Err(type_error("unknown_provider", &message));
    };
    sender.default_scheme().ok_or_else(|| {
        let message = format!("no scheme of `{}` is known yet; pass a custom scheme as `scheme`", sender.id);
        type_error("no_scheme", &message)
    })
}

/// The error for an unknown scheme id. The message lists the schemes of the sender that the id begins with. It quotes
/// known ids only, because the given text may be a secret passed in the wrong place.
fn unknown_scheme(id: &str) -> JsValue {
    let sender = id.split('/').next().and_then(catalog::find_sender);
    let known = |sender: &Sender| listed(sender.schemes.iter().map(|scheme| scheme.id));
    let expected = match sender {
        Some(sender) => format!("the schemes of `{}` are {}", sender.id, known(sender)),
        None => {
            let all = catalog::senders().flat_map(|sender| sender.schemes).map(|scheme| scheme.id);
            let hint = hint(id, all);
            format!(
                "an id consists of the sender and the scheme, such as `stripe/v1`; `senders()` lists all of them{hint}"
            )
        }
    };
    type_error("unknown_scheme", &format!("unknown scheme; {expected}"))
}
