//! Custom schemes and policies as sender files, the format of `core/senders`.

use hookwright::catalog::SenderFile;
use hookwright::problem::Problem;
use hookwright::retry::Policy;
use hookwright::signature::OwnedScheme;
use serde_json::Value;

use super::custom::remove_empty;
use super::words::title_of;

/// The summary of an exported sender, which only its author can describe.
const SUMMARY: &str = "Exported from the Hookwright playground";

/// A sender file to download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Download {
    /// The name of the file.
    pub(crate) name: String,
    pub(crate) json: String,
}

/// A sender file, or the problems that a file with this scheme or policy has.
pub(crate) type Export = Result<Download, Vec<Problem>>;

/// Exports a scheme. The sender has the part of its id before the slash.
pub(crate) fn of_scheme(scheme: &OwnedScheme) -> Export {
    let id = scheme.id.split('/').next().unwrap_or_default();
    document(&SenderFile { schemes: vec![scheme.clone()], ..sender(id) })
}

/// Exports a policy. The sender has the same id.
pub(crate) fn of_policy(policy: &Policy) -> Export {
    document(&SenderFile { policies: vec![policy.clone()], ..sender(&policy.id) })
}

fn sender(id: &str) -> SenderFile {
    SenderFile {
        id: id.into(),
        name: title_of(id),
        summary: SUMMARY.into(),
        schemes: Vec::new(),
        policies: Vec::new(),
        event: None,
        limits: None,
    }
}

fn document(file: &SenderFile) -> Export {
    let mut document = serde_json::to_value(file).unwrap_or_default();
    remove_empty(&mut document);
    let json = format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default());
    // Ids of custom policies may contain characters that ids of senders may not.
    SenderFile::parse(&json)?;
    Ok(Download { name: format!("{}.json", file.id), json })
}

/// Parses a scheme, or the first scheme of a sender file.
///
/// # Errors
/// Returns the problems of the scheme or the file.
pub(crate) fn scheme(json: &str) -> Result<OwnedScheme, Vec<Problem>> {
    if has_list(json, "schemes") { first(SenderFile::parse(json)?.schemes) } else { OwnedScheme::parse(json) }
}

/// Parses a policy, or the first policy of a sender file.
///
/// # Errors
/// Returns the problems of the policy or the file.
pub(crate) fn policy(json: &str) -> Result<Policy, Vec<Problem>> {
    if has_list(json, "policies") { first(SenderFile::parse(json)?.policies) } else { Policy::parse(json) }
}

/// Returns whether a text is a JSON object with a list that is not empty. Only sender files have such lists of schemes
/// or policies.
fn has_list(json: &str, name: &str) -> bool {
    let document: Value = serde_json::from_str(json).unwrap_or_default();
    document.get(name).and_then(Value::as_array).is_some_and(|list| !list.is_empty())
}

fn first<T>(list: Vec<T>) -> Result<T, Vec<Problem>> {
    list.into_iter().next().ok_or_else(Vec::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_policy, policies, senders};
    use serde_json::json;

    #[test]
    fn every_scheme_is_exported_as_a_sender_file_with_the_same_scheme() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let scheme = OwnedScheme::parse(&serde_json::to_string(scheme).unwrap()).unwrap();
            let Download { name, json } = of_scheme(&scheme).unwrap();
            let file = SenderFile::parse(&json).unwrap();
            assert_eq!(file.schemes, std::slice::from_ref(&scheme), "{json}");
            assert!(file.schemes.iter().all(|scheme| scheme.provenance.is_some()) && file.policies.is_empty());
            assert_eq!(format!("{}.json", file.id), name);
            assert_eq!(scheme.id.split('/').next(), Some(file.id.as_str()));
            assert_eq!(super::scheme(&json), Ok(scheme), "the export is not read");
        }
    }

    #[test]
    fn every_policy_is_exported_as_a_sender_file_with_the_same_policy() {
        for expected in policies() {
            let json = of_policy(expected).unwrap().json;
            assert_eq!(SenderFile::parse(&json).unwrap().policies, std::slice::from_ref(expected), "{json}");
            assert_eq!(policy(&json).as_ref(), Ok(expected), "the export is not read");
        }
    }

    #[test]
    fn a_sender_file_has_its_version_first_and_a_name() {
        let scheme = OwnedScheme::parse(
            r#"{
                "id": "acme-shop/v1", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "A" }
            }"#,
        );
        let Download { name, json } = of_scheme(&scheme.unwrap()).unwrap();
        assert_eq!(name, "acme-shop.json");
        assert!(
            json.starts_with("{\n  \"format\": 1,\n  \"id\": \"acme-shop\",\n  \"name\": \"Acme shop\",\n"),
            "{json}"
        );
        assert!(
            SenderFile::parse(&json)
                .unwrap()
                .missing_in_catalog()
                .iter()
                .all(|problem| { problem.path.ends_with("/provenance") })
        );
    }

    #[test]
    fn an_id_of_a_policy_that_a_sender_cannot_have_is_reported() {
        let policy = Policy { id: "my policy".into(), ..find_policy("kit").unwrap().clone() };
        assert_eq!(of_policy(&policy).unwrap_err()[0].path, "/id");
    }

    #[test]
    fn problems_of_a_sender_file_have_its_paths() {
        let file = json!({ "format": 1, "id": "acme", "name": "Acme", "schemes": [{ "id": "acme/v1" }] }).to_string();
        assert!(scheme(&file).unwrap_err().iter().any(|problem| problem.path == "/schemes/0/algorithm"));
        let empty = json!({ "format": 1, "id": "acme", "name": "Acme", "schemes": [] }).to_string();
        assert!(!scheme(&empty).unwrap_err().is_empty());
    }
}
