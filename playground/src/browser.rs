//! Access to browser APIs. If an API is unavailable (storage in a private window, the clipboard without permission),
//! these functions return `None`, return `false` or do nothing.

pub(crate) mod script;
pub(crate) mod sending;
pub(crate) mod simulator;
pub(crate) mod worker;

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, HtmlElement, HtmlScriptElement, HtmlTextAreaElement, ScrollIntoViewOptions, ScrollLogicalPosition, Storage,
};
use zeroize::Zeroizing;

/// Returns the current time in milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> i64 {
    // A double represents whole milliseconds exactly for the next 285,000 years.
    #[expect(clippy::cast_possible_truncation, reason = "the clock gives whole milliseconds")]
    let now = js_sys::Date::now() as i64;
    now
}

/// Returns by how many minutes the clock of the user is ahead of UTC at a time.
pub(crate) fn minutes_ahead(at_ms: i64) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "a double represents whole milliseconds of the next 285,000 years")]
    let date = js_sys::Date::new(&(at_ms as f64).into());
    #[expect(clippy::cast_possible_truncation, reason = "the difference is in whole minutes")]
    let behind = date.get_timezone_offset() as i64;
    behind.saturating_neg()
}

/// Returns the fragment of the address, including `#`.
pub(crate) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Returns the milliseconds since the page was opened, with fractions, or 0 if the browser has no such clock.
pub(crate) fn monotonic_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Returns the address without its fragment.
pub(crate) fn address() -> String {
    let whole = window().location().href().unwrap_or_default();
    whole.split('#').next().unwrap_or_default().into()
}

/// Names the open panel in the fragment of the address, with a new history entry unless `replaces` is set. A link to this
/// panel stays.
pub(crate) fn show_hash(id: &str, replaces: bool) {
    let Ok(history) = window().history() else { return };
    let address = format!("#{id}");
    if replaces {
        replace_hash(&address, false);
    } else if hash().split('?').next() != Some(&*address) {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}

/// Replaces the fragment of the address, without a new history entry. `is_opened` is whether it is a link that was opened,
/// and must not be opened again when the user goes back to it.
pub(crate) fn replace_hash(hash: &str, is_opened: bool) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&is_opened.into(), "", Some(hash));
    }
}

/// Returns whether the address is a link that was opened before.
pub(crate) fn is_opened() -> bool {
    window()
        .history()
        .is_ok_and(|history| js_sys::Reflect::get(&history, &"state".into()).is_ok_and(|state| state.is_truthy()))
}

/// Asks the user a question that can be answered with *OK* or *Cancel*. Returns whether the answer was *OK*.
pub(crate) fn confirm(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(false)
}

/// Sets the title of the document.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(title);
    }
}

/// Focuses an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Returns the id of the focused element. Returns `None` if no element is focused.
pub(crate) fn focused_id() -> Option<String> {
    let focused = window().document()?.active_element()?;
    (focused.tag_name() != "BODY").then(|| focused.id())
}

