//! The third-party crates that are compiled into a package's binary, with their licenses.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// The target of all published binaries.
const TARGET: &str = "wasm32-unknown-unknown";

/// Prefixes of the names of license and notice files.
const NAMES: [&str; 6] = ["LICENSE", "LICENSE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// Parts of the names of license files that are ignored if the crate also offers MIT.
const ALTERNATIVES: [&str; 5] = ["APACHE", "BSD", "COPYING", "UNLICENSE", "ZLIB"];

/// The text of the MIT license, for crates that offer it but do not include it.
const MIT: &str = include_str!("mit.txt");

/// A crate from a registry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The licenses that it offers, as an SPDX expression.
    pub(crate) license: String,
    pub(crate) repository: Option<String>,
    /// The text of the chosen license, with all notices.
    pub(crate) text: String,
}

/// Packages with further binaries that are published together with that of a package.
const TOGETHER: [(&str, &str); 2] = [
    ("hookwright-wasm", "hookwright-wasm-verify"),
    // The page's worker loads the modules of the npm package.
    ("hookwright-playground", "hookwright-wasm"),
];

/// Returns the crates whose code is in a package's binary: its dependencies, without macros and build scripts.
pub(crate) fn of(package: &str) -> Result<Vec<Component>, Box<dyn Error>> {
    let mut linked = linked(package)?;
    for (_, other) in TOGETHER.iter().filter(|(name, _)| *name == package) {
        linked.extend(self::linked(other)?);
    }
    let metadata = metadata()?;
    let mut components = Vec::new();
    for package in &metadata.packages {
        let identity = (package.name.to_string(), package.version.to_string());
        if package.source.is_some() && linked.contains(&identity) {
            components.push(component(package)?);
        }
    }
    components.sort();
    Ok(components)
}

/// Returns the names and versions that `cargo tree` prints. Unlike `cargo metadata`, `cargo tree` resolves features for
/// one package and target instead of the whole workspace, and can exclude macros.
fn linked(package: &str) -> Result<BTreeSet<(String, String)>, Box<dyn Error>> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--offline", "--package", package, "--all-features", "--target", TARGET]);
    tree.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let output = tree.output()?;
    if !output.status.success() {
        return Err(format!("`cargo tree` failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let lines = String::from_utf8(output.stdout)?;
    let identity = |line: &str| {
        let mut words = line.split(' ');
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    };
    Ok(lines.lines().filter_map(identity).collect())
}

fn metadata() -> Result<Metadata, Box<dyn Error>> {
    let mut command = MetadataCommand::new();
    command.other_options(["--locked", "--offline"].map(str::to_owned).to_vec());
    if let Some(cargo) = std::env::var_os("CARGO") {
        command.cargo_path(cargo);
    }
    Ok(command.exec()?)
}

/// Returns the command for the cargo that runs this program.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn component(package: &Package) -> Result<Component, Box<dyn Error>> {
    let license = package.license.clone().ok_or_else(|| format!("{} does not declare a license", package.name))?;
    let folder = package.manifest_path.parent().ok_or("a manifest is in no folder")?;
    let offers_mit = license.split(['(', ')', ' ', '/']).any(|word| word == "MIT");
    let mut text = files(folder.as_std_path(), offers_mit)?;
    if text.is_empty() {
        if !offers_mit {
            return Err(format!("{} has no file with its license, {license}", package.name).into());
        }
        let holders = if package.authors.is_empty() { "its authors".to_owned() } else { package.authors.join(", ") };
        text = format!("Copyright (c) {holders}\n\n{MIT}");
    }
    Ok(Component {
        name: package.name.to_string(),
        version: package.version.to_string(),
        license,
        repository: package.repository.clone(),
        text: tidy(&text),
    })
}

/// Returns the license and notice files in a crate's folder, concatenated. If the crate offers MIT and one of the files
/// is named after it, the files of alternative licenses are omitted.
fn files(folder: &Path, offers_mit: bool) -> Result<String, Box<dyn Error>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if entry.file_type()?.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            found.insert((name, entry.path()));
        }
    }
    if offers_mit && found.iter().any(|(name, _)| name.contains("MIT")) {
        found.retain(|(name, _)| !ALTERNATIVES.iter().any(|mark| name.contains(mark)));
    }
    let texts = found.iter().map(|(_, path)| fs::read_to_string(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(texts.join("\n\n"))
}

/// Normalizes line endings, and removes trailing spaces and surrounding empty lines.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_what_is_linked_and_nothing_else() {
        let components = of("hookwright-wasm").unwrap();
        let names: Vec<&str> = components.iter().map(|component| component.name.as_str()).collect();
        for linked in ["curve25519-dalek", "ed25519-dalek", "rsa", "subtle", "wasm-bindgen"] {
            assert!(names.contains(&linked), "{linked} is missing from {names:?}");
        }
        for other in ["serde_derive", "proptest", "leptos", "hookwright"] {
            assert!(!names.contains(&other), "{other} is not in the modules");
        }
    }

    #[test]
    fn every_license_with_conditions_names_its_holders() {
        for package in ["hookwright-wasm", "hookwright-playground"] {
            for component in of(package).unwrap() {
                let Component { name, license, text, .. } = component;
                if license == "BSD-3-Clause" {
                    assert!(text.contains("Copyright (c) 20") && !text.contains("<year>"), "{name}: {text}");
                }
                assert!(text.len() > 200, "{name}: {text}");
            }
        }
    }

    #[test]
    fn ignores_differences_in_whitespace() {
        assert_eq!(tidy("\r\nMIT  \r\nLicense\n\n"), "MIT\nLicense");
    }
}
