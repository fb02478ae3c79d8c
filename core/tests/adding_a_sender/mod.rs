//! What CONTRIBUTING.md says about adding a sender, with a made-up one: its file and its vector are all that is written by hand.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use std::fs;
use std::path::PathBuf;

use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Verifier};
use serde_json::Value;

use super::files;

/// The table that the generate command writes for `acme.json`, except that it imports from the crate's public interface.
mod acme;

const FILE: &str = include_str!("acme.json");

/// A delivery signed with `node:crypto`, in the form of `tests/vectors/senders.json`.
const VECTOR: &str = include_str!("vector.json");

/// A copy of the repository's sender files, which is removed when it is dropped.
struct Repository(PathBuf);

impl Repository {
    fn with_sender(test: &str, name: &str, text: &str) -> Self {
        let root = std::env::temp_dir().join(format!("hookwright-{test}-{}", std::process::id()));
        let folder = root.join(files::senders::FOLDER);
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(files::root().join(files::senders::FOLDER)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
        fs::write(folder.join(name), text).unwrap();
        Self(root)
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_sender_file_is_enough_for_the_catalog_and_the_npm_package() {
    let repository = Repository::with_sender("adding-a-sender", "acme.json", FILE);
    let senders = files::senders::read(&repository.0).unwrap();
    let mut generated = files::senders::tables(&senders);
    generated.extend(files::senders::others(&senders));
    let text = |path: &str| generated.iter().find(|file| file.path == path).unwrap().text.as_str();

    let table = include_str!("acme.rs").replace("hookwright::", "crate::");
    assert_eq!(text("core/src/catalog/generated/acme.rs"), table);
    let index = text("core/src/catalog/generated/mod.rs");
    assert!(index.contains("pub(super) mod acme;\n") && index.contains("&acme::SENDER"), "{index}");
    let module = text("wasm/ts/generated/senders/acme.ts");
    assert!(module.contains("id: 'acme/v1',") && module.contains("content: '{timestamp}.{body}',"), "{module}");
}

#[test]
fn the_generated_table_verifies_the_vector_of_the_sender() {
    let sender = &acme::SENDER;
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    let scheme = sender.schemes.iter().find(|scheme| vector["scheme"] == scheme.id).unwrap();
    let text = |value: &'static str, of: &Value| of[value].as_str().unwrap().to_owned();
    let fields = vector["headers"].as_array().unwrap().iter();
    let headers: Headers = fields.map(|field| (field[0].as_str().unwrap(), field[1].as_str().unwrap())).collect();
    let secret = Secret::new(text("text", &vector["secrets"][0])).unwrap();
    let verifier = Verifier::new(scheme, &[secret]).unwrap();
    let (body, now_ms) = (text("body", &vector), vector["nowMs"].as_i64().unwrap());
    assert_eq!(verifier.verify(&Request::new(&headers, body.as_bytes()), now_ms).unwrap().key_index, 0);
    let changed = body.replace("launched", "landed");
    let rejection = verifier.verify(&Request::new(&headers, changed.as_bytes()), now_ms).unwrap_err();
    assert_eq!(rejection.code(), "signature_mismatch");
    assert_eq!(sender.policies[0].attempts(), Some(5));
}

#[test]
fn mistakes_are_reported_by_file_and_json_pointer() {
    let cases = [
        ("acme.json", "{timestamp}.{body}", "{time}.{body}", "acme.json:/schemes/0/content: unknown field `{time}`; "),
        ("acmee.json", "", "", "acmee.json:/id: the file of the sender `acme` must be `acme.json`"),
        (
            "acme.json",
            "\"assumed\": [\"",
            "\"asOff\": [\"",
            "acme.json:/schemes/0/provenance/asOff: unknown member `asOff`; ",
        ),
        ("acme.json", "\"id\": \"acme\",\n      ", "\"id\": \"other\",\n      ", "acme.json:/policies/0/id: "),
    ];
    for (index, (name, written, instead, expected)) in cases.into_iter().enumerate() {
        let repository =
            Repository::with_sender(&format!("mistake-{index}"), name, &FILE.replacen(written, instead, 1));
        let mistakes = files::senders::read(&repository.0).unwrap_err();
        let is_expected = mistakes.iter().any(|line| line.starts_with(&format!("core/senders/{expected}")));
        assert!(is_expected, "{expected}: {mistakes:#?}");
    }
}
