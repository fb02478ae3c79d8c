//! What is known of providers and of how they sign, as data, and schemes by their ids or as JSON.

use std::cell::RefCell;

use hookwright::catalog::{self, PROVIDERS, Sender};
use hookwright::signature::{CompiledScheme, Needs, OwnedScheme, Scheme};
use hookwright::spelling::hint;
use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{listed, scheme_error, type_error};
use crate::output::plain;

/// Every provider. Samples, which are JSON text in the core, are the values that the text stands for.
///
/// # Errors
/// None that can be reached: it returns a `Result` because building objects in JavaScript does.
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

/// Everybody of whom signatures are known.
///
/// # Errors
/// None that can be reached: it returns a `Result` because building objects in JavaScript does.
#[wasm_bindgen(unchecked_return_type = "readonly import('./generated/provider.js').Sender[]")]
pub fn senders() -> Result<JsValue, JsValue> {
    plain(&catalog::senders().collect::<Vec<_>>())
}

/// What a caller has to know of a scheme before it can use it.
#[derive(Serialize)]
struct SchemeUse<'a> {
    id: &'a str,
    /// Whether it has a timestamp, so that a tolerance means something.
    timestamp: bool,
    /// What verifying and signing read of a request. Nothing else needs to be handed over.
    needs: &'a Needs,
    /// What answering a handshake reads.
    handshake: &'a Needs,
}

/// The scheme of this id or of this JSON text, or the default one of this sender.
///
/// # Errors
/// A `TypeError` with code `unknown_provider`, `unknown_scheme`, `invalid_scheme` or, for a sender that none is known of,
/// `no_scheme`.
#[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').CoreScheme")]
pub fn scheme(provider: Option<String>, scheme: Option<String>) -> Result<JsValue, JsValue> {
    let scheme = match scheme {
        Some(scheme) => find(&scheme)?,
        None => find(default_scheme(&provider.unwrap_or_default())?.id)?,
    };
    plain(&SchemeUse {
        id: scheme.id(),
        timestamp: scheme.scheme().timestamp.is_some(),
        needs: scheme.needs(),
        handshake: scheme.handshake_needs(),
    })
}

/// Everything that is wrong with a scheme, or worth a look, given as JSON text.
///
/// # Errors
/// None that can be reached: it returns a `Result` because building objects in JavaScript does.
#[wasm_bindgen(js_name = checkScheme, unchecked_return_type = "readonly import('./generated/problem.js').Problem<import('./generated/codes.js').SchemeProblemCode>[]")]
pub fn check_scheme(scheme: &str) -> Result<JsValue, JsValue> {
    plain(&OwnedScheme::parse(scheme).map_or_else(|problems| problems, |scheme| scheme.check()))
}

/// The names of all headers that any provider signs in, as its documentation spells them.
#[wasm_bindgen(js_name = signatureHeaders, unchecked_return_type = "string[]")]
#[must_use]
pub fn signature_headers() -> Array {
    let schemes = PROVIDERS.iter().flat_map(|provider| provider.schemes);
    schemes.flat_map(Scheme::headers).map(JsValue::from_str).collect()
}

/// The most custom schemes that are kept compiled. More are compiled at each call.
const MOST_KEPT: usize = 16;

thread_local! {
    /// Custom schemes by their JSON text, the one that was compiled last at the end.
    static CUSTOM: RefCell<Vec<(String, CompiledScheme)>> = const { RefCell::new(Vec::new()) };
}

/// The scheme of this id, or of this JSON text, which no id begins like. It is compiled once, and a copy of it is cheap.
pub(crate) fn find(text: &str) -> Result<CompiledScheme, JsValue> {
    if !text.starts_with('{') {
        return catalog::compiled_scheme(text).cloned().ok_or_else(|| unknown_scheme(text));
    }
    CUSTOM.with_borrow_mut(|kept| {
        if let Some((_, scheme)) = kept.iter().find(|(known, _)| known == text) {
            return Ok(scheme.clone());
        }
        let scheme = CompiledScheme::parse(text).map_err(|problems| scheme_error(&problems))?;
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push((text.into(), scheme.clone()));
        Ok(scheme)
    })
}

/// The scheme that a sender signs by where no other is named.
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

/// An id that names no scheme. The message lists the schemes of the sender whose name the id begins with. It quotes known ids
/// only: what was given may be a secret in the wrong place.
fn unknown_scheme(id: &str) -> JsValue {
    let sender = id.split('/').next().and_then(catalog::find_sender);
    let known = |sender: &Sender| listed(sender.schemes.iter().map(|scheme| scheme.id));
    let expected = match sender {
        Some(sender) => format!("those of `{}` are {}", sender.id, known(sender)),
        None => {
            let all = catalog::senders().flat_map(|sender| sender.schemes).map(|scheme| scheme.id);
            let hint = hint(id, all);
            format!("an id is the sender's and the scheme's, as in `stripe/v1`, and `senders()` lists them all{hint}")
        }
    };
    type_error("unknown_scheme", &format!("unknown scheme; {expected}"))
}
