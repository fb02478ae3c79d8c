//! The wasm modules of the npm package: a main module with its parts, and the module of `hookwright/verify`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context as _, Failure};
use crate::optimized;
use crate::order;
use crate::package::{create_empty, size};
use crate::process::{capture, require};
use crate::workspace::{WASM, Workspace};

/// The main module, and the beginning of the names of its parts.
const MAIN: &str = "hookwright";

/// The module of `hookwright/verify`.
const VERIFY: &str = "hookwright_verify";

/// The crate of that module.
const VERIFY_PACKAGE: &str = "hookwright-wasm-verify";

/// Further settings of the profile for the module of `hookwright/verify`, which must be as small as possible. Its crates do
/// not rely on checks of overflows: hashes wrap on purpose, and all other numbers are lengths of memory.
const VERIFY_SETTINGS: [&str; 2] =
    ["profile.release.overflow-checks=false", "profile.release.package.sha1.opt-level='z'"];

/// The list of the parts and their files, which the build of the package reads.
const PARTS: &str = "parts.json";

/// The section of a module that contains the id of its build.
const SECTION: &str = "hookwright";

/// The arguments of wasm-opt: the features that the compiler uses, because parts do not say which ones they need. Node 20
/// supports all of them. Sections for other tools are removed.
pub(crate) const WASM_OPT: &[&str] = &[
    "-Oz",
    "--strip-producers",
    "--strip-target-features",
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Large functions with one caller are not inlined: what remains of several callers is then more alike.
pub(crate) const FEWER_INLINED: &str = "--one-caller-inline-max-function-size=20";

/// Builds the modules and their JavaScript glue into an empty folder. Returns the modules.
pub(crate) fn build(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    create_empty(workspace, folder)?;
    let (mut names, parts) = main(workspace, folder)?;
    verify(workspace, folder)?;
    names.push(MAIN.into());
    let mut modules =
        names.iter().map(|name| optimize(workspace, folder, name)).collect::<Result<Vec<PathBuf>, Failure>>()?;
    let id = mark(&modules)?;
    fs::write(folder.join(PARTS), list(&id, &parts)).context("cannot write the list of the parts")?;
    modules.push(optimize(workspace, folder, VERIFY)?);
    let main = folder.join(format!("{MAIN}_bg.wasm"));
    for module in &modules {
        let is_part = module != &main && names.iter().any(|name| *module == folder.join(format!("{name}_bg.wasm")));
        compress(workspace, module, is_part.then_some(&*main))?;
    }
    Ok(modules)
}

/// Adds a section with the same id to the main module and its parts, because parts of another build would corrupt its
/// memory. Returns the id, which is a hash of all of them.
fn mark(modules: &[PathBuf]) -> Result<String, Failure> {
    let doing = "cannot mark a module";
    let contents = modules.iter().map(fs::read).collect::<Result<Vec<_>, _>>().context(doing)?;
    let mut hasher = DefaultHasher::new();
    contents.iter().for_each(|content| hasher.write(content));
    let id = format!("{:016x}", hasher.finish());
    for (file, mut content) in modules.iter().zip(contents) {
        content.extend(section(SECTION, &id));
        fs::write(file, content).context(doing)?;
    }
    Ok(id)
}

/// A custom section. Its name and its text are short, so that each length is one byte.
fn section(name: &str, text: &str) -> Vec<u8> {
    let length = |text: &str| u8::try_from(text.len()).unwrap_or_default();
    let custom = [0, length(name) + length(text) + 1, length(name)];
    [custom.as_slice(), name.as_bytes(), text.as_bytes()].concat()
}

/// The parts, and the files of each of them.
pub(crate) type Parts = BTreeMap<String, Vec<String>>;

/// Returns the command that compiles the main module.
pub(crate) fn main_module(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(&["rustc", "--package", "hookwright-wasm", "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--release", "--target", WASM, "--no-default-features", "--features", "receive,explain,service,parts"]);
    // The split tool moves functions and data, and needs to know what refers to them.
    cargo.args(["--", "-C", "link-args=--emit-relocs"]);
    cargo
}

/// Returns the command that compiles the module of `hookwright/verify`.
pub(crate) fn verify_module(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(&["build", "--package", VERIFY_PACKAGE, "--lib", "--release", "--target", WASM]);
    cargo.args(VERIFY_SETTINGS.iter().flat_map(|setting| ["--config", setting]));
    cargo
}

/// Builds the main module, and splits it. Returns the names of the files of its parts, and the parts.
fn main(workspace: &Workspace, folder: &Path) -> Result<(Vec<String>, Parts), Failure> {
    require(main_module(workspace))?;
    let split = workspace.target("parts");
    create_empty(workspace, &split)?;
    let mut command = workspace.command("hookwright-split");
    command.arg(workspace.target(&format!("{WASM}/release/hookwright_wasm.wasm"))).arg(&split);
    let printed = capture(command).ok_or_else(|| Failure::new("`hookwright-split` failed"))?;
    let parts = parts(&printed);
    let doing = "cannot copy a part of the module";
    let mut names = Vec::new();
    for (file, name) in file_names(&parts) {
        fs::copy(split.join(format!("{file}.wasm")), folder.join(format!("{name}_bg.wasm"))).context(doing)?;
        names.push(name);
    }
    // The parts refer to functions of the main module by the names that the linker has written.
    glue(workspace, folder, MAIN, &split.join("main.wasm"), &["--keep-lld-exports", "--no-demangle"])?;
    Ok((names, parts))
}

/// The parts, and the files of each of them, as the split tool prints them: `part file file`.
pub(crate) fn parts(printed: &str) -> Parts {
    let line = |line: &str| {
        let mut words = line.split(' ').map(str::to_owned);
        Some((words.next()?, words.collect()))
    };
    printed.lines().filter_map(line).collect()
}

/// The names of the files of all parts. A file that several parts share is named for them.
fn file_names(parts: &Parts) -> BTreeMap<String, String> {
    let mut users: BTreeMap<&String, BTreeSet<&str>> = BTreeMap::new();
    for (part, files) in parts {
        for file in files {
            users.entry(file).or_default().insert(part);
        }
    }
    let name = |users: BTreeSet<&str>| format!("{MAIN}_{}", users.into_iter().collect::<Vec<_>>().join("_"));
    users.into_iter().map(|(file, users)| (file.clone(), name(users))).collect()
}

/// The id of the modules, and the parts, as JSON: `{"build":"…","parts":{"explain":["hookwright_explain"]}}`.
fn list(id: &str, parts: &Parts) -> String {
    let names = file_names(parts);
    let part = |(part, files): (&String, &Vec<String>)| {
        let files = files.iter().filter_map(|file| names.get(file)).map(|name| format!("\"{name}\""));
        format!("\"{part}\":[{}]", files.collect::<Vec<_>>().join(","))
    };
    format!("{{\"build\":\"{id}\",\"parts\":{{{}}}}}\n", parts.iter().map(part).collect::<Vec<_>>().join(","))
}

/// Builds the module of `hookwright/verify`.
fn verify(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    require(verify_module(workspace))?;
    let module = workspace.target(&format!("{WASM}/release/{}.wasm", VERIFY_PACKAGE.replace('-', "_")));
    glue(workspace, folder, VERIFY, &module, &[])
}

/// Generates the JavaScript glue and the types of a module. The target `web` works on every host: the importing code passes
/// the module, which Node can do synchronously.
///
/// `__wbg_reset_state` is the function that `internal/instance.ts` calls to replace an instance after a trap. Without it,
/// the glue code keeps its instance.
fn glue(workspace: &Workspace, folder: &Path, name: &str, module: &Path, more: &[&str]) -> Result<(), Failure> {
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--experimental-reset-state-function", "--out-name", name, "--out-dir"]);
    bindgen.arg(folder).args(more).arg(module);
    require(bindgen)
}

/// Optimizes a module for size, sorts its functions, and returns it.
fn optimize(workspace: &Workspace, folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let module = folder.join(format!("{name}_bg.wasm"));
    let arguments = [WASM_OPT, &[FEWER_INLINED]].concat();
    let way = arguments.join(" ") + order::SOURCE;
    optimized::optimize(&optimized::cache(workspace, name), &module, &way, |module| {
        let mut command = workspace.command("wasm-opt");
        command.args(&arguments).arg(module).arg("-o").arg(module);
        require(command)?;
        order::sort(workspace.command("wasm-opt"), module)
    })?;
    println!("{}: {}", workspace.shown(&module), size(workspace, &module));
    Ok(module)
}

/// Writes the compressed form of a module, for browsers. That of a part refers to pieces of the main module.
fn compress(workspace: &Workspace, module: &Path, before: Option<&Path>) -> Result<(), Failure> {
    let compressed = module.with_extension("lzma");
    fs::copy(module, &compressed).context("cannot copy a module")?;
    let mut command = workspace.command("hookwright-compress");
    command.arg(compressed).args(before);
    require(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_reads_the_section_that_is_written() {
        let reads = Workspace::find().unwrap().read("wasm/ts/internal/this-build.ts").unwrap();
        assert!(reads.contains(&format!("customSections(module, '{SECTION}')")));
    }

    #[test]
    fn a_file_is_named_for_the_parts_that_share_it() {
        let parts = parts("explain chunk_4 split_explain\nservice chunk_4 split_service\n");
        assert_eq!(
            list("1", &parts),
            "{\"build\":\"1\",\"parts\":{\"explain\":[\"hookwright_explain_service\",\"hookwright_explain\"],\
             \"service\":[\"hookwright_explain_service\",\"hookwright_service\"]}}\n"
        );
    }
}