/// Scrolls an element into view.
pub(crate) fn scroll_into_view(id: &str) {
    if let Some(element) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls to the top of the page.
pub(crate) fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

fn element(id: &str) -> Option<HtmlElement> {
    window().document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Returns the address of a file in the folder of the script that has started the page.
pub(crate) fn file_of_page(name: &str) -> Option<String> {
    let script = document().query_selector("script[data-parts]").ok()??.dyn_into::<HtmlScriptElement>().ok()?;
    Some(script.src().replace("start.js", name))
}

/// Loads a style sheet of the page, once. If it does not load, the page works without it until the next call.
pub(crate) async fn load_styles(name: &str) {
    let is_loaded = document().query_selector(&format!("link[href$='{name}']")).is_ok_and(|link| link.is_some());
    if !is_loaded {
        load_element("link", name, &[("rel", "stylesheet")]).await;
    }
}

/// Loads a file of the page with an element, and waits until it is loaded. If it does not load, the element is removed.
async fn load_element(tag: &str, name: &str, attributes: &[(&str, &str)]) {
    let (Some(address), Some(head)) = (file_of_page(name), document().head()) else { return };
    let Ok(element) = document().create_element(tag) else { return };
    // Setting attributes with valid names and appending an element cannot fail.
    let place = if tag == "link" { ("href", &*address) } else { ("src", &*address) };
    for (name, value) in attributes.iter().chain([&place]) {
        let _ = element.set_attribute(name, value);
    }
    let loading = js_sys::Promise::new(&mut |resolve, reject| {
        let _ = element.add_event_listener_with_callback("load", &resolve);
        let _ = element.add_event_listener_with_callback("error", &reject);
        let _ = head.append_child(&element);
    });
    if JsFuture::from(loading).await.is_err() {
        element.remove();
    }
}

/// Removes the content of an element and returns the element.
pub(crate) fn clear_element(id: &str) -> Option<HtmlElement> {
    let element = element(id)?;
    element.replace_children_with_node_0();
    Some(element)
}

/// Shows a message about a failure: that the page has stopped working, or that a part of it could not be loaded.
pub(crate) fn show_failure(id: &str) {
    for id in ["failure", id] {
        element(id).map(|message| message.remove_attribute("hidden"));
    }
}

/// Calls a function once the browser is idle, after two seconds at the latest: a busy browser may never say that it is idle.
pub(crate) fn when_idle(run: impl FnOnce() + 'static) {
    let run = wasm_bindgen::closure::Closure::once_into_js(run);
    let request = js_sys::Reflect::get(&window(), &"requestIdleCallback".into());
    match request.ok().and_then(|request| request.dyn_into::<js_sys::Function>().ok()) {
        Some(request) => {
            let options = js_sys::Object::new();
            // Setting a member of a plain object cannot fail.
            let _ = js_sys::Reflect::set(&options, &"timeout".into(), &2000.into());
            drop(request.call2(&window(), &run, &options));
        }
        None => drop(window().set_timeout_with_callback(run.unchecked_ref())),
    }
}

/// Returns whether the user has asked for less data.
pub(crate) fn saves_data() -> bool {
    let connection = js_sys::Reflect::get(&window().navigator(), &"connection".into());
    let saves = connection.and_then(|connection| js_sys::Reflect::get(&connection, &"saveData".into()));
    saves.is_ok_and(|saves| saves.is_truthy())
}

/// Sets or removes an attribute of the root element.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let root = window().document().and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Reads a text that this tab keeps over a reload. Browsers copy it if they duplicate the tab.
pub(crate) fn kept_in_session(name: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(name).ok().flatten()
}

/// Keeps a text in this tab, or removes it. If storage is full, nothing is kept.
pub(crate) fn keep_in_session(name: &str, text: Option<&str>) {
    let Ok(Some(storage)) = window().session_storage() else { return };
    let is_kept = text.is_some_and(|text| storage.set_item(name, text).is_ok());
    if !is_kept {
        let _ = storage.remove_item(name);
    }
}

/// Sets the text of a text area.
pub(crate) fn set_value(id: &str, text: &str) {
    if let Some(area) = element(id).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) {
        area.set_value(text);
    }
}

/// Scrolls an element as far as another one.
pub(crate) fn scroll_alike(from: &str, to: &str) {
    if let (Some(from), Some(to)) = (element(from), element(to)) {
        to.set_scroll_top(from.scroll_top());
    }
}

/// Selects a range of a text area, in UTF-16 code units, and scrolls to its line, one of several of the same height.
pub(crate) fn select_in(id: &str, start: u32, end: u32, line: usize, lines: usize) {
    let Some(area) = element(id).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let height = area.scroll_height().checked_div(number(lines)).unwrap_or(0);
    let top = height.saturating_mul(number(line.saturating_sub(1)));
    // A third of the visible lines is above the selected one.
    area.set_scroll_top(top.saturating_sub(area.client_height() / 3).max(0));
    area.set_scroll_left(0);
}

/// Returns the origin of the page.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Returns whether the page was loaded with HTTPS, and its host.
pub(crate) fn origin_is_https_and_host() -> (bool, String) {
    let location = window().location();
    (location.protocol().is_ok_and(|protocol| protocol == "https:"), location.hostname().unwrap_or_default())
}

/// The attribute with the placeholder of a control that has another one for a while.
const OWN_PLACEHOLDER: &str = "data-placeholder";

/// Replaces the placeholders of controls that are in the document.
pub(crate) fn set_placeholders(ids: &[&str], text: &str) {
    for element in ids.iter().filter_map(|id| element(id)) {
        if !element.has_attribute(OWN_PLACEHOLDER) {
            let own = element.get_attribute("placeholder").unwrap_or_default();
            let _ = element.set_attribute(OWN_PLACEHOLDER, &own);
        }
        let _ = element.set_attribute("placeholder", text);
    }
}

/// Puts back the placeholders of controls.
pub(crate) fn restore_placeholders(ids: &[&str]) {
    for element in ids.iter().filter_map(|id| element(id)) {
        if let Some(own) = element.get_attribute(OWN_PLACEHOLDER) {
            let _ = element.set_attribute("placeholder", &own);
            let _ = element.remove_attribute(OWN_PLACEHOLDER);
        }
    }
}

/// Adds an empty `div` next to or in an element: `afterbegin` or `afterend`.
pub(crate) fn add_element(selector: &str, place: &str, class: &str) -> Option<HtmlElement> {
    let next_to = document().query_selector(selector).ok()??;
    let added: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
    added.set_class_name(class);
    next_to.insert_adjacent_element(place, &added).ok()?;
    Some(added)
}

/// Calls a method of an element, such as `showModal`.
pub(crate) fn call_method(id: &str, method: &str) {
    let Some(element) = element(id) else { return };
    let function = js_sys::Reflect::get(&element, &method.into());
    if let Some(function) = function.ok().and_then(|function| function.dyn_into::<js_sys::Function>().ok()) {
        let _ = function.call0(&element);
    }
}

/// Reads a text from local storage.
pub(crate) fn load(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Writes a text to local storage, and returns whether it succeeded. If it fails, the previous text remains.
pub(crate) fn store(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Removes a text from local storage.
pub(crate) fn remove_stored(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Returns a URL that contains a JSON document.
pub(crate) fn json_url(json: &str) -> String {
    format!("data:application/json;charset=utf-8,{}", js_sys::encode_uri_component(json))
}

/// Offers bytes as a file to download.
pub(crate) fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = window().document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download has its own reference to the bytes.
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Copies a text to the clipboard, and returns whether it succeeded.
pub(crate) async fn copy(text: &str) -> bool {
    // Without HTTPS the clipboard is available only on localhost.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// Reads the bytes of a file.
pub(crate) async fn read(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Returns 32 random bytes from a cryptographically secure source.
pub(crate) fn random_bytes() -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    window().crypto().ok()?.get_random_values_with_u8_array(bytes.as_mut_slice()).ok()?;
    Some(bytes)
}
