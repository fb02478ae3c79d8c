//! Sender files: JSON documents with the signature schemes and retry policies of one sender.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::event_places::EventPlaces;
use super::sender_codes as codes;
use super::sender_limits::SenderLimits;
use crate::base::json::Members;
use crate::base::problem::Problem;
use crate::retry::Policy;
use crate::signature::OwnedScheme;

/// The maximum size of a sender file, in bytes.
const MAX_BYTES: usize = 256 << 10;

/// The version of the format.
const FORMAT: u64 = 1;

/// The signature schemes and retry policies of one sender, as a JSON file contains them. The catalog is generated from
/// such files in `core/senders`, and the playground exports custom schemes in this format. Schemes and policies have
/// the same JSON form as custom schemes and policies.
///
/// ```
/// use hookwright::catalog::SenderFile;
///
/// let file = SenderFile::parse(r#"{
///     "format": 1,
///     "id": "acme",
///     "name": "Acme",
///     "schemes": [{
///         "id": "acme/v1",
///         "algorithm": "hmac-sha256",
///         "content": "{body}",
///         "signature": { "header": "Acme-Signature" }
///     }],
///     "policies": [{ "id": "acme", "schedule": { "kind": "fixed", "delayMs": 60000 }, "stop": { "maxAttempts": 5 } }]
/// }"#).unwrap();
/// assert_eq!((file.schemes[0].id.as_str(), file.policies[0].attempts()), ("acme/v1", Some(5)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderFile {
    /// Lower-case and kebab-case: `github`.
    pub id: String,
    /// The name of the product or company.
    pub name: String,
    /// A description of what it sends, in one line. May be empty.
    pub summary: String,
    /// The signature schemes, the default one first. Their ids start with the sender's id and a slash.
    pub schemes: Vec<OwnedScheme>,
    /// The retry policies, the default one first. Each id is the sender's id, or starts with it and a hyphen.
    pub policies: Vec<Policy>,
    /// The places of the event type and the event id in deliveries.
    pub event: Option<EventPlaces>,
    /// The limits of its deliveries.
    pub limits: Option<SenderLimits<String>>,
}

impl SenderFile {
    /// Parses a sender file.
    ///
    /// `format`, `id`, `name`, and at least one scheme or policy are required. The member `$schema`, which editors use,
    /// is ignored.
    ///
    /// ```
    /// use hookwright::catalog::SenderFile;
    ///
    /// let problems = SenderFile::parse(r#"{ "format": 1, "id": "acme", "name": "Acme", "schemas": [] }"#).unwrap_err();
    /// let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, [
    ///     "/schemas: unknown member `schemas`; expected `$schema`, `format`, `id`, `name`, `summary`, `schemes`, `policies`, `event`, `limits`; \
    ///      did you mean `schemes`?",
    ///     "a sender must have at least one scheme or one policy",
    /// ]);
    /// ```
    ///
    /// # Errors
    /// All problems of the file, with JSON Pointers. Never empty.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        if text.len() > MAX_BYTES {
            let message = format!("a sender file must not be larger than {MAX_BYTES} bytes");
            return Err(alloc::vec![Problem::error(codes::FILE_TOO_LARGE, "", message)]);
        }
        let file = match serde_json::from_str::<&RawValue>(text) {
            Err(error) => {
                problems.push(Problem::error(
                    codes::MALFORMED_JSON,
                    "",
                    format!("the file is not valid JSON: {error}"),
                ));
                None
            }
            Ok(document) => Members::of("", document, &mut problems).map(|members| read(members, &mut problems)),
        };
        file.filter(|_| problems.is_empty()).ok_or(problems)
    }

    /// The problems that keep the file out of the catalog. In addition to the requirements for all sender files, the
    /// catalog requires an id that starts with a letter, a summary, and the provenance of each scheme, of each policy, of
    /// the places of the event and of the limits.
    ///
    /// ```
    /// use hookwright::catalog::SenderFile;
    ///
    /// let file = SenderFile::parse(r#"{
    ///     "format": 1, "id": "acme", "name": "Acme",
    ///     "policies": [{ "id": "acme", "schedule": { "kind": "fixed", "delayMs": 60000 } }]
    /// }"#).unwrap();
    /// let paths: Vec<_> = file.missing_in_catalog().into_iter().map(|problem| problem.path).collect();
    /// assert_eq!(paths, ["/summary", "/policies/0/provenance"]);
    /// ```
    #[must_use]
    pub fn missing_in_catalog(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        if !self.id.starts_with(|first: char| first.is_ascii_lowercase()) {
            found.push(Problem::error(codes::MALFORMED_ID, "/id", "an id in the catalog must start with a letter"));
        }
        if self.summary.is_empty() {
            found.push(Problem::error(codes::MISSING_FIELD, "/summary", "`summary` is missing; it is required"));
        }
        let schemes = self.schemes.iter().map(|scheme| scheme.provenance.is_some()).enumerate();
        let policies = self.policies.iter().map(|policy| policy.provenance.is_some()).enumerate();
        let rows = schemes.map(|row| ("schemes", row)).chain(policies.map(|row| ("policies", row)));
        for (list, (index, _)) in rows.filter(|(_, (_, has_provenance))| !has_provenance) {
            let path = format!("/{list}/{index}/provenance");
            found.push(Problem::error(codes::MISSING_FIELD, path, "`provenance` is missing; it is required"));
        }
        let event = self.event.as_ref().is_some_and(|event| event.provenance.is_none());
        let limits = self.limits.as_ref().is_some_and(|limits| limits.provenance.is_none());
        for (_, path) in [(event, "/event/provenance"), (limits, "/limits/provenance")].into_iter().filter(|row| row.0)
        {
            found.push(Problem::error(codes::MISSING_FIELD, path, "`provenance` is missing; it is required"));
        }
        found
    }
}

