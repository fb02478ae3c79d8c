//! `cargo xtask parts`: the module of the page, split into a main part and a part for each panel.
//!
//! Trunk runs this after it has bundled everything else, because it has no step between cargo and wasm-bindgen. The
//! parts are put into a folder whose name contains the hash of their content, so that they can refer to each other
//! without hashes and a browser never mixes two versions.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::{io, iter};

use crate::chunks;
use crate::failure::{Context as _, Failure};
use crate::imports;
use crate::modules::{self, FEWER_INLINED, Parts, WASM_OPT};
use crate::optimized;
use crate::order;
use crate::package::{INSTALLED, create_empty};
use crate::paths;
use crate::process::{capture, require};
use crate::unused;
use crate::workspace::{WASM, Workspace};

/// The crate of the page.
const CRATE: &str = "hookwright-playground";

/// The variable that keeps the messages of panics.
const PANIC_MESSAGES: &str = "HOOKWRIGHT_PANIC_MESSAGES";

/// The folder of the parts in `www/index.html`.
const FOLDER: &str = "page";

/// The attribute of `www/index.html` that lists the parts of each panel.
const LIST: &str = "data-parts=\"{}\"";

/// The service worker, which must be next to `index.html` to be responsible for it.
const SERVICE_WORKER: &str = "service-worker.js";

/// The worker hashes large bodies, so that the page needs no fast SHA-1, which is 1 kB larger with brotli.
const SHA1_SETTING: &str = "profile.release.package.sha1.opt-level='z'";

/// With both, the first panel is 1 kB smaller with brotli.
const SMALLER_WITH_COMPRESSION: [&str; 2] = [FEWER_INLINED, "--converge"];

/// Where the example of the check panel is inserted, which `tests/browser/snapshot.mjs` has written.
const EXAMPLE: &str = "<!-- example.html -->";

/// The attribute of `www/index.html` that lists the panels.
const PANELS: &str = "data-panels=\"\"";

/// The length from which a part is large, in bytes. Smaller ones gain little, and there are many of them.
const LARGE: u64 = 100_000;

/// The style sheet that is loaded with the page, and imports others.
const STYLES: &str = "page.css";

/// The scripts, except the service worker.
const SCRIPTS: [&str; 7] =
    ["early.js", "start.js", "worker.js", "simulation.js", "offline.js", "links.js", "bodies.js"];

/// The modules of the npm package that the worker does not load.
const NOT_FOR_WORKER: [&str; 2] = ["hookwright_service_bg.wasm", "hookwright_verify_bg.wasm"];

/// Builds the parts into the folder in which Trunk assembles the page.
pub(crate) fn parts(workspace: &Workspace) -> Result<bool, Failure> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).ok_or_else(|| {
        Failure::new("`TRUNK_STAGING_DIR` is not set: Trunk runs this command; use `cargo xtask serve`")
    })?;
    let folder = workspace.target(FOLDER);
    create_empty(workspace, &folder)?;
    let needs = split(workspace, &folder)?;
    bindgen(workspace, &folder)?;
    unused::remove(&folder.join("page_bg.wasm"), &folder.join("page.js"))?;
    imports::shorten(&folder.join("page_bg.wasm"), &folder.join("page.js"))?;
    optimize_all(workspace, &folder)?;
    for script in SCRIPTS.into_iter().chain([SERVICE_WORKER]) {
        fs::copy(workspace.at("www").join(script), folder.join(script)).context("cannot copy a script of the page")?;
    }
    minify(workspace, &folder)?;
    styles(workspace, &folder)?;
    package(workspace, &folder)?;
    publish(workspace, &folder, &staging, &needs)?;
    Ok(true)
}

/// Returns the command that compiles the module.
///
/// A panic traps, and the page shows that it has stopped. Messages are for development only. With the traps of the split tool,
/// the first panel is 18 kB smaller with brotli.
pub(crate) fn module(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(&["rustc", "--package", CRATE, "--bin", CRATE, "--release", "--target", WASM]);
    cargo.args(["--config", SHA1_SETTING]);
    if has_messages() {
        cargo.args(["--features", "panic-messages"]);
    }
    // The split tool moves functions and data, and needs to know what refers to them.
    cargo.args(["--", "-C", "link-args=--emit-relocs"]);
    cargo
}

