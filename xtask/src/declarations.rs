//! The types of the npm package as files in the repository, `wasm/api`: a change of what users see is reviewed as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::{Failure, InContext as _};
use crate::package;
use crate::process::require;
use crate::workspace::Workspace;

/// Where they are kept.
const KEPT: &str = "wasm/api";

/// Modules of data, whose types repeat it: `tests/node/sender-modules.test.mjs` compares the data with what the package shows.
const DATA: &str = "generated/senders/";

/// The command that writes them.
const COMMAND: &str = "cargo xtask api";

/// Builds the package and writes its types.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    package::build(workspace)?;
    let built = built(workspace)?;
    fill(workspace, &workspace.at(KEPT), &built)?;
    println!("{KEPT}: {} files", built.len());
    Ok(())
}

/// Whether the types of the package that was built last are those that are kept. What differs is printed.
pub(crate) fn check(workspace: &Workspace) -> Result<bool, Failure> {
    let kept = workspace.at(KEPT);
    let mut expected = BTreeMap::new();
    if kept.is_dir() {
        read(workspace, &kept, "", &mut expected)?;
    }
    let differing = differing(&expected, &built(workspace)?);
    for line in &differing {
        println!("{KEPT}/{line}");
    }
    if !differing.is_empty() {
        println!("run: {COMMAND}");
    }
    Ok(differing.is_empty())
}

/// The names of files that are only in one of two sets, or not the same in both, each with what is wrong.
fn differing(kept: &BTreeMap<String, String>, built: &BTreeMap<String, String>) -> Vec<String> {
    let mut lines: Vec<String> = built
        .iter()
        .filter_map(|(name, text)| match kept.get(name) {
            None => Some(format!("{name} is missing")),
            Some(other) if other != text => Some(format!("{name} is out of date")),
            Some(_) => None,
        })
        .collect();
    lines.extend(kept.keys().filter(|name| !built.contains_key(*name)).map(|name| format!("{name} is no longer made")));
    lines
}

/// The types of the package as it is packed, formatted, by their paths in it.
fn built(workspace: &Workspace) -> Result<BTreeMap<String, String>, Failure> {
    // Formatted as a copy: what is packed stays as the compiler has written it.
    let copy = workspace.target("api");
    let mut packed = BTreeMap::new();
    read(workspace, &workspace.at(package::INSTALLED), "", &mut packed)?;
    fill(workspace, &copy, &packed)?;
    let mut biome = workspace.command("biome");
    // Git ignores the folder of the copy.
    biome.args(["format", "--write", "--vcs-enabled=false"]).arg(&copy);
    require(biome)?;
    let mut formatted = BTreeMap::new();
    read(workspace, &copy, "", &mut formatted)?;
    Ok(formatted)
}

/// Makes a folder that holds these files and nothing else.
fn fill(workspace: &Workspace, folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Failure> {
    package::fresh(workspace, folder)?;
    for (name, text) in files {
        let file = folder.join(name);
        let doing = || format!("cannot write {}", workspace.shown(&file));
        fs::create_dir_all(file.parent().unwrap_or(folder)).context(doing())?;
        fs::write(&file, text).context(doing())?;
    }
    Ok(())
}

/// Reads the `.d.ts` files below a folder. `prefix` is where the folder is in the package.
fn read(
    workspace: &Workspace,
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), Failure> {
    let doing = || format!("cannot read {}", workspace.shown(folder));
    for entry in fs::read_dir(folder).context(doing())? {
        let path = entry.context(doing())?.path();
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read(workspace, &path, &format!("{name}/"), files)?;
        } else if name.ends_with(".d.ts") && !name.starts_with(DATA) {
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
        let kept = files(&[("index.d.ts", "a"), ("old.d.ts", "b"), ("same.d.ts", "c")]);
        let built = files(&[("index.d.ts", "A"), ("same.d.ts", "c"), ("types/new.d.ts", "d")]);
        let lines = ["index.d.ts is out of date", "types/new.d.ts is missing", "old.d.ts is no longer made"];
        assert_eq!(differing(&kept, &built), lines);
        assert_eq!(differing(&kept, &kept), [""; 0]);
    }
}
