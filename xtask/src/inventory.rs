//! Text files that the crate `hookwright-inventory` generates, and checks that the committed ones are up to date.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Context as _, Failure};
use crate::process::require;
use crate::setup::Need;
use crate::workspace::Workspace;

/// The tools that generating them requires.
pub(crate) const NEEDS: &[Need] = &[Need::Crates];

/// One generated file.
pub(crate) struct GeneratedFile {
    /// The path of the committed file.
    file: &'static str,
    /// The command that writes it.
    command: &'static str,
    /// Generates it at another path.
    generate: fn(&Workspace, &Path) -> Result<(), Failure>,
}

/// The public API of the crate, one item per line, committed so that changes are reviewed.
pub(crate) const API: &[GeneratedFile] =
    &[GeneratedFile { file: "core/api.txt", command: "cargo xtask api", generate: api }];

/// The notices of third-party code in the npm package and in the page.
pub(crate) const NOTICES: &[GeneratedFile] = &[
    GeneratedFile {
        file: "wasm/THIRD-PARTY-NOTICES.txt",
        command: "cargo xtask notices",
        generate: |workspace, file| inventory(workspace, "notices", "hookwright-wasm".as_ref(), file),
    },
    GeneratedFile {
        file: "www/THIRD-PARTY-NOTICES.txt",
        command: "cargo xtask notices",
        generate: |workspace, file| inventory(workspace, "notices", "hookwright-playground".as_ref(), file),
    },
];

impl GeneratedFile {
    pub(crate) fn write(&self, workspace: &Workspace) -> Result<(), Failure> {
        (self.generate)(workspace, &workspace.at(self.file))
    }

    /// Returns whether the committed file is up to date, and prints the first line that differs.
    pub(crate) fn check(&self, workspace: &Workspace) -> Result<bool, Failure> {
        let folder = workspace.target("inventory");
        fs::create_dir_all(&folder).context("cannot create a folder for the generated file")?;
        let generated = folder.join(self.file.replace('/', "-"));
        (self.generate)(workspace, &generated)?;
        let generated =
            fs::read_to_string(&generated).context(format!("cannot read the newly generated {}", self.file))?;
        let committed = fs::read_to_string(workspace.at(self.file)).unwrap_or_default();
        let Some(difference) = difference(&committed, &generated) else { return Ok(true) };
        println!("{} is out of date: {difference}\nrun: {}", self.file, self.command);
        Ok(false)
    }
}

/// Describes the first line that differs, if any.
fn difference(committed: &str, generated: &str) -> Option<String> {
    if committed == generated {
        return None;
    }
    let (mut committed, mut generated) = (committed.lines(), generated.lines());
    let mut line = 1;
    loop {
        match (committed.next(), generated.next()) {
            (Some(old), Some(new)) if old == new => line += 1,
            (Some(old), Some(new)) => return Some(format!("line {line} is `{old}` and should be `{new}`")),
            (Some(old), None) => return Some(format!("line {line}, `{old}`, should be removed")),
            (None, Some(new)) => return Some(format!("line {line} is missing: `{new}`")),
            (None, None) => return Some("line endings differ".into()),
        }
    }
}

fn api(workspace: &Workspace, file: &Path) -> Result<(), Failure> {
    inventory(workspace, "api", &rustdoc(workspace)?, file)
}

/// Runs rustdoc on the core and returns the path of its JSON. The flags for JSON are unstable: `RUSTC_BOOTSTRAP` makes
/// a stable compiler accept them. It also changes what some build scripts do, hence the separate target folder.
fn rustdoc(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let target = workspace.target("inventory/rustdoc");
    let mut cargo = workspace.cargo(&["rustdoc", "--locked", "--package", "hookwright", "--lib", "--all-features"]);
    cargo.arg("--target-dir").arg(&target);
    cargo.args(["--", "-Z", "unstable-options", "--output-format", "json"]).env("RUSTC_BOOTSTRAP", "1");
    require(cargo)?;
    Ok(target.join("doc/hookwright.json"))
}

/// Runs `inventory <what> <of> <file>`.
fn inventory(workspace: &Workspace, what: &str, of: &Path, file: &Path) -> Result<(), Failure> {
    let mut cargo = workspace.cargo(&["run", "--quiet", "--locked", "--package", "hookwright-inventory", "--", what]);
    cargo.arg(of).arg(file);
    require(cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_first_line_that_differs() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(difference("a\nb\n", "a\nc\n").unwrap(), "line 2 is `b` and should be `c`");
        assert_eq!(difference("a\nb\n", "a\n").unwrap(), "line 2, `b`, should be removed");
        assert_eq!(difference("", "a\n").unwrap(), "line 1 is missing: `a`");
        assert_eq!(difference("a\r\n", "a\n").unwrap(), "line endings differ");
    }
}