/// Returns whether the page keeps the messages of panics.
fn has_messages() -> bool {
    env::var_os(PANIC_MESSAGES).is_some()
}

/// Builds the module and splits it. Returns the files that each panel needs in addition to the main part.
fn split(workspace: &Workspace, folder: &Path) -> Result<Parts, Failure> {
    require(module(workspace))?;
    let mut split = workspace.command("hookwright-split");
    split.args((!has_messages()).then_some("--trap"));
    split.arg(workspace.target(&format!("{WASM}/release/{CRATE}.wasm"))).arg(folder);
    let printed = capture(split).ok_or_else(|| Failure::new("`hookwright-split` failed"))?;
    let needs = modules::parts(&printed);
    chunks::merge(workspace, folder, &folder.join("split.js"), &needs)
}

/// Generates the JavaScript glue of the main part.
fn bindgen(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let main = folder.join("main.wasm");
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", "page"]);
    bindgen.arg("--out-dir").arg(folder).arg(&main);
    require(bindgen)?;
    fs::remove_file(main).context("cannot remove the input of wasm-bindgen")
}

/// Optimizes all parts. wasm-opt uses one core, so this starts one for each core.
fn optimize_all(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let modules = files(folder)?.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "wasm"));
    let modules = Mutex::new(modules);
    let next = || modules.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(module) = next() {
            optimize(workspace, &module)?;
            paths::check(workspace, &module)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let ended =
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| Err(Failure::new("wasm-opt failed"))));
        ended.collect()
    })
}

/// Optimizes a part for size, and sorts the functions of a large one. Their names are dropped.
fn optimize(workspace: &Workspace, module: &Path) -> Result<(), Failure> {
    let is_large = fs::metadata(module).is_ok_and(|file| file.len() > LARGE);
    let arguments = [WASM_OPT, if is_large { &SMALLER_WITH_COMPRESSION } else { &[] }].concat();
    let name = module.file_stem().unwrap_or_default().to_string_lossy();
    let cache = optimized::cache(workspace, &format!("page/{name}"));
    let way = arguments.join(" ") + if is_large { order::SOURCE } else { "" };
    optimized::optimize(&cache, module, &way, |module| {
        let mut command = workspace.command("wasm-opt");
        command.args(arguments).arg(module).arg("-o").arg(module);
        require(command)?;
        if is_large { order::sort(workspace.command("wasm-opt"), module) } else { Ok(()) }
    })
}

/// Minifies the scripts.
fn minify(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let mut esbuild = workspace.command("esbuild");
    esbuild.args(files(folder)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "js")));
    esbuild.args(["--minify", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
    esbuild.arg(format!("--outdir={}", folder.display()));
    require(esbuild)
}

/// Bundles and minifies the style sheets: that of the page, and each that it does not import.
fn styles(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let page = workspace.read(&format!("www/{STYLES}"))?;
    let is_imported =
        |file: &Path| file.file_name().is_some_and(|name| page.contains(&format!("\"{}\"", name.to_string_lossy())));
    let is_style = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "css") && !is_imported(file);
    let mut esbuild = workspace.command("esbuild");
    esbuild.args(files(&workspace.at("www"))?.into_iter().filter(is_style)).args([
        "--bundle",
        "--minify",
        "--target=es2022",
        "--log-level=warning",
    ]);
    esbuild.arg(format!("--outdir={}", folder.display()));
    require(esbuild)
}

