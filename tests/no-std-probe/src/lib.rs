//! A wasm module that proves that the core builds without std.
//!
//! It has its own panic handler and allocator. If the core or a dependency links std, there are two panic handlers, and
//! compilation fails with E0152. The absence of imports would not be enough: std for wasm needs none either, and only
//! traps when it is called.
//!
//! For other targets the crate is empty.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![cfg(target_arch = "wasm32")]

use dlmalloc::GlobalDlmalloc;
use hookwright::signature::{Request, Secret, Signer, Unsigned, Verifier};
use hookwright::{catalog, event, retry};

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Returns 1 if the core works without std, else 0.
#[allow(unsafe_code, reason = "the host finds the function by its name")]
#[unsafe(no_mangle)]
pub extern "C" fn probe() -> u32 {
    works().unwrap_or(false).into()
}

/// Whether the core creates, signs, verifies and parses an event, rejects it with one more byte, and plans attempts.
/// `None` if one of the steps fails.
fn works() -> Option<bool> {
    let generic = catalog::find("generic")?;
    let secret = Secret::new("whsec_abc123").ok()?;
    let body = event::sample(generic.envelope, generic.event_type("user.created")?, "evt_1", 1_705_314_600_000);
    let scheme = generic.default_scheme()?;
    let signer = Signer::new(scheme, core::slice::from_ref(&secret)).ok()?;
    let signed = signer.sign(&Unsigned::new(body.as_bytes())).ok()?;
    let verifier = Verifier::new(scheme, &[secret]).ok()?;
    let accepted = verifier.verify(&Request::new(&signed.headers, body.as_bytes()), 0).is_ok();
    let longer = [body.as_bytes(), b" "].concat();
    let refused = verifier.verify(&Request::new(&signed.headers, &longer), 0).is_err();
    let read = catalog::parse(body.as_bytes(), Some(generic)).kind.as_deref() == Some("user.created");
    let planned = !retry::plan(catalog::find_policy("generic")?, 0).attempts.is_empty();
    Some(accepted && refused && read && planned)
}
