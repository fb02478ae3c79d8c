//! The tools that suites and commands require. Each is installed only if it is missing.

use crate::failure::Failure;
use crate::report::Report;
use crate::tools::SetupResult;
use crate::workspace::Workspace;
use crate::{browser, languages, npm, postgres, published, python, redis, tools};

/// A required tool. The variants are in the order of installation: steps that fail quickly come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    Node,
    /// rustfmt and clippy.
    Lints,
    /// The standard library for wasm.
    WasmTarget,
    /// Chromium and its driver.
    Browser,
    Firefox,
    Redis,
    Postgres,
    /// A pooler of connections to Postgres.
    Pgbouncer,
    /// Python with the contract testers.
    Contract,
    /// Python with the frameworks of the generated receivers.
    Receivers,
    /// The checkers of spelling and of dependencies.
    Checkers,
    /// Go, Ruby, PHP and Java.
    Languages,
    /// The npm packages of `tests/`.
    Packages,
    /// The npm packages of `tests/receivers/`.
    ReceiverPackages,
    /// The npm packages of `tests/reference/`.
    ReferencePackages,
    /// The npm packages of `tests/bench/`.
    BenchPackages,
    /// The downloaded crates of `Cargo.lock`.
    Crates,
    /// `wasm-bindgen` and its test runner.
    Bindgen,
    /// The tools that split and compress modules.
    Split,
    Trunk,
    Cyclonedx,
}

impl Need {
    /// All tools, for `cargo xtask setup`.
    pub(crate) const ALL: [Self; 21] = [
        Self::Node,
        Self::Lints,
        Self::WasmTarget,
        Self::Browser,
        Self::Firefox,
        Self::Redis,
        Self::Postgres,
        Self::Pgbouncer,
        Self::Contract,
        Self::Receivers,
        Self::Checkers,
        Self::Languages,
        Self::Packages,
        Self::ReceiverPackages,
        Self::ReferencePackages,
        Self::BenchPackages,
        Self::Crates,
        Self::Bindgen,
        Self::Split,
        Self::Trunk,
        Self::Cyclonedx,
    ];

    /// The name in the report.
    fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Lints => "rustfmt, clippy",
            Self::WasmTarget => "wasm target",
            Self::Browser => "chromium",
            Self::Firefox => "firefox",
            Self::Redis => "redis",
            Self::Postgres => "postgres",
            Self::Pgbouncer => "pgbouncer",
            Self::Contract => "contract testers",
            Self::Receivers => "python frameworks",
            Self::Languages => "go, ruby, php, java",
            Self::Packages => "npm packages",
            Self::ReceiverPackages => "npm packages of the receivers",
            Self::ReferencePackages => "npm packages of the reference",
            Self::BenchPackages => "npm packages of the benchmarks",
            Self::Crates => "crates",
            Self::Bindgen => "wasm-bindgen",
            Self::Split => "hookwright-split, hookwright-compress",
            Self::Trunk => "trunk",
            Self::Checkers => "typos, cargo-deny",
            Self::Cyclonedx => "cargo-cyclonedx",
        }
    }

    fn provide(self, workspace: &Workspace) -> SetupResult {
        match self {
            Self::Node => npm::node(workspace),
            Self::Lints => tools::lints(workspace),
            Self::WasmTarget => tools::wasm_target(workspace),
            Self::Browser => browser::browser(workspace),
            Self::Firefox => browser::firefox(workspace),
            Self::Redis => redis::server(workspace),
            Self::Postgres => postgres::server(workspace),
            Self::Pgbouncer => postgres::pooler(workspace),
            Self::Contract => python::CONTRACT.provide(workspace),
            Self::Receivers => python::RECEIVERS.provide(workspace),
            Self::Languages => languages::all(workspace),
            Self::Packages => npm::packages(workspace),
            Self::ReceiverPackages => npm::receiver_packages(workspace),
            Self::ReferencePackages => npm::reference_packages(workspace),
            Self::BenchPackages => npm::bench_packages(workspace),
            Self::Crates => tools::crates(workspace),
            Self::Bindgen => tools::bindgen(workspace),
            Self::Split => tools::split(workspace),
            Self::Trunk => published::TRUNK.provide(workspace),
            Self::Checkers => python::CHECKERS.provide(workspace),
            Self::Cyclonedx => published::CYCLONEDX.provide(workspace),
        }
    }
}

/// The tools that could not be installed, and why.
#[derive(Debug, Default)]
pub(crate) struct Missing(Vec<(Need, Failure)>);

impl Missing {
    /// Returns why a suite with these needs cannot run, if it cannot.
    pub(crate) fn among(&self, needs: &[Need]) -> Option<&Failure> {
        self.0.iter().find(|(need, _)| needs.contains(need)).map(|(_, why)| why)
    }

    /// Installs each tool once. Continues after a failure, because not every suite needs every tool.
    pub(crate) fn provide(&mut self, workspace: &Workspace, needs: &[Need], report: &mut Report) {
        let mut wanted = needs.to_vec();
        wanted.sort();
        wanted.dedup();
        for need in wanted {
            if let Err(failure) = report.setup(need.name(), || need.provide(workspace)) {
                self.0.push((need, failure));
            }
        }
    }
}

/// Installs each tool once, and returns those that are missing.
pub(crate) fn provide(workspace: &Workspace, needs: &[Need], report: &mut Report) -> Missing {
    let mut missing = Missing::default();
    missing.provide(workspace, needs, report);
    missing
}

/// Installs the tools, and fails if one of them is missing.
pub(crate) fn require(workspace: &Workspace, needs: &[Need], report: &mut Report) -> Result<(), Failure> {
    provide(workspace, needs, report).among(needs).cloned().map_or(Ok(()), Err)
}
