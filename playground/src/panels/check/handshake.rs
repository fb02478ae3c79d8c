//! The response to a handshake, which is loaded with the first handshake.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::verdict::HandshakeResponse;
use crate::reactive::{ErasedMemo, dynamic, flag};
use crate::ui::code::CodeBlock;
use crate::ui::lazy::when_needed;

/// The response, if the request is a handshake.
#[component]
pub(crate) fn HandshakeAnswer(response: ErasedMemo<Option<HandshakeResponse>>) -> impl IntoView {
    when_needed(flag(move || response.with(Option::is_some)), move || Box::pin(load(response)))
}

#[wasm_split(check_more, fallible)]
fn load(response: ErasedMemo<Option<HandshakeResponse>>) -> Result<AnyView, SplitLoaderError> {
    Ok(dynamic(move || response.get().map(|response| view! { <Answer response=response/> }).into_any()))
}

/// The response, with buttons to copy it.
#[component]
fn Answer(response: HandshakeResponse) -> impl IntoView {
    let HandshakeResponse { status, headers, body, has_secret } = response;
    let body_block = (!body.is_empty()).then(|| {
        view! { <CodeBlock title="Response body" id="check-answer-body" text=Signal::stored(body)/> }
    });
    view! {
        <section class="card" id="check-answer" aria-labelledby="check-answer-title">
            <h3 id="check-answer-title">"This is a handshake"</h3>
            <p>
                "The sender checks the endpoint before it sends deliveries. Respond with status "
                <code id="check-answer-status">{status}</code>
                {body_block.is_none().then_some(" and an empty body")}
                "."
            </p>
            {has_secret.then(|| view! { <p>"A header contains the secret for all later deliveries: store it, and return it."</p> })}
            <CodeBlock title="Response headers" id="check-answer-headers" text=Signal::stored(headers)/>
            {body_block}
        </section>
    }
}