/// Copies what the worker loads from the npm package: its build for browsers, and the modules, which browsers compile
/// while they load them.
fn package(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let installed = workspace.at(INSTALLED);
    if !installed.join("browser").is_dir() {
        return Err(Failure::new("the npm package is missing; run `cargo xtask build` first"));
    }
    let copy = |file: &Path| {
        let path = file.strip_prefix(&installed).unwrap_or(file);
        let to = folder.join("package").join(path);
        fs::create_dir_all(to.parent().unwrap_or(folder)).context("cannot create a folder for the npm package")?;
        fs::copy(file, to).context("cannot copy a file of the npm package").map(|_| ())
    };
    for name in imported_by("index.mjs", |name| fs::read_to_string(installed.join("browser").join(name)))? {
        copy(&installed.join("browser").join(name))?;
    }
    let is_loaded = |file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".wasm") && !NOT_FOR_WORKER.contains(&&*name)
    };
    files(&installed)?.iter().filter(|file| is_loaded(file)).try_for_each(|file| copy(file))
}

/// Returns the name of an entry of the npm package, and those of the files that it loads: other entries are not used here.
fn imported_by(entry: &str, read: impl Fn(&str) -> io::Result<String>) -> Result<BTreeSet<String>, Failure> {
    let mut found = BTreeSet::new();
    let mut names = vec![entry.to_owned()];
    while let Some(name) = names.pop() {
        let text = read(&name).context("cannot read a file of the npm package")?;
        // Imports name files with a dot and a slash, in quotes that depend on the minifier.
        let imported = text.split("./shared-").skip(1).filter_map(|rest| rest.split_once(".mjs"));
        names.extend(imported.map(|(hash, _)| format!("shared-{hash}.mjs")).filter(|name| !found.contains(name)));
        found.insert(name);
    }
    Ok(found)
}

/// Copies the parts to the page under a name with their hash, and refers to them from `index.html`.
fn publish(workspace: &Workspace, folder: &Path, staging: &Path, needs: &Parts) -> Result<(), Failure> {
    let service_worker = folder.join(SERVICE_WORKER);
    let script = fs::read_to_string(&service_worker).context("cannot read the service worker")?;
    fs::remove_file(service_worker).context("cannot move the service worker")?;
    let mut hasher = DefaultHasher::new();
    let mut parts = Vec::new();
    for file in all_files(folder)? {
        let bytes = fs::read(&file).context("cannot read a part")?;
        let path = file.strip_prefix(folder).unwrap_or(&file).to_owned();
        hasher.write(path.to_string_lossy().as_bytes());
        hasher.write(&bytes);
        parts.push((path, bytes));
    }
    let name = format!("{FOLDER}-{:016x}", hasher.finish());
    for (path, bytes) in parts {
        let to = staging.join(&name).join(path);
        fs::create_dir_all(to.parent().unwrap_or(staging)).context("cannot create a folder of the parts")?;
        fs::write(to, bytes).context("cannot write a part")?;
    }
    let index = staging.join("index.html");
    let html = fs::read_to_string(&index).context("cannot read the page")?;
    let html = html
        .replace(EXAMPLE, &fs::read_to_string(workspace.at("www/example.html")).context("cannot read the example")?);
    fs::write(&index, linked(&html, &name, needs)?).context("cannot write the page")?;
    let script = listing(staging)? + &script;
    fs::write(staging.join(SERVICE_WORKER), script).context("cannot write the service worker")
}

/// Returns the line that tells the service worker the files of the page and the hash of their content.
fn listing(staging: &Path) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    let mut list = String::new();
    for file in all_files(staging)? {
        let name = file.strip_prefix(staging).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hasher.write(name.as_bytes());
        hasher.write(&fs::read(&file).context("cannot read a file of the page")?);
        let separator = if list.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(list, "{separator}\"{name}\"");
    }
    Ok(format!("globalThis.hookwright={{version:\"{:016x}\",files:[{list}]}};\n", hasher.finish()))
}

