//! Corrections of proven causes. A correction is offered only if the delivery is then signed.

use hookwright::catalog::{scheme_ids, sender_ids};

use super::body::BodyInput;
use super::form::CheckForm;
use super::rewrites::rewrites;
use super::verdict::{OtherKey, Verdict};
use crate::model::choice::Named as _;
use crate::model::fields::{self, LINE_FEED};
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::model::words::count;

/// Larger bodies are not rewritten, because that would delay the page.
pub(crate) const MAX_BODY: usize = 200_000;

/// A correction.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fix {
    /// The label of the button.
    pub(crate) label: String,
    /// What was done.
    pub(crate) done: String,
    /// The corrected form.
    pub(crate) form: CheckForm,
    /// The body that was signed, if the body is corrected.
    pub(crate) body: Option<Vec<u8>>,
}

/// Returns the correction of a cause.
pub(crate) fn fix(
    form: &CheckForm,
    custom: &CustomScheme,
    code: &str,
    now_ms: i64,
    other_key: OtherKey,
) -> Option<Fix> {
    // The worker computes public keys, one at a time.
    let scheme = form.scheme.scheme(custom).ok()?;
    let kind = code.split('_').next().unwrap_or_default();
    if scheme.algorithm.is_asymmetric() && kind != "sender" {
        return None;
    }
    let is_signed = |form: &CheckForm| {
        let verdict = form.outcome_by(custom, now_ms, other_key, None).verdict;
        matches!(verdict, Verdict::Accepted(_) | Verdict::Rejected { is_only_age: true, .. })
    };
    match kind {
        "body" => body(form, is_signed),
        "secret" => secret(form, is_signed),
        "url" => url(form, is_signed),
        "sender" | "algorithm" | "encoding" | "header" | "signature" => {
            scheme_of(form, is_signed).or_else(|| signature(form, is_signed))
        }
        _ => None,
    }
}

fn body(form: &CheckForm, is_signed: impl Fn(&CheckForm) -> bool) -> Option<Fix> {
    let given = form.body.bytes().ok().filter(|bytes| bytes.len() <= MAX_BODY)?;
    rewrites(&given).into_iter().find_map(|bytes| {
        let corrected = CheckForm { body: BodyInput::exact(&bytes), ..form.clone() };
        is_signed(&corrected).then(|| body_fix(corrected, bytes))
    })
}

/// Returns the correction that replaces the body by the one that was signed.
pub(crate) fn body_fix(form: CheckForm, bytes: Vec<u8>) -> Fix {
    Fix {
        label: "Apply to the body".into(),
        done: format!(
            "The body is now the {} that {} signed.",
            count(bytes.len(), "byte"),
            if bytes.len() == 1 { "was" } else { "were" }
        ),
        form,
        body: Some(bytes),
    }
}

fn secret(form: &CheckForm, is_signed: impl Fn(&CheckForm) -> bool) -> Option<Fix> {
    let tidied = |text: &str| {
        let trimmed = text.trim_matches(|character: char| {
            character.is_whitespace() || character == '\u{feff}' || character == '\u{200b}'
        });
        let unquoted = trimmed.trim_matches(['"', '\'', '`']);
        let value = unquoted.split_once('=').map_or(unquoted, |(_, value)| value).trim_matches(['"', '\'']);
        [trimmed, unquoted, value].map(String::from)
    };
    let given = fields::texts(&form.secrets);
    let known = [(&form.old, "a previous secret"), (&form.others, "the secret of another endpoint")];
    let tidy = given.iter().flat_map(|text| {
        let bare = tidied(text);
        let prefixed = bare.clone().map(|text| text.trim_start_matches("whsec_").to_owned());
        let with_prefix = format!("whsec_{}", bare[0]);
        let with_line_feed = format!("{}{LINE_FEED}", bare[0]);
        bare.into_iter().chain(prefixed).chain([with_prefix, with_line_feed]).map(|text| (text, "the corrected secret"))
    });
    let others = known
        .into_iter()
        .flat_map(|(field, what)| fields::texts(field).into_iter().map(move |text| (text.to_string(), what)));
    tidy.chain(others).find_map(|(text, what)| {
        let corrected = CheckForm { secrets: text.into(), ..form.clone() };
        is_signed(&corrected).then(|| Fix {
            label: format!("Use {what}"),
            done: format!("The secret is now {what}."),
            form: corrected,
            body: None,
        })
    })
}

fn url(form: &CheckForm, is_signed: impl Fn(&CheckForm) -> bool) -> Option<Fix> {
    let url: &str = &form.url;
    let other_scheme = url.strip_prefix("http://").map(|rest| format!("https://{rest}"));
    let plain_scheme = url.strip_prefix("https://").map(|rest| format!("http://{rest}"));
    let (path, query) = url.split_once('?').map_or((url, ""), |(path, query)| (path, query));
    let without_fragment = url.split('#').next().unwrap_or_default().to_owned();
    let with_slash = |path: &str| if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let toggled = path.strip_suffix('/').map_or_else(|| with_slash(&format!("{path}/")), with_slash);
    let candidates = [other_scheme, plain_scheme, Some(without_fragment), Some(toggled), Some(path.to_owned())];
    candidates.into_iter().flatten().find_map(|text| {
        let corrected = CheckForm { url: text.into(), ..form.clone() };
        is_signed(&corrected).then(|| Fix {
            label: "Correct the URL".into(),
            done: "The URL is now the one that was signed.".into(),
            form: corrected,
            body: None,
        })
    })
}

