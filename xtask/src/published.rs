//! Command-line tools from crates.io, at pinned versions, each built once into `target/tools`.
//!
//! They are compiled for a short build, not for speed: they run for seconds, and with their own release profiles a fresh
//! machine would wait for them several times as long.

use crate::failure::Failure;
use crate::process::{ask, require};
use crate::tools::Ready;
use crate::workspace::Workspace;

/// A crate that is installed for its program.
pub(crate) struct Tool {
    /// The name of the crate.
    krate: &'static str,
    /// The name of the program.
    program: &'static str,
    /// The arguments that print its version.
    asked: &'static [&'static str],
    /// The version that is required.
    pub(crate) version: &'static str,
    /// Further arguments of `cargo install`.
    features: &'static [&'static str],
    /// How long the build takes on two cores, downloads included.
    takes: &'static str,
}

/// Trunk, without TLS: it would only serve to download tools, and everything is in place before Trunk runs. With its default
/// features and release profile it takes 16 min, with rustls 4 min. 0.22 asks for a newer Rust than this project does.
pub(crate) const TRUNK: Tool = Tool {
    krate: "trunk",
    program: "trunk",
    asked: &["--version"],
    version: "0.21.14",
    features: &["--no-default-features"],
    takes: "two and a half minutes",
};

/// Licences, sources, bans and advisories of the dependencies.
pub(crate) const DENY: Tool = Tool {
    krate: "cargo-deny",
    program: "cargo-deny",
    asked: &["--version"],
    version: "0.20.2",
    features: &[],
    takes: "a minute",
};

/// Spelling.
pub(crate) const TYPOS: Tool = Tool {
    krate: "typos-cli",
    program: "typos",
    asked: &["--version"],
    version: "1.52.0",
    features: &[],
    takes: "a minute",
};

/// Lists of dependencies in the form of CycloneDX.
pub(crate) const CYCLONEDX: Tool = Tool {
    krate: "cargo-cyclonedx",
    program: "cargo-cyclonedx",
    asked: &["cyclonedx", "--version"],
    version: "0.5.9",
    features: &[],
    takes: "a minute",
};

impl Tool {
    /// Builds the tool unless its program is on PATH at this version.
    pub(crate) fn provide(&self, workspace: &Workspace) -> Ready {
        let Self { krate, version, .. } = *self;
        if self.is_here(workspace) {
            return Ok(format!("{version}, here already"));
        }
        let build = workspace.target("tools/build").join(krate);
        let mut command = workspace.cargo(&["install", krate, "--version", version, "--locked", "--force"]);
        command.args(self.features);
        command.arg("--root").arg(workspace.target("tools")).arg("--target-dir").arg(&build);
        command.envs([
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
            ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        ]);
        println!("building {krate} {version}: about {} on two cores, once", self.takes);
        require(command)?;
        // Gives back disk space. When that fails, only space is lost.
        let _ = std::fs::remove_dir_all(&build);
        if self.is_here(workspace) {
            Ok(format!("{version}, built"))
        } else {
            let asked = self.asked.join(" ");
            Err(Failure::new(format!("{krate} was built, but `{} {asked}` does not print {version}", self.program)))
        }
    }

    /// Whether the first such program on PATH is of this version. All of them print `name version` when asked.
    fn is_here(&self, workspace: &Workspace) -> bool {
        has_version(workspace, self.program, self.asked, self.version)
    }
}

/// Whether the first such program on PATH prints `name version` with this version when it is asked.
pub(crate) fn has_version(workspace: &Workspace, program: &str, asked: &[&str], version: &str) -> bool {
    let mut command = workspace.command(program);
    command.args(asked);
    ask(command).is_some_and(|printed| printed.split_whitespace().nth(1) == Some(version))
}
