//! Paths and files of this repository, and the versions in its lock file.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context as _, Failure};
use crate::process::capture;

/// The target of the npm package and the playground.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The checkout that the commands run in.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    path: OsString,
}

impl Workspace {
    /// Locates the checkout from the path of this crate, so that the commands work in any subfolder.
    pub(crate) fn find() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or_else(|| Failure::new("the folder of the xtask crate has no parent"))?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| root.join(set));
        let own = [target.join("tools/bin"), root.join("tests/node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(own.into_iter().chain(env::split_paths(&inherited)))
            .context("a folder of this checkout cannot be part of PATH")?;
        Ok(Self { root, target, path })
    }

    /// Returns the root of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns a path relative to the root of the checkout.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Returns a path in cargo's target folder.
    pub(crate) fn target(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// Displays a path relative to the root of the checkout, if it is inside.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// Returns a command that runs at the root of the checkout and prefers the project's own tools.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = program.as_ref();
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", &self.path).env("CARGO_TARGET_DIR", &self.target);
        // Cargo adds these to the flags of `.cargo/config.toml`. All commands use them, because different flags would
        // cause rebuilds.
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", self.remapped_paths());
        command
    }

    /// Returns flags that replace folders of this machine: a module contains the source path of every place that can
    /// panic.
    fn remapped_paths(&self) -> OsString {
        let mut flags = OsString::new();
        for (from, to) in [(self.cargo_home(), "cargo"), (self.root.clone(), "hookwright")] {
            // Cargo splits the flags at spaces and has no way to quote one.
            if !from.as_os_str().is_empty() && !from.to_string_lossy().contains(' ') {
                flags.push("--remap-path-prefix=");
                flags.push(from);
                flags.push("=/");
                flags.push(to);
                flags.push(" ");
            }
        }
        flags
    }

    /// Returns the folder in which cargo stores the sources of crates.
    fn cargo_home(&self) -> PathBuf {
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).unwrap_or_default();
        env::var_os("CARGO_HOME").map_or_else(|| Path::new(&home).join(".cargo"), PathBuf::from)
    }

    /// Returns the folders of this machine that must not occur in published files.
    pub(crate) fn private_folders(&self) -> [PathBuf; 3] {
        [self.root.clone(), self.target.clone(), self.cargo_home()]
    }

    /// Returns a workspace for another checkout, with the same tools and a separate target folder.
    pub(crate) fn elsewhere(&self, root: PathBuf) -> Self {
        Self { target: root.join("target"), root, path: self.path.clone() }
    }

    /// Returns a command for the cargo that runs this program, so that one toolchain builds everything.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        command
    }

    /// Returns a cargo command for debug builds of wasm. The test runner reads all debug information of a module before
    /// it starts: 8.6 s for a 20 MB module, 2 s without. All debug builds for wasm use this, so that they share
    /// artifacts.
    pub(crate) fn cargo_wasm(&self, arguments: &[&str]) -> Command {
        let mut command = self.cargo(arguments);
        command.args(["--target", WASM]).env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }

    /// Finds the file of a program in the same way as [`command`](Self::command). On Windows, npm's tools are `.cmd`
    /// files, which the system does not find without their extension.
    pub(crate) fn which(&self, program: &OsStr) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) { &["exe", "cmd"] } else { &[""] };
        env::split_paths(&self.path).find_map(|folder| {
            endings.iter().find_map(|ending| {
                let mut file = folder.join(program);
                if !ending.is_empty() && file.extension().is_none() {
                    file.set_extension(ending);
                }
                file.is_file().then_some(file)
            })
        })
    }

    /// Reads a file of the checkout.
    pub(crate) fn read(&self, path: &str) -> Result<String, Failure> {
        fs::read_to_string(self.at(path)).context(format!("cannot read {path}"))
    }

    /// Returns the files that git tracks or would track, relative to the root.
    pub(crate) fn files(&self) -> Result<Vec<String>, Failure> {
        let mut git = self.command("git");
        // In a container, the checkout may belong to another user, which git reports as an error.
        git.arg("-c").arg(format!("safe.directory={}", self.root.display()));
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = capture(git)
            .ok_or_else(|| Failure::new("`git ls-files` failed: is this a clone, and is git installed?"))?;
        Ok(listed.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect())
    }

    /// Returns the version of a crate in `Cargo.lock`.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String, Failure> {
        locked_version(&self.read("Cargo.lock")?, name)
            .ok_or_else(|| Failure::new(format!("Cargo.lock does not name {name}")))
    }
}

/// Returns the first version of a crate in the text of a `Cargo.lock`.
fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let version = lock.lines().skip_while(|line| *line != wanted).nth(1)?;
    version.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the value of the first `key = "value"` line in a TOML text.
    fn value<'a>(toml: &'a str, key: &str) -> Option<&'a str> {
        toml.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.split('"').next())
    }

    #[test]
    fn a_locked_version_is_the_line_after_the_name() {
        let lock =
            "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(locked_version(lock, "a").as_deref(), Some("2.0.0"));
        assert_eq!(locked_version(lock, "b"), None);
    }

    #[test]
    fn every_file_that_names_wasm_bindgen_names_the_same_version() {
        let workspace = Workspace::find().unwrap();
        let locked = workspace.locked_version("wasm-bindgen").unwrap();
        assert_eq!(locked, workspace.locked_version("wasm-bindgen-cli").unwrap());
        let manifest = workspace.read("Cargo.toml").unwrap();
        assert_eq!(value(&manifest, "wasm-bindgen"), Some(format!("={locked}").as_str()), "Cargo.toml");
    }

    #[test]
    fn the_tool_that_splits_modules_has_the_version_of_its_library() {
        let workspace = Workspace::find().unwrap();
        let locked = workspace.locked_version("wasm_split_cli_support").unwrap();
        // After the plus sign is the number of the tool's own changes.
        let ours = workspace.locked_version("hookwright-split").unwrap();
        assert_eq!(ours.split_once('+').unwrap().0, locked, "xtask/split/Cargo.toml");
    }

    #[test]
    fn trunk_toml_names_the_trunk_that_is_installed() {
        let trunk = Workspace::find().unwrap().read("Trunk.toml").unwrap();
        assert_eq!(value(&trunk, "trunk-version"), Some(crate::published::TRUNK.version));
    }

    #[test]
    fn the_npm_package_has_the_version_of_the_crates() {
        let workspace = Workspace::find().unwrap();
        let version = workspace.locked_version("hookwright").unwrap();
        let manifest = workspace.read("wasm/package.json").unwrap();
        assert!(manifest.contains(&format!("\"version\": \"{version}\"")), "wasm/package.json: not {version}");
    }
}
