//! Where things are in this repository, and what its lock file says.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, InContext as _};
use crate::process::ask;

/// The target that both the npm package and the playground are built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The checkout that these commands work in.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    path: OsString,
}

impl Workspace {
    /// Finds the checkout from this crate's own place in it, so that the commands work from any folder below.
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

    /// The root of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root of the checkout.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path below cargo's target folder.
    pub(crate) fn target(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// How a path is shown to people: from the root of the checkout, where it lies below it.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// A command that runs at the root of the checkout and sees the project's own tools before any others.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = program.as_ref();
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", &self.path).env("CARGO_TARGET_DIR", &self.target);
        // Cargo adds these to the flags of `.cargo/config.toml`. They go to every child, because what is built with other
        // flags is built again.
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", self.remapped_paths());
        command
    }

    /// Flags that keep the folders of this machine out of what is published: a module names the source of every place
    /// that could panic.
    fn remapped_paths(&self) -> OsString {
        let mut flags = OsString::new();
        for (from, to) in [(self.cargo_home(), "cargo"), (self.root.clone(), "hookwright")] {
            // Cargo splits the flags at spaces, and knows no way to quote one.
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

    /// The folder in which cargo keeps the sources of crates.
    fn cargo_home(&self) -> PathBuf {
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")).unwrap_or_default();
        env::var_os("CARGO_HOME").map_or_else(|| Path::new(&home).join(".cargo"), PathBuf::from)
    }

    /// Folders of this machine that nothing that is published names.
    pub(crate) fn private_folders(&self) -> [PathBuf; 3] {
        [self.root.clone(), self.target.clone(), self.cargo_home()]
    }

    /// The same tools at work on another checkout, which has its own target folder.
    pub(crate) fn elsewhere(&self, root: PathBuf) -> Self {
        Self { target: root.join("target"), root, path: self.path.clone() }
    }

    /// Cargo: the one that runs these commands, so that one toolchain builds everything.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        command
    }

    /// Cargo for debug builds of wasm. The test runner reads through all debug information of a module before it starts:
    /// 8.6 s for a 20 MB module, 2 s without. Every debug build for wasm uses this, so that they share what they build.
    pub(crate) fn cargo_wasm(&self, arguments: &[&str]) -> Command {
        let mut command = self.cargo(arguments);
        command.args(["--target", WASM]).env("CARGO_PROFILE_DEV_DEBUG", "0");
        command
    }

    /// The file that a program's name stands for, searched as [`command`](Self::command) does. On Windows the tools from
    /// npm are `.cmd` files, which the system would not find by itself.
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

    /// The text of a file of the checkout.
    pub(crate) fn read(&self, path: &str) -> Result<String, Failure> {
        fs::read_to_string(self.at(path)).context(format!("cannot read {path}"))
    }

    /// The files of the checkout that git tracks or would track, from its root.
    pub(crate) fn files(&self) -> Result<Vec<String>, Failure> {
        let mut git = self.command("git");
        // In a container, the checkout may belong to another user, which git reports as an error.
        git.arg("-c").arg(format!("safe.directory={}", self.root.display()));
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed =
            ask(git).ok_or_else(|| Failure::new("`git ls-files` failed: is this a clone, and is git installed?"))?;
        Ok(listed.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect())
    }

    /// The version of a crate in `Cargo.lock`: the one truth about versions.
    pub(crate) fn locked_version(&self, name: &str) -> Result<String, Failure> {
        locked_version(&self.read("Cargo.lock")?, name)
            .ok_or_else(|| Failure::new(format!("Cargo.lock does not name {name}")))
    }
}

/// The first version of a crate in the text of a `Cargo.lock`.
fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let version = lock.lines().skip_while(|line| *line != wanted).nth(1)?;
    version.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of the first `key = "value"` line of a TOML text.
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
        let trunk = workspace.read("Trunk.toml").unwrap();
        assert_eq!(value(&trunk, "wasm_bindgen"), Some(locked.as_str()), "Trunk.toml, [tools]");
        let manifest = workspace.read("Cargo.toml").unwrap();
        assert_eq!(value(&manifest, "wasm-bindgen"), Some(format!("={locked}").as_str()), "Cargo.toml");
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
