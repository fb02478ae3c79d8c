//! Checks that the wasm modules of the npm package depend only on the sources: a build in another folder yields the
//! same bytes.

use std::path::Path;

use crate::copy::Copy;
use crate::failure::Failure;
use crate::process::capture;
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{modules, paths};

/// Builds the modules here and in a copy, and compares them.
pub(crate) fn suite(workspace: &Workspace) -> Result<Outcome, Failure> {
    let here = modules::build(workspace, &workspace.target("reproducible"))?;
    let copy = Copy::of(workspace, "reproducible")?;
    let there = modules::build(copy.workspace(), &copy.workspace().target("package"))?;
    let mut counts = Counts::default();
    for (one, other) in here.iter().zip(&there) {
        paths::check(copy.workspace(), other)?;
        let hashes = [sha256(workspace, one)?, sha256(workspace, other)?];
        for (file, hash) in [one, other].into_iter().zip(&hashes) {
            println!("{hash}  {}", workspace.shown(file));
        }
        let [one, other] = hashes;
        counts += Counts::one(one == other);
    }
    Ok(Outcome::Counted(counts))
}

fn sha256(workspace: &Workspace, file: &Path) -> Result<String, Failure> {
    const SHA256: &str = "console.log(require('crypto').createHash('sha256')\
                          .update(require('fs').readFileSync(process.argv[1])).digest('hex'))";
    let mut node = workspace.command("node");
    node.args(["-e", SHA256]).arg(file);
    capture(node).ok_or_else(|| Failure::new(format!("cannot hash {}", workspace.shown(file))))
}
