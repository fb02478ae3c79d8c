//! Text files about what is shipped, made by the crate `hookwright-inventory`, and whether those in the repository are up to
//! date.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, InContext as _};
use crate::process::require;
use crate::setup::Need;
use crate::workspace::Workspace;

/// What making them needs.
pub(crate) const NEEDS: &[Need] = &[Need::Crates];

/// One file.
pub(crate) struct Listing {
    /// Where it is kept.
    file: &'static str,
    /// The command that writes it.
    command: &'static str,
    /// Makes it at another place.
    make: fn(&Workspace, &Path) -> Result<(), Failure>,
}

/// The public API of the crate, one item a line: a change of what users see is reviewed as text.
pub(crate) const API: &[Listing] = &[Listing { file: "core/api.txt", command: "cargo xtask api", make: api }];

/// The notices of third-party code in the npm package and in the page, which serves the file to visitors.
pub(crate) const NOTICES: &[Listing] = &[
    Listing {
        file: "wasm/THIRD-PARTY-NOTICES.txt",
        command: "cargo xtask notices",
        make: |workspace, file| inventory(workspace, "notices", "hookwright-wasm".as_ref(), file),
    },
    Listing {
        file: "www/THIRD-PARTY-NOTICES.txt",
        command: "cargo xtask notices",
        make: |workspace, file| inventory(workspace, "notices", "hookwright-playground".as_ref(), file),
    },
];

impl Listing {
    /// Writes the file.
    pub(crate) fn write(&self, workspace: &Workspace) -> Result<(), Failure> {
        (self.make)(workspace, &workspace.at(self.file))
    }

    /// Whether the file is what would be written now. Where it is not, the first line that differs is printed.
    pub(crate) fn check(&self, workspace: &Workspace) -> Result<bool, Failure> {
        let folder = workspace.target("inventory");
        fs::create_dir_all(&folder).context("cannot make a folder for what is compared")?;
        let made = folder.join(self.file.replace('/', "-"));
        (self.make)(workspace, &made)?;
        let made = fs::read_to_string(&made).context(format!("cannot read what {} is compared with", self.file))?;
        let kept = fs::read_to_string(workspace.at(self.file)).unwrap_or_default();
        let Some(difference) = difference(&kept, &made) else { return Ok(true) };
        println!("{} is out of date: {difference}\nrun: {}", self.file, self.command);
        Ok(false)
    }
}

/// The first line that differs, if one does.
fn difference(kept: &str, made: &str) -> Option<String> {
    if kept == made {
        return None;
    }
    let (mut kept, mut made) = (kept.lines(), made.lines());
    let mut line = 1;
    loop {
        match (kept.next(), made.next()) {
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

/// The JSON that rustdoc writes of the core. The flags for it are unstable: `RUSTC_BOOTSTRAP` makes a stable compiler accept
/// them. It also changes what some build scripts do, hence the separate target folder.
fn rustdoc(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let target = workspace.target("inventory/rustdoc");
    let mut cargo = workspace.cargo(&["rustdoc", "--locked", "--package", "hookwright", "--lib", "--all-features"]);
    cargo.arg("--target-dir").arg(&target);
    cargo.args(["--", "-Z", "unstable-options", "--output-format", "json"]).env("RUSTC_BOOTSTRAP", "1");
    require(cargo)?;
    Ok(target.join("doc/hookwright.json"))
}

/// `inventory <what> <of> <file>`.
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
