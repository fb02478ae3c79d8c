//! Scripts of the page that are loaded on demand: what browsers do with streams and databases takes less code in
//! JavaScript.

use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{load_element, now_ms};

/// The scripts, by the names of their global objects.
const LINKS: (&str, &str) = ("links.js", "hookwrightLinks");
const BODIES: (&str, &str) = ("bodies.js", "hookwrightBodies");

/// How many times a script could not be loaded.
static FAILURES: AtomicU32 = AtomicU32::new(0);

/// Compresses bytes. Returns `None` if the script cannot be loaded.
pub(crate) async fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let packed = call(LINKS, "pack", &[Uint8Array::from(bytes).into()]).await?;
    Some(packed.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Decompresses bytes up to a limit. Returns the reason if that is not possible: `cutOff`, `invalid` or `tooLarge`.
pub(crate) async fn unpack(bytes: &[u8], limit: u32) -> Option<Result<Vec<u8>, String>> {
    let arguments = [Uint8Array::from(bytes).into(), JsValue::from(limit)];
    let unpacked = call(LINKS, "unpack", &arguments).await?;
    Some(match unpacked.dyn_into::<Uint8Array>() {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(reason) => Err(reason.as_string().unwrap_or_default()),
    })
}

/// Keeps a large body over a reload of this tab, with a text about it. Returns whether that was possible.
pub(crate) async fn keep_body(about: &str, bytes: &[u8]) -> bool {
    let arguments = [JsValue::from(about), Uint8Array::from(bytes).into()];
    call(BODIES, "keep", &arguments).await.is_some_and(|is_kept| is_kept.is_truthy())
}

/// Returns the kept body and the text about it, if there is one. Returns `None` if the script or the database fails.
pub(crate) async fn kept_body() -> Option<Option<(String, Vec<u8>)>> {
    let kept = call(BODIES, "kept", &[]).await?;
    if kept.is_undefined() {
        return Some(None);
    }
    let about = Reflect::get_u32(&kept, 0).ok()?.as_string()?;
    let bytes = Reflect::get_u32(&kept, 1).ok()?.dyn_into::<Uint8Array>().ok()?;
    Some(Some((about, bytes.to_vec())))
}

/// Removes the bodies of other tabs that were closed, if there are any.
pub(crate) async fn tidy_bodies() {
    if super::load("hookwright.bodies").is_some() {
        call(BODIES, "tidy", &[]).await;
    }
}

/// Removes the kept body.
pub(crate) async fn remove_body() {
    call(BODIES, "remove", &[]).await;
}

/// Calls a function of a script, which is loaded first if necessary.
async fn call((file, global): (&str, &str), name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let object = || Reflect::get(&window(), &global.into()).ok().filter(JsValue::is_object);
    if object().is_none() {
        // A browser does not load a module again that it could not load, unless the address differs.
        let failures = FAILURES.load(Ordering::Relaxed);
        let again = format!("{file}?{failures}");
        load_element("script", if failures == 0 { file } else { &again }, &[("type", "module")]).await;
    }
    let Some(object) = object() else {
        FAILURES.fetch_add(1, Ordering::Relaxed);
        return None;
    };
    let function = Reflect::get(&object, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    let arguments: js_sys::Array = arguments.iter().collect();
    let promise = Reflect::apply(&function, &object, &arguments).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Returns a name for a file with the current date.
pub(crate) fn dated(name: &str, ending: &str) -> String {
    let time = hookwright::time::format_rfc3339(now_ms() / 1000 * 1000);
    format!("{name}-{}.{ending}", time.replace(':', "-").trim_end_matches('Z'))
}
