//! The test suites: names, requirements and implementations.

mod javascript;
mod rust;
mod sources;

pub(crate) use rust::probe;

use std::path::PathBuf;
use std::process::Command;

use crate::browser::{self, Browser};
use crate::failure::Failure;
use crate::process::run;
use crate::report::Outcome;
use crate::setup::Need;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{deny, inventory, package, reproducible, sbom, serve};

pub(crate) struct Suite {
    /// The name, also on the command line.
    pub(crate) name: &'static str,
    /// What it checks.
    pub(crate) about: &'static str,
    /// The tools that it requires.
    pub(crate) needs: &'static [Need],
    /// Suites that must run first because they build what this one tests.
    pub(crate) after: &'static [&'static str],
    pub(crate) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// What the suites of the inbox and the outbox require.
const DATABASES: &[Need] = &[Need::Node, Need::Packages, Need::Redis, Need::Postgres, Need::Pgbouncer];

/// What the suites of the examples require.
const EXAMPLES: &[Need] = &[Need::Node, Need::Packages, Need::Receivers, Need::Redis, Need::Postgres, Need::Crates];

/// The suites that run by default, in order: quick ones that often fail come first.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "format",
        about: "formatting, spelling, and the phrases that the style guide replaces",
        needs: &[Need::Lints, Need::Node, Need::Packages, Need::Checkers],
        after: &[],
        run: sources::format,
    },
    Suite {
        name: "lint",
        about: "clippy, Biome, and the layers of the TypeScript sources",
        needs: &[Need::Lints, Need::WasmTarget, Need::Node, Need::Packages],
        after: &[],
        run: sources::lint,
    },
    Suite {
        name: "core",
        about: "the core, the page's models and these commands, natively",
        needs: &[Need::Crates],
        after: &[],
        run: rust::core,
    },
    Suite {
        name: "api",
        about: "the public API of the crate equals core/api.txt",
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
        about: "the wasm crate in Node",
        needs: &[Need::Node, Need::WasmTarget, Need::Bindgen],
        after: &[],
        run: rust::wasm_node,
    },
    Suite {
        name: "wasm-browser",
        about: "the wasm crate, and the playground crate if it has tests, in Chromium",
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
        about: "the package's types compile in strict mode, and equal wasm/api and docs/api",
        needs: &[Need::Node, Need::Packages, Need::ReferencePackages],
        after: &["package"],
        run: javascript::types,
    },
    Suite {
        name: "node",
        about: "the npm package in Node, with a real receiver",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "node"),
    },
    Suite {
        name: "receiving",
        about: "the receivers of the npm package with every framework, over HTTP",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "receiving"),
    },
    Suite {
        name: "examples",
        about: "the examples and the code of the documents, with the packed package",
        needs: EXAMPLES,
        after: &["package"],
        run: |workspace| javascript::examples(workspace, "quick"),
    },
    Suite {
        name: "safe-fetch",
        about: "requests to addresses that may be internal, over HTTP, TLS and DNS on loopback",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "safe-fetch"),
    },
    Suite {
        name: "packaging",
        about: "the packed package in bundlers, test runners and runtimes",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package"],
        run: |workspace| javascript::packaging(workspace, "quick"),
    },
    Suite {
        name: "peers",
        about: "the same deliveries through other libraries and vendors' SDKs",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::node(workspace, "peers"),
    },
    Suite {
        name: "bullmq",
        about: "2,000 deliveries with BullMQ on Redis, and a killed worker",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: |workspace| javascript::redis(workspace, "bullmq", "2000"),
    },
    Suite {
        name: "claims",
        about: "claims in memory and Redis, and 500 events with workers and a Redis that fail",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: |workspace| javascript::redis(workspace, "claims", "500"),
    },
    Suite {
        name: "inbox",
        about: "the inbox in Postgres and SQLite, and 200 events with processes and a Postgres that fail",
        needs: DATABASES,
        after: &["package"],
        run: |workspace| javascript::databases(workspace, "inbox", "quick", "200"),
    },
    Suite {
        name: "outbox",
        about: "the outbox in Postgres and SQLite, and 200 events with dispatchers, Redis and a Postgres that fail",
        needs: DATABASES,
        after: &["package"],
        run: |workspace| javascript::databases(workspace, "outbox", "quick", "200"),
    },
    Suite {
        name: "contract",
        about: "the providers' services against their OpenAPI documents, and snippets of requests",
        needs: &[Need::Node, Need::Packages, Need::Contract],
        after: &["package"],
        run: |workspace| javascript::contract(workspace, "quick"),
    },
    Suite {
        name: "receivers",
        about: "the generated receivers for Node and Python, with signed deliveries",
        needs: &[Need::Node, Need::ReceiverPackages, Need::Receivers, Need::Crates],
        after: &["package"],
        run: |workspace| javascript::receivers(workspace, "express,fastify,next,hono,lambda,flask,fastapi,django"),
    },
    Suite {
        name: "playground",
        about: "the published page builds",
        needs: serve::NEEDS,
        after: &["package"],
        run: javascript::page,
    },
    Suite {
        name: "browser",
        about: "the page in Chromium",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package", "playground"],
        run: |workspace| javascript::browser(workspace, "quick"),
    },
    Suite {
        name: "firefox",
        about: "the main tasks of the page in Firefox",
        needs: &[Need::Node, Need::Packages, Need::Firefox],
        after: &["package", "playground"],
        run: javascript::firefox,
    },
    Suite {
        name: "readme",
        about: "the commands and examples in the README",
        needs: serve::NEEDS,
        after: &["package", "playground"],
        run: |workspace| javascript::node(workspace, "readme"),
    },
    Suite {
        name: "deny",
        about: "licenses, sources and bans of the dependencies, and the notices of third-party code",
        needs: deny::NEEDS,
        after: &[],
        run: deny::suite,
    },
];

