//! The npm package: the folder `wasm/pkg`, and the tarball that the tests install.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Context as _, Failure};
use crate::paths;
use crate::process::{capture, require};
use crate::setup::Need;
use crate::workspace::{WASM, Workspace};

/// The tools that building the package requires.
pub(crate) const NEEDS: &[Need] = &[Need::Node, Need::WasmTarget, Need::Packages, Need::Bindgen];

/// The arguments of wasm-opt. It reads the permitted features from the module. With `--all-features` it would emit
/// instructions that Node 20 rejects.
const WASM_OPT: &[&str] = &["-Oz"];

/// Makes wasm-bindgen generate `__wbg_reset_state`, which `internal/instance.ts` calls to replace an instance after a
/// trap. Without it, the glue code keeps its instance.
const RESET: &str = "--experimental-reset-state-function";

/// Where `import 'hookwright'` resolves to from any folder in `tests/`.
pub(crate) const INSTALLED: &str = "tests/node_modules/hookwright";

/// The files of the package that are not code.
const DOCUMENTS: [&str; 5] =
    ["wasm/package.json", "wasm/README.md", "wasm/THIRD-PARTY-NOTICES.txt", "LICENSE-MIT", "LICENSE-APACHE"];

/// A wasm module of the package.
struct Module {
    name: &'static str,
    package: &'static str,
    /// The Cargo features, or nothing if the crate has none.
    features: Option<&'static str>,
    /// Further settings of the profile.
    config: &'static [&'static str],
}

/// The modules of the package. A provider's API is larger than everything else, and receivers should not have to load it.
///
/// The module of `hookwright/verify` must be as small as possible. Its crates do not rely on checks of overflows: hashes
/// wrap on purpose, and all other numbers are lengths of memory.
const MODULES: [Module; 3] = [
    Module {
        name: "hookwright",
        package: "hookwright-wasm",
        features: Some("receive,explain,public-key"),
        config: &[],
    },
    Module { name: "hookwright_service", package: "hookwright-wasm", features: Some("service"), config: &[] },
    Module {
        name: "hookwright_verify",
        package: "hookwright-wasm-verify",
        features: None,
        config: &["profile.release.overflow-checks=false", "profile.release.package.sha1.opt-level='z'"],
    },
];

/// The folder of the wasm modules and of the output of wasm-bindgen, from which the package is built.
const GLUE: &str = "wasm/glue";

/// Builds `wasm/pkg`, packs it, and unpacks the tarball where the tests import it. Returns the tarball.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf, Failure> {
    for module in modules(workspace, &workspace.at(GLUE))? {
        paths::check(workspace, &module)?;
    }
    let package = workspace.at("wasm/pkg");
    create_empty(workspace, &package)?;
    let mut tsc = workspace.command("tsc");
    tsc.args(["-p", "wasm/tsconfig.json"]);
    require(tsc)?;
    let mut bundle = workspace.command("node");
    bundle.arg("wasm/build/bundle.mjs");
    require(bundle)?;
    documents(workspace, &package)?;
    let tarball = pack(workspace)?;
    install(workspace, &tarball)?;
    println!("{}: {}", workspace.shown(&tarball), size(workspace, &tarball));
    Ok(tarball)
}

/// Builds the modules and their JavaScript glue into an empty folder. Returns the modules.
pub(crate) fn modules(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    create_empty(workspace, folder)?;
    let mut modules = Vec::new();
    for Module { name, package, features, config } in MODULES {
        let mut cargo = workspace.cargo(&["build", "--package", package, "--lib", "--release", "--target", WASM]);
        if let Some(features) = features {
            cargo.args(["--no-default-features", "--features", features]);
        }
        cargo.args(config.iter().flat_map(|setting| ["--config", setting]));
        require(cargo)?;
        glue(workspace, folder, name, package)?;
        modules.push(optimize(workspace, folder, name)?);
    }
    Ok(modules)
}

/// Generates the JavaScript glue and the types of a module. The target `web` works on every host: the importing code
/// passes the module, which Node can do synchronously.
fn glue(workspace: &Workspace, folder: &Path, name: &str, package: &str) -> Result<(), Failure> {
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args(["--target", "web", RESET, "--out-name", name, "--out-dir"]).arg(folder);
    bindgen.arg(workspace.target(&format!("{WASM}/release/{}.wasm", package.replace('-', "_"))));
    require(bindgen)
}

/// Optimizes a module for size and returns it. The result is cached in the folder of wasm-opt, so that an unchanged
/// module is not optimized again, and that a new version of wasm-opt starts with an empty cache.
fn optimize(workspace: &Workspace, package: &Path, name: &str) -> Result<PathBuf, Failure> {
    let module = package.join(format!("{name}_bg.wasm"));
    let cache = workspace.at("tests/node_modules/.cache/hookwright").join(name);
    let (before, after) = (cache.join("before.wasm"), cache.join("after.wasm"));
    let doing = "cannot read or cache the optimized module";
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
        // Written last, because it marks the cached result as complete.
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

/// Packs `wasm/pkg` as `npm publish` would.
fn pack(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.target("npm");
    create_empty(workspace, &folder)?;
    let mut npm = workspace.command("npm");
    npm.args(["pack", "./wasm/pkg", "--ignore-scripts", "--loglevel", "error", "--pack-destination"]).arg(&folder);
    require(npm)?;
    tarball(workspace)
}

/// Returns the packed package, which must have the version of the crates.
pub(crate) fn tarball(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let version = workspace.locked_version("hookwright-wasm")?;
    let tarball = workspace.target(&format!("npm/hookwright-{version}.tgz"));
    if tarball.is_file() {
        Ok(tarball)
    } else {
        Err(Failure::new(format!("wasm/package.json does not have version {version}, which the crates have")))
    }
}

/// Unpacks the tarball where the tests import it. `npm install` would remove what `npm ci` installed or write to the
/// lock file. For a package without dependencies the result is the same.
fn install(workspace: &Workspace, tarball: &Path) -> Result<(), Failure> {
    let folder = workspace.at(INSTALLED);
    create_empty(workspace, &folder)?;
    let mut tar = workspace.command("tar");
    tar.arg("-xzf").arg(tarball).arg("-C").arg(&folder).args(["--strip-components", "1"]);
    require(tar)
}

/// Creates an empty folder.
pub(crate) fn create_empty(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let doing = || format!("cannot empty {}", workspace.shown(folder));
    if folder.exists() {
        fs::remove_dir_all(folder).context(doing())?;
    }
    fs::create_dir_all(folder).context(doing())
}

/// Returns the size of a file, raw and with gzip.
pub(crate) fn size(workspace: &Workspace, file: &Path) -> String {
    const GZIP: &str =
        "console.log(require('zlib').gzipSync(require('fs').readFileSync(process.argv[1]), { level: 9 }).length)";
    let mut node = workspace.command("node");
    node.args(["-e", GZIP]).arg(file);
    let raw = fs::metadata(file).map(|metadata| metadata.len()).unwrap_or(0);
    let gzip = capture(node).unwrap_or_else(|| "unknown".into());
    format!("{raw} bytes, {gzip} with gzip")
}
