//! Messages about problems in subscriptions.

use hookwright::catalog;
use hookwright::problem::Problem;
use hookwright::subscription::{Draft, Patch, Rules, check};
use serde_json::json;

/// The problems of all subscriptions.
pub(super) fn problems() -> Vec<Problem> {
    let mut problems = Vec::new();
    for provider in ["generic", "well"].into_iter().filter_map(catalog::find) {
        for api in provider.apis {
            let rules = provider.rules(api);
            problems.extend(drafts().iter().flat_map(|draft| check(&rules, draft)));
            problems.extend(patches(&rules));
        }
    }
    problems
}

fn drafts() -> Vec<Draft> {
    let urls = [
        "",
        "yourapp.example/webhook",
        "https://yourapp.example/web hook",
        "ftp://yourapp.example/",
        "https://yourapp.example:99999/",
        "https://user:password@yourapp.example/",
        "http://yourapp.example/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://yourapp.example/#here",
    ];
    let long = format!("https://yourapp.example/{}", "a".repeat(3_000));
    let headers =
        [("Bad Name", "a"), ("Host", "a"), ("X-Line", "a\nb"), ("X-Empty", ""), ("X-Same", "a"), ("x-same", "b")];
    let mut drafts: Vec<Draft> =
        urls.into_iter().chain([long.as_str()]).map(|url| Draft { url: url.into(), ..Draft::default() }).collect();
    drafts.push(Draft {
        url: "https://yourapp.example/".into(),
        events: ["user.craeted", "invoice", "user.created", "user.created"].map(Into::into).into(),
        secret: " short".into(),
        headers: headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        ..Draft::default()
    });
    drafts
}

fn patches(rules: &Rules) -> Vec<Problem> {
    let api = rules.api;
    let attributes = [
        (Some(api.url), json!(7)),
        (Some(api.events.member()), json!({})),
        (api.secret, json!("")),
        (api.headers, json!([])),
        (api.active, json!("yes")),
        (Some("id"), json!("hook_1")),
        (Some("color"), json!("red")),
    ];
    let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name?.to_owned(), value))).collect();
    Patch::read(rules, &attributes).err().unwrap_or_default()
}