fn read(mut file: Members<'_>, problems: &mut Vec<Problem>) -> SenderFile {
    file.optional_text("$schema", problems);
    file.check_present("format", problems);
    if file.take("format").is_some_and(|format| format.get().parse() != Ok(FORMAT)) {
        let message = format!("unknown format; this version reads format {FORMAT}");
        problems.push(Problem::error(codes::UNKNOWN_FORMAT, "/format", message));
    }
    let id = file.text("id", problems);
    if !id.is_empty() && !is_kebab_case(&id) {
        let message = "an id must consist of lower-case letters, digits and hyphens";
        problems.push(Problem::error(codes::MALFORMED_ID, "/id", message));
    }
    file.check_present("name", problems);
    let name = file.line("name", problems).unwrap_or_default();
    let summary = file.line("summary", problems).unwrap_or_default();
    let earlier = problems.len();
    let schemes = file.list("schemes", problems, OwnedScheme::read_at).unwrap_or_default();
    let policies = file.list("policies", problems, Policy::read_at).unwrap_or_default();
    let event = file.object("event", problems).map(|field| EventPlaces::read(field, problems));
    let limits = file.object("limits", problems).map(|field| SenderLimits::read(field, problems));
    let is_empty = schemes.is_empty() && policies.is_empty() && problems.len() == earlier;
    let found = SenderFile { id, name, summary, schemes, policies, event, limits };
    if problems.is_empty() {
        check_ids(&found, problems);
    }
    file.finish(problems);
    if is_empty {
        problems.push(Problem::error(codes::MISSING_FIELD, "", "a sender must have at least one scheme or one policy"));
    }
    found
}

fn is_kebab_case(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('-').all(is_word)
}

