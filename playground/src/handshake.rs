//! What to answer to a request that asks before anything is sent.

use leptos::prelude::*;

use crate::code::CodeBlock;
use crate::model::check::Reply;

/// The answer, ready to copy.
#[component]
pub(crate) fn HandshakeAnswer(
    /// What to answer.
    reply: Reply,
) -> impl IntoView {
    let Reply { status, headers, body, tells_secret } = reply;
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
            {tells_secret.then(|| view! { <p>"A header field carries the secret of all deliveries that follow: keep it, and send it back."</p> })}
            <CodeBlock title="Headers of the answer" id="check-answer-headers" text=Signal::stored(headers)/>
            {body_block}
        </section>
    }
}
