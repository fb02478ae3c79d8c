//! The npm package: the folder `wasm/pkg`, and the tarball that the tests install.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Context as _, Failure};
use crate::modules;
use crate::paths;
use crate::process::{capture, require};
use crate::setup::Need;
use crate::workspace::Workspace;

/// The tools that building the package requires.
pub(crate) const NEEDS: &[Need] = &[Need::Node, Need::WasmTarget, Need::Packages, Need::Bindgen, Need::Split];

/// Where `import 'hookwright'` resolves to from any folder in `tests/`.
pub(crate) const INSTALLED: &str = "tests/node_modules/hookwright";

/// The files of the package that are not code.
const DOCUMENTS: [&str; 5] =
    ["wasm/package.json", "wasm/README.md", "wasm/THIRD-PARTY-NOTICES.txt", "LICENSE-MIT", "LICENSE-APACHE"];

/// The folder of the wasm modules and of the output of wasm-bindgen, from which the package is built.
const GLUE: &str = "wasm/glue";

/// Builds `wasm/pkg`, packs it, and unpacks the tarball where the tests import it. Returns the tarball.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf, Failure> {
    for module in modules::build(workspace, &workspace.at(GLUE))? {
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
