//! The generated files: the path and the text of each.

pub(crate) mod addresses;
mod claim_sequences;
mod claims;
mod codes;
mod compact;
pub(crate) mod counts;
mod coverage;
mod events;
mod handshakes;
mod ids;
mod item_sequences;
mod items;
mod limits;
mod messages;
mod receiving;
pub(crate) mod senders;
mod simulation;
mod types;
mod typescript;

use std::path::{Path, PathBuf};
use std::{fs, io};

use hookwright::catalog::PROVIDERS;
use hookwright::catalog::{envelope_schema, json_schema};
use serde_json::Value;

/// The command that updates the files.
pub(crate) const COMMAND: &str = "cargo run -p hookwright --example generate";

/// The folder of the JSON Schemas.
const SCHEMAS: &str = "core/schemas";

/// The folder of the TypeScript types of the npm package.
const TYPESCRIPT: &str = "wasm/ts/generated";

/// The folder of the OpenAPI documents.
const OPENAPI: &str = "core/openapi";

/// The document with a generated table.
const SECURITY: &str = "SECURITY.md";

/// A generated file.
pub(crate) struct File {
    /// The path in the repository, with `/` as the separator.
    pub(crate) path: String,
    /// The content.
    pub(crate) text: String,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All generated files.
///
/// # Errors
/// All problems in the sender files, one per line.
pub(crate) fn all() -> Result<Vec<File>, Vec<String>> {
    let rows = senders::read(&root())?;
    let mut files = senders::tables(&rows);
    files.push(addresses::table(&root())?);
    files.extend([addresses::typescript(), addresses::vectors()]);
    files.extend(senders::others(&rows));
    files.extend(schemas());
    let events = File { path: format!("{TYPESCRIPT}/events.ts"), text: typescript::events() };
    let ids = File { path: format!("{TYPESCRIPT}/ids.ts"), text: ids::ids() };
    let codes = File { path: format!("{TYPESCRIPT}/codes.ts"), text: codes::codes() };
    files.extend(types::all(&root(), &[&events, &ids, &codes]).map_err(|error| vec![error])?);
    files.extend([events, ids, codes]);
    files.push(File { path: format!("{TYPESCRIPT}/limits.ts"), text: limits::limits() });
    files.push(File { path: format!("{TYPESCRIPT}/receiving.ts"), text: receiving::receiving() });
    files.push(File { path: format!("{TYPESCRIPT}/compact.ts"), text: compact::compact() });
    files.push(File { path: "tests/vectors/messages.json".into(), text: messages::messages() });
    files.push(File { path: "tests/vectors/claims.json".into(), text: claims::claims() });
    files.push(File { path: "tests/vectors/inbox.json".into(), text: items::inbox() });
    files.push(File { path: "tests/vectors/simulation.json".into(), text: simulation::simulation() });
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_default();
    files.push(events::document());
    files.push(handshakes::document());
    files.push(File { path: SECURITY.into(), text: coverage::security(&read(SECURITY)) });
    for path in counts::DOCUMENTS {
        files.push(File { path: path.into(), text: counts::document(&read(path)) });
    }
    files.extend(openapi());
    Ok(files)
}

/// One schema for each event type, or one for the envelope if the provider does not define event types.
fn schemas() -> Vec<File> {
    let file = |provider: &str, name: &str, schema: &Value| File {
        path: format!("{SCHEMAS}/{provider}/{name}.json"),
        text: format!("{schema:#}\n"),
    };
    let of = |provider: &&hookwright::catalog::Provider| {
        if provider.events.is_empty() {
            return vec![file(provider.id, "envelope", &envelope_schema(provider))];
        }
        let schema = |row| json_schema(provider, row);
        provider.events.iter().map(|row| file(provider.id, row.name, &schema(row))).collect::<Vec<_>>()
    };
    PROVIDERS.iter().flat_map(of).collect()
}

/// The OpenAPI document of every provider with an API.
fn openapi() -> Vec<File> {
    let document = |provider: &&'static hookwright::catalog::Provider| {
        let document = hookwright::service::openapi(provider)?;
        Some(File { path: format!("{OPENAPI}/{}.json", provider.id), text: format!("{document:#}\n") })
    };
    PROVIDERS.iter().filter_map(document).collect()
}

/// All differences between `files` and the files in the repository, one per line.
pub(crate) fn drift(root: &Path, files: &[File]) -> io::Result<Vec<String>> {
    let mut drift = Vec::new();
    for file in files {
        match fs::read_to_string(root.join(&file.path)) {
            Ok(text) if text == file.text => {}
            Ok(_) => drift.push(format!("{} is out of date", file.path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => drift.push(format!("{} is missing", file.path)),
            Err(error) => return Err(error),
        }
    }
    drift.extend(stale(root, files)?.into_iter().map(|path| format!("{path} is no longer generated")));
    Ok(drift)
}

/// Files in generated folders that are no longer generated, because a sender or an event type was removed or renamed.
pub(crate) fn stale(root: &Path, files: &[File]) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders: Vec<String> = [SCHEMAS, OPENAPI, senders::TABLES, TYPESCRIPT].map(String::from).into();
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if files.iter().all(|file| file.path != path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
