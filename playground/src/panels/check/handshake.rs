//! The response to a handshake.

use leptos::prelude::*;

use super::model::verdict::HandshakeResponse;
use crate::ui::code::CodeBlock;

/// The response, with buttons to copy it.
#[component]
pub(crate) fn HandshakeAnswer(response: HandshakeResponse) -> impl IntoView {
    let HandshakeResponse { status, headers, body, has_secret } = response;
    let body_block = (!body.is_empty()).then(|| {
        view! { <CodeBlock title="Body of the answer" id="check-answer-body" text=Signal::stored(body)/> }
    });
    view! {
        <section class="card" id="check-answer" aria-labelledby="check-answer-title">
            <h3 id="check-answer-title">"This is a handshake"</h3>
            <p>
                "The sender asks before it sends anything. Answer with status "
                <code id="check-answer-status">{status}</code>
                {body_block.is_none().then_some(" and an empty body")}
                "."
            </p>
            {has_secret.then(|| view! { <p>"A header field contains the secret of all deliveries that follow: store it, and send it back."</p> })}
            <CodeBlock title="Headers of the answer" id="check-answer-headers" text=Signal::stored(headers)/>
            {body_block}
        </section>
    }
}
