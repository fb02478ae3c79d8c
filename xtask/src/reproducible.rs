//! Whether the modules of the npm package depend on the sources alone: a copy of the checkout in another folder makes the same
//! bytes.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use crate::failure::{Failure, InContext as _};
use crate::process::ask;
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{package, paths};

/// Builds here and in a copy, and compares module by module.
pub(crate) fn suite(workspace: &Workspace) -> Result<Outcome, Failure> {
    let here = package::modules(workspace, &workspace.target("reproducible"))?;
    // Not below this folder, where cargo would read the configuration of both.
    let folder = env::temp_dir().join(format!("hookwright-copy-{}", process::id()));
    let there = build_copy(workspace, &folder);
    let mut counts = Counts::default();
    for (one, other) in here.iter().zip(&there?) {
        let hashes = [sha256(workspace, one)?, sha256(workspace, other)?];
        for (file, hash) in [one, other].into_iter().zip(&hashes) {
            println!("{hash}  {}", workspace.shown(file));
        }
        let [one, other] = hashes;
        counts += Counts::one(one == other);
    }
    // Gives back disk space. When that fails, only space is lost.
    let _ = fs::remove_dir_all(&folder);
    Ok(Outcome::Counted(counts))
}

/// Copies the checkout and builds the modules there.
fn build_copy(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    package::fresh(workspace, folder)?;
    for file in workspace.files()? {
        let (from, to) = (workspace.at(&file), folder.join(&file));
        // What was deleted is still in git's index.
        if from.is_file() {
            let doing = || format!("cannot copy {file}");
            fs::create_dir_all(to.parent().unwrap_or(folder)).context(doing())?;
            fs::copy(&from, &to).context(doing())?;
        }
    }
    let copy = workspace.elsewhere(folder.to_path_buf());
    let modules = package::modules(&copy, &copy.target("package"))?;
    for module in &modules {
        paths::check(&copy, module)?;
    }
    Ok(modules)
}

fn sha256(workspace: &Workspace, file: &Path) -> Result<String, Failure> {
    const SHA256: &str = "console.log(require('crypto').createHash('sha256')\
                          .update(require('fs').readFileSync(process.argv[1])).digest('hex'))";
    let mut node = workspace.command("node");
    node.args(["-e", SHA256]).arg(file);
    ask(node).ok_or_else(|| Failure::new(format!("cannot hash {}", workspace.shown(file))))
}