/// Another scheme by which the delivery is signed. One of the same sender is preferred.
fn scheme_of(form: &CheckForm, is_signed: impl Fn(&CheckForm) -> bool) -> Option<Fix> {
    let own = form.scheme.sender_id();
    let all = scheme_ids(own).chain(sender_ids().filter(|id| *id != own).flat_map(scheme_ids));
    all.filter_map(SchemeChoice::from_id).filter(|choice| *choice != form.scheme).find_map(|choice| {
        let SchemeChoice::Known(compiled) = choice else { return None };
        if compiled.scheme().algorithm.is_asymmetric() {
            return None;
        }
        let corrected = CheckForm { scheme: choice, detects: false, ..form.clone() };
        is_signed(&corrected).then(|| {
            let name = choice.sender().unwrap_or_default();
            let is_same = own == choice.sender_id();
            let name = if is_same { choice.id().to_owned() } else { name.to_owned() };
            Fix {
                label: format!("Switch to {name}"),
                done: format!("The delivery is now checked with the scheme of {name}."),
                form: corrected,
                body: None,
            }
        })
    })
}

/// The value of a signature header without quotes, whitespace and a prefix that the scheme does not have.
fn signature(form: &CheckForm, is_signed: impl Fn(&CheckForm) -> bool) -> Option<Fix> {
    let lines: Vec<&str> = form.headers.lines().collect();
    lines.iter().enumerate().find_map(|(at, line)| {
        let (name, value) = line.split_once(':')?;
        let bare = value.trim().trim_matches(['"', '\'']);
        let short = bare.split_once('=').map_or(bare, |(_, value)| value);
        [bare.to_owned(), short.to_owned(), format!("sha256={bare}")].into_iter().find_map(|value| {
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            if let Some(line) = changed.get_mut(at) {
                *line = format!("{name}: {value}");
            }
            let corrected = CheckForm { headers: changed.join("\n").into(), ..form.clone() };
            is_signed(&corrected).then(|| Fix {
                label: "Correct the header".into(),
                done: format!("The value of {name} is now as the scheme writes it."),
                form: corrected,
                body: None,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::examples::{self, Example};
    use super::super::first;
    use super::*;
    use crate::model::sample;

    const NOW: i64 = 1_768_478_400_000;

    fn fixed(form: &CheckForm, code: &str) -> Option<Fix> {
        fix(form, &Err(Vec::new()), code, NOW, |scheme| Some(sample::other_secret(scheme)))
    }

    /// The example in GitHub's documentation.
    fn github() -> CheckForm {
        CheckForm {
            scheme: SchemeChoice::from_id("github/sha256").unwrap(),
            body: BodyInput::from_text("Hello, World!"),
            headers: "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
                .into(),
            secrets: "It's a Secret to Everybody".into(),
            ..CheckForm::default()
        }
    }

    #[test]
    fn the_first_example_is_corrected() {
        let fix = fixed(&first::example(), "body_reformatted").unwrap();
        assert_eq!(fix.body.as_ref().map(Vec::len), Some(266));
        assert!(fix.form.body.text.contains("Café") && fix.label == "Apply to the body");
    }

    #[test]
    fn a_body_with_a_line_end_is_corrected() {
        for changed in ["Hello, World!\n", " Hello, World! ", "\u{feff}Hello, World!"] {
            let form = CheckForm { body: BodyInput::from_text(changed), ..github() };
            assert_eq!(fixed(&form, "body_newline_added").unwrap().form.body.text, "Hello, World!", "{changed:?}");
        }
        assert_eq!(fixed(&CheckForm { body: BodyInput::from_text("Hello"), ..github() }, "body_changed"), None);
    }

    #[test]
    fn a_secret_is_corrected_or_replaced() {
        for secrets in
            ["It's a Secret to Everybody ", "\"It's a Secret to Everybody\"", "SECRET=It's a Secret to Everybody"]
        {
            let fix = fixed(&CheckForm { secrets: secrets.into(), ..github() }, "secret_whitespace").unwrap();
            assert_eq!(&*fix.form.secrets, "It's a Secret to Everybody");
        }
        // The sender's secret ends with a line feed.
        let headers = "X-Hub-Signature-256: sha256=f92af99ac6c8c607bf1dbc5a8abf40db5f1cf15ec325a44e59ddaed34f688798";
        let form = CheckForm { headers: headers.into(), secrets: "hunter2-hunter2".into(), ..github() };
        assert_eq!(&*fixed(&form, "secret_whitespace").unwrap().form.secrets, "hunter2-hunter2␊");
        let form = CheckForm { secrets: "other".into(), old: github().secrets, ..github() };
        assert_eq!(fixed(&form, "secret_old").unwrap().label, "Use a previous secret");
    }

    #[test]
    fn another_sender_is_chosen() {
        let form = CheckForm { scheme: SchemeChoice::from_id("generic/signature").unwrap(), ..github() };
        let fix = fixed(&form, "sender_other").unwrap();
        assert_eq!((fix.form.scheme.id(), fix.label.as_str()), ("github/sha256", "Switch to GitHub"));
    }

    #[test]
    fn a_url_is_corrected() {
        let twilio = SchemeChoice::from_id("twilio/sha1").unwrap();
        let form = examples::create(Example::OtherUrl, twilio, &Err(Vec::new()), NOW).unwrap();
        assert!(fixed(&form, "url_scheme").unwrap().form.url.starts_with("https://"));
    }
}
