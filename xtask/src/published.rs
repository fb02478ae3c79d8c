//! Command-line tools from crates.io at pinned versions, each built once into `target/tools`.
//!
//! They are compiled without optimization: they run for seconds, and with their own release profiles the first build
//! would take several times as long.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::process::{capture, require};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// A crate that is installed for its program.
pub(crate) struct Tool {
    krate: &'static str,
    program: &'static str,
    version_arguments: &'static [&'static str],
    /// The required version.
    pub(crate) version: &'static str,
    /// Further arguments of `cargo install`.
    features: &'static [&'static str],
    /// The duration of the build on two cores, including downloads.
    build_time: &'static str,
}

/// Trunk, without TLS, which it would only need to download tools. With default features and the release profile it
/// takes 16 min, with rustls 4 min. Version 0.22 requires a newer Rust than this project.
pub(crate) const TRUNK: Tool = Tool {
    krate: "trunk",
    program: "trunk",
    version_arguments: &["--version"],
    version: "0.21.14",
    features: &["--no-default-features"],
    build_time: "two and a half minutes",
};

/// Writes CycloneDX lists of dependencies.
pub(crate) const CYCLONEDX: Tool = Tool {
    krate: "cargo-cyclonedx",
    program: "cargo-cyclonedx",
    version_arguments: &["cyclonedx", "--version"],
    version: "0.5.9",
    features: &[],
    build_time: "a minute",
};

impl Tool {
    /// Builds the tool unless PATH contains its program at this version.
    pub(crate) fn provide(&self, workspace: &Workspace) -> SetupResult {
        let Self { krate, version, .. } = *self;
        if self.is_here(workspace) {
            // If it was built in the background.
            self.clean(workspace);
            return Ok(format!("{version}, already installed"));
        }
        println!("building {krate} {version}: about {} on two cores, once", self.build_time);
        require(self.install(workspace))?;
        self.clean(workspace);
        if self.is_here(workspace) {
            Ok(format!("{version}, built"))
        } else {
            let arguments = self.version_arguments.join(" ");
            Err(Failure::new(format!("{krate} was built, but `{} {arguments}` does not print {version}", self.program)))
        }
    }

    /// Returns the command that builds the tool.
    pub(crate) fn install(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.cargo(&["install", self.krate, "--version", self.version, "--locked", "--force"]);
        command.args(self.features);
        command.arg("--root").arg(workspace.target("tools")).arg("--target-dir").arg(self.build(workspace));
        command.envs([
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
            ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        ]);
        command
    }

    /// Returns the folder in which the tool is built.
    fn build(&self, workspace: &Workspace) -> PathBuf {
        workspace.target("tools/build").join(self.krate)
    }

    /// Removes what the build has left. A failure only wastes disk space.
    fn clean(&self, workspace: &Workspace) {
        let _ = std::fs::remove_dir_all(self.build(workspace));
    }

    /// Returns whether the first program of this name on PATH has the required version.
    pub(crate) fn is_here(&self, workspace: &Workspace) -> bool {
        has_version(workspace, self.program, self.version_arguments, self.version)
    }
}

/// Returns whether the first program of this name on PATH prints `name version` with this version.
pub(crate) fn has_version(workspace: &Workspace, program: &str, version_arguments: &[&str], version: &str) -> bool {
    let mut command = workspace.command(program);
    command.args(version_arguments);
    capture(command).is_some_and(|printed| printed.split_whitespace().nth(1) == Some(version))
}