/// The suites that run only with `--all` or by name. A suite `<name>-all` is the complete form of the suite `<name>`.
pub(crate) const SLOW: &[Suite] = &[
    Suite {
        name: "packaging-all",
        about: "the packed package in all tools of docs/RUNTIMES.md, which it writes",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package"],
        run: |workspace| javascript::packaging(workspace, "all"),
    },
    Suite {
        name: "receiving-all",
        about: "the receivers of the npm package, with sixty thousand hostile requests",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| javascript::receiving_many(workspace, 60_000),
    },
    Suite {
        name: "examples-all",
        about: "all examples, also with Next.js, workerd, Bun and axum",
        needs: EXAMPLES,
        after: &["package"],
        run: |workspace| javascript::examples(workspace, "all"),
    },
    Suite {
        name: "receivers-all",
        about: "the generated receivers for Rust, Go, Ruby, PHP and Java, with signed deliveries",
        needs: &[Need::Node, Need::ReceiverPackages, Need::Languages, Need::Crates],
        after: &["package"],
        run: |workspace| javascript::receivers(workspace, "axum,go,ruby,php,java"),
    },
    Suite {
        name: "contract-all",
        about: "the providers' services against their OpenAPI documents, with more requests",
        needs: &[Need::Node, Need::Packages, Need::Contract],
        after: &["package"],
        run: |workspace| javascript::contract(workspace, "all"),
    },
    Suite {
        name: "bullmq-all",
        about: "10,000 deliveries with BullMQ on Redis, and a killed worker",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: |workspace| javascript::redis(workspace, "bullmq", "10000"),
    },
    Suite {
        name: "browser-all",
        about: "the page in Chromium, with all vectors and widths",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package", "playground"],
        run: |workspace| javascript::browser(workspace, "all"),
    },
    Suite {
        name: "claims-all",
        about: "10,000 events with workers and a Redis that fail",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: |workspace| javascript::redis(workspace, "claims", "10000"),
    },
    Suite {
        name: "inbox-all",
        about: "10,000 events with processes and a Postgres that fail",
        needs: DATABASES,
        after: &["package"],
        run: |workspace| javascript::databases(workspace, "inbox", "all", "10000"),
    },
    Suite {
        name: "outbox-all",
        about: "10,000 events with dispatchers, Redis and a Postgres that fail",
        needs: DATABASES,
        after: &["package"],
        run: |workspace| javascript::databases(workspace, "outbox", "all", "10000"),
    },
    Suite {
        name: "sbom",
        about: "software bills of materials",
        needs: sbom::NEEDS,
        after: &[],
        run: javascript::software_lists,
    },
    Suite {
        name: "reproducible",
        about: "builds in two folders yield the same modules",
        needs: package::NEEDS,
        after: &[],
        run: reproducible::suite,
    },
];

fn find_browser(workspace: &Workspace) -> Result<Browser, Failure> {
    Browser::find(workspace).ok_or_else(|| Failure::new("Chromium is gone"))
}

fn find_firefox(workspace: &Workspace) -> Result<PathBuf, Failure> {
    browser::find_firefox(workspace).ok_or_else(|| Failure::new("Firefox is gone"))
}

/// Runs commands that each count as one check.
fn checks(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

/// Runs commands that report tests. A command that fails without reporting a failed test counts as one failure. A suite
/// without tests fails.
fn tests(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        let ran = run(command)?;
        counts += ran.counts;
        if !ran.success && ran.counts.failed == 0 {
            counts += Counts::one(false);
        }
    }
    if counts == Counts::default() { Err(Failure::new("no tests were run")) } else { Ok(Outcome::Counted(counts)) }
}
