//! The test suites: what each is called, what it needs, and how it is run.

mod javascript;
mod rust;
mod sources;

use std::process::Command;

use crate::browser::Browser;
use crate::failure::Failure;
use crate::process::run;
use crate::report::Outcome;
use crate::setup::Need;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{deny, inventory, package, reproducible, sbom, serve};

/// One suite.
pub(crate) struct Suite {
    /// What it is called, on the command line too.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    /// What must be in place.
    pub(crate) needs: &'static [Need],
    /// Suites that make what this one tests.
    pub(crate) after: &'static [&'static str],
    /// Runs it.
    pub(crate) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// The suites that always run, in the order in which they run: what is quick and often fails comes first.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "format",
        about: "sources are formatted, and prose is spelled and worded as the style guide says",
        needs: &[Need::Lints, Need::Node, Need::Packages, Need::Typos],
        after: &[],
        run: sources::format,
    },
    Suite {
        name: "lint",
        about: "clippy and Biome report nothing, and the TypeScript keeps to its layers",
        needs: &[Need::Lints, Need::WasmTarget, Need::Node, Need::Packages],
        after: &[],
        run: sources::lint,
    },
    Suite {
        name: "core",
        about: "the core, the page's model and these commands, natively",
        needs: &[Need::Crates],
        after: &[],
        run: rust::core,
    },
    Suite {
        name: "api",
        about: "the public API of the crate is the one in core/api.txt",
        needs: inventory::NEEDS,
        after: &[],
        run: rust::api,
    },
    Suite {
        name: "no-std",
        about: "the core builds without std, and the module imports nothing",
        needs: &[Need::Node, Need::WasmTarget],
        after: &[],
        run: rust::no_std,
    },
    Suite {
        name: "wasm-node",
        about: "the wrapper, as wasm in Node",
        needs: &[Need::Node, Need::WasmTarget, Need::Bindgen],
        after: &[],
        run: rust::wasm_node,
    },
    Suite {
        name: "wasm-browser",
        about: "the wrapper, and the page's parts if they have such tests, as wasm in Chromium",
        needs: &[Need::WasmTarget, Need::Bindgen, Need::Browser],
        after: &[],
        run: rust::wasm_browser,
    },
    Suite {
        name: "package",
        about: "the npm package builds and packs",
        needs: package::NEEDS,
        after: &[],
        run: javascript::package,
    },
    Suite {
        name: "types",
        about: "the package's types, strictly, and that they are those of wasm/api",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: javascript::types,
    },
    Suite {
        name: "node",
        about: "a real receiver, from event to answer",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "node"),
    },
    Suite {
        name: "peers",
        about: "the same deliveries through other libraries, and what vendors' own make and accept",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "peers"),
    },
    Suite {
        name: "bullmq",
        about: "ten thousand deliveries through BullMQ on Redis, and a worker that dies",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: javascript::bullmq,
    },
    Suite {
        name: "contract",
        about: "the providers' services against their OpenAPI documents",
        needs: &[Need::Node, Need::Packages, Need::Contract],
        after: &["package"],
        run: javascript::contract,
    },
    Suite {
        name: "playground",
        about: "the page builds as it is published",
        needs: serve::NEEDS,
        after: &[],
        run: javascript::page,
    },
    Suite {
        name: "browser",
        about: "the page in Chromium, as a person uses it",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package", "playground"],
        run: javascript::browser,
    },
    Suite {
        name: "readme",
        about: "what the README tells people to type",
        needs: serve::NEEDS,
        after: &["package", "playground"],
        run: |workspace| javascript::node(workspace, "readme"),
    },
    Suite {
        name: "deny",
        about: "licences, sources and bans of the dependencies, and the notices of third-party code",
        needs: deny::NEEDS,
        after: &[],
        run: deny::suite,
    },
];

/// The suites that run when all are asked for, or by name.
pub(crate) const SLOW: &[Suite] = &[
    Suite {
        name: "sbom",
        about: "the lists of what everything is made of",
        needs: sbom::NEEDS,
        after: &[],
        run: javascript::software_lists,
    },
    Suite {
        name: "reproducible",
        about: "two folders make the same modules",
        needs: package::NEEDS,
        after: &[],
        run: reproducible::suite,
    },
];

fn find_browser(workspace: &Workspace) -> Result<Browser, Failure> {
    Browser::find(workspace).ok_or_else(|| Failure::new("Chromium is gone"))
}

/// Commands of which each is one check: it succeeds or it does not.
fn checks(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

/// Commands that report tests of their own. One that fails without naming a failed test counts as one; a suite without
/// any test has proved nothing, and fails.
fn tests(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        let ran = run(command)?;
        counts += ran.counts;
        if !ran.success && ran.counts.failed == 0 {
            counts += Counts::one(false);
        }
    }
    if counts == Counts::default() { Err(Failure::new("ran nothing")) } else { Ok(Outcome::Counted(counts)) }
}
