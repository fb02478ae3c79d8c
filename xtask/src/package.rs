//! The npm package: `wasm/pkg` as users get it, and the tarball that the tests install.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, InContext as _};
use crate::paths;
use crate::process::{ask, require};
use crate::setup::Need;
use crate::workspace::{WASM, Workspace};

/// What building the package needs.
pub(crate) const NEEDS: &[Need] = &[Need::Node, Need::WasmTarget, Need::Packages, Need::Bindgen];

/// The arguments of wasm-opt. It reads from the module which features it may use: with `--all-features` it would emit
/// instructions that Node 20 refuses.
const WASM_OPT: &[&str] = &["-Oz"];

/// Makes wasm-bindgen generate `__wbg_reset_state`, by which `internal/instance.ts` replaces an instance that a trap has left
/// in an unknown state. Without it, the glue keeps the instance that it has.
const RESET: &str = "--experimental-reset-state-function";

/// Where `import 'hookwright'` finds the package from anywhere below `tests/`.
pub(crate) const INSTALLED: &str = "tests/node_modules/hookwright";

/// The files of the package that are not code.
const DOCUMENTS: [&str; 5] =
    ["wasm/package.json", "wasm/README.md", "wasm/THIRD-PARTY-NOTICES.txt", "LICENSE-MIT", "LICENSE-APACHE"];

/// The modules of the package, and the feature that each is made with. A provider's API is larger than all the rest, and
/// who only receives webhooks should not load it.
const MODULES: [(&str, &str); 2] = [("hookwright", "receive"), ("hookwright_service", "service")];

/// Builds `wasm/pkg`, packs it, and puts what was packed where the tests import it from. Returns the tarball.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let package = workspace.at("wasm/pkg");
    for module in modules(workspace, &package)? {
        paths::check(workspace, &module)?;
    }
    let mut tsc = workspace.command("tsc");
    tsc.args(["-p", "wasm/tsconfig.json"]);
    require(tsc)?;
    documents(workspace, &package)?;
    let tarball = pack(workspace)?;
    install(workspace, &tarball)?;
    println!("{}: {}", workspace.shown(&tarball), size(workspace, &tarball));
    Ok(tarball)
}

/// Builds the modules, with the JavaScript that loads them, into a folder that is emptied before. Returns the modules.
pub(crate) fn modules(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    fresh(workspace, folder)?;
    let mut modules = Vec::new();
    for (name, feature) in MODULES {
        let release = ["build", "--package", "hookwright-wasm", "--lib", "--release", "--target", WASM];
        let mut cargo = workspace.cargo(&release);
        cargo.args(["--no-default-features", "--features", feature]);
        require(cargo)?;
        glue(workspace, folder, name)?;
        modules.push(optimise(workspace, folder, name)?);
    }
    Ok(modules)
}

/// The JavaScript and the types that wasm-bindgen makes of a module. `web` is the target that serves every host: the
/// module is handed over by the code that imports it, so that Node can do so synchronously.
fn glue(workspace: &Workspace, package: &Path, name: &str) -> Result<(), Failure> {
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args(["--target", "web", RESET, "--out-name", name, "--out-dir"]).arg(package);
    bindgen.arg(workspace.target(&format!("{WASM}/release/hookwright_wasm.wasm")));
    require(bindgen)
}

/// Makes a module smaller. The result is kept next to wasm-opt itself, so that an unchanged module is not optimised
/// again, and that a new wasm-opt starts afresh. Returns the module.
fn optimise(workspace: &Workspace, package: &Path, name: &str) -> Result<PathBuf, Failure> {
    let module = package.join(format!("{name}_bg.wasm"));
    let cache = workspace.at("tests/node_modules/.cache/hookwright").join(name);
    let (before, after) = (cache.join("before.wasm"), cache.join("after.wasm"));
    let doing = "cannot read or keep the optimised module";
    let input = fs::read(&module).context(doing)?;
    let before_size = size(workspace, &module);
    if fs::read(&before).is_ok_and(|known| known == input) && after.is_file() {
        println!("wasm-opt: the module has not changed");
    } else {
        let _ = fs::remove_file(&before);
        fs::create_dir_all(&cache).context(doing)?;
        let mut command = workspace.command("wasm-opt");
        command.args(WASM_OPT).arg(&module).arg("-o").arg(&after);
        require(command)?;
        // Written last: it is what says that the other one is whole.
        fs::write(&before, &input).context(doing)?;
    }
    fs::copy(&after, &module).context(doing)?;
    println!("{}: {before_size} -> {}", workspace.shown(&module), size(workspace, &module));
    Ok(module)
}

/// Copies the files of the package that are not code.
fn documents(workspace: &Workspace, package: &Path) -> Result<(), Failure> {
    for document in DOCUMENTS {
        let source = workspace.at(document);
        let name = source.file_name().ok_or_else(|| Failure::new(format!("{document} is not a file")))?;
        fs::copy(&source, package.join(name)).context(format!("cannot copy {document} into the package"))?;
    }
    Ok(())
}

/// Packs `wasm/pkg` as npm would publish it.
fn pack(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.target("npm");
    fresh(workspace, &folder)?;
    let mut npm = workspace.command("npm");
    npm.args(["pack", "./wasm/pkg", "--ignore-scripts", "--loglevel", "error", "--pack-destination"]).arg(&folder);
    require(npm)?;
    let version = workspace.locked_version("hookwright-wasm")?;
    let tarball = folder.join(format!("hookwright-{version}.tgz"));
    if tarball.is_file() {
        Ok(tarball)
    } else {
        Err(Failure::new(format!("wasm/package.json is not of version {version}, which the crates have")))
    }
}

/// Puts the content of the tarball where the tests find it. Unpacked and not
/// installed by npm: that would remove what `npm ci` put there or write to the lock file, and a package without
/// dependencies is the same either way.
fn install(workspace: &Workspace, tarball: &Path) -> Result<(), Failure> {
    let folder = workspace.at(INSTALLED);
    fresh(workspace, &folder)?;
    let mut tar = workspace.command("tar");
    tar.arg("-xzf").arg(tarball).arg("-C").arg(&folder).args(["--strip-components", "1"]);
    require(tar)
}

/// An empty folder.
pub(crate) fn fresh(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let doing = || format!("cannot empty {}", workspace.shown(folder));
    if folder.exists() {
        fs::remove_dir_all(folder).context(doing())?;
    }
    fs::create_dir_all(folder).context(doing())
}

/// The size of a file, and what a server sends of it.
pub(crate) fn size(workspace: &Workspace, file: &Path) -> String {
    const GZIP: &str =
        "console.log(require('zlib').gzipSync(require('fs').readFileSync(process.argv[1]), { level: 9 }).length)";
    let mut node = workspace.command("node");
    node.args(["-e", GZIP]).arg(file);
    let raw = fs::metadata(file).map(|metadata| metadata.len()).unwrap_or(0);
    let gzip = ask(node).unwrap_or_else(|| "unknown".into());
    format!("{raw} bytes, {gzip} with gzip")
}
