//! A receiver of GitHub's webhooks with axum.

use std::collections::HashSet;
use std::error::Error;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hookwright::catalog::compiled_scheme;
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Verifier};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Mutex;

struct Receiver {
    verifier: Verifier,
    /// The signatures of the events that have been handled. GitHub does not sign the id of a delivery.
    handled: Mutex<HashSet<String>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let scheme = compiled_scheme("github/sha256").ok_or("the catalog does not have this scheme")?;
    let secret = Secret::new(std::env::var("WEBHOOK_SECRET")?)?;
    let receiver = Receiver { verifier: Verifier::new(scheme, &[secret])?, handled: Mutex::default() };
    let app = Router::new()
        .route("/webhook", post(webhook))
        // GitHub's largest payloads have 25 MB.
        .layer(DefaultBodyLimit::max(25 * 1024 * 1024))
        .with_state(Arc::new(receiver));
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".into());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on port {}", listener.local_addr()?.port());
    axum::serve(listener, app).await?;
    Ok(())
}

/// Takes the raw bytes: a parsed body that is serialized again has another signature.
async fn webhook(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut fields = Headers::new();
    for (name, value) in &headers {
        fields.push(name.as_str(), value.to_str().unwrap_or_default());
    }
    if let Err(rejection) = receiver.verifier.verify(&Request::new(&fields, &body), now_ms()) {
        eprintln!("rejected: {rejection}");
        return StatusCode::UNAUTHORIZED;
    }
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Ok(payload) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    // Held while the event is handled, so that a repetition that arrives meanwhile waits for the result.
    let mut handled = receiver.handled.lock().await;
    let key = header("x-hub-signature-256").to_owned();
    if handled.contains(&key) {
        return StatusCode::OK;
    }
    match handle(header("x-github-event"), &payload).await {
        Ok(()) => {
            handled.insert(key);
            StatusCode::OK
        }
        Err(error) => {
            eprintln!("not handled: {error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

async fn handle(event: &str, payload: &Value) -> std::io::Result<()> {
    if event == "push" {
        let line = json!({ "ref": payload["ref"], "commit": payload["after"] });
        let mut file = tokio::fs::OpenOptions::new().create(true).append(true).open("pushes.jsonl").await?;
        file.write_all(format!("{line}\n").as_bytes()).await?;
        file.flush().await?;
    }
    Ok(())
}

fn now_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