/// Reports schemes and policies whose ids do not belong to the sender, or are not unique.
fn check_ids(file: &SenderFile, problems: &mut Vec<Problem>) {
    let SenderFile { id, schemes, policies, .. } = file;
    for (index, scheme) in schemes.iter().enumerate() {
        let path = format!("/schemes/{index}/id");
        if scheme.id.split('/').next() != Some(id) {
            let message = format!("the id of a scheme of this sender must start with `{id}/`");
            problems.push(Problem::error(codes::MALFORMED_ID, path, message));
        } else if schemes.iter().take(index).any(|other| other.id == scheme.id) {
            problems.push(Problem::error(
                codes::REPEATED_ID,
                path,
                "another scheme has the same id; ids must be unique",
            ));
        }
    }
    for (index, policy) in policies.iter().enumerate() {
        let path = format!("/policies/{index}/id");
        let rest = policy.id.strip_prefix(id.as_str());
        if !rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_kebab_case)) {
            let message = format!("the id of a policy of this sender must be `{id}`, or start with `{id}-`");
            problems.push(Problem::error(codes::MALFORMED_ID, path, message));
        } else if policies.iter().take(index).any(|other| other.id == policy.id) {
            problems.push(Problem::error(
                codes::REPEATED_ID,
                path,
                "another policy has the same id; ids must be unique",
            ));
        }
    }
}