/// Returns the page with the name of the folder, the panels, and the parts of each panel.
fn linked(html: &str, folder: &str, needs: &Parts) -> Result<String, Failure> {
    let mut list = String::new();
    for (panel, parts) in needs {
        let parts = parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(",");
        let separator = if list.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(list, "{separator}\"{panel}\":[{parts}]");
    }
    let reference = format!("=\"{FOLDER}/");
    if ![&*reference, LIST, PANELS].iter().all(|place| html.contains(place)) {
        return Err(Failure::new(format!("www/index.html must contain `{reference}`, `{LIST}` and `{PANELS}`")));
    }
    let html = html.replace(&reference, &format!("=\"{folder}/"));
    let html = html.replace(PANELS, &format!("data-panels=\"{}\"", panels(&html).join(" ")));
    Ok(compact(&html.replace(LIST, &format!("data-parts='{{{list}}}'"))))
}

/// Returns the page without comments and indentation, which are 0.3 kB with brotli.
fn compact(html: &str) -> String {
    let mut texts = html.split("<!--");
    let first = texts.next().unwrap_or_default();
    let others = texts.filter_map(|text| text.split_once("-->")).map(|(_, text)| text);
    let text: String = iter::once(first).chain(others).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_start).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Returns the ids of the panels that are in the page.
fn panels(html: &str) -> Vec<&str> {
    let sections = html.split("role=\"tabpanel\" id=\"panel-").skip(1);
    sections.filter_map(|rest| rest.split_once('"').map(|(id, _)| id)).collect()
}

/// Returns the command that prints the sizes of the built page and compares them with their budgets.
pub(crate) fn sizes(workspace: &Workspace) -> Command {
    let mut node = workspace.command("node");
    node.arg("tests/browser/sizes.mjs").arg(workspace.at("dist"));
    node
}

/// Returns the files in a folder and in its folders, sorted by name.
fn all_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in files(folder)? {
        if path.is_dir() { found.append(&mut all_files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// Returns the contents of a folder, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let doing = "cannot list the parts";
    let entries = fs::read_dir(folder).context(doing)?;
    let mut files = entries.map(|entry| Ok(entry.context(doing)?.path())).collect::<Result<Vec<_>, Failure>>()?;
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_page_refers_to_the_folder_and_lists_the_parts() {
        let sections = "<section role=\"tabpanel\" id=\"panel-check\"><section role=\"tabpanel\" id=\"panel-event\">";
        let html = format!("<script src=\"page/start.js\" data-panels=\"\" data-parts=\"{{}}\"></script>{sections}");
        let needs = BTreeMap::from([
            ("check".to_owned(), vec!["chunk_1".to_owned(), "split_check".to_owned()]),
            ("event".to_owned(), vec!["split_event".to_owned()]),
        ]);
        assert_eq!(
            linked(&html, "page-1", &needs).unwrap(),
            format!(
                "<script src=\"page-1/start.js\" data-panels=\"check event\" data-parts='{{\"check\":[\"chunk_1\",\"split_check\"],\"event\":[\"split_event\"]}}'></script>{sections}"
            )
        );
        assert!(linked("<script></script>", "page-1", &needs).is_err());
    }

    #[test]
    fn comments_and_indentation_are_left_out() {
        assert_eq!(compact("<a>\n  <!-- one\n  line -->\n    <b>c<!-- x --></b>\n</a>\n"), "<a>\n<b>c</b>\n</a>");
    }

    #[test]
    fn the_page_has_a_place_for_the_parts() {
        let html = Workspace::find().unwrap().read("www/index.html").unwrap();
        assert!(linked(&html, "page-1", &BTreeMap::new()).is_ok());
    }

    #[test]
    fn only_files_that_the_entry_loads_are_copied() {
        let read = |name: &str| {
            let text = match name {
                "index.mjs" => "import{a}from\"./shared-A.mjs\";const b=()=>import('./shared-B.mjs')",
                "shared-A.mjs" => "import\"./shared-C.mjs\";export{b}from\"./shared-A.mjs\"",
                "shared-B.mjs" | "shared-C.mjs" => "",
                _ => return Err(io::ErrorKind::NotFound.into()),
            };
            Ok(text.into())
        };
        let names = imported_by("index.mjs", read).unwrap();
        assert_eq!(
            names.into_iter().collect::<Vec<_>>(),
            ["index.mjs", "shared-A.mjs", "shared-B.mjs", "shared-C.mjs"]
        );
    }
}
