//! Saved states of other versions, and calls of JavaScript into the module while it returns an error.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use std::cell::Cell;
use std::rc::Rc;

use hookwright_wasm::{ProviderService, delivery_terms, scheme};
use js_sys::{Error, Function, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// A state as version 2 saved it.
const VERSION_2: &str = r#"{"version":2,"provider":"well","nowMs":1768480200000,"secret":"whsec_00","state":{"ids":3,
    "workspaces":[{"id":"w","sequence":1,"external_id":"customer-1","name":null,"created_at_ms":1768480200000,
    "connected_at_ms":1768480200000,"people_id":"p"}],
    "people":[{"id":"p","workspace_id":"w","created_at_ms":1768480200000}],
    "offers":[],"subscriptions":[],"deliveries":[]}}"#;

fn message(saved: &str) -> String {
    let random = Uint8Array::from([7; 64].as_slice());
    let error = ProviderService::new("well", None, None, &random, Some(saved.into()), 0.0).err().unwrap();
    error.dyn_into::<Error>().unwrap().message().into()
}

#[wasm_bindgen_test]
fn a_state_of_another_version_is_recognized_whatever_its_shape() {
    for saved in [VERSION_2, r#"{"version":4}"#, r#"{"format":"new","version":4,"state":[]}"#] {
        assert!(message(saved).contains("another version"), "{}", message(saved));
    }
    assert!(message(r#"{"version":3}"#).contains("line 1"), "{}", message(r#"{"version":3}"#));
}

#[wasm_bindgen_test]
fn javascript_can_call_the_module_while_an_error_is_created() {
    let calls = Rc::new(Cell::new(0));
    let counted = Rc::clone(&calls);
    let enter = Closure::<dyn Fn()>::new(move || {
        let valid = r#"{"id":"acme/v1","algorithm":"hmac-sha256","content":"{body}","signature":{"header":"X"}}"#;
        assert!(scheme(None, Some(valid.into())).is_ok());
        assert!(delivery_terms(r#"{"id":"mine","schedule":{"kind":"fixed","delayMs":1}}"#).is_ok());
        counted.set(counted.get() + 1);
    });
    let define = "Object.defineProperty(TypeError.prototype, 'code', { configurable: true, set() { enter() } })";
    Function::new_with_args("enter", define).call1(&JsValue::NULL, enter.as_ref()).unwrap();
    let (invalid_scheme, invalid_policy) = (scheme(None, Some("{}".into())), delivery_terms("{}"));
    Function::new_no_args("delete TypeError.prototype.code").call0(&JsValue::NULL).unwrap();
    assert!(invalid_scheme.is_err() && invalid_policy.is_err());
    assert_eq!(calls.get(), 2);
}
