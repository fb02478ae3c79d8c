//! The type declarations of the npm package, committed in `wasm/api` so that changes of the public interface are
//! reviewed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::{Context as _, Failure};
use crate::package;
use crate::process::require;
use crate::workspace::Workspace;

/// The folder of the committed declarations.
const COMMITTED: &str = "wasm/api";

/// The folder of the declarations in the package, to which the entries refer.
const PACKED: &str = "declarations";

/// The ending of declarations.
const ENDING: &str = ".d.ts";

/// The command that writes the declarations.
const COMMAND: &str = "cargo xtask api";

/// Builds the package and writes its declarations.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    package::build(workspace)?;
    let built = built(workspace)?;
    fill(workspace, &workspace.at(COMMITTED), &built)?;
    println!("{COMMITTED}: {} files", built.len());
    Ok(())
}

/// Returns whether the declarations of the last build are the committed ones, and prints the differences.
pub(crate) fn check(workspace: &Workspace) -> Result<bool, Failure> {
    let committed = workspace.at(COMMITTED);
    let mut expected = BTreeMap::new();
    if committed.is_dir() {
        read(workspace, &committed, "", ENDING, &mut expected)?;
    }
    let differing = differing(&expected, &built(workspace)?);
    for line in &differing {
        println!("{COMMITTED}/{line}");
    }
    if !differing.is_empty() {
        println!("run: {COMMAND}");
    }
    Ok(differing.is_empty())
}

/// Describes every file that is missing, changed or no longer generated.
pub(crate) fn differing(committed: &BTreeMap<String, String>, built: &BTreeMap<String, String>) -> Vec<String> {
    let mut lines: Vec<String> = built
        .iter()
        .filter_map(|(name, text)| match committed.get(name) {
            None => Some(format!("{name} is missing")),
            Some(other) if other != text => Some(format!("{name} is out of date")),
            Some(_) => None,
        })
        .collect();
    lines.extend(
        committed.keys().filter(|name| !built.contains_key(*name)).map(|name| format!("{name} is no longer generated")),
    );
    lines
}

/// Returns the declarations of the package, formatted, by path.
fn built(workspace: &Workspace) -> Result<BTreeMap<String, String>, Failure> {
    // Format a copy, so that the package itself is not changed.
    let copy = workspace.target("api");
    let mut packed = BTreeMap::new();
    read(workspace, &workspace.at(package::INSTALLED).join(PACKED), "", ENDING, &mut packed)?;
    fill(workspace, &copy, &packed)?;
    let mut biome = workspace.command("biome");
    // Git ignores the folder of the copy.
    biome.args(["format", "--write", "--vcs-enabled=false"]).arg(&copy);
    require(biome)?;
    let mut formatted = BTreeMap::new();
    read(workspace, &copy, "", ENDING, &mut formatted)?;
    Ok(formatted)
}

/// Creates a folder that contains only these files.
fn fill(workspace: &Workspace, folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Failure> {
    package::create_empty(workspace, folder)?;
    for (name, text) in files {
        let file = folder.join(name);
        let doing = || format!("cannot write {}", workspace.shown(&file));
        fs::create_dir_all(file.parent().unwrap_or(folder)).context(doing())?;
        fs::write(&file, text).context(doing())?;
    }
    Ok(())
}

/// Reads the files with an ending in a folder and its subfolders. `prefix` is the path of the folder in the result.
pub(crate) fn read(
    workspace: &Workspace,
    folder: &Path,
    prefix: &str,
    ending: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let doing = || format!("cannot read {}", workspace.shown(folder));
    for entry in fs::read_dir(folder).context(doing())? {
        let path = entry.context(doing())?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read(workspace, &path, &format!("{name}/"), ending, files)?;
        } else if name.ends_with(ending) {
            files.insert(name, fs::read_to_string(&path).context(doing())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_missing_changed_and_removed_files() {
        let files = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, text)| (String::from(*name), String::from(*text))).collect::<BTreeMap<_, _>>()
        };
        let committed = files(&[("index.d.ts", "a"), ("old.d.ts", "b"), ("same.d.ts", "c")]);
        let built = files(&[("index.d.ts", "A"), ("same.d.ts", "c"), ("types/new.d.ts", "d")]);
        let lines = ["index.d.ts is out of date", "types/new.d.ts is missing", "old.d.ts is no longer generated"];
        assert_eq!(differing(&committed, &built), lines);
        assert_eq!(differing(&committed, &committed), [""; 0]);
    }
}
