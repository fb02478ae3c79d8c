//! What a suite or a command needs before it can run, and providing it: each only if missing.

use crate::failure::Failure;
use crate::report::Report;
use crate::tools::Ready;
use crate::workspace::Workspace;
use crate::{browser, npm, published, python, redis, tools};

/// Something that must be in place. In the order in which they are provided: what fails soon comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// Node and npm.
    Node,
    /// rustfmt and clippy.
    Lints,
    /// The standard library for wasm.
    WasmTarget,
    /// A Chromium and its driver.
    Browser,
    /// A Redis server.
    Redis,
    /// Python with the contract testers.
    Contract,
    /// The npm packages of `tests/`.
    Packages,
    /// The crates of `Cargo.lock`, downloaded.
    Crates,
    /// `wasm-bindgen` and its test runner.
    Bindgen,
    /// `trunk`.
    Trunk,
    /// `cargo-deny`.
    Deny,
    /// `typos`.
    Typos,
    /// `cargo-cyclonedx`.
    Cyclonedx,
}

impl Need {
    /// Everything, for `cargo xtask setup`.
    pub(crate) const ALL: [Self; 13] = [
        Self::Node,
        Self::Lints,
        Self::WasmTarget,
        Self::Browser,
        Self::Redis,
        Self::Contract,
        Self::Packages,
        Self::Crates,
        Self::Bindgen,
        Self::Trunk,
        Self::Deny,
        Self::Typos,
        Self::Cyclonedx,
    ];

    /// What the report calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Lints => "rustfmt, clippy",
            Self::WasmTarget => "wasm target",
            Self::Browser => "chromium",
            Self::Redis => "redis",
            Self::Contract => "contract testers",
            Self::Packages => "npm packages",
            Self::Crates => "crates",
            Self::Bindgen => "wasm-bindgen",
            Self::Trunk => "trunk",
            Self::Deny => "cargo-deny",
            Self::Typos => "typos",
            Self::Cyclonedx => "cargo-cyclonedx",
        }
    }

    fn provide(self, workspace: &Workspace) -> Ready {
        match self {
            Self::Node => npm::node(workspace),
            Self::Lints => tools::lints(workspace),
            Self::WasmTarget => tools::wasm_target(workspace),
            Self::Browser => browser::browser(workspace),
            Self::Redis => redis::server(workspace),
            Self::Contract => python::environment(workspace),
            Self::Packages => npm::packages(workspace),
            Self::Crates => tools::crates(workspace),
            Self::Bindgen => tools::bindgen(workspace),
            Self::Trunk => published::TRUNK.provide(workspace),
            Self::Deny => published::DENY.provide(workspace),
            Self::Typos => published::TYPOS.provide(workspace),
            Self::Cyclonedx => published::CYCLONEDX.provide(workspace),
        }
    }
}

/// What could not be provided, and why.
#[derive(Debug, Default)]
pub(crate) struct Missing(Vec<(Need, Failure)>);

impl Missing {
    /// Why a suite with these needs cannot run, if it cannot.
    pub(crate) fn among(&self, needs: &[Need]) -> Option<&Failure> {
        self.0.iter().find(|(need, _)| needs.contains(need)).map(|(_, why)| why)
    }
}

/// Provides what is needed, each thing once, and goes on when one of them cannot be had: the rest may still be of use.
pub(crate) fn provide(workspace: &Workspace, needs: &[Need], report: &mut Report) -> Missing {
    let mut wanted = needs.to_vec();
    wanted.sort();
    wanted.dedup();
    let mut missing = Missing::default();
    for need in wanted {
        if let Err(failure) = report.setup(need.name(), || need.provide(workspace)) {
            missing.0.push((need, failure));
        }
    }
    missing
}

/// The same, where nothing can be done without all of it.
pub(crate) fn require(workspace: &Workspace, needs: &[Need], report: &mut Report) -> Result<(), Failure> {
    provide(workspace, needs, report).among(needs).cloned().map_or(Ok(()), Err)
}