impl Serialize for SenderFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct("SenderFile", 8)?;
        file.serialize_field("format", &FORMAT)?;
        file.serialize_field("id", &self.id)?;
        file.serialize_field("name", &self.name)?;
        if !self.summary.is_empty() {
            file.serialize_field("summary", &self.summary)?;
        }
        if !self.schemes.is_empty() {
            file.serialize_field("schemes", &self.schemes)?;
        }
        if !self.policies.is_empty() {
            file.serialize_field("policies", &self.policies)?;
        }
        if let Some(event) = &self.event {
            file.serialize_field("event", event)?;
        }
        if let Some(limits) = &self.limits {
            file.serialize_field("limits", limits)?;
        }
        file.end()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use serde_json::{Value, json};

    use super::*;

    fn document() -> Value {
        json!({
            "format": 1, "id": "acme", "name": "Acme", "summary": "Orders",
            "schemes": [
                {"id": "acme/v1", "algorithm": "hmac-sha256", "content": "{body}", "signature": {"header": "X-Acme"}},
                {"id": "acme/v2", "algorithm": "hmac-sha512", "content": "{body}", "signature": {"header": "X-Acme-2"}}
            ],
            "policies": [
                {"id": "acme", "schedule": {"kind": "fixed", "delayMs": 1000}},
                {"id": "acme-test", "schedule": {"kind": "fixed", "delayMs": 1000}}
            ],
            "event": {"type": {"header": "X-Acme-Event", "orHeader": "X-Event"}, "id": {"member": "/id"}},
            "limits": {"timeoutMs": 8_000, "maxBodyBytes": 1_048_576, "resendWithinMs": 259_200_000}
        })
    }

    /// The codes and paths of the problems after one member has been replaced, or removed with `null`.
    fn problems(pointer: &str, value: Value) -> Vec<(&'static str, String)> {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap() = value;
        let problems = SenderFile::parse(&document.to_string()).map(|_| ()).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.code, problem.path)).collect()
    }

    #[test]
    fn parsing_reverses_serialization() {
        let read = SenderFile::parse(&document().to_string()).unwrap();
        assert_eq!((read.schemes.len(), read.policies.len()), (2, 2));
        let printed = serde_json::to_string(&read).unwrap();
        assert_eq!(SenderFile::parse(&printed), Ok(read));
    }

    #[test]
    fn reports_each_problem_with_its_path() {
        for (pointer, value, code, path) in [
            ("/format", json!(2), "unknown_format", "/format"),
            ("/format", json!("1"), "unknown_format", "/format"),
            ("/format", json!(null), "missing_field", "/format"),
            ("/id", json!("Acme"), "malformed_id", "/id"),
            ("/id", json!("acme-"), "malformed_id", "/id"),
            ("/name", json!(null), "missing_field", "/name"),
            ("/name", json!("A\nB".replace("\\n", "\n")), "control_character", "/name"),
            ("/summary", json!(7), "wrong_type", "/summary"),
            ("/schemes", json!({}), "wrong_type", "/schemes"),
            ("/schemes/1", json!([]), "wrong_type", "/schemes/1"),
            ("/schemes/1/id", json!("acme/v1"), "repeated_id", "/schemes/1/id"),
            ("/schemes/1/id", json!("acm/v1"), "malformed_id", "/schemes/1/id"),
            ("/schemes/1/content", json!("{bdoy}"), "malformed_template", "/schemes/1/content"),
            ("/schemes/1/algorithm", json!("md5"), "unknown_choice", "/schemes/1/algorithm"),
            ("/policies/1/id", json!("acme"), "repeated_id", "/policies/1/id"),
            ("/policies/1/id", json!("acmetest"), "malformed_id", "/policies/1/id"),
            ("/event", json!([]), "wrong_type", "/event"),
            ("/event", json!({"kind": {"member": "/type"}}), "unknown_field", "/event/kind"),
            ("/event", json!({}), "missing_field", "/event"),
            ("/event/type", json!({"item": "t="}), "wrong_place", "/event/type"),
            ("/event/type", json!({"query": "type"}), "wrong_place", "/event/type"),
            ("/event/type", json!({"header": "X Event"}), "malformed_header_name", "/event/type/header"),
            ("/event/type/orHeader", json!(""), "malformed_header_name", "/event/type/orHeader"),
            ("/event/id", json!({"member": "id"}), "malformed_pointer", "/event/id/member"),
            ("/event/id", json!({"member": "/id", "name": "x"}), "unknown_field", "/event/id/name"),
            ("/limits", json!(7), "wrong_type", "/limits"),
            ("/limits", json!({}), "missing_field", "/limits"),
            ("/limits", json!({"maxBytes": 7}), "unknown_field", "/limits/maxBytes"),
            ("/limits/maxBodyBytes", json!(0), "out_of_range", "/limits/maxBodyBytes"),
            ("/limits/timeoutMs", json!(0), "out_of_range", "/limits/timeoutMs"),
            ("/limits/maxBodyBytes", json!("1 MB"), "wrong_type", "/limits/maxBodyBytes"),
            ("/limits/resendWithinMs", json!(1_u64 << 53), "out_of_range", "/limits/resendWithinMs"),
            ("/policies/1/schedule/kind", json!("fxied"), "unknown_choice", "/policies/1/schedule/kind"),
        ] {
            assert_eq!(problems(pointer, value), [(code, path.into())], "{pointer}");
        }
    }

    #[test]
    fn a_sender_needs_a_scheme_or_a_policy() {
        let mut document = document();
        document["schemes"] = json!([]);
        assert!(SenderFile::parse(&document.to_string()).is_ok());
        document["policies"] = json!(null);
        let problems = SenderFile::parse(&document.to_string()).unwrap_err();
        assert_eq!((problems.len(), problems[0].code), (1, "missing_field"));
    }

    #[test]
    fn rejects_large_files() {
        let text = document().to_string();
        let padded = |bytes: usize| format!("{text}{}", " ".repeat(bytes - text.len()));
        assert!(SenderFile::parse(&padded(MAX_BYTES)).is_ok());
        assert_eq!(SenderFile::parse(&padded(MAX_BYTES + 1)).unwrap_err()[0].code, "file_too_large");
    }

    #[test]
    fn the_catalog_requires_provenance() {
        let mut document = document();
        let evidence = json!({"source": "https://acme.example", "asOf": "2027-01-15", "confidence": "documented"});
        document["schemes"][0]["provenance"] = evidence.clone();
        document["policies"][1]["provenance"] = evidence.clone();
        let file = SenderFile::parse(&document.to_string()).unwrap();
        let paths: Vec<String> = file.missing_in_catalog().into_iter().map(|problem| problem.path).collect();
        assert_eq!(
            paths,
            ["/schemes/1/provenance", "/policies/0/provenance", "/event/provenance", "/limits/provenance"]
        );
        document["event"]["provenance"] = evidence.clone();
        document["limits"]["provenance"] = evidence;
        let file = SenderFile::parse(&document.to_string()).unwrap();
        assert_eq!(file.missing_in_catalog().len(), 2);
    }
}
