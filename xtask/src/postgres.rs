//! Postgres and PgBouncer for the suites of the inbox and the outbox. The tests start their own servers.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::{Context as _, Failure};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The package that contains the newest version of the server on Debian and its derivatives.
const PACKAGES: [&str; 1] = ["postgresql"];
const POOLER_PACKAGES: [&str; 1] = ["pgbouncer"];

/// Where Debian installs the servers, one folder for each version. They are not on PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Debian's package creates a database and starts a server, unless a file in this folder says that it should not.
const SETTINGS: &str = "/etc/postgresql-common/createcluster.d";

/// Finds the folder that contains `initdb` and `postgres`.
pub(crate) fn find(workspace: &Workspace) -> Option<PathBuf> {
    let on_path = workspace.which(OsStr::new("initdb")).and_then(|program| program.parent().map(Path::to_path_buf));
    on_path.or_else(|| newest(Path::new(DEBIAN)))
}

/// Returns the folder of the programs of the newest version among these folders.
fn newest(folder: &Path) -> Option<PathBuf> {
    let versions = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    versions.max().map(|(_, programs)| programs)
}

/// Finds the server. Installs it if that does not require a password.
pub(crate) fn server(workspace: &Workspace) -> SetupResult {
    let missing = Failure::new(format!(
        "Postgres is missing: on Debian or Ubuntu run `{}`, elsewhere install Postgres 13 or later with `initdb` on PATH",
        debian::by_hand(&PACKAGES)
    ));
    if find(workspace).is_some() || !debian::can_install(workspace) {
        return debian::program(workspace, &PACKAGES, missing, || find(workspace));
    }
    let about = || format!("cannot write to {SETTINGS}");
    let file = Path::new(SETTINGS).join("hookwright.conf");
    fs::create_dir_all(SETTINGS).context(about())?;
    fs::write(&file, "create_main_cluster = false\n").context(about())?;
    let installed = debian::program(workspace, &PACKAGES, missing, || find(workspace));
    fs::remove_file(&file).context(about())?;
    installed
}

/// Finds PgBouncer, which Debian installs where the PATH of many users does not lead.
pub(crate) fn find_pooler(workspace: &Workspace) -> Option<PathBuf> {
    workspace.which(OsStr::new("pgbouncer")).or_else(|| {
        let program = PathBuf::from("/usr/sbin/pgbouncer");
        program.is_file().then_some(program)
    })
}

/// Finds the pooler. Installs it if that does not require a password.
pub(crate) fn pooler(workspace: &Workspace) -> SetupResult {
    let missing = Failure::new(format!(
        "`pgbouncer` is missing: on Debian or Ubuntu run `{}`, elsewhere install PgBouncer 1.18 or later on PATH",
        debian::by_hand(&POOLER_PACKAGES)
    ));
    debian::program(workspace, &POOLER_PACKAGES, missing, || find_pooler(workspace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_found_by_number() {
        let folder = Workspace::find().unwrap().target("postgres-versions");
        for version in ["9", "15", "unrelated"] {
            fs::create_dir_all(folder.join(version).join("bin")).unwrap();
            fs::write(folder.join(version).join("bin/initdb"), "").unwrap();
        }
        // A version of which only the client is installed.
        fs::create_dir_all(folder.join("17/bin")).unwrap();
        assert_eq!(newest(&folder), Some(folder.join("15/bin")));
        assert_eq!(newest(&folder.join("17")), None);
    }
}
