//! The ids that the core knows, as TypeScript types, for the npm package.

use hookwright::catalog::{PROVIDERS, Provider, policies, senders};
use hookwright::explain::{Framework, SEARCH_PARTS};
use hookwright::service::Operation;

use super::COMMAND;

/// What is written about [`SEARCH_PARTS`].
const SEARCH_PART: &str = "
 * A part of the search of `explain`:
 *
 * - `match`: whether the signature matches at all
 * - `headers`: header fields under other names
 * - `secrets`: other secrets, and other ways to write the given ones
 * - `body`: the body in other line ends, character sets and encodings
 * - `forms`: the body as a form, or out of one
 * - `json_forms`: the body as other JSON serializers write it
 * - `urls`: other URLs
 * - `encodings`: the signature in another encoding or by another algorithm
 * - `schemes`: other schemes
 * - `symptoms`: what can be seen in the body, whether or not a signature proves it
";

/// The file `ids.ts`.
pub(crate) fn ids() -> String {
    let all = || PROVIDERS.iter().copied();
    let has_api = |provider: &&Provider| !Operation::all(provider).is_empty();
    let unions = [
        union("ProviderId", "Who sends webhooks.", all().map(|provider| provider.id)),
        union(
            "ServiceProviderId",
            "Those of them whose API for subscriptions is known.",
            PROVIDERS.iter().filter(|provider| has_api(provider)).map(|provider| provider.id),
        ),
        union("SenderId", "Everybody of whom signatures are known.", senders().map(|sender| sender.id)),
        union("SchemeId", "A way of signing.", senders().flat_map(|sender| sender.schemes).map(|scheme| scheme.id)),
        union("SearchPart", SEARCH_PART, SEARCH_PARTS.iter().copied()),
        union("FrameworkId", "What a receiver is written with.", Framework::all().map(|(id, _)| id)),
        union("PolicyId", "A way of retrying.", policies().map(|policy| policy.id.as_ref())),
        union("ApiId", "A way of making a subscription.", all().flat_map(|provider| provider.apis).map(|api| api.id)),
    ];
    format!("// Made by `{COMMAND}` from what the core knows. Change the core, not this file.\n{}", unions.concat())
}

fn union(name: &str, about: &str, ids: impl Iterator<Item = &'static str>) -> String {
    let lines: String = ids.map(|id| format!("\n  | '{id}'")).collect();
    format!("\n/** {about} */\nexport type {name} ={lines};\n")
}
